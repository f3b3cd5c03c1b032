"""Seminars that are closed, archived or deleted, and what was done with them."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further: every seminar is open."""
    for name in ('closed', 'archived', 'erased_after'):
        op.add_column('seminar', sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table('seminar_event',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('seminar_id', ID, nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('told', sa.String(length=1000), nullable=False),
    sa.Column('author', sa.String(length=100), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint(
        "act IN ('renamed', 'closed', 'opened', 'archived', 'brought back', 'left', 'deleted', 'called back')",
        name=op.f('ck_seminar_event_act'),
    ),
    sa.ForeignKeyConstraint(
        ['seminar_id'], ['seminar.id'], name=op.f('fk_seminar_event_seminar_id_seminar'), ondelete='CASCADE'
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seminar_event')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_seminar_event_seminar_id', 'seminar_event', ['seminar_id'])
