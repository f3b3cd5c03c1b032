"""Until when the groups of a controversy work at its steps."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
STEPS = "step IN ('assign', 'prepare', 'discuss', 'reverse', 'synthesise', 'compare', 'closed')"


def upgrade() -> None:
    """Bring the database one version further: nothing is due so far."""
    op.create_table('controversy_deadline',
    sa.Column('controversy_id', ID, autoincrement=False, nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint(STEPS, name=op.f('ck_controversy_deadline_step')),
    sa.ForeignKeyConstraint(['controversy_id'], ['controversy.id'], name=op.f('fk_controversy_deadline_controversy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('controversy_id', 'step', name=op.f('pk_controversy_deadline'))
    )
    op.add_column('seminar_map', sa.Column('writable_until', sa.DateTime(timezone=True), nullable=True))
