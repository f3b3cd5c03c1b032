"""To what the editor of a map says that the tests of a perception come together, and why."""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database one version further: of no perception is a verdict stated yet."""
    op.add_column('claim', sa.Column('verdict_reason', sa.String(), server_default='', nullable=False))
    # SQLite adds a constraint only together with its column, and with it may speak of other columns too.
    op.execute(
        "ALTER TABLE claim ADD COLUMN overall_verdict VARCHAR "
        "CONSTRAINT ck_claim_overall_verdict CHECK (overall_verdict IN ('confirmed', 'partly confirmed', "
        "'contradicted', 'mixed', 'contested', 'open: archives silent', 'open: records closed', 'not tested')) "
        "CONSTRAINT ck_claim_stated_verdict_of_a_perception "
        "CHECK (overall_verdict IS NULL OR (kind = 'perception' AND verdict_reason <> ''))"
    )
