"""Requests that every route takes that changes something of a map or a seminar, in the world of `tests.api.worlds`.

What is sent can be read, names what is there and would change it, so that what refuses it refuses the act itself.
"""

import json
import re
from typing import Any, NamedTuple

from api.styles.style_routes import CSL_MEDIA
from models.records.kinds import KINDS
from tests.api.scans.scan_builders import draw_page
from tests.api.styles.style_builders import make_style
from tests.api.worlds import MAP, World

LATER = "2099-01-01T12:00:00+00:00"
COPY = "/api/v1/maps/copy"
_MAP, _PAGE = "/api/v1/maps/{slug}", "/maps/{slug}"
_CONTROVERSY = "/api/v1/seminars/{seminar}/controversies"


# A form with a file that is to be brought in at once.
_IMPORT = b"\r\n".join(
    (
        b"--end",
        b'Content-Disposition: form-data; name="files"; filename="late.argdown"',
        b"",
        b"[A late claim]: It came late.",
        b"--end",
        b'Content-Disposition: form-data; name="confirmed"',
        b"",
        b"yes",
        b"--end--",
        b"",
    )
)


class TakenRequest(NamedTuple):
    """What is sent to a route: to which places, and a form for pages, JSON for the API, or bytes of a media type."""

    places: dict[str, str] = {}
    body: Any = None
    media_type: str = ""
    query: str = ""


def prepare(found: World) -> dict[str, str]:
    """Do what the requests are about; return the places that the world itself does not have."""

    def done(method: str, path: str, body: Any = None) -> Any:
        answer = found.owner.request(method, path, json=body, headers={"If-Match": "*"})
        assert answer.status_code in (200, 201), (path, answer.text)
        return answer.json()

    made = done("POST", f"{MAP}/tags", {"id": "T90", "text": "before"})
    changed = done("PATCH", f"{MAP}/tags/T90", {"text": "after"})
    done("POST", f"{MAP}/questions", {"id": "Q90", "text": "And then?"})
    # On another map, as no round begins where one is open.
    done("POST", f"{COPY}/rounds", {"title": "After reading", "records": ["P1"]})
    done("POST", f"{COPY}/tags", {"id": "T91", "text": "to be merged"})
    done("POST", f"{COPY}/tags", {"id": "T94", "text": "to be corrected"})
    carried = done("POST", f"{MAP}/copies", {"origin": "copy", "records": ["T94"]})["labels"]["T94"]
    corrected = done("PATCH", f"{COPY}/tags/T94", {"text": "corrected"})
    done("POST", "/api/v1/seminars/ours/controversies", {"map": "debate", "label": "Q1", "size": 2, "at_once": False})
    csl = {"Content-Type": CSL_MEDIA}
    assert found.owner.post(f"{MAP}/styles", content=make_style("Ours"), headers=csl).status_code == 201
    seen = found.owner.post("/maps/debate/styles", files={"files": ("late.csl", make_style("Later still"))})
    waiting = re.search(r'name="pending" value="([^"]+)"', seen.text)
    assert waiting is not None, seen.text
    # What was marked in the text is in it no more, and waits for review.
    headers = {"If-Match": "*", "Content-Type": "text/plain"}
    answer = found.owner.put(f"{MAP}/texts/X1/content", content=b"Nothing of it is left.", headers=headers)
    assert answer.status_code == 200, answer.text
    other = done("POST", f"{MAP}/texts", {"id": "X90", "title": "Another", "content": "Something of it is left."})
    revisions = {name: str(done("GET", f"{MAP}/records/{name}")["revision"]) for name in ("X1", "N1")}
    revisions["version"] = done("GET", f"{MAP}/texts/X1")["versions"][-1]["sha256"]
    revisions["other_version"] = other["versions"][-1]["sha256"]
    revisions |= {"style": waiting[1], "carried": carried, "carried_revision": str(corrected["revision"])}
    return {"change": str(changed["revision"]), "sequence": str(made["revision"]), "label": "T90", **revisions}


