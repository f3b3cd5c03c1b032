"""Rounds that ask what stands with something set aside, and what came of that when they were closed."""

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: the rounds of before suppose nothing."""
    for name, kind in (
        ('supposition', sa.JSON(none_as_null=True)),
        ('closed_sequence', sa.Integer()),
        ('weighed', sa.JSON(none_as_null=True)),
    ):
        op.add_column('position_round', sa.Column(name, kind, nullable=True))
