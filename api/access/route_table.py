"""Who may do what: every action, the roles that include it, and the action that each address performs.

The application refuses to be built where a route is not declared here, is declared as something else than it asks
for, or is declared and not there (`api/access/route_checks.py`).
"""

from collections.abc import Mapping
from enum import StrEnum

from models.records.kinds import KINDS
from models.vocabulary import Role, TokenScope


class Action(StrEnum):
    """What a route does, as far as permission is concerned."""

    LOOK = "look"
    # What was published stays where it could be read, also when its map is deleted.
    READ_EDITION = "read an edition"
    LEAVE = "leave"
    CONTRIBUTE = "contribute"
    CHANGE = "change"
    COMMENT = "comment"
    TAKE_POSITION = "take a position"
    # In a controversy, with one's own group.
    AGREE = "agree on a synthesis"
    MODERATE = "moderate"
    TEACH = "teach"
    ADMINISTER = "administer"
    ASK_STATUS = "ask status"
    # The remaining ones concern no map and no seminar.
    CREATE = "create"
    SIGN_IN = "sign in"
    OWN_ACCOUNT = "keep one's account"


_LOOKS = frozenset({Action.LOOK, Action.READ_EDITION, Action.LEAVE})
_DISCUSSES = _LOOKS | {Action.COMMENT, Action.TAKE_POSITION, Action.AGREE}
_CONTRIBUTES = _DISCUSSES | {Action.CONTRIBUTE}
_EDITS = _CONTRIBUTES | {Action.CHANGE}
_TEACHES = _EDITS | {Action.MODERATE, Action.TEACH}

# On a map, or in a seminar.
ACTIONS_BY_ROLE: Mapping[Role, frozenset[Action]] = {
    Role.READER: _LOOKS,
    Role.DISCUSSANT: _DISCUSSES,
    Role.CONTRIBUTOR: _CONTRIBUTES,
    Role.EDITOR: _EDITS,
    Role.TEACHER: _TEACHES,
    Role.OWNER: _TEACHES | {Action.ADMINISTER},
}
# What is offered where the seminar is closed: what was said is read by whoever may say something.
ACTIONS_WHERE_CLOSED = (_DISCUSSES - {Action.AGREE}) | {Action.CREATE}
# Where no map and no seminar is meant.
ACTIONS_OF_EVERYBODY = frozenset({Action.LOOK, Action.ASK_STATUS, Action.SIGN_IN})
ACTIONS_OF_ACCOUNTS = ACTIONS_OF_EVERYBODY | {Action.CREATE, Action.OWN_ACCOUNT}
# What only makes sense where people sign in.
ACCOUNT_ACTIONS = frozenset({Action.SIGN_IN, Action.OWN_ACCOUNT})

# Whoever comes with a token has nothing to sign in to: not even all of them together join or sign out.
_READS = (ACTIONS_OF_EVERYBODY | {Action.READ_EDITION}) - {Action.SIGN_IN}
_WRITES = (_READS | _EDITS | {Action.CREATE}) - {Action.LEAVE}
ACTIONS_BY_SCOPE: Mapping[TokenScope, frozenset[Action]] = {
    TokenScope.READ: _READS,
    TokenScope.WRITE: _WRITES,
    TokenScope.ADMIN: frozenset(Action) - {Action.SIGN_IN},
}

API = "/api/v1"
_MAP = f"{API}/maps/{{slug}}"
_PAGE = "/maps/{slug}"
_SEMINAR = f"{API}/seminars/{{seminar}}"
_CONTROVERSIES = f"{API}/seminars/{{seminar}}/controversies"

DeclaredRoutes = Mapping[tuple[str, str], Action]


def _declare_readable(*paths: str) -> dict[tuple[str, str], Action]:
    return {("GET", path): Action.LOOK for path in paths}


def _declare_record_routes() -> dict[tuple[str, str], Action]:
    routes: dict[tuple[str, str], Action] = {}
    for kind in KINDS.values():
        collection, item = f"{_MAP}/{kind.plural}", f"{_MAP}/{kind.plural}/{{label}}"
        routes |= _declare_readable(collection, item)
        routes |= {("POST", collection): Action.CONTRIBUTE}
        routes |= {(method, item): Action.CONTRIBUTE for method in ("PUT", "PATCH", "DELETE")}
    return routes


