"""Which styles of citation a map has of its own, and their files."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: the maps that there are have no style of their own."""
    op.create_table('style_file',
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_style_file'))
    )
    # Both databases add columns with a default without making the table again.
    op.execute("ALTER TABLE argument_map ADD COLUMN styles JSON DEFAULT '[]' NOT NULL")
