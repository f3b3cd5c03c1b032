"""What names look like, so that no two accounts get names that look alike."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from models.people.confusable_names import derive_looks

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further.

    Names that look alike already stay whose they are: the look goes to the older account, and names to come are
    compared with that.
    """
    look_table = op.create_table('name_look',
    sa.Column('look', sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_name_look_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('look', name=op.f('pk_name_look'))
    )
    with op.batch_alter_table('name_look', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_name_look_account_id'), ['account_id'], unique=False)
    names = op.get_bind().execute(sa.text(
        'SELECT id, handle FROM account UNION SELECT account_id, pseudonym FROM membership WHERE pseudonym IS NOT NULL '
        'UNION SELECT account_id, folded FROM account_name ORDER BY 1, 2'
    )).all()
    owners: dict[str, int] = {}
    for account_id, name in names:
        for look in derive_looks(name):
            owners.setdefault(look, account_id)
    if owners:
        op.bulk_insert(look_table, [{'look': look, 'account_id': account_id} for look, account_id in sorted(owners.items())])
