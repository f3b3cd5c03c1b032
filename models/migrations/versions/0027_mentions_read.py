"""Which mentions of them members have read."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: whatever names somebody so far counts as read."""
    op.create_table('mention_reading',
    sa.Column('comment', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mention_reading_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['comment'], ['comment.id'], name=op.f('fk_mention_reading_comment')),
    sa.PrimaryKeyConstraint('comment', 'account_id', name=op.f('pk_mention_reading'))
    )
    op.create_index(op.f('ix_mention_reading_account_id'), 'mention_reading', ['account_id'], unique=False)
    op.execute(
        'INSERT INTO mention_reading (comment, account_id) SELECT DISTINCT comment_mention.comment, account_name.account_id '
        'FROM comment_mention JOIN account_name ON account_name.folded = comment_mention.name'
    )
