"""What stands within the blocks of a text, and where its pages begin; how the file of a version was read."""

from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: of the texts that there are, nothing more is known than before."""
    # Both databases add columns with a default without making the table again.
    op.execute("ALTER TABLE content ADD COLUMN inline_marks JSON DEFAULT '[]' NOT NULL")
    op.execute("ALTER TABLE content ADD COLUMN milestones JSON DEFAULT '[]' NOT NULL")
    op.execute("ALTER TABLE text_version ADD COLUMN report JSON DEFAULT '[]' NOT NULL")
