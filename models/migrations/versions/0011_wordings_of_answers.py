"""What a record said at the moment of an answer, kept with the answer."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: of earlier answers it is noted where the history tells the wording."""
    op.add_column('member_position', sa.Column('sequence', sa.Integer(), nullable=True))
    op.add_column('member_position', sa.Column('wording', sa.JSON(none_as_null=True), nullable=True))
    op.execute(
        'UPDATE member_position SET sequence = (SELECT max(revision.sequence) FROM revision '
        'WHERE revision.map_id = member_position.map_id AND revision.at <= member_position.at)'
    )
