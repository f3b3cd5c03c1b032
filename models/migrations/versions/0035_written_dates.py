"""Dates as they were written, beside what they were read as."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: what it holds stays as it is."""
    for table in ('question', 'claim', 'interpretation', 'link', 'source', 'agent'):
        op.add_column(table, sa.Column('written_dates', sa.JSON(), server_default='{}', nullable=False))
