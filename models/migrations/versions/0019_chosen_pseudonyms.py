"""Whether members of a seminar may choose pseudonyms."""

from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: as before they may."""
    op.execute('ALTER TABLE seminar ADD COLUMN pseudonyms BOOLEAN DEFAULT true NOT NULL')
