"""Where the lines of transcriptions stand on the images of their pages."""

from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: of the texts that there are, no line's place is known."""
    # Both databases add a column with a default without making the table again.
    op.execute("ALTER TABLE content ADD COLUMN line_boxes JSON DEFAULT '[]' NOT NULL")
