"""What comes of a seminar's map is the seminar's: what was let out of one, and the forks that were made before."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')

# A private fork of a map of a seminar, which is nobody's yet and of which no owner leads the seminar.
BELONGING = """
INSERT INTO seminar_map (map_id, seminar_id, sharing)
SELECT fork.map_id, origin.seminar_id, 'apart'
FROM fork
JOIN seminar_map AS origin ON origin.map_id = fork.origin_id
JOIN argument_map ON argument_map.id = fork.map_id AND argument_map.visibility = 'private'
WHERE NOT EXISTS (SELECT 1 FROM seminar_map AS kept WHERE kept.map_id = fork.map_id)
AND NOT EXISTS (
    SELECT 1 FROM membership AS owning
    JOIN membership AS teaching ON teaching.account_id = owning.account_id AND teaching.seminar_id = origin.seminar_id
    WHERE owning.map_id = fork.map_id AND owning.role = 'owner' AND teaching.role IN ('owner', 'teacher')
)
"""


def upgrade() -> None:
    """Bring the database one version further: forks of forks follow their origins, as long as there are any."""
    op.create_table('release',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('seminar_id', ID, nullable=False),
    sa.Column('map_id', ID, nullable=False),
    sa.Column('copy_id', ID, nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('given_to', ID, nullable=True),
    sa.Column('released_by', ID, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['given_to'], ['account.id'], name=op.f('fk_release_given_to'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['released_by'], ['account.id'], name=op.f('fk_release_released_by'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['seminar_id'], ['seminar.id'], name=op.f('fk_release_seminar_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.create_index('ix_release_seminar_id', ['seminar_id'], unique=False)
    while op.get_bind().execute(sa.text(BELONGING)).rowcount > 0:
        pass
