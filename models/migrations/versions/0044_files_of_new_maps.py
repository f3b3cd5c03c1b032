"""Files that wait for a map that is yet to begin, for one account alone, with what was read of them."""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further."""
    with op.batch_alter_table('pending_upload', schema=None) as batch_op:
        batch_op.alter_column('map_id', existing_type=NUMBER, nullable=True)
        batch_op.add_column(sa.Column('account_id', NUMBER, nullable=True))
        batch_op.add_column(sa.Column('reading', sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_pending_upload_account_id'), 'account', ['account_id'], ['id'], ondelete='CASCADE'
        )
        batch_op.create_index(batch_op.f('ix_pending_upload_account_id'), ['account_id'], unique=False)
