"""Whether the process runs, and whether it can do its work."""

import shutil

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from api.access.authorization import Action, require_permission
from api.server import stopping
from models.migrations.migrating import is_current

router = APIRouter(tags=["operation"], dependencies=[require_permission(Action.ASK_STATUS)])


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """What the server needs, and whether it is there."""

    ready: bool
    database: bool
    dot: bool
    stopping: bool


@router.get("/healthz", operation_id="askHealth", summary="Ask whether the process runs")
async def healthz() -> Health:
    """Answer 200 as long as the process runs, whatever the threads are busy with."""
    return Health()


@router.get(
    "/readyz",
    operation_id="askReadiness",
    summary="Ask whether the server can work",
    responses={503: {"model": Readiness, "description": "Something that the server needs is missing."}},
)
def readyz(request: Request, response: Response) -> Readiness:
    """Answer 200 when the database is reachable and migrated and `dot` is installed, else 503."""
    try:
        database = is_current(request.app.state.engine)
    except SQLAlchemyError:
        database = False
    dot = shutil.which("dot") is not None
    ready = database and dot and not stopping.is_set()
    response.headers["Cache-Control"] = "no-store"
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, database=database, dot=dot, stopping=stopping.is_set())
