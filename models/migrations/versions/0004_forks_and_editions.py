"""Where maps come from, what was merged, whose work it was, and what was published."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further."""
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('revision', sa.Column('credit', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column('revision', sa.Column('undoes', sa.Integer(), nullable=True))
    op.create_table('fork',
    sa.Column('map_id', number, autoincrement=False, nullable=False),
    sa.Column('origin_id', number, nullable=False),
    sa.Column('origin_slug', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('origin_sequence', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('map_id', name=op.f('pk_fork'))
    )
    op.create_index(op.f('ix_fork_origin_id'), 'fork', ['origin_id'], unique=False)
    op.create_table('merging',
    sa.Column('id', number, autoincrement=True, nullable=False),
    sa.Column('target_id', number, nullable=False),
    sa.Column('source_id', number, nullable=False),
    sa.Column('target_sequence', sa.Integer(), nullable=False),
    sa.Column('source_sequence', sa.Integer(), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.Column('labels', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merging')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_merging_target_id_source_id', 'merging', ['target_id', 'source_id'], unique=False)
    op.create_table('edition',
    sa.Column('id', number, autoincrement=True, nullable=False),
    sa.Column('map_id', number, nullable=False),
    sa.Column('slug', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition')),
    sa.UniqueConstraint('slug', 'number', name=op.f('uq_edition_slug_number')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_edition_map_id'), 'edition', ['map_id'], unique=False)
