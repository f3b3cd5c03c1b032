"""Which life of the database this is, and the sequences that a former life has given out."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further, and give it a name of its own."""
    generation = op.create_table('database_generation',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_database_generation_single')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_database_generation'))
    )
    op.create_table('sequence_gap',
    sa.Column('map_id', ID, autoincrement=False, nullable=False),
    sa.Column('first', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['map_id'], ['argument_map.id'], name=op.f('fk_sequence_gap_map_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'first', name=op.f('pk_sequence_gap'))
    )
    op.bulk_insert(generation, [{'id': 1, 'name': secrets.token_hex(4), 'since': datetime.now(UTC)}])
