"""A new map made of a file by a program."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from sqlmodel import Session

from api.access.authorization import MayCreate
from api.history.revision_routes import answer_change
from api.http.conditional_requests import make_etag
from api.http.openapi_descriptions import problems
from api.importing.file_imports import PartlyRead, plan_files
from api.importing.file_maps import NOTHING_YET, read_map_fields, write_new_map
from api.importing.import_routes import (
    FILE_BODY,
    ForeignFileQuery,
    ForeignFileRoute,
    ImportAnswer,
    build_import_answer,
    read_body,
)
from api.processes.format_process import read_foreign_file_apart
from api.records.map_routes import choose_default_visibility
from api.requests.database import write_in_thread
from api.requests.long_work import run_long_work
from api.requests.representations import MapFields
from argument_maps.formats.exchange import ProblemWeight
from argument_maps.formats.sheets.sheet_choices import choose_for_sheets
from models.address_names import WrittenName
from models.records.maps import ArgumentMapDraft
from models.row_keys import persisted_id
from models.text_types import Title
from models.vocabulary import Visibility

router = APIRouter(prefix="/imports", tags=["import"], route_class=ForeignFileRoute)


class NewMapQuery(ForeignFileQuery):
    """What is said of a file beside its bytes, and of the map that is to be made of it."""

    title: Annotated[
        Title | None, Field(description="The map's title; left out, the one in the file, or the file's name.")
    ] = None
    slug: Annotated[
        WrittenName | None, Field(description="The map's name in addresses; left out, it is made of the title.")
    ] = None
    visibility: Annotated[
        Visibility | None, Field(description="Who sees it; left out, private where people sign in, else public.")
    ] = None


class NewMapAnswer(ImportAnswer):
    """What a file holds, what was not understood, and the map that was made of it; none where that was only asked."""

    map: MapFields | None = None


@router.post(
    "",
    operation_id="createMapFromFile",
    summary="Create a map from a file of another format",
    status_code=201,
    response_model=NewMapAnswer,
    responses={
        200: {"model": NewMapAnswer, "description": "What would be made, where that was only asked (`dry_run`)."},
        **problems(400, 403, 409, 413, 415, 422, 503),
    },
    openapi_extra=FILE_BODY,
)
async def create_map_from_file(
    request: Request,
    response: Response,
    query: Annotated[NewMapQuery, Query()],
    raw: Annotated[bytes, Depends(read_body)],
    user: MayCreate,
) -> Any:
    """Read a file and make a map of what it holds, which can be deleted as any map.

    Where something of the file would be left out, nothing is written without `partial`. What a map in the file says of
    itself, such as its authors and licence, the new one says as well.
    """
    sheets = choose_for_sheets(columns=query.columns, kind=query.kind, sheet=query.sheet)
    file = await run_long_work(
        request, lambda: read_foreign_file_apart(raw, query.name, query.format, NOTHING_YET, sheets)
    )
    if query.dry_run:
        response.status_code = 200
        planned = await run_long_work(request, lambda: plan_files(NOTHING_YET, [file], {}))
        return build_import_answer(file, planned)
    omissions = [problem for problem in file.reading.problems if problem.weight is ProblemWeight.OMITTED]
    if omissions and not query.partial:
        raise PartlyRead(omissions)
    said = read_map_fields([file])
    draft = ArgumentMapDraft.model_validate(
        {
            **said,
            "title": query.title or said["title"] or "Untitled",
            "visibility": query.visibility or choose_default_visibility(user),
        }
    )

    def write(session: Session) -> NewMapAnswer:
        argument_map, planned, revisions = write_new_map(
            session, query.slug or "", draft, [file], {}, user=user, why=query.why
        )
        response.headers["Location"] = f"/api/v1/maps/{argument_map.slug}"
        response.headers["ETag"] = make_etag(session, persisted_id(argument_map), argument_map.version)
        fields = MapFields(**{name: getattr(argument_map, name) for name in MapFields.model_fields})
        return NewMapAnswer(
            **build_import_answer(file, planned).model_dump(exclude={"change"}),
            change=answer_change(revisions) if revisions else None,
            map=fields,
        )

    return await write_in_thread(request, write)
