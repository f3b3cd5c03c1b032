"""The numbers of editions that a former life of the database gave out."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: what it holds stays as it is."""
    op.create_table('edition_gap',
    sa.Column('slug', sa.String(length=64), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_edition_gap'))
    )