def taken_requests(found: World, places: dict[str, str]) -> dict[tuple[str, str], TakenRequest]:
    """Return by routes what they take; those that are not named take anything, or nothing."""
    return _records(found) | _maps(found, places) | _discussions() | _controversies()


def _records(found: World) -> dict[tuple[str, str], TakenRequest]:
    requests: dict[tuple[str, str], TakenRequest] = {}
    for kind in KINDS.values():
        collection = f"{_MAP}/{kind.plural}"
        item = collection + "/{label}"
        record = found.owner.get(f"{MAP}/{kind.plural}").json()["items"][0]
        draft = {name: value for name, value in record.items() if name not in {"record", "revision"}}
        at = {"label": str(record["id"])}
        new = {name: value for name, value in draft.items() if name not in {"versions", "pages"}} | {"id": "New90"}
        noted = {"text": "late"} if kind.plural in {"tags", "questions"} else {"note": "late"}
        requests |= {
            ("POST", collection): TakenRequest({}, new),
            ("PUT", item): TakenRequest(at, draft | noted),
            ("PATCH", item): TakenRequest(at, noted),
            ("DELETE", item): TakenRequest(at, query="?with_dependents=true"),
        }
    return requests


def _maps(found: World, places: dict[str, str]) -> dict[tuple[str, str], TakenRequest]:
    document = found.owner.get(MAP).json()
    order = [each["id"] for each in document["questions"]]
    annotation = found.owner.get(f"{MAP}/annotations/N1.jsonld").json()
    annotation.pop("id", None)
    changed, undo = {"label": places["label"], "sequence": places["sequence"]}, {"change": places["change"]}
    text, plain = {"label": "X1"}, "text/plain"
    restore = "moments/{sequence}/restore"
    return {
        ("PUT", _MAP): TakenRequest({}, document | {"title": "Late"}),
        ("PATCH", _MAP): TakenRequest({}, {"title": "Late"}),
        ("PUT", f"{_MAP}/question-order"): TakenRequest({}, {"questions": order[::-1]}),
        ("POST", f"{_MAP}/records"): TakenRequest({}, {"tags": [{"id": "T92", "text": "late"}]}),
        ("DELETE", f"{_MAP}/records/{{label}}"): TakenRequest(query="?with_dependents=true"),
        ("POST", f"{_MAP}/changes/{{change}}/undo"): TakenRequest(undo),
        ("POST", f"{_PAGE}/changes/{{change}}/undo"): TakenRequest(undo),
        ("POST", f"{_MAP}/moments/{{sequence}}/records/{{label}}/restore"): TakenRequest(changed),
        ("POST", f"{_MAP}/{restore}"): TakenRequest(changed),
        ("POST", f"{_PAGE}/{restore}"): TakenRequest(changed, {"sure": "yes"}),
        ("POST", f"{_MAP}/merges/{{source}}"): TakenRequest({}, {"take": ["T91"]}),
        ("POST", f"{_MAP}/copies"): TakenRequest({}, {"origin": "copy", "records": ["T91"]}),
        ("POST", f"{_PAGE}/copies"): TakenRequest({}, {"origin": "copy", "records": "T91"}),
        ("POST", f"{_MAP}/records/{{label}}/corrections"): TakenRequest(
            {"label": places["carried"]},
            {"origin": "copy", "record": "T94", "revision": int(places["carried_revision"]), "take": ["text"]},
        ),
        ("POST", f"{_PAGE}/records/{{label}}/correction"): TakenRequest(
            {"label": places["carried"]},
            {
                **{"origin": "copy", "record": "T94", "there": places["carried_revision"], "take.text": "yes"},
                "revision": str(found.owner.get(f"{MAP}/records/{places['carried']}").json()["revision"]),
            },
        ),
        ("POST", f"{_MAP}/records/{{label}}/merge"): TakenRequest({"label": "observer"}, {"other": "historian"}),
        ("POST", f"{_PAGE}/records/{{label}}/merge"): TakenRequest(
            {"label": "observer"}, {"other": "historian", "version": str(found.owner.get(MAP).headers["etag"][3:-1])}
        ),
        ("POST", f"{_MAP}/styles"): TakenRequest({}, make_style("Late"), CSL_MEDIA),
        ("DELETE", f"{_MAP}/styles/{{name}}"): TakenRequest({"name": "ours"}),
        ("POST", f"{_PAGE}/styles"): TakenRequest({}, {"pending": places["style"]}),
        ("POST", f"{_PAGE}/styles/{{name}}/remove"): TakenRequest({"name": "ours"}),
        ("POST", f"{_MAP}/editions"): TakenRequest({}, {"note": "Late."}),
        ("PUT", f"{_MAP}/editions/{{number}}/doi"): TakenRequest({}, {"doi": "10.5281/zenodo.1"}),
        ("POST", f"{_PAGE}/editions/{{number}}/doi"): TakenRequest({}, {"doi": "10.5281/zenodo.1"}),
        ("PUT", f"{_MAP}/instructions"): TakenRequest({}, {"text": "Late."}),
        ("PUT", "/api/v1/seminars/{seminar}/instructions"): TakenRequest({}, {"text": "Late."}),
        ("POST", f"{_MAP}/import"): TakenRequest({}, b"[A late claim]: It came late.\n", plain, "?format=argdown"),
        ("POST", f"{_PAGE}/import"): TakenRequest({}, _IMPORT, "multipart/form-data; boundary=end"),
        ("POST", f"{_MAP}/texts/upload"): TakenRequest({}, b"A text that came late.", plain, "?title=Late"),
        ("PUT", f"{_MAP}/texts/{{label}}/content"): TakenRequest(text, b"Another text that came late.", plain),
        ("POST", f"{_MAP}/annotations.jsonld"): TakenRequest(
            {}, json.dumps(annotation).encode(), "application/ld+json", "?in_text=X1"
        ),
        ("POST", f"{_PAGE}/texts"): TakenRequest(
            {},
            {"whose": "new", "type": "archival", "language": "en", "title": "Late", "pasted": "A text that came late."},
        ),
        ("POST", f"{_PAGE}/texts/{{label}}/mark"): TakenRequest(text, {"as": "annotation", "exact": "a"}),
        ("POST", f"{_PAGE}/texts/{{label}}/version"): TakenRequest(
            text, {"pasted": "Another text.", "revision": places["X1"]}
        ),
        ("POST", f"{_PAGE}/texts/{{label}}/correction"): TakenRequest(
            text, {"words": "Something is left.", "start": "0", "version": places["version"], "revision": places["X1"]}
        ),
        ("POST", f"{_PAGE}/texts/{{label}}/parallels"): TakenRequest(
            text,
            {"version": places["version"], "start": "0", "end": "7", "text": "X90", "join": "quotes"}
            | {"other_version": places["other_version"], "other_start": "0", "other_end": "9"},
        ),
        ("POST", f"{_PAGE}/texts/{{label}}/review/{{annotation}}"): TakenRequest(
            text, {"decision": "orphan", "revision": places["N1"]}
        ),
        **_scans(found),
        ("POST", f"{_PAGE}/questions/{{label}}/move"): TakenRequest({"label": "Q90"}, {"to": "first"}),
    }


