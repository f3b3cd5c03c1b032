"""Maps that are anonymous throughout."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further."""
    op.create_table('anonymous_map',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('map_id', name=op.f('pk_anonymous_map'))
    )
