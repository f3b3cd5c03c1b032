"""`sicetnon serve`."""

from typing import Annotated

import typer
from sqlalchemy import Engine, func
from sqlmodel import select

from api import server
from api.commands.maintenance.databases import open_database
from api.commands.terminal import AUTHOR, fail, report
from argument_maps.examples import EXAMPLE_SLUGS, read_example_map
from argument_maps.formats import native
from models import changes
from models.engine import writing
from models.records.maps import ArgumentMap


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 is any free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes share the work.")] = 1,
    example: Annotated[
        bool, typer.Option("--example", help="Load the maps that come with it if there is no map yet.")
    ] = False,
) -> None:
    """Serve the maps on the web.

    Example: sicetnon serve --port 8000 --example
    """
    with open_database() as engine:
        if example:
            load_examples(engine)
    try:
        listener = server.bind(host, port)
    except (OSError, UnicodeError) as error:
        fail(f"cannot listen on {host}, port {port}: {error}.")
    bound = listener.getsockname()[1]
    url_host = f"[{host}]" if ":" in host else host
    report(f"Sic et Non is on http://{url_host}:{bound} (stop it with Ctrl+C)")
    server.run(listener, workers=workers)


def load_examples(engine: Engine) -> bool:
    """Load the maps that come with the program where there is no map at all; tell whether they were loaded."""
    with writing(engine) as session:
        if session.exec(select(func.count()).select_from(ArgumentMap)).one():
            return False
        for slug in EXAMPLE_SLUGS:
            document, problems = native.read_map_document(read_example_map(slug))
            if document is None or problems:
                fail("an example that comes with this version cannot be read; install it anew.")
            changes.replace_map(
                session,
                slug,
                document,
                version=None,
                author=AUTHOR,
                why="An example that comes with Sic et Non.",
            )
    report(f"The examples are loaded: {', '.join(EXAMPLE_SLUGS)}.")
    return True
