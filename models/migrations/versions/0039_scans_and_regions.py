"""Scans, the images of their pages, and the regions marked on them."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

# As of this version; what comes later is another migration's.
KINDS = (
    "kind IN ('question', 'claim', 'interpretation', 'evidence', 'source', 'agent', 'link', 'tag', 'text', 'annotation', "
    "'scan', 'region', 'stance')"
)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
LINE = sqlmodel.sql.sqltypes.AutoString


def _rebuild(table: str, redefine: Callable[[str], str]) -> None:
    """Make a table of SQLite again, which cannot change a constraint: with its rows, indexes, triggers and counter.

    Its counter knows of ids that were given to rows which are gone: undoing would meet them in others.
    """
    connection = op.get_bind()
    name = {'table': table}
    last = connection.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), name).scalar()
    read = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    definition = connection.execute(read, name).scalar_one()
    redefined = redefine(definition)
    if redefined == definition:
        raise RuntimeError(f'The table {table} is not defined as expected')
    parts = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = :table AND sql NOTNULL"),
        name,
    ).scalars().all()
    columns = ', '.join(f'"{column["name"]}"' for column in sa.inspect(connection).get_columns(table))
    head, _, body = redefined.partition('(')
    connection.exec_driver_sql(f'{head.replace(table, f"{table}_rebuilt")}({body}')
    connection.exec_driver_sql(f'INSERT INTO {table}_rebuilt ({columns}) SELECT {columns} FROM {table}')
    connection.exec_driver_sql(f'DROP TABLE {table}')
    connection.exec_driver_sql(f'ALTER TABLE {table}_rebuilt RENAME TO {table}')
    for part in parts:
        connection.exec_driver_sql(part)
    if last is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :table"), name)
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), {**name, 'last': last})


def _admit_new_kinds() -> None:
    """Let records be scans and regions."""
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild('record', lambda definition: re.sub(r"kind IN \([^)]*\)", KINDS, definition))
        return
    op.drop_constraint(op.f('ck_record_kind'), 'record', type_='check')
    op.create_check_constraint(op.f('ck_record_kind'), 'record', KINDS)


def _let_texts_transcribe() -> None:
    """Let a text name the scan that it transcribes."""
    if op.get_bind().dialect.name == 'sqlite':
        columns = 'scan VARCHAR, scan_page INTEGER, title VARCHAR'
        key = (
            'CONSTRAINT fk_text_map_id_scan FOREIGN KEY(map_id, scan) REFERENCES scan (map_id, label) '
            'DEFERRABLE INITIALLY DEFERRED, CONSTRAINT pk_text'
        )
        _rebuild(
            'text',
            lambda definition: definition.replace('title VARCHAR', columns, 1).replace('CONSTRAINT pk_text', key, 1),
        )
    else:
        op.add_column('text', sa.Column('scan', LINE(), nullable=True))
        op.add_column('text', sa.Column('scan_page', sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f('fk_text_map_id_scan'),
            'text',
            'scan',
            ['map_id', 'scan'],
            ['map_id', 'label'],
            initially='DEFERRED',
            deferrable=True,
        )
    op.create_index(op.f('ix_text_map_id_text_scan'), 'text', ['map_id', 'scan'], unique=False)


def _key(table: str, *columns: str, to: tuple[str, ...], deferred: bool = True) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{'_'.join(columns)}")
    if not deferred:
        return sa.ForeignKeyConstraint([*columns], [*to], name=name, ondelete='CASCADE')
    return sa.ForeignKeyConstraint([*columns], [*to], name=name, initially='DEFERRED', deferrable=True)


def upgrade() -> None:
    """Bring the database one version further."""
    _admit_new_kinds()
    op.create_table('image',
    sa.Column('sha256', LINE(length=64), nullable=False),
    sa.Column('media_type', LINE(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_image'))
    )
    op.create_table('scan',
    sa.Column('map_id', NUMBER, nullable=False),
    sa.Column('label', LINE(length=64), nullable=False),
    sa.Column('title', LINE(), nullable=False),
    sa.Column('source', LINE(), nullable=True),
    sa.Column('rights', LINE(), nullable=False),
    sa.Column('note', LINE(), nullable=False),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_scan_record', ondelete='CASCADE'),
    _key('scan', 'map_id', 'source', to=('source.map_id', 'source.label')),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_scan'))
    )
    with op.batch_alter_table('scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scan_map_id_scan_source'), ['map_id', 'source'], unique=False)
    op.create_table('scan_page',
    sa.Column('map_id', NUMBER, nullable=False),
    sa.Column('label', LINE(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('image', LINE(length=64), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('name', LINE(), nullable=False),
    sa.CheckConstraint('position >= 0', name=op.f('ck_scan_page_position')),
    _key('scan_page', 'map_id', 'label', to=('record.map_id', 'record.label'), deferred=False),
    _key('scan_page', 'image', to=('image.sha256',)),
    sa.PrimaryKeyConstraint('map_id', 'label', 'position', name=op.f('pk_scan_page'))
    )
    op.create_table('region',
    sa.Column('points', sa.JSON(), server_default='[]', nullable=False),
    sa.Column('map_id', NUMBER, nullable=False),
    sa.Column('label', LINE(length=64), nullable=False),
    sa.Column('in_scan', LINE(), nullable=False),
    sa.Column('image', LINE(length=64), nullable=False),
    sa.Column('x', sa.Integer(), nullable=False),
    sa.Column('y', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('transcription', LINE(), nullable=False),
    sa.Column('language', LINE(), nullable=True),
    sa.Column('comment', LINE(), nullable=False),
    sa.Column('motivation', LINE(), nullable=False),
    sa.Column('note', LINE(), nullable=False),
    sa.CheckConstraint("motivation IN ('assessing', 'bookmarking', 'classifying', 'commenting', 'describing', 'editing', 'highlighting', 'identifying', 'linking', 'moderating', 'questioning', 'replying', 'tagging')", name=op.f('ck_region_motivation')),
    sa.CheckConstraint('x >= 0 AND y >= 0 AND width >= 1 AND height >= 1', name=op.f('ck_region_a_place')),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_region_record', ondelete='CASCADE'),
    _key('region', 'map_id', 'in_scan', to=('scan.map_id', 'scan.label')),
    _key('region', 'image', to=('image.sha256',)),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_region'))
    )
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_region_map_id_region_in_scan'), ['map_id', 'in_scan'], unique=False)
        batch_op.create_index(batch_op.f('ix_region_map_id_region_image'), ['map_id', 'image'], unique=False)
    _let_texts_transcribe()
