"""In which kind of browser somebody is signed in."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further; of the sessions that there are nobody knows it."""
    op.add_column('sign_in', sa.Column('browser', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True))
