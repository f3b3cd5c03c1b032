"""The folded words of records, by which they are found and ranked, in one table that is alike on both databases."""

import json

import sqlalchemy as sa
from alembic import op

from models.records.maps import GlobalId
from models.search.map_words import list_map_words
from models.search.rebuilding import rebuild_search

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    """Bring the database one version further: what it holds stays as it is, and is found in more of its spellings."""
    op.create_table('search_text',
    sa.Column('id', GlobalId, nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['record.id'], name=op.f('fk_search_text_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_text'))
    )
    connection = op.get_bind()
    rebuild_search(connection)
    last = 0
    statement = sa.text('SELECT id, title, CAST(authors AS TEXT) FROM argument_map WHERE id > :last ORDER BY id LIMIT :most')
    while rows := connection.execute(statement, {'last': last, 'most': BATCH}).all():
        words = [{'key': key, 'words': list_map_words(title, json.loads(authors))} for key, title, authors in rows]
        connection.execute(sa.text('UPDATE argument_map SET words = :words WHERE id = :key'), words)
        last = rows[-1][0]
