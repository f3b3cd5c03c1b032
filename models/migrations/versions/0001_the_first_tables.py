"""The first tables."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    # Links and premises refer to each other. SQLite takes a reference to a table that is still to come and
    # cannot add one later; PostgreSQL is the other way round.
    first_premise = (
        [
            sa.ForeignKeyConstraint(
                ["map_id", "label", "first_premise"],
                ["premise.map_id", "premise.link", "premise.position"],
                name="fk_link_first_premise",
                initially="DEFERRED",
                deferrable=True,
            )
        ]
        if sqlite
        else []
    )
    op.create_table('argument_map',
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('description', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('licence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('slug', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('visibility', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("visibility IN ('private', 'unlisted', 'public')", name=op.f('ck_argument_map_visibility')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_argument_map')),
    sa.UniqueConstraint('slug', name=op.f('uq_argument_map_slug')),
    sqlite_autoincrement=True
    )
    op.create_table('revision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slug', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('record_kind', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=True),
    sa.CheckConstraint("kind IN ('created', 'changed', 'deleted', 'imported')", name=op.f('ck_revision_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('map_id', 'sequence', name=op.f('uq_revision_map_id_sequence')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.create_index('ix_revision_map_id_label', ['map_id', 'label'], unique=False)
        batch_op.create_index('ix_revision_slug', ['slug'], unique=False)

    op.create_table('label_counter',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prefix', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['map_id'], ['argument_map.id'], name=op.f('fk_label_counter_map_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'prefix', name=op.f('pk_label_counter'))
    )
    op.create_table('record',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('question', 'claim', 'interpretation', 'evidence', 'source', 'agent', 'link', 'tag')", name=op.f('ck_record_kind')),
    sa.ForeignKeyConstraint(['map_id'], ['argument_map.id'], name=op.f('fk_record_map_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record')),
    sa.UniqueConstraint('map_id', 'label', 'kind', name=op.f('uq_record_map_id_label_kind')),
    sa.UniqueConstraint('map_id', 'label', name=op.f('uq_record_map_id_label')),
    sqlite_autoincrement=True
    )
    op.create_table('agent',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('family', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('given', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('aliases', sa.JSON(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('school', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('school_assigned_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('active', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("kind IN ('person', 'historian', 'journalist', 'government', 'organisation')", name=op.f('ck_agent_kind')),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_agent_record', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_agent'))
    )
    op.create_table('question',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('when', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_question_record', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_question'))
    )
    op.create_table('source',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('type', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('container_title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('publisher', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('publisher_place', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('volume', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('issue', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('page', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('edition', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('url', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('doi', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('csl', sa.JSON(), nullable=False),
    sa.Column('event_date', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('issued', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('available', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('available_note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('repository', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sa.JSON(), nullable=False),
    sa.Column('also_at', sa.JSON(), nullable=False),
    sa.Column('digital_collection', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reliability', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('criticism', sa.JSON(), nullable=False),
    sa.Column('certainty_note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("reliability IN ('high', 'medium', 'low', 'unknown')", name=op.f('ck_source_reliability')),
    sa.CheckConstraint("type IN ('archival', 'book', 'chapter', 'article-journal', 'article-newspaper', 'report', 'thesis', 'manuscript', 'legislation', 'interview', 'speech', 'webpage')", name=op.f('ck_source_type')),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_source_record', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_source'))
    )
    op.create_table('tag',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_tag_record', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_tag'))
    )
    op.create_table('attribution',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('agent', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.CheckConstraint("role IN ('held_by', 'by', 'author')", name=op.f('ck_attribution_role')),
    sa.ForeignKeyConstraint(['map_id', 'agent'], ['agent.map_id', 'agent.label'], name=op.f('fk_attribution_map_id_agent'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name=op.f('fk_attribution_map_id_label'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('map_id', 'label', 'role', 'position', name=op.f('pk_attribution'))
    )
    with op.batch_alter_table('attribution', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attribution_map_id_attribution_agent'), ['map_id', 'agent'], unique=False)

    op.create_table('claim',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('type', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('answers', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('when', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('locator', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('certainty', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('certainty_note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('agreement', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('scheme', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("agreement IN ('broad', 'divided', 'isolated', 'unknown')", name=op.f('ck_claim_agreement')),
    sa.CheckConstraint("certainty IN ('high', 'medium', 'low', 'unknown')", name=op.f('ck_claim_certainty')),
    sa.CheckConstraint("kind IN ('perception', 'finding', 'assertion')", name=op.f('ck_claim_kind')),
    sa.CheckConstraint("type IN ('factual', 'causal', 'motive', 'counterfactual', 'evaluative', 'methodological')", name=op.f('ck_claim_type')),
    sa.ForeignKeyConstraint(['map_id', 'answers'], ['question.map_id', 'question.label'], name=op.f('fk_claim_map_id_answers'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_claim_record', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'source'], ['source.map_id', 'source.label'], name=op.f('fk_claim_map_id_source'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_claim'))
    )
    with op.batch_alter_table('claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_map_id_claim_answers'), ['map_id', 'answers'], unique=False)
        batch_op.create_index(batch_op.f('ix_claim_map_id_claim_source'), ['map_id', 'source'], unique=False)

    op.create_table('evidence',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('summary', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('locator', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('quotation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('translation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('translation_language', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('tier', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('certainty', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('selectors', sa.JSON(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("certainty IN ('high', 'medium', 'low', 'unknown')", name=op.f('ck_evidence_certainty')),
    sa.CheckConstraint("tier IN ('archival original', 'facsimile', 'published document', 'translation', 'memoir', 'secondary')", name=op.f('ck_evidence_tier')),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_evidence_record', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'source'], ['source.map_id', 'source.label'], name=op.f('fk_evidence_map_id_source'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_evidence'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_map_id_evidence_source'), ['map_id', 'source'], unique=False)

    op.create_table('interpretation',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('answers', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('locator', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('school', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('when', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('certainty', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("certainty IN ('high', 'medium', 'low', 'unknown')", name=op.f('ck_interpretation_certainty')),
    sa.ForeignKeyConstraint(['map_id', 'answers'], ['question.map_id', 'question.label'], name=op.f('fk_interpretation_map_id_answers'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_interpretation_record', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'source'], ['source.map_id', 'source.label'], name=op.f('fk_interpretation_map_id_source'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_interpretation'))
    )
    with op.batch_alter_table('interpretation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interpretation_map_id_interpretation_answers'), ['map_id', 'answers'], unique=False)
        batch_op.create_index(batch_op.f('ix_interpretation_map_id_interpretation_source'), ['map_id', 'source'], unique=False)

    op.create_table('link',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('relation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('target_kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('first_premise', sa.Integer(), nullable=False),
    sa.Column('verdict', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('scheme', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('warrant', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('when', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("(relation = 'answers') = (target_kind = 'question')", name=op.f('ck_link_answers_a_question')),
    sa.CheckConstraint("(relation = 'tests') = (verdict IS NOT NULL)", name=op.f('ck_link_tests_with_a_verdict')),
    sa.CheckConstraint("relation <> 'undercuts' OR target_kind = 'link'", name=op.f('ck_link_undercuts_a_link')),
    sa.CheckConstraint("relation IN ('supports', 'challenges', 'undermines', 'undercuts', 'qualifies', 'tests', 'answers')", name=op.f('ck_link_relation')),
    sa.CheckConstraint("target_kind IN ('claim', 'interpretation', 'evidence', 'link', 'question')", name=op.f('ck_link_target_kind')),
    sa.CheckConstraint("verdict IN ('confirmed', 'partly confirmed', 'contradicted', 'contested', 'open: archives silent', 'open: records closed', 'not tested')", name=op.f('ck_link_verdict')),
    sa.CheckConstraint('first_premise = 0', name=op.f('ck_link_first_premise')),
    sa.CheckConstraint('target <> label', name=op.f('ck_link_not_its_own_target')),
    *first_premise,
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_link_record', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'source'], ['source.map_id', 'source.label'], name=op.f('fk_link_map_id_source'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['map_id', 'target', 'target_kind'], ['record.map_id', 'record.label', 'record.kind'], name=op.f('fk_link_map_id_target_target_kind'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_link'))
    )
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_map_id_link_source'), ['map_id', 'source'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_map_id_link_target'), ['map_id', 'target'], unique=False)

    op.create_table('tagging',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('tag', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['map_id', 'label'], ['record.map_id', 'record.label'], name=op.f('fk_tagging_map_id_label'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'tag'], ['tag.map_id', 'tag.label'], name=op.f('fk_tagging_map_id_tag'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'label', 'position', name=op.f('pk_tagging'))
    )
    with op.batch_alter_table('tagging', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tagging_map_id_tagging_tag'), ['map_id', 'tag'], unique=False)

    op.create_table('premise',
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('link', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('premise', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('premise_kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("premise_kind IN ('claim', 'interpretation', 'evidence')", name=op.f('ck_premise_premise_kind')),
    sa.CheckConstraint('position >= 0', name=op.f('ck_premise_position')),
    sa.CheckConstraint('premise <> link', name=op.f('ck_premise_not_its_own_premise')),
    sa.ForeignKeyConstraint(['map_id', 'link'], ['link.map_id', 'link.label'], name=op.f('fk_premise_map_id_link'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['map_id', 'premise', 'premise_kind'], ['record.map_id', 'record.label', 'record.kind'], name=op.f('fk_premise_map_id_premise_premise_kind'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('map_id', 'link', 'position', name=op.f('pk_premise'))
    )
    with op.batch_alter_table('premise', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_premise_map_id_premise_premise'), ['map_id', 'premise'], unique=False)

    if not sqlite:
        op.create_foreign_key(
            "fk_link_first_premise",
            "link",
            "premise",
            ["map_id", "label", "first_premise"],
            ["map_id", "link", "position"],
            initially="DEFERRED",
            deferrable=True,
        )
        op.execute(
            "CREATE TABLE search_terms ("
            "id BIGINT NOT NULL, terms TSVECTOR NOT NULL, CONSTRAINT pk_search_terms PRIMARY KEY (id), "
            "CONSTRAINT fk_search_terms_id FOREIGN KEY (id) REFERENCES record (id) ON DELETE CASCADE)"
        )
        op.execute("CREATE INDEX ix_search_terms_terms ON search_terms USING gin (terms)")
    else:
        op.execute("CREATE VIRTUAL TABLE search_terms USING fts5(terms, tokenize = 'ascii', detail = 'none')")
