"""The guide, as Sphinx built it from the documents (`make guide`)."""

from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.http.problems import Refusal

BUILT = Path(__file__).parents[1] / "pages" / "guide"


def is_guide_built(folder: Path = BUILT) -> bool:
    """Tell whether there are pages of the guide to which a page can lead."""
    return (folder / "index.html").exists()


class Guide(StaticFiles):
    """Serves the pages of the guide from the folder in which they were built, without a network."""

    def __init__(self, folder: Path = BUILT) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._folder = folder

    async def check_config(self) -> None:
        """Accept a folder that is missing, about which `get_response` says what to do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a page or one of its files; where nothing was built, say how it is.

        Raises:
            Refusal: 404, the guide was not built here.

        """
        if not is_guide_built(self._folder):
            raise Refusal(
                404,
                "guide-not-built",
                "The guide is not here",
                "It has not been built on this server.",
                "Whoever runs the server can build it with `make guide`; the program has the same pages in `docs`.",
            )
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
