"""With which name somebody signs in, where it is another than that under which they write."""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: everybody signs in with the name under which they write."""
    op.add_column('account', sa.Column('sign_in_name', sa.String(length=40), nullable=True))
