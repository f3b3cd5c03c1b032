"""Forms of copies, sent as a browser would."""

from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

API = "/api/v1/maps/debate"


class Form(HTMLParser):
    """What the form of a page sends that adds something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action, self.sent, self._inside, self._name, self._field = "", {}, False, "", ""
        self.feed(text)

    sent: dict[str, str]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = "data-draft" in given
            self.action = given["action"] if self._inside else self.action
        elif not self._inside or (not given.get("name") and tag != "option"):
            return
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.sent[given["name"]] = given.get("value") or ""
        elif tag == "textarea":
            self._name, self.sent[given["name"]] = given["name"], ""
        elif tag == "select":
            self._field = given["name"]
        elif tag == "option" and "selected" in given and self._field:
            self.sent[self._field] = given["value"]

    def handle_data(self, data: str) -> None:
        if self._name:
            self.sent[self._name] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._name = ""
        elif tag == "select":
            self._field = ""
        elif tag == "form":
            self._inside = False


def copy(client: TestClient, address: str, **changed: str) -> Any:
    page = client.get(address)
    assert page.status_code == 200, page.text
    form = Form(page.text)
    return client.post(form.action, data={**form.sent, **changed})


def record(client: TestClient, label: str, api: str = API) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{api}/records/{label}", headers={"Accept": "application/json"}).json()
    return {name: value for name, value in found.items() if name not in ("id", "revision", "record")}


def labels(client: TestClient, api: str, plural: str) -> list[str]:
    document = client.get(api, headers={"Accept": "application/json"}).json()
    return [each["id"] for each in document.get(plural, [])]
