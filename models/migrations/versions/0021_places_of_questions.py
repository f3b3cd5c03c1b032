"""The places of questions, where they are put in order by hand."""

from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: no question has a place yet, so that all stand as before."""
    op.execute('ALTER TABLE question ADD COLUMN place INTEGER')
