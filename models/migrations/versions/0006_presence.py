"""Who is looking at a map just now, and at which record."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further."""
    op.create_table('presence',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('client', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('record', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('renewed', sa.Float(precision=53), nullable=False),
    sa.PrimaryKeyConstraint('map_id', 'client', name=op.f('pk_presence'))
    )
