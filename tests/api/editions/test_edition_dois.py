"""The DOI of an edition's deposit is written back beside the edition, which stays as it was published."""

import io
import json
import zipfile

import pytest
from starlette.testclient import TestClient

from tests.api.editions.test_packages import API, PAGE, publish_debate

DOI = "10.5281/zenodo.1234567"
ADDRESS = f"https://doi.org/{DOI}"


@pytest.fixture
def published(client: TestClient) -> TestClient:
    publish_debate(client)
    client.follow_redirects = False
    return client


@pytest.mark.parametrize("written", [DOI, f"  {ADDRESS} ", f"doi: {DOI}", f"http://dx.doi.org/{DOI}", f"DOI:{DOI}"])
def test_a_doi_is_kept_in_one_form_however_it_is_written(published: TestClient, written: str) -> None:
    before = published.get(f"{API}/editions/1").json()
    assert before["doi"] is None
    answer = published.put(f"{API}/editions/1/doi", json={"doi": written})
    assert (answer.status_code, answer.json()) == (200, {**before, "doi": DOI})
    assert published.get(f"{API}/editions").json()["items"] == [{**before, "doi": DOI}]


@pytest.mark.parametrize(
    "written", ["zenodo.1234567", "https://zenodo.org/records/1234567", "10.5281/a b", "11.5281/a"]
)
def test_what_is_no_doi_is_refused_and_changes_nothing(published: TestClient, written: str) -> None:
    published.put(f"{API}/editions/1/doi", json={"doi": DOI})
    refused = published.put(f"{API}/editions/1/doi", json={"doi": written})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:sicetnon:problem:false-doi")
    shown = published.post(f"{PAGE}/1/doi", data={"doi": written})
    assert (shown.status_code, f'value="{written}"' in shown.text, 'role="alert"' in shown.text) == (422, True, True)
    assert published.get(f"{API}/editions/1").json()["doi"] == DOI


def test_a_doi_is_corrected_and_taken_away_on_the_page_and_the_edition_stays(published: TestClient) -> None:
    document = published.get(f"{PAGE}/1.json")
    for written in ("10.5281/zenodo.1", ADDRESS):
        answer = published.post(f"{PAGE}/1/doi", data={"doi": written})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}/1#doi")
    page = published.get(f"{PAGE}/1").text
    assert f'<a href="{ADDRESS}" translate="no">{DOI}</a>' in page
    assert "zenodo.1<" not in page
    assert DOI in published.get(PAGE).text
    again = published.get(f"{PAGE}/1.json")
    assert (again.content, again.headers["etag"]) == (document.content, document.headers["etag"])
    published.post(f"{PAGE}/1/doi", data={"doi": " "})
    assert published.get(f"{API}/editions/1").json()["doi"] is None
    assert "doi.org" not in published.get(f"{PAGE}/1").text


def test_an_edition_with_a_doi_is_cited_by_it_in_every_style_and_format(published: TestClient) -> None:
    published.put(f"{API}/editions/1/doi", json={"doi": DOI})
    page = published.get(f"{PAGE}/1").text
    assert page.count(ADDRESS) >= 7
    assert f"DOI: {DOI}." in page
    assert f"  doi = {{{DOI}}}," in published.get(f"{PAGE}/1.bib").text
    assert f"DO  - {DOI}\r\n" in published.get(f"{PAGE}/1.ris").content.decode()
    assert json.loads(published.get(f"{PAGE}/1.csl.json").content)[0]["DOI"] == DOI


def test_a_package_is_known_by_the_doi_once_there_is_one(published: TestClient) -> None:
    identifiers = []
    for _ in range(2):
        data = published.get(f"{PAGE}/1.crate.zip").content
        graph = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("ro-crate-metadata.json"))["@graph"]
        identifiers.append(next(each for each in graph if each["@id"] == "./")["identifier"][0])
        published.put(f"{API}/editions/1/doi", json={"doi": DOI})
    assert identifiers == ["http://testserver/maps/debate/editions/1", ADDRESS]


def test_there_is_no_doi_of_an_edition_that_is_not_there(published: TestClient) -> None:
    assert published.put(f"{API}/editions/2/doi", json={"doi": DOI}).status_code == 404
    assert published.post(f"{PAGE}/2/doi", data={"doi": DOI}).status_code == 404
