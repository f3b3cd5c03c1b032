"""Pseudonyms for each round and each thread, in place of one for a whole map."""

import secrets

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the database one version further.

    Former numbers stay without a scope, so that they are not given again; who answered in a closed round that shows no
    names, or wrote what is anonymised, gets a fresh one there.
    """
    connection = op.get_bind()
    former = connection.execute(sa.text('SELECT map_id, member, number FROM pseudonym')).all()
    answered = connection.execute(sa.text(
        'SELECT DISTINCT r.map_id, r.id, p.member FROM position_round r JOIN member_position p ON p.round_id = r.id '
        'WHERE NOT r.names_shown AND r.closed_at IS NOT NULL ORDER BY r.id, p.member'
    )).all()
    anonymised = connection.execute(sa.text(
        'SELECT DISTINCT map_id, coalesce(thread, id), author FROM comment WHERE anonymous '
        'ORDER BY coalesce(thread, id), author'
    )).all()
    op.drop_table('pseudonym')
    pseudonym_table = op.create_table('pseudonym',
    sa.Column('map_id', ID, autoincrement=False, nullable=False),
    sa.Column('scope', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('member', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('map_id', 'scope', 'member', name=op.f('pk_pseudonym')),
    sa.UniqueConstraint('map_id', 'number', name=op.f('uq_pseudonym_map_id_number'))
    )
    rows = [{'map_id': map_id, 'scope': '', 'member': member, 'number': number} for map_id, member, number in former]
    scoped = [(map_id, f'round:{key}', member) for map_id, key, member in answered]
    scoped += [(map_id, f'thread:{key}', author) for map_id, key, author in anonymised]
    for map_id, scope, member in scoped:
        used = {row['number'] for row in rows if row['map_id'] == map_id}
        free = [number for number in range(1, max(99, 4 * (len(used) + 1)) + 1) if number not in used]
        rows.append({'map_id': map_id, 'scope': scope, 'member': member, 'number': secrets.choice(free)})
    if rows:
        op.bulk_insert(pseudonym_table, rows)
    # One pseudonym holds for all that its author says in a thread.
    for _, thread, author in anonymised:
        connection.execute(
            sa.text('UPDATE comment SET anonymous = :yes WHERE author = :author AND (id = :thread OR thread = :thread)'),
            {'yes': True, 'author': author, 'thread': thread},
        )
