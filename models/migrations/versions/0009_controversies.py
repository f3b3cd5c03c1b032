"""Structured academic controversies, and maps of a seminar on which small groups work apart."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
STEPS = "step IN ('assign', 'prepare', 'discuss', 'reverse', 'synthesise', 'compare', 'closed')"


def _goes_with(table: str, other: str, own: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ['controversy_id', own],
        [f'{other}.controversy_id', f'{other}.number'],
        name=op.f(f'fk_{table}_controversy_id_{own}'),
        ondelete='CASCADE',
    )


def upgrade() -> None:
    """Bring the database one version further: what is shared in a seminar stays open to all of its members."""
    # A column with its constraint, which both databases add without making the table again.
    op.execute(
        "ALTER TABLE seminar_map ADD COLUMN sharing VARCHAR DEFAULT 'working' NOT NULL "
        "CONSTRAINT ck_seminar_map_sharing CHECK (sharing IN ('working', 'discussing', 'apart'))"
    )
    op.create_table('controversy',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('seminar_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('map_id', ID, nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('step', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('begun', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint(STEPS, name=op.f('ck_controversy_step')),
    sa.ForeignKeyConstraint(['seminar_id'], ['seminar.id'], name=op.f('fk_controversy_seminar_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_controversy')),
    sa.UniqueConstraint('seminar_id', 'number', name=op.f('uq_controversy_seminar_id_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('controversy', schema=None) as batch_op:
        batch_op.create_index('ix_controversy_map_id', ['map_id'], unique=False)

    op.create_table('controversy_side',
    sa.Column('controversy_id', ID, autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.ForeignKeyConstraint(['controversy_id'], ['controversy.id'], name=op.f('fk_controversy_side_controversy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('controversy_id', 'number', name=op.f('pk_controversy_side'))
    )
    op.create_table('controversy_group',
    sa.Column('controversy_id', ID, autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('map_id', ID, nullable=True),
    sa.Column('synthesis', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.ForeignKeyConstraint(['controversy_id'], ['controversy.id'], name=op.f('fk_controversy_group_controversy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('controversy_id', 'number', name=op.f('pk_controversy_group'))
    )
    op.create_table('controversy_map',
    sa.Column('controversy_id', ID, autoincrement=False, nullable=False),
    sa.Column('group_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('side_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('map_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['controversy_id'], ['controversy.id'], name=op.f('fk_controversy_map_controversy_id'), ondelete='CASCADE'),
    _goes_with('controversy_map', 'controversy_group', 'group_number'),
    _goes_with('controversy_map', 'controversy_side', 'side_number'),
    sa.PrimaryKeyConstraint('controversy_id', 'group_number', 'side_number', name=op.f('pk_controversy_map')),
    sa.UniqueConstraint('map_id', name=op.f('uq_controversy_map_map_id'))
    )
    op.create_table('controversy_seat',
    sa.Column('controversy_id', ID, autoincrement=False, nullable=False),
    sa.Column('membership_id', ID, autoincrement=False, nullable=False),
    sa.Column('group_number', sa.Integer(), nullable=False),
    sa.Column('side_number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['controversy_id'], ['controversy.id'], name=op.f('fk_controversy_seat_controversy_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_controversy_seat_membership_id'), ondelete='CASCADE'),
    _goes_with('controversy_seat', 'controversy_group', 'group_number'),
    _goes_with('controversy_seat', 'controversy_side', 'side_number'),
    sa.PrimaryKeyConstraint('controversy_id', 'membership_id', name=op.f('pk_controversy_seat'))
    )
    with op.batch_alter_table('controversy_seat', schema=None) as batch_op:
        batch_op.create_index('ix_controversy_seat_membership_id', ['membership_id'], unique=False)