def _scans(found: World) -> dict[tuple[str, str], TakenRequest]:
    region = found.owner.get(f"{MAP}/regions/RG1.jsonld").json()
    region.pop("id", None)
    scan, page = found.owner.get(f"{MAP}/scans/SC1").json(), draw_page(2)
    at, image = {"label": "SC1"}, scan["pages"][0]["image"]
    head = b'--end\r\nContent-Disposition: form-data; name="files"; filename="late.jpg"\r\n\r\n'
    form, sort = head + page + b"\r\n--end--\r\n", "multipart/form-data; boundary=end"
    order = {"revision": str(scan["revision"]), "image.1": image, "place.1": "1", "name.1": "late"}
    place = {"image": image, "x": "0", "y": "0", "width": "1", "height": "1"}
    made = {"as": "evidence", "summary": "Late.", "source": "S1"}
    return {
        ("POST", f"{_MAP}/regions.jsonld"): TakenRequest({}, json.dumps(region).encode(), "application/ld+json"),
        ("POST", f"{_MAP}/scans/{{label}}/pages"): TakenRequest(at, page, "image/jpeg"),
        ("POST", f"{_PAGE}/scans"): TakenRequest({}, form, sort),
        ("POST", f"{_PAGE}/scans/{{label}}/pages"): TakenRequest(at, form, sort),
        ("POST", f"{_PAGE}/scans/{{label}}/pages/order"): TakenRequest(at, order),
        ("POST", f"{_PAGE}/scans/{{label}}/mark"): TakenRequest(at, {**place, **made}),
    }


