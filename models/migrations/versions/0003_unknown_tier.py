"""Evidence of which nobody has said how it was read."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


# As of this version; what comes later is another migration's.
TIERS = (
    "tier IN ('archival original', 'facsimile', 'published document', 'translation', 'memoir', 'secondary', 'unknown')"
)


def upgrade() -> None:
    """Bring the database one version further. What is recorded stays: a tier that stands there may have been meant."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f('ck_evidence_tier'), 'evidence', type_='check')
        op.create_check_constraint(op.f('ck_evidence_tier'), 'evidence', TIERS)
        return
    # SQLite cannot change a constraint, so the table is made again.
    evidence = sa.Table(
        'evidence',
        sa.MetaData(),
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
        sa.CheckConstraint(TIERS, name=op.f('ck_evidence_tier')),
        sa.ForeignKeyConstraint(
            ['map_id', 'label'], ['record.map_id', 'record.label'], name='fk_evidence_record', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['map_id', 'source'],
            ['source.map_id', 'source.label'],
            name=op.f('fk_evidence_map_id_source'),
            initially='DEFERRED',
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint('map_id', 'label', name=op.f('pk_evidence')),
        sa.Index(op.f('ix_evidence_map_id_evidence_source'), 'map_id', 'source'),
    )
    with op.batch_alter_table('evidence', copy_from=evidence, recreate='always'):
        pass