ROUTES: DeclaredRoutes = {
    **{("GET", path): Action.ASK_STATUS for path in ("/healthz", "/readyz", "/metrics")},
    **{("GET", path): Action.ASK_STATUS for path in ("/openapi.json", "/robots.txt", "/favicon.ico")},
    **_declare_readable("/docs"),
    **{("GET", path): Action.ASK_STATUS for path in ("/security.txt", "/.well-known/security.txt")},
    # The API.
    **_declare_readable(f"{API}/maps", f"{API}/search", f"{API}/vocabulary"),
    ("POST", f"{API}/maps"): Action.CREATE,
    **_declare_readable(_MAP),
    ("PUT", _MAP): Action.CHANGE,
    ("PATCH", _MAP): Action.CHANGE,
    ("DELETE", _MAP): Action.ADMINISTER,
    **_declare_record_routes(),
    **_declare_readable(f"{_MAP}/records", f"{_MAP}/records/{{label}}", f"{_MAP}/question-order"),
    ("PUT", f"{_MAP}/question-order"): Action.CHANGE,
    ("POST", f"{_MAP}/records"): Action.CONTRIBUTE,
    ("DELETE", f"{_MAP}/records/{{label}}"): Action.CONTRIBUTE,
    **_declare_readable(f"{_MAP}/citation", f"{_MAP}/citation.{{extension}}", f"{_MAP}/citations/{{label}}"),
    **_declare_readable(f"{_MAP}/revisions", f"{_MAP}/revisions/{{sequence}}"),
    ("POST", f"{_MAP}/changes/{{change}}/undo"): Action.CONTRIBUTE,
    # What became of a map, and what is made of it.
    **_declare_readable(
        f"{_MAP}/moments/{{sequence}}", f"{_MAP}/comparison", f"{_MAP}/forks", f"{_MAP}/merges/{{source}}"
    ),
    ("POST", f"{_MAP}/moments/{{sequence}}/restore"): Action.CHANGE,
    ("POST", f"{_MAP}/moments/{{sequence}}/records/{{label}}/restore"): Action.CHANGE,
    ("POST", f"{_MAP}/forks"): Action.CREATE,
    ("POST", f"{_MAP}/merges/{{source}}"): Action.CHANGE,
    ("POST", f"{_MAP}/editions"): Action.ADMINISTER,
    **{("GET", f"{_MAP}/editions{rest}"): Action.READ_EDITION for rest in ("", "/{number}")},
    # Who is here, and what members say.
    **_declare_readable(f"{_MAP}/events"),
    ("PUT", f"{_MAP}/presence"): Action.LOOK,
    ("DELETE", f"{_MAP}/presence/{{client}}"): Action.LOOK,
    **{
        ("GET", f"{_MAP}/{rest}"): Action.TAKE_POSITION
        for rest in ("positions", "rounds", "rounds/{number}", "rounds/{number}/results")
    },
    ("PUT", f"{_MAP}/positions/{{label}}"): Action.TAKE_POSITION,
    ("GET", f"{_MAP}/instructions"): Action.TAKE_POSITION,
    ("PUT", f"{_MAP}/instructions"): Action.TEACH,
    **_declare_readable(f"{API}/seminars/{{seminar}}/instructions"),
    ("PUT", f"{API}/seminars/{{seminar}}/instructions"): Action.TEACH,
    **{
        (method, f"{place}/instructions"): Action.TEACH
        for method in ("GET", "POST")
        for place in (_PAGE, "/seminars/{seminar}")
    },
    ("POST", f"{_MAP}/rounds"): Action.TEACH,
    **{("POST", f"{_MAP}/rounds/{{number}}/{rest}"): Action.TEACH for rest in ("close", "reopen", "delete")},
    ("PUT", f"{_MAP}/rounds/{{number}}/deadline"): Action.TEACH,
    ("GET", f"{_MAP}/rounds/{{number}}/positions.csv"): Action.TEACH,
    **{(method, f"{_MAP}/comments"): Action.COMMENT for method in ("GET", "POST")},
    **{(method, f"{_MAP}/comments/{{number}}"): Action.COMMENT for method in ("GET", "PATCH", "DELETE")},
    **{("POST", f"{_MAP}/comments/{{number}}/{rest}"): Action.COMMENT for rest in ("resolve", "reopen")},
    ("POST", f"{_MAP}/comments/{{number}}/claim"): Action.CONTRIBUTE,
    ("POST", f"{_MAP}/comments/{{number}}/moderate"): Action.MODERATE,
    ("GET", f"{_MAP}/moderation"): Action.MODERATE,
    ("POST", f"{_MAP}/texts/upload"): Action.CONTRIBUTE,
    **_declare_readable(f"{_MAP}/texts/{{label}}/content", f"{_MAP}/texts/{{label}}/review"),
    ("PUT", f"{_MAP}/texts/{{label}}/content"): Action.CONTRIBUTE,
    **_declare_readable(f"{_MAP}/annotations.jsonld", f"{_MAP}/annotations/{{label}}.jsonld"),
    ("POST", f"{_MAP}/annotations.jsonld"): Action.CONTRIBUTE,
    **{(method, f"{API}/account/tokens"): Action.OWN_ACCOUNT for method in ("GET", "POST")},
    ("DELETE", f"{API}/account/tokens/{{number}}"): Action.OWN_ACCOUNT,
    # Accounts and seminars.
    **{(method, path): Action.SIGN_IN for method in ("GET", "POST") for path in ("/sign-in", "/join")},
    ("POST", "/sign-out"): Action.SIGN_IN,
    ("POST", "/sign-in/provider"): Action.SIGN_IN,
    ("GET", "/sign-in/callback"): Action.SIGN_IN,
    **{(method, "/sign-in/name"): Action.SIGN_IN for method in ("GET", "POST")},
    **{("POST", f"/account/identity{rest}"): Action.OWN_ACCOUNT for rest in ("", "/unlink")},
    ("GET", "/account"): Action.OWN_ACCOUNT,
    **{
        ("POST", f"/account/{rest}"): Action.OWN_ACCOUNT
        for rest in ("password", "tokens", "tokens/{number}/revoke", "sign-ins/{key}/end", "sign-ins/end")
    },
    ("GET", "/seminars"): Action.OWN_ACCOUNT,
    ("POST", "/seminars"): Action.CREATE,
    **_declare_readable("/seminars/{seminar}"),
    **{
        ("POST", f"/seminars/{{seminar}}/{rest}"): Action.TEACH
        for rest in ("members/{member}", "invitations", "invitations/{number}/revoke", "class-list", "maps")
    },
    # What goes from one place to another. Bringing asks by itself who leads the seminar.
    ("POST", f"{_PAGE}/bring"): Action.CREATE,
    **{(method, f"{_PAGE}/move"): Action.ADMINISTER for method in ("GET", "POST")},
    **{(method, "/seminars/{seminar}/forks/{fork}/release"): Action.TEACH for method in ("GET", "POST")},
    **{
        ("POST", f"/seminars/{{seminar}}/{rest}"): Action.TEACH
        for rest in ("links", "links/revoke", "members/{member}/link", "members/{member}/link/revoke")
    },
    **{("GET", f"{place}/grades"): Action.TEACH for place in ("/seminars/{seminar}", f"{API}/seminars/{{seminar}}")},
    ("GET", "/seminars/{seminar}/grades.csv"): Action.TEACH,
    # Structured academic controversies. Whose a group is its own routes ask, as the permission of a seminar cannot.
    **_declare_readable(_CONTROVERSIES, f"{_CONTROVERSIES}/{{number}}"),
    ("POST", _CONTROVERSIES): Action.TEACH,
    ("DELETE", f"{_CONTROVERSIES}/{{number}}"): Action.TEACH,
    ("POST", f"{_CONTROVERSIES}/{{number}}/step"): Action.TEACH,
    ("POST", f"{_CONTROVERSIES}/{{number}}/groups"): Action.TEACH,
    ("PUT", f"{_CONTROVERSIES}/{{number}}/seats"): Action.TEACH,
    ("PUT", f"{_CONTROVERSIES}/{{number}}/deadlines"): Action.TEACH,
    ("PUT", f"{_CONTROVERSIES}/{{number}}/groups/{{group}}/synthesis"): Action.AGREE,
    ("PUT", f"{_CONTROVERSIES}/{{number}}/groups/{{group}}/synthesis/assent"): Action.AGREE,
    ("POST", "/seminars/{seminar}/anonymous"): Action.TEACH,
    ("POST", "/seminars/{seminar}/pseudonyms"): Action.TEACH,
    ("POST", "/seminars/{seminar}/pseudonym"): Action.COMMENT,
    ("GET", "/seminars/{seminar}/controversies/new"): Action.TEACH,
    ("POST", "/seminars/{seminar}/controversies"): Action.TEACH,
    **_declare_readable("/seminars/{seminar}/controversies/{number}"),
    **{
        ("POST", f"/seminars/{{seminar}}/controversies/{{number}}/{rest}"): Action.TEACH
        for rest in ("step", "groups", "seats", "deadlines", "discard")
    },
    **{
        (method, "/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis"): Action.AGREE
        for method in ("GET", "POST")
    },
    ("POST", "/seminars/{seminar}/controversies/{number}/groups/{group}/assent"): Action.AGREE,
    # The lives of seminars.
    **_declare_readable(f"{API}/seminars"),
    ("POST", f"{API}/seminars"): Action.CREATE,
    **_declare_readable(_SEMINAR, f"{_SEMINAR}/history"),
    **{(method, _SEMINAR): Action.TEACH for method in ("PATCH", "DELETE")},
    ("POST", f"{_SEMINAR}/call-back"): Action.TEACH,
    ("POST", f"{_SEMINAR}/leave"): Action.LEAVE,
    **{
        ("POST", f"/seminars/{{seminar}}/{rest}"): Action.TEACH
        for rest in ("title", "close", "open", "archive", "bring-back", "call-back")
    },
    **{(method, "/seminars/{seminar}/delete"): Action.TEACH for method in ("GET", "POST")},
    **{(method, "/seminars/{seminar}/next-term"): Action.TEACH for method in ("GET", "POST")},
    **{(method, "/seminars/{seminar}/leave"): Action.LEAVE for method in ("GET", "POST")},
    **{(method, f"{_PAGE}/access"): Action.ADMINISTER for method in ("GET", "POST")},
    **{
        ("POST", f"{_PAGE}/access/{rest}"): Action.ADMINISTER
        for rest in ("members/{member}", "invitations", "invitations/{number}/revoke")
    },
    # Pictures and pages.
    **_declare_readable("/", "/help", "/glossary", "/search", "/dates", "/oembed"),
    **_declare_readable(
        _PAGE, f"{_PAGE}.{{extension}}", f"{_PAGE}/ledger.{{extension}}", f"{_PAGE}/card.png", f"{_PAGE}/embed"
    ),
    **_declare_readable(f"{_PAGE}/outline", f"{_PAGE}/ledger", f"{_PAGE}/compare"),
    **_declare_readable(f"{_PAGE}/became-known", f"{_PAGE}/print", f"{_PAGE}/print.pdf"),
    **_declare_readable(
        f"{_PAGE}/reading", f"{_PAGE}/reading/{{label}}", f"{_PAGE}/previews/{{label}}", f"{_PAGE}/choices"
    ),
    **_declare_readable(f"{_PAGE}/records/{{label}}", f"{_PAGE}/panels/{{label}}"),
    **_declare_readable(f"{_PAGE}/moments/{{sequence}}/records/{{label}}"),
    **{(method, f"{_PAGE}/records/{{label}}/edit"): Action.CONTRIBUTE for method in ("GET", "POST")},
    # Whoever sees a record may copy it into a map of theirs; the page asks where they add anything.
    **_declare_readable(f"{_PAGE}/records/{{label}}/copy"),
    **{(method, f"{_PAGE}/add"): Action.CONTRIBUTE for method in ("GET", "POST")},
    ("POST", f"{_PAGE}/form"): Action.CONTRIBUTE,
    ("POST", f"{_PAGE}/records/{{label}}/delete"): Action.CONTRIBUTE,
    ("POST", f"{_PAGE}/changes/{{change}}/undo"): Action.CONTRIBUTE,
    **_declare_readable(f"{_PAGE}/texts", f"{_PAGE}/texts/{{label}}"),
    ("POST", f"{_PAGE}/texts"): Action.CONTRIBUTE,
    **{(method, f"{_PAGE}/texts/{{label}}/mark"): Action.CONTRIBUTE for method in ("GET", "POST")},
    **_declare_readable(f"{_PAGE}/texts/{{label}}/version", f"{_PAGE}/texts/{{label}}/review"),
    ("POST", f"{_PAGE}/texts/{{label}}/version"): Action.CONTRIBUTE,
    ("POST", f"{_PAGE}/texts/{{label}}/review/{{annotation}}"): Action.CONTRIBUTE,
    **{(method, "/new"): Action.CREATE for method in ("GET", "POST")},
    **_declare_readable(f"{_PAGE}/about", f"{_PAGE}/questions"),
    ("POST", f"{_PAGE}/questions/{{label}}/move"): Action.CHANGE,
    ("POST", f"{_PAGE}/about"): Action.CHANGE,
    **_declare_readable(f"{_PAGE}/readers", f"{_PAGE}/history", f"{_PAGE}/history/compare", f"{_PAGE}/contributions"),
    ("GET", f"{_PAGE}/contributions.csv"): Action.TEACH,
    ("POST", f"{_PAGE}/moments/{{sequence}}/restore"): Action.CHANGE,
    **_declare_readable(f"{_PAGE}/forks", f"{_PAGE}/merge/{{source}}"),
    ("POST", f"{_PAGE}/forks"): Action.CREATE,
    ("POST", f"{_PAGE}/merge/{{source}}"): Action.CHANGE,
    ("POST", f"{_PAGE}/editions"): Action.ADMINISTER,
    **{("GET", f"{_PAGE}/editions{rest}"): Action.READ_EDITION for rest in ("", "/{number}", "/{number}.{extension}")},
    **{(method, f"{_PAGE}/positions"): Action.TAKE_POSITION for method in ("GET", "POST")},
    ("POST", f"{_PAGE}/records/{{label}}/position"): Action.TAKE_POSITION,
    ("GET", f"{_PAGE}/rounds/{{number}}"): Action.TAKE_POSITION,
    ("POST", f"{_PAGE}/rounds"): Action.TEACH,
    **{(method, f"{_PAGE}/rounds/{{number}}/close"): Action.TEACH for method in ("GET", "POST")},
    **{(method, f"{_PAGE}/rounds/{{number}}/delete"): Action.TEACH for method in ("GET", "POST")},
    ("POST", f"{_PAGE}/rounds/{{number}}/reopen"): Action.TEACH,
    ("POST", f"{_PAGE}/rounds/{{number}}/deadline"): Action.TEACH,
    **{(method, f"{_PAGE}/discussion"): Action.COMMENT for method in ("GET", "POST")},
    ("GET", f"{_PAGE}/mentionable"): Action.COMMENT,
    **{
        ("POST", f"{_PAGE}/discussion/{{number}}/{rest}"): Action.COMMENT
        for rest in ("edit", "delete", "resolve", "reopen")
    },
    ("POST", f"{_PAGE}/discussion/{{number}}/moderate"): Action.MODERATE,
}
# What may be done where a seminar is closed or deleted: with the seminar itself, about who reads it, and what takes a
# copy of a map elsewhere.
CHANGEABLE_WHERE_CLOSED = frozenset(
    {
        _SEMINAR,
        *(f"{_SEMINAR}/{rest}" for rest in ("call-back", "leave", "members/{member}")),
        *(
            f"/seminars/{{seminar}}/{rest}"
            for rest in (
                *("title", "close", "open", "archive", "bring-back", "call-back", "delete", "leave"),
                "next-term",
                *("members/{member}", "members/{member}/link", "members/{member}/link/revoke"),
                *("links/revoke", "invitations/{number}/revoke"),
            )
        ),
        *(f"{_PAGE}/{rest}" for rest in ("bring", "forks")),
        # Whoever reads there may be seen to.
        *(f"{_MAP}/{rest}" for rest in ("forks", "presence", "presence/{client}")),
    }
)