def _discussions() -> dict[tuple[str, str], TakenRequest]:
    comment, open_round = {"text": "late"}, {"slug": "copy"}
    return {
        ("PUT", f"{_MAP}/positions/{{label}}"): TakenRequest({}, {"stance": "rejects"}),
        ("POST", f"{_PAGE}/records/{{label}}/position"): TakenRequest({}, {"stance.P1": "rejects"}),
        ("POST", f"{_MAP}/rounds"): TakenRequest({}, {"title": "Late", "records": ["P1"]}),
        ("PUT", f"{_MAP}/rounds/{{number}}/deadline"): TakenRequest(open_round, {"closes_at": None}),
        ("POST", f"{_PAGE}/rounds/{{number}}/deadline"): TakenRequest(open_round, {"closes": ""}),
        ("POST", f"{_MAP}/rounds/{{number}}/close"): TakenRequest(open_round),
        ("POST", f"{_PAGE}/rounds/{{number}}/close"): TakenRequest(open_round, {"sure": "yes"}),
        ("POST", f"{_MAP}/rounds/{{number}}/reopen"): TakenRequest({}, {}),
        ("POST", f"{_MAP}/rounds/{{number}}/delete"): TakenRequest({}, {"reason": "Late."}),
        ("POST", f"{_MAP}/comments"): TakenRequest({}, comment),
        ("PATCH", f"{_MAP}/comments/{{number}}"): TakenRequest({}, comment),
        ("POST", f"{_MAP}/comments/{{number}}/claim"): TakenRequest({}, {"kind": "assertion"}),
        ("POST", f"{_MAP}/comments/{{number}}/moderate"): TakenRequest({}, {"step": "hidden"}),
        ("POST", f"{_PAGE}/discussion"): TakenRequest({}, comment),
        ("POST", f"{_PAGE}/discussion/{{number}}/edit"): TakenRequest({}, comment),
        ("POST", f"{_PAGE}/discussion/{{number}}/moderate"): TakenRequest({}, {"step": "hidden"}),
    }


def _controversies() -> dict[tuple[str, str], TakenRequest]:
    # The second is at its beginning, where there are no groups yet.
    one, begun = f"{_CONTROVERSY}/{{number}}", {"number": "2"}
    return {
        ("POST", _CONTROVERSY): TakenRequest({}, {"map": "debate", "label": "Q1", "size": 2, "seed": 1}),
        ("DELETE", one): TakenRequest(begun),
        ("POST", f"{one}/step"): TakenRequest({}, {"to": "discuss"}),
        ("POST", f"{one}/groups"): TakenRequest(begun, {"size": 2, "seed": 2}),
        ("PUT", f"{one}/seats"): TakenRequest(begun, {"seats": [{"member": 4, "group": 2, "side": 2}]}),
        ("PUT", f"{one}/deadlines"): TakenRequest({}, {"deadlines": {"prepare": LATER}}),
    }
