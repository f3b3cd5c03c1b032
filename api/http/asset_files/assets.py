"""The files that pages load, at addresses that change with their content, so that browsers keep them for good."""

import os
import re

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.http.asset_files.asset_addresses import STATIC_FOLDER, VERSION

FOREVER = "public, max-age=31536000, immutable"
_VERSION = re.compile(r"[0-9a-f]{16}")


class Assets(StaticFiles):
    """Serves each file below the version of them all, and below no version.

    One version for all of them, as a folder, because modules, style sheet and fonts name each other
    relatively: no file has to be rewritten, and one that changes takes its neighbours along.
    """

    def __init__(self) -> None:
        super().__init__(directory=STATIC_FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file; only what the address pins down may be kept without asking again."""
        folder, _, name = path.partition(os.sep)
        versioned = bool(name) and _VERSION.fullmatch(folder) is not None
        # While replicas are renewed, a page of one asks another for a version that it does not have: the file
        # as it is here serves the reader better than none, as long as nobody keeps it.
        response = await super().get_response(name if versioned else path, scope)
        response.headers["Cache-Control"] = FOREVER if folder == VERSION else "no-cache"
        # The ETag says it more exactly, and nobody asks for a part of a script; a first page loads some thirty files.
        for needless in ("last-modified", "accept-ranges"):
            if needless in response.headers:
                del response.headers[needless]
        return response
