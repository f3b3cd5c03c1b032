"""How Alembic meets the database: on the connection that `models.migrations.migrating.migrate_database` hands over."""

from typing import Any

from alembic import context
from sqlmodel import SQLModel

import models.tables  # noqa: F401 # a table is known once its module was read


def ours(_: Any, name: str | None, sort: str, *rest: Any) -> bool:
    """Tell whether a table is described by our models; the search index is made by hand, for each database."""
    del rest
    return not (sort == "table" and name is not None and name.startswith("search_terms"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=ours,
)
with context.begin_transaction():
    context.run_migrations()
