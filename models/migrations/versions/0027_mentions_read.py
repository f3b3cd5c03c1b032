"""Which mentions of them members have read."""

import unicodedata

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
    _read_what_was_said()


def _read_what_was_said() -> None:
    """Note every mention so far as read: by the name of an account, one chosen for a seminar, or a number on its map."""
    bind = op.get_bind()
    ids: dict[str, set[int]] = {}
    for statement in (
        'SELECT folded, account_id FROM account_name',
        'SELECT handle, id FROM account',
        'SELECT pseudonym, account_id FROM membership WHERE pseudonym IS NOT NULL',
    ):
        for name, account_id in bind.execute(sa.text(statement)):
            ids.setdefault(_fold(name), set()).add(account_id)
    numbered: dict[tuple[int, str], str] = {}
    for map_id, number, member in bind.execute(sa.text('SELECT map_id, number, member FROM pseudonym')):
        numbered[map_id, f'member {number}'] = member
    mentions = sa.text(
        'SELECT comment_mention.comment, comment_mention.name, comment.map_id FROM comment_mention '
        'JOIN comment ON comment.id = comment_mention.comment'
    )
    read = {
        (comment, account_id)
        for comment, name, map_id in bind.execute(mentions)
        for account_id in ids.get(_fold(numbered.get((map_id, name), name)), ())
    }
    if read:
        table = sa.table('mention_reading', sa.column('comment'), sa.column('account_id'))
        bind.execute(table.insert(), [{'comment': comment, 'account_id': account_id} for comment, account_id in sorted(read)])


def _fold(name: str) -> str:
    return ' '.join(unicodedata.normalize('NFKC', name).casefold().split())
