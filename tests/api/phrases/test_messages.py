"""The pages in a reader's own language, and the catalogue from which they are translated."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.phrases import messages

GERMAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Search all maps"
msgstr "Alle „Karten\" durchsuchen"

#, python-format
msgid "Add to %(id)s"
msgstr "Zu %(kennung)s hinzufügen"
"""
ROOT = Path(messages.__file__).parents[2]
EXTRACT = next(line for line in (ROOT / "Makefile").read_text().split("\n\n") if line.startswith("strings:"))


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(GERMAN, encoding="utf-8")
    monkeypatch.setattr(messages, "FOLDER", tmp_path)


def test_the_catalogue_holds_what_the_pages_say_now(tmp_path: Path) -> None:
    written = tmp_path / "messages.pot"
    program, *arguments = shlex.split(EXTRACT.partition("\n\t@mkdir")[2].partition("\n\t")[2].replace("\\\n", " "))
    arguments[arguments.index("-o") + 1] = str(written)
    subprocess.run([Path(sys.executable).with_name(Path(program).name), *arguments], cwd=ROOT, check=True)
    assert (ROOT / "api/phrases/locale/messages.pot").read_text() == written.read_text(), "run make strings"


def test_no_script_asks_for_a_message_inside_a_template_literal() -> None:
    # Babel's extractor for JavaScript does not look into them.
    for script in (ROOT / "api/pages/static/scripts").rglob("*.js"):
        assert not re.search(r"\$\{[^}]*gettext\(", script.read_text(encoding="utf-8")), script.name


@pytest.mark.usefixtures("german")
def test_a_catalogue_is_used_for_whoever_reads_its_language(client: TestClient) -> None:
    shown = client.get("/", headers={"Accept": "text/html", "Accept-Language": "de-AT,de;q=0.9,en;q=0.5"})
    assert '<html lang="de"' in shown.text
    assert "Alle „Karten&#34; durchsuchen</label>" in shown.text
    assert shown.headers["Vary"] == "Cookie, Sic-Shown, Accept-Language, Accept-Encoding"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "wishes", ["", "en", "fr, en;q=0.1", "en-GB, de;q=0.9", "de;q=0", "de;q=x", ";;,q=1", "x" * 9000]
)
def test_whoever_reads_no_language_that_there_is_reads_english(client: TestClient, wishes: str) -> None:
    shown = client.get("/", headers={"Accept": "text/html", "Accept-Language": wishes})
    assert '<html lang="en"' in shown.text
    assert "Search all maps</label>" in shown.text


@pytest.mark.usefixtures("german")
def test_a_translation_with_a_wrong_variable_is_left_out() -> None:
    known = messages.load_catalogues(messages.FOLDER)
    assert known["de"].gettext("Add to %(id)s") == "Add to %(id)s"


def test_pages_are_the_same_for_everyone_while_english_is_all_there_is(client: TestClient) -> None:
    shown = client.get("/", headers={"Accept": "text/html", "Accept-Language": "de"})
    assert '<html lang="en"' in shown.text
    assert "Accept-Language" not in shown.headers["Vary"]
