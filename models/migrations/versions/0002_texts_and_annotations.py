"""Texts that are read, their contents and versions, and the passages marked in them."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


# As of this version; what comes later is another migration's.
KINDS = (
    "kind IN ('question', 'claim', 'interpretation', 'evidence', 'source', 'agent', 'link', 'tag', "
    "'text', 'annotation')"
)


def _admit_new_kinds() -> None:
    """Let records be texts and annotations."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f('ck_record_kind'), 'record', type_='check')
        op.create_check_constraint(op.f('ck_record_kind'), 'record', KINDS)
        return
    # SQLite cannot change a constraint, so the table is made again. Its counter goes with the old one, and
    # knows of ids that were given to records which are gone: undoing would meet them in other records.
    last = connection.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'record'")).scalar()
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    record = sa.Table(
        'record',
        sa.MetaData(),
        sa.Column('id', number, autoincrement=True, nullable=False),
        sa.Column('map_id', number, nullable=False),
        sa.Column('label', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f('ck_record_kind')),
        sa.ForeignKeyConstraint(['map_id'], ['argument_map.id'], name=op.f('fk_record_map_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_record')),
        sa.UniqueConstraint('map_id', 'label', 'kind', name=op.f('uq_record_map_id_label_kind')),
        sa.UniqueConstraint('map_id', 'label', name=op.f('uq_record_map_id_label')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table(
        'record', copy_from=record, recreate='always', table_kwargs={"sqlite_autoincrement": True}
    ):
        pass
    if last is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'record'"))
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('record', :last)"), {"last": last})


def upgrade() -> None:
    """Bring the database one version further."""
    _admit_new_kinds()
    op.create_table('content',
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('blocks', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_content'))
    )
    op.create_table('annotation_body',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('body_kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("body_kind IN ('claim', 'interpretation', 'evidence', 'link', 'question')", name=op.f('ck_annotation_body_body_kind')),
    sa.CheckConstraint('position >= 0', name=op.f('ck_annotation_body_position')),
    sa.ForeignKeyConstraint(['map_id', 'body', 'body_kind'], ['record.map_id', 'record.label', 'record.kind'], name=op.f('fk_annotation_body_map_id_body_body_kind'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name=op.f('fk_annotation_body_map_id_label'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'label', 'position', name=op.f('pk_annotation_body'))
    )
    with op.batch_alter_table('annotation_body', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_annotation_body_map_id_annotation_body_body'), ['map_id', 'body'], unique=False)

    op.create_table('text_version',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint('position >= 0', name=op.f('ck_text_version_position')),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name=op.f('fk_text_version_map_id_label'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sha256'], ['content.sha256'], name=op.f('fk_text_version_sha256'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', 'position', name=op.f('pk_text_version')),
    sa.UniqueConstraint('map_id', 'label', 'sha256', name=op.f('uq_text_version_map_id_label_sha256'))
    )
    op.create_table('text',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('translation_of', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint('translation_of <> label', name=op.f('ck_text_not_its_own_translation')),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_text_record', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'source'], ['source.map_id', 'source.label'], name=op.f('fk_text_map_id_source'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'translation_of'], ['text.map_id', 'text.label'], name=op.f('fk_text_map_id_translation_of'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_text'))
    )
    with op.batch_alter_table('text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_text_map_id_text_source'), ['map_id', 'source'], unique=False)
        batch_op.create_index(batch_op.f('ix_text_map_id_text_translation_of'), ['map_id', 'translation_of'], unique=False)

    op.create_table('annotation',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('in_text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('exact', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('prefix', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('suffix', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=True),
    sa.Column('end', sa.Integer(), nullable=True),
    sa.Column('comment', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('motivation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("(state = 'needs review') = (score IS NOT NULL)", name=op.f('ck_annotation_score_of_what_needs_review')),
    sa.CheckConstraint("motivation IN ('assessing', 'bookmarking', 'classifying', 'commenting', 'describing', 'editing', 'highlighting', 'identifying', 'linking', 'moderating', 'questioning', 'replying', 'tagging')", name=op.f('ck_annotation_motivation')),
    sa.CheckConstraint("start IS NOT NULL OR state = 'orphan'", name=op.f('ck_annotation_a_place_unless_orphan')),
    sa.CheckConstraint("state IN ('anchored', 'needs review', 'orphan')", name=op.f('ck_annotation_state')),
    sa.CheckConstraint('(start IS NULL) = ("end" IS NULL)', name=op.f('ck_annotation_start_and_end')),
    sa.CheckConstraint('start >= 0 AND start < "end"', name=op.f('ck_annotation_start_before_end')),
    sa.ForeignKeyConstraint(['map_id', 'in_text', 'version'], ['text_version.map_id', 'text_version.label', 'text_version.sha256'], name=op.f('fk_annotation_map_id_in_text_version'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'in_text'], ['text.map_id', 'text.label'], name=op.f('fk_annotation_map_id_in_text'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_annotation_record', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_annotation'))
    )
    with op.batch_alter_table('annotation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_annotation_map_id_annotation_in_text'), ['map_id', 'in_text'], unique=False)
