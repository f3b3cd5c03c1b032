"""Stances of agents; rounds, positions and comments of members."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


# As of this version; what comes later is another migration's.
KINDS = (
    "kind IN ('question', 'claim', 'interpretation', 'evidence', 'source', 'agent', 'link', 'tag', "
    "'text', 'annotation', 'stance')"
)


def _admit_new_kinds() -> None:
    """Let records be stances."""
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
    op.create_table('stance',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('agent', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('target_kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('stance', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('confidence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('locator', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("confidence IN ('high', 'medium', 'low', 'unknown')", name=op.f('ck_stance_confidence')),
    sa.CheckConstraint("stance IN ('accepts', 'rejects', 'qualifies', 'undecided')", name=op.f('ck_stance_stance')),
    sa.CheckConstraint("target_kind IN ('claim', 'interpretation', 'evidence', 'link')", name=op.f('ck_stance_target_kind')),
    sa.ForeignKeyConstraint(['map_id', 'agent'], ['agent.map_id', 'agent.label'], name=op.f('fk_stance_map_id_agent'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_stance_record', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'source'], ['source.map_id', 'source.label'], name=op.f('fk_stance_map_id_source'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'target', 'target_kind'], ['record.map_id', 'record.label', 'record.kind'], name=op.f('fk_stance_map_id_target_target_kind'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_stance'))
    )
    with op.batch_alter_table('stance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stance_map_id_stance_agent'), ['map_id', 'agent'], unique=False)
        batch_op.create_index(batch_op.f('ix_stance_map_id_stance_source'), ['map_id', 'source'], unique=False)
        batch_op.create_index(batch_op.f('ix_stance_map_id_stance_target'), ['map_id', 'target'], unique=False)
    op.create_table('comment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('parent', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('thread', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('author', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolved_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('claim', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('locked', sa.Boolean(), nullable=False),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['parent'], ['comment.id'], name=op.f('fk_comment_parent')),
    sa.ForeignKeyConstraint(['thread'], ['comment.id'], name=op.f('fk_comment_thread')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_map_id_comment_author'), ['map_id', 'author'], unique=False)
        batch_op.create_index(batch_op.f('ix_comment_map_id_comment_label'), ['map_id', 'label'], unique=False)
        batch_op.create_index(batch_op.f('ix_comment_parent'), ['parent'], unique=False)

    op.create_table('position_round',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('labels', sa.JSON(), nullable=False),
    sa.Column('names_shown', sa.Boolean(), nullable=False),
    sa.Column('opened_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position_round')),
    sa.UniqueConstraint('map_id', 'number', name=op.f('uq_position_round_map_id_number')),
    sqlite_autoincrement=True
    )
    op.create_table('pseudonym',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('member', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('map_id', 'member', name=op.f('pk_pseudonym')),
    sa.UniqueConstraint('map_id', 'number', name=op.f('uq_pseudonym_map_id_number'))
    )
    op.create_table('comment_former_text',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('comment', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['comment'], ['comment.id'], name=op.f('fk_comment_former_text_comment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment_former_text')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('comment_former_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_former_text_comment'), ['comment'], unique=False)

    op.create_table('comment_mention',
    sa.Column('comment', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['comment'], ['comment.id'], name=op.f('fk_comment_mention_comment')),
    sa.PrimaryKeyConstraint('comment', 'name', name=op.f('pk_comment_mention'))
    )
    with op.batch_alter_table('comment_mention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_mention_name'), ['name'], unique=False)

    op.create_table('member_position',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('member', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('stance', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('confidence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("confidence IN ('high', 'medium', 'low', 'unknown')", name=op.f('ck_member_position_confidence')),
    sa.CheckConstraint("stance IN ('accepts', 'rejects', 'qualifies', 'undecided')", name=op.f('ck_member_position_stance')),
    sa.ForeignKeyConstraint(['round_id'], ['position_round.id'], name=op.f('fk_member_position_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_position')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('member_position', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_position_map_id_member_position_label'), ['map_id', 'label'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_position_map_id_member_position_member'), ['map_id', 'member'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_position_round_id'), ['round_id'], unique=False)

    op.create_table('moderation_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('comment', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("kind IN ('hidden', 'restored', 'locked', 'unlocked', 'anonymised', 'named')", name=op.f('ck_moderation_step_kind')),
    sa.ForeignKeyConstraint(['comment'], ['comment.id'], name=op.f('fk_moderation_step_comment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_step')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('moderation_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_step_map_id'), ['map_id'], unique=False)
