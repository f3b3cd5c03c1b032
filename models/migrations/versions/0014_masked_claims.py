"""What was made of comments, and under which pseudonyms it is told whose work that is."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further."""
    op.add_column('edition', sa.Column('masked_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table('comment_claim',
    sa.Column('comment', ID, autoincrement=False, nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['comment'], ['comment.id'], name=op.f('fk_comment_claim_comment')),
    sa.PrimaryKeyConstraint('comment', 'label', name=op.f('pk_comment_claim'))
    )
    op.create_table('map_rewriting',
    sa.Column('map_id', ID, autoincrement=False, nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('map_id', name=op.f('pk_map_rewriting'))
    )
    op.create_table('author_mask',
    sa.Column('map_id', ID, autoincrement=False, nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('member', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.PrimaryKeyConstraint('map_id', 'label', 'member', name=op.f('pk_author_mask'))
    )
    op.execute('INSERT INTO comment_claim (comment, label) SELECT id, claim FROM comment WHERE claim IS NOT NULL')
