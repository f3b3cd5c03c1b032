"""Rounds that end by themselves, are reopened before they are read, or deleted with a reason; and pinned instructions."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further: what was closed so far counts as read."""
    for name, kind in (
        ('closes_at', sa.DateTime(timezone=True)),
        ('read_at', sa.DateTime(timezone=True)),
        ('deleted_at', sa.DateTime(timezone=True)),
        ('deleted_by', sa.String()),
        ('deletion_reason', sa.String()),
    ):
        op.add_column('position_round', sa.Column(name, kind, nullable=True))
    op.execute('UPDATE position_round SET read_at = closed_at')
    op.create_table('instructions',
    sa.Column('place', sa.String(length=8), nullable=False),
    sa.Column('place_id', ID, autoincrement=False, nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('pinned_by', sa.String(), nullable=False),
    sa.Column('pinned_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("place IN ('map', 'seminar')", name=op.f('ck_instructions_place')),
    sa.PrimaryKeyConstraint('place', 'place_id', name=op.f('pk_instructions'))
    )
