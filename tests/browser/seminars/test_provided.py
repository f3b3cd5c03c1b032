"""Signing in by a provider of OpenID Connect: two servers, and Chromium that goes from one to the other."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Response
from sqlalchemy import Engine

from api.access import passwords
from api.app import create_app
from api.settings import Settings
from models.engine import open_engine, writing
from models.migrations.migrating import migrate_database
from models.people.enrolment import MembershipScope, create_account, create_seminar
from models.people.invitations import invite
from models.vocabulary import Role
from tests.api.people import PASSWORD
from tests.browser.seminars.test_accounts import sound
from tests.identity_provider import IdentityProvider, running


class Home(NamedTuple):
    address: str
    provider: IdentityProvider
    engine: Engine

    def invitation(self, slug: str, uses: int = 1) -> str:
        """Return the address of an invitation to a new seminar."""
        with writing(self.engine) as session:
            owner = create_account(session, f"Owner of {slug}", password_hash=None).id or 0
            seminar = create_seminar(session, slug, f"Seminar {slug}", owner)
            place = MembershipScope(seminar_id=seminar.id)
            key = invite(session, place, Role.CONTRIBUTOR, by=Role.OWNER, created_by=owner, uses=uses)
        return f"{self.address}/join?key={key}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A server with accounts that a provider knows."""
    url = f"sqlite:///{tmp_path_factory.mktemp('provided')}/maps.sqlite3"
    migrate_database(url)
    engine = open_engine(url)
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with running() as provider:
        app = create_app(
            Settings(database_url=url, log_requests=False, accounts="on", **provider.register(address))  # type: ignore[arg-type] # texts
        )
        serving = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not serving.started and time.monotonic() < deadline:
            time.sleep(0.02)
        assert serving.started
        yield Home(address, provider, engine)
        serving.should_exit = True
        thread.join(timeout=20)
    engine.dispose()


def at_the_provider(page: Page, home: Home, subject: str) -> None:
    """Sign in there, wherever the browser came from."""
    page.wait_for_url(f"{home.provider.issuer}/oauth2/authorize**")
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), pytest.param(390, "dark", marks=pytest.mark.soak)])
def test_a_student_comes_in_by_the_provider_and_an_invitation(
    home: Home, browser: Browser, width: int, scheme: str
) -> None:
    subject, slug = f"student-{width}", f"origins-{width}"
    home.provider.introduce(subject, preferred_username=f"anna.kim.{width}")
    link = home.invitation(slug)
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "bypass_csp": True}
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type] # options that are told by name
    page.goto(link)
    sound(page)
    page.get_by_role("button", name="Sign in with University of Paris").click()
    at_the_provider(page, home, subject)
    page.wait_for_url(f"{home.address}/sign-in/name?visit=*")
    sound(page)
    assert page.get_by_label("Name").input_value() == f"anna.kim.{width}"
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{home.address}/seminars/{slug}")
    page.goto(f"{home.address}/account")
    sound(page)
    # The only way in.
    assert page.get_by_role("button", name="Unlink").count() == 0
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{home.address}/account")
    sound(page)
    page.get_by_role("button", name="Sign in with University of Paris").click()
    at_the_provider(page, home, subject)
    page.wait_for_url(f"{home.address}/account")
    page.context.close()


def test_the_pages_policy_lets_a_browser_go_there_with_and_without_scripts(home: Home, browser: Browser) -> None:
    """With the policy in force, which other tests pass over so that axe may look."""
    for scripted in (True, False):
        page = browser.new_context(java_script_enabled=scripted).new_page()
        complaints: list[str] = []
        page.on(
            # The provider's own page asks for a style from elsewhere, in vain.
            "console",
            lambda said, told=complaints: told.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto(f"{home.address}/sign-in?next=/seminars")
        page.get_by_role("button", name="Sign in with University of Paris").click()
        page.wait_for_url(f"{home.provider.issuer}/oauth2/authorize**")
        assert complaints == []
        page.context.close()


def test_an_account_is_linked_and_unlinked_and_who_refuses_is_told_so(home: Home, browser: Browser) -> None:
    with writing(home.engine) as session:
        create_account(session, "Barbara", password_hash=passwords.hash_password(PASSWORD, "Barbara"))
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(f"{home.address}/account")
    page.get_by_label("Name").fill("Barbara")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    linking = page.locator("form[action^='/account/identity']")
    linking.get_by_label("Current password").fill("not the right one")
    linking.get_by_role("button").click()
    assert page.get_by_text("The current password is wrong.").is_visible()
    sound(page)
    linking.get_by_label("Current password").fill(PASSWORD)
    linking.get_by_role("button").click()
    at_the_provider(page, home, "barbara-1")
    assert page.get_by_role("status").inner_text().startswith("Linked.")
    sound(page)
    page.get_by_role("button", name="Unlink").click()
    assert page.get_by_role("status").inner_text().startswith("Unlinked.")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{home.address}/sign-in")
    page.get_by_role("button", name="Sign in with University of Paris").click()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{home.address}/sign-in/callback**")
    assert [each.status for each in answers if "/sign-in/callback" in each.url] == [403]
    assert "did not let you in" in page.locator("h1").inner_text()
    sound(page)
    page.context.close()
