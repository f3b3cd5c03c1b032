"""When a controversy stood at which step."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
STEPS = "step IN ('assign', 'prepare', 'discuss', 'reverse', 'synthesise', 'compare', 'closed')"


def upgrade() -> None:
    """Bring the database one version further: of controversies that are under way it is known from now on."""
    stages = op.create_table('controversy_stage',
    sa.Column('controversy_id', ID, autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint(STEPS, name=op.f('ck_controversy_stage_step')),
    sa.ForeignKeyConstraint(['controversy_id'], ['controversy.id'], name=op.f('fk_controversy_stage_controversy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('controversy_id', 'number', name=op.f('pk_controversy_stage'))
    )
    now = datetime.now(UTC)
    controversies = op.get_bind().execute(sa.text('SELECT id, step FROM controversy')).all()
    op.bulk_insert(stages, [{'controversy_id': key, 'number': 1, 'step': step, 'since': now} for key, step in controversies])
