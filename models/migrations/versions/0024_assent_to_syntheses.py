"""What members make of the joint synthesis of their group."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further: of syntheses that are there already assent is asked for."""
    op.create_table('synthesis_vote',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('controversy_id', ID, nullable=False),
    sa.Column('group_number', sa.Integer(), nullable=False),
    sa.Column('account_id', ID, nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('assents', sa.Boolean(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('wording', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_synthesis_vote_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['controversy_id'], ['controversy.id'], name=op.f('fk_synthesis_vote_controversy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_synthesis_vote')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('synthesis_vote', schema=None) as batch_op:
        batch_op.create_index('ix_synthesis_vote_group', ['controversy_id', 'group_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_synthesis_vote_account_id'), ['account_id'], unique=False)
