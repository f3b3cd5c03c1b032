"""What was decided about changes that other maps made to records which are used in several."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
LABEL = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Bring the database one version further."""
    op.create_table('correction_decision',
    sa.Column('id', NUMBER, autoincrement=True, nullable=False),
    sa.Column('map_id', NUMBER, nullable=False),
    sa.Column('label', LABEL(length=64), nullable=False),
    sa.Column('other_map_id', NUMBER, nullable=False),
    sa.Column('other_label', LABEL(length=64), nullable=False),
    sa.Column('other_revision', sa.Integer(), nullable=False),
    sa.Column('own_revision', sa.Integer(), nullable=False),
    sa.Column('change', sa.Integer(), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction_decision')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('correction_decision', schema=None) as batch_op:
        batch_op.create_index('ix_correction_decision_map_id_label', ['map_id', 'label'], unique=False)
