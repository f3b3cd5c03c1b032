"""Critical questions, which are asked of links, and claims that are implicit."""

import re

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

# As of this version; what comes later is another migration's.
KINDS = (
    "kind IN ('question', 'claim', 'interpretation', 'evidence', 'source', 'agent', 'link', 'tag', 'text', 'annotation', "
    "'scan', 'region', 'stance', 'critical_question')"
)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
LINE = sqlmodel.sql.sqltypes.AutoString


def _rebuild_records() -> None:
    """Make the table of records of SQLite again, which cannot change a constraint, with its indexes and triggers."""
    connection = op.get_bind()
    last = connection.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'record'")).scalar()
    read = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'record'")
    definition = connection.execute(read).scalar_one()
    redefined = re.sub(r"kind IN \([^)]*\)", KINDS, definition)
    if redefined == definition:
        raise RuntimeError('The table of records is not defined as expected')
    parts = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = 'record' AND sql NOTNULL")
    ).scalars().all()
    columns = ', '.join(f'"{column["name"]}"' for column in sa.inspect(connection).get_columns('record'))
    head, _, body = redefined.partition('(')
    connection.exec_driver_sql(f'{head.replace("record", "record_rebuilt")}({body}')
    connection.exec_driver_sql(f'INSERT INTO record_rebuilt ({columns}) SELECT {columns} FROM record')
    connection.exec_driver_sql('DROP TABLE record')
    connection.exec_driver_sql('ALTER TABLE record_rebuilt RENAME TO record')
    for part in parts:
        connection.exec_driver_sql(part)
    if last is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'record'"))
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('record', :last)"), {'last': last})


def _key(name: str, *columns: str, to: tuple[str, ...]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([*columns], [*to], name=op.f(name), initially='DEFERRED', deferrable=True)


def upgrade() -> None:
    """Bring the database one version further."""
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild_records()
    else:
        op.drop_constraint(op.f('ck_record_kind'), 'record', type_='check')
        op.create_check_constraint(op.f('ck_record_kind'), 'record', KINDS)
    op.create_table('critical_question',
    sa.Column('map_id', NUMBER, nullable=False),
    sa.Column('label', LINE(length=64), nullable=False),
    sa.Column('link', LINE(), nullable=False),
    sa.Column('text', LINE(), nullable=False),
    sa.Column('outcome', LINE(), nullable=False),
    sa.Column('answered_by', LINE(), nullable=True),
    sa.Column('note', LINE(), nullable=False),
    sa.CheckConstraint("outcome IN ('asked', 'open', 'answered')", name=op.f('ck_critical_question_outcome')),
    sa.ForeignKeyConstraint(
        ['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_critical_question_record', ondelete='CASCADE'
    ),
    _key('fk_critical_question_map_id_link', 'map_id', 'link', to=('link.map_id', 'link.label')),
    _key('fk_critical_question_map_id_answered_by', 'map_id', 'answered_by', to=('record.map_id', 'record.label')),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_critical_question'))
    )
    for column in ('link', 'answered_by'):
        op.create_index(
            op.f(f'ix_critical_question_map_id_critical_question_{column}'),
            'critical_question',
            ['map_id', column],
            unique=False,
        )
    op.execute(
        "ALTER TABLE claim ADD COLUMN explicitness VARCHAR DEFAULT 'explicit' NOT NULL "
        "CONSTRAINT ck_claim_explicitness CHECK (explicitness IN ('explicit', 'implicit'))"
    )
