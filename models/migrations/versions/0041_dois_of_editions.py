"""Under which DOI an edition is found in a repository."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further."""
    op.create_table('edition_doi',
    sa.Column('edition_id', NUMBER, autoincrement=False, nullable=False),
    sa.Column('doi', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_edition_doi_edition_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('edition_id', name=op.f('pk_edition_doi'))
    )
