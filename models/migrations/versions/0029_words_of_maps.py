"""The words by which a map itself is found."""

import json

import sqlalchemy as sa
from alembic import op

from models.search.map_words import list_map_words

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: maps that are there are found by their titles and authors."""
    op.add_column('argument_map', sa.Column('words', sa.Text(), server_default='', nullable=False))
    connection = op.get_bind()
    rows = connection.execute(sa.text('SELECT id, title, CAST(authors AS TEXT) FROM argument_map')).all()
    words = [{'key': key, 'words': list_map_words(title, json.loads(authors))} for key, title, authors in rows]
    if words:
        connection.execute(sa.text('UPDATE argument_map SET words = :words WHERE id = :key'), words)
