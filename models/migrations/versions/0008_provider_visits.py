"""Browsers that were sent to a provider of OpenID Connect and are expected back."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further."""
    op.create_table('provider_visit',
    sa.Column('proof_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('issuer', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=255), nullable=True),
    sa.Column('expires', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_provider_visit_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('proof_hash', name=op.f('pk_provider_visit'))
    )
    with op.batch_alter_table('provider_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provider_visit_account_id'), ['account_id'], unique=False)
