"""An index by which maps are listed by their titles, some at a time."""

from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: what it holds stays as it is."""
    op.create_index(op.f('ix_argument_map_title_slug'), 'argument_map', ['title', 'slug'], unique=False)
