"""Who made a map, and from which maps it was made."""

from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: of the maps that there are, nobody has said who their authors are."""
    # Both databases add columns with a default without making the table again.
    op.execute("ALTER TABLE argument_map ADD COLUMN authors JSON DEFAULT '[]' NOT NULL")
    op.execute("ALTER TABLE argument_map ADD COLUMN forebears JSON DEFAULT '[]' NOT NULL")
