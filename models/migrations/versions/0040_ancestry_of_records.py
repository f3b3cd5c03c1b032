"""Where records went that were merged into others, and of what records of other maps some are copies."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
LABEL = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Bring the database one version further."""
    op.create_table('record_successor',
    sa.Column('map_id', NUMBER, autoincrement=False, nullable=False),
    sa.Column('label', LABEL(length=64), nullable=False),
    sa.Column('successor', LABEL(length=64), nullable=False),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_record_successor'))
    )
    op.create_table('record_origin',
    sa.Column('map_id', NUMBER, autoincrement=False, nullable=False),
    sa.Column('label', LABEL(length=64), nullable=False),
    sa.Column('origin_map_id', NUMBER, nullable=False),
    sa.Column('origin_label', LABEL(length=64), nullable=False),
    sa.Column('origin_revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_record_origin'))
    )
    with op.batch_alter_table('record_origin', schema=None) as batch_op:
        batch_op.create_index('ix_record_origin_origin_map_id_origin_label', ['origin_map_id', 'origin_label'], unique=False)
