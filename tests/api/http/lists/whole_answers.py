"""The addresses that are no lists to be turned over: they are seen whole, or turned over by tests of their own."""

import re

MAP = "/api/v1/maps/{slug}"
# What has pages of another sort, with tests of their own.
# Frames are of years, of which that map has few; the last two have several lists each, of what turns some of the map.
TURNED_OTHERWISE = {
    f"{MAP}/film",
    *("/maps/{slug}/history", "/search", "/api/v1/search"),
    *("/maps/{slug}/weighing/load", "/maps/{slug}/weighing/audit"),
}
IMAGE_ADDRESS = "/maps/{slug}/scans/{label}/images/{sha256}"
# What a map, a record or an account is, in whole; or words and settings of the program. No list of maps or people.
WHOLE = {
    *("/docs", "/help", "/glossary", "/favicon.ico", "/robots.txt", "/security.txt", "/.well-known/security.txt"),
    *("/healthz", "/readyz", "/metrics", "/openapi.json", "/oembed", "/dates", "/new", "/new/import", "/join"),
    "/account",
    # What is asked before it is done, in numbers and at most twenty titles.
    *("/seminars/{seminar}/delete", "/seminars/{seminar}/leave"),
    # As many maps as may be chosen at once, and how many more there are.
    "/seminars/{seminar}/next-term",
    # At most a few that fit what is being written.
    "/maps/{slug}/mentionable",
    *("/sign-in", "/sign-in/callback", "/sign-in/name", "/api/v1/vocabulary", "/seminars/{seminar}/instructions"),
    *("/seminars/{seminar}/controversies/new", "/seminars/{seminar}/forks/{fork}/release"),
    "/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis",
    "/api/v1/seminars/{seminar}/instructions",
    # A reading list is handed out whole.
    "/seminars/{seminar}/reading-list",
    "/maps/{slug}/with-notes",
    # Taken whole into a gradebook.
    *("/api/v1/seminars/{seminar}/grades", "/seminars/{seminar}/grades.csv"),
    *(
        f"/maps/{{slug}}{end}"
        for end in ("", "/about", "/add", "/copies", "/became-known", "/card.png", "/choices", "/compare")
    ),
    # At most twenty styles, and the file of one.
    *("/maps/{slug}/styles", f"{MAP}/styles", f"{MAP}/styles/{{name}}"),
    # Files; and at most 32 readings.
    *(
        f"{MAP}/weighing{end}"
        for end in (".csv", "/load.csv", "/by-rule.csv", "/audit.csv", "/strengths.csv", "/readings")
    ),
    "/maps/{slug}/weighing/readings",
    # One row for each record and year, as files.
    *(f"{start}/weighing/through-time.{end}" for start, end in (("/maps/{slug}", "svg"), (MAP, "csv"))),
    # Choices of formats, of which the program has so many; and a table of what one of them does not hold.
    *(f"/maps/{{slug}}/{end}" for end in ("import", "import/templates/{name}", "formats", "formats/{name}")),
    *("/maps/{slug}/formats/{name}/file", "/api/v1/formats"),
    *(f"{MAP}/{end}" for end in ("export", "export/losses")),
    *(f"/maps/{{slug}}/{end}" for end in ("contributions.csv", "embed", "history/compare", "instructions", "ledger")),
    *(
        f"/maps/{{slug}}/{end}"
        # Of a film at most sixty frames.
        for end in (
            "figure",
            "film",
            "film/frames",
            "film.pdf",
            "move",
            "outline",
            "print",
            "print.pdf",
            "questions",
            "readers",
            "reading",
        )
    ),
    *(f"/maps/{{slug}}/rounds/{{number}}/{end}" for end in ("close", "delete")),
    *(f"/maps/{{slug}}/texts/{{label}}/{end}" for end in ("mark", "version", "correction", "changes")),
    *(f"/maps/{{slug}}/records/{{label}}/{end}" for end in ("copy", "edit", "merge", "correction")),
    f"{MAP}/records/{{label}}/merge",
    # The pages of one scan stand in an order, which is seen whole.
    *(f"/maps/{{slug}}/scans/{{label}}/{end}" for end in ("mark", "pages", "manifest.json", "region/{region}")),
    *(f"{IMAGE_ADDRESS}{end}" for end in ("", "/info.json", "/original", "/polygon.jpg")),
    f"{IMAGE_ADDRESS}/{{region}}/{{size}}/{{rotation}}/{{quality}}.{{image_format}}",
    f"{MAP}/regions.jsonld",
    *(f"{MAP}{end}" for end in ("", "/annotations.jsonld", "/citation", "/comparison", "/events", "/instructions")),
    *(f"{MAP}/{end}" for end in ("question-order", "texts/{label}/content", "rounds/{number}/positions.csv")),
    f"{MAP}/rounds/{{number}}/results",
}
# One thing by its name or number, and files.
ONE = re.compile(r"\{(label|number|sequence|source|seminar|extension)\}(\.jsonld)?$|\.\{extension\}$")
