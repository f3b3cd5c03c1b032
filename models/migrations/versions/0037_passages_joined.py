"""Passages that are joined to other passages: translated, quoted, contradicted or copied."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further."""
    op.create_table('passage_link',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('passage', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.CheckConstraint("role IN ('translates', 'quotes', 'contradicts', 'copies')", name=op.f('ck_passage_link_role')),
    sa.CheckConstraint('passage <> label', name=op.f('ck_passage_link_not_to_itself')),
    sa.CheckConstraint('position >= 0', name=op.f('ck_passage_link_position')),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name=op.f('fk_passage_link_map_id_label'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'passage'], ['annotation.map_id', 'annotation.label'], name=op.f('fk_passage_link_map_id_passage'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', 'role', 'position', name=op.f('pk_passage_link'))
    )
    with op.batch_alter_table('passage_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passage_link_map_id_passage_link_passage'), ['map_id', 'passage'], unique=False)
