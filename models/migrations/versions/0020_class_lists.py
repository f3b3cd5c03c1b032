"""Which members a class list brought in, and links by which they choose a new password."""

from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: whoever has had a personal link to a seminar came by its class list."""
    # Both databases add columns with a default without making the table again.
    op.execute('ALTER TABLE membership ADD COLUMN listed BOOLEAN DEFAULT false NOT NULL')
    op.execute('ALTER TABLE invitation ADD COLUMN resets BOOLEAN DEFAULT false NOT NULL')
    op.execute(
        'UPDATE membership SET listed = true WHERE EXISTS (SELECT 1 FROM invitation '
        'WHERE invitation.account_id = membership.account_id AND invitation.seminar_id = membership.seminar_id)'
    )
