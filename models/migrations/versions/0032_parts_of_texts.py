"""What stands within the blocks of a text, and where its pages begin; how files are read, and those not kept yet."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: of the texts that there are, nothing more is known than before."""
    # Both databases add columns with a default without making the table again.
    op.execute("ALTER TABLE content ADD COLUMN inline_marks JSON DEFAULT '[]' NOT NULL")
    op.execute("ALTER TABLE content ADD COLUMN milestones JSON DEFAULT '[]' NOT NULL")
    op.execute("ALTER TABLE text_version ADD COLUMN report JSON DEFAULT '[]' NOT NULL")
    op.create_table('pending_upload',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('map_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['map_id'], ['argument_map.id'], name=op.f('fk_pending_upload_map_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_pending_upload'))
    )
    op.create_index(op.f('ix_pending_upload_map_id'), 'pending_upload', ['map_id'], unique=False)
