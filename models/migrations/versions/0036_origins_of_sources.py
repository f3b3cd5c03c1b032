"""Where sources come from, who had a hand in them and when they opened; responses, and what prompted them."""

from collections.abc import Iterable

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


# As of this version; what comes later is another migration's.
CLAIM_KINDS = ("kind IN ('perception', 'finding', 'assertion')", "kind IN ('perception', 'response', 'finding', 'assertion')")
RELATIONS = (
    "relation IN ('supports', 'challenges', 'undermines', 'undercuts', 'qualifies', 'tests', 'answers')",
    "relation IN ('supports', 'challenges', 'undermines', 'undercuts', 'qualifies', 'tests', 'answers', 'prompted')",
)
PROMPTED = "relation <> 'prompted' OR target_kind = 'claim'"
ROLES = (
    "role IN ('held_by', 'by', 'author')",
    "role IN ('held_by', 'by', 'author', 'witness', 'editor', 'translator', 'annotator', 'released_by')",
)
LINES = ('title_short', 'original_title', 'published_pages', 'volume_title', 'collection_title', 'collection_number')
OTHERS = ('original_language', 'opened', 'published', 'translated')
ORIGINS = ('published_in', 'copy_of', 'translation_of')


def _rebuild(table: str, replacements: Iterable[tuple[str, str]]) -> None:
    """Make a table of SQLite again, which cannot change a constraint: with its rows, indexes and triggers.

    What is replaced in its definition has to stand there once.
    """
    connection = op.get_bind()
    read = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    definition = connection.execute(read, {'table': table}).scalar_one()
    for before, after in replacements:
        if definition.count(before) != 1:
            raise RuntimeError(f'The table {table} is not defined as expected: {before}')
        definition = definition.replace(before, after)
    parts = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = :table AND sql NOTNULL"),
        {'table': table},
    ).scalars().all()
    columns = ', '.join(f'"{column["name"]}"' for column in sa.inspect(connection).get_columns(table))
    temporary = f'{table}_rebuilt'
    head, _, body = definition.partition('(')
    connection.exec_driver_sql(f'{head.replace(table, temporary)}({body}')
    connection.exec_driver_sql(f'INSERT INTO {temporary} ({columns}) SELECT {columns} FROM {table}')
    connection.exec_driver_sql(f'DROP TABLE {table}')
    connection.exec_driver_sql(f'ALTER TABLE {temporary} RENAME TO {table}')
    for part in parts:
        connection.exec_driver_sql(part)


def _extend_checks() -> None:
    extended = (('claim', 'kind', CLAIM_KINDS), ('link', 'relation', RELATIONS), ('attribution', 'role', ROLES))
    if op.get_bind().dialect.name == 'sqlite':
        prompted = f"CONSTRAINT ck_link_prompted_a_claim CHECK ({PROMPTED}), CONSTRAINT pk_link"
        for table, _, vocabulary in extended:
            _rebuild(table, [vocabulary, ('CONSTRAINT pk_link', prompted)] if table == 'link' else [vocabulary])
        return
    for table, name, (_, words) in extended:
        constraint = op.f(f'ck_{table}_{name}')
        op.drop_constraint(constraint, table, type_='check')
        op.create_check_constraint(constraint, table, words)
    op.create_check_constraint(op.f('ck_link_prompted_a_claim'), 'link', PROMPTED)


def _add_origins() -> None:
    """Add the columns in which a source names another one."""
    if op.get_bind().dialect.name == 'sqlite':
        columns = ''.join(f'{name} VARCHAR, ' for name in ORIGINS)
        keys = ''.join(
            f'CONSTRAINT fk_source_map_id_{name} FOREIGN KEY(map_id, {name}) REFERENCES source (map_id, label) '
            'DEFERRABLE INITIALLY DEFERRED, '
            for name in ORIGINS
        )
        _rebuild('source', [('CONSTRAINT pk_source', f'{keys}CONSTRAINT pk_source'), ('type VARCHAR', f'{columns}type VARCHAR')])
    else:
        for name in ORIGINS:
            op.add_column('source', sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))
            op.create_foreign_key(
                op.f(f'fk_source_map_id_{name}'),
                'source',
                'source',
                ['map_id', name],
                ['map_id', 'label'],
                initially='DEFERRED',
                deferrable=True,
            )
    for name in ORIGINS:
        op.create_index(op.f(f'ix_source_map_id_source_{name}'), 'source', ['map_id', name], unique=False)


def upgrade() -> None:
    """Bring the database one version further: what it holds stays as it is, and `available` means what it meant."""
    _extend_checks()
    _add_origins()
    for name in LINES:
        op.add_column('source', sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    for name in OTHERS:
        op.add_column('source', sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))
