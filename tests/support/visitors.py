"""A person at the pages of a service with accounts: keeps cookies, fills in the forms it is shown."""

from typing import Any

from fake_assistant import FakeAssistant
from kept import PHRASE, Kept, workspace_of
from markup import parse
from starlette.testclient import TestClient

from assistant.domain.account import Account, Role
from web.app import create_app
from web.dependencies import Reviewer
from web.doorway import Doorway

BROWSER = {"accept": "text/html,application/xhtml+xml"}


class Visitor:
    """One browser; `who` is the account it is signed in with, if any."""

    def __init__(
        self, kept: Kept, role: Role | None = None, *, assistant: Reviewer | None = None, doorway: Doorway | None = None
    ) -> None:
        self.kept = kept
        self.workspace = workspace_of(kept, doorway)
        app = create_app(assistant or FakeAssistant(), doors=kept.doors, workspace=self.workspace)
        self.http = TestClient(app, follow_redirects=False, headers=BROWSER)
        self.who: Account | None = None
        if role is not None:
            self.who = kept.account(f"{role.value} {len(kept.accounts.summaries())}", role)
            self.sign_in(self.who.name, PHRASE)

    def get(self, path: str, **more: Any) -> Any:
        return self.http.get(path, **more)

    def token(self, path: str) -> str:
        """Return the token of the forms of a page."""
        found = parse(self.http.get(path).text).xpath("//input[@name='jeton']/@value")
        return str(found[0]) if found else ""

    def post(self, path: str, page: str = "", **fields: str) -> Any:
        """Send a form of a page, its token included; by default the page has the same address."""
        return self.http.post(path, data={"jeton": self.token(page or path), **fields})

    def deposit(self, path: str, text: str = "", file: tuple[str, bytes] | None = None, **fields: str) -> Any:
        """Send a version, pasted or as a file."""
        sent: dict[str, Any] = {"jeton": (None, self.token(path)), "text": (None, text)}
        sent |= {key: (None, value) for key, value in fields.items()} | ({"file": file} if file else {})
        with self.http.app.state.worker.running():  # type: ignore[attr-defined]  # a client is typed for any application
            return self.http.post(path, files=sent)

    def sign_in(self, name: str, phrase: str) -> Any:
        return self.post("/connexion", identifiant=name, secret=phrase)

    def draft(self, text: str = "Le 12 mai, trois offres sont comparées.", title: str = "") -> str:
        """Keep a draft and return its id."""
        answer = self.deposit("/espace/deposer", text, title=title)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"].split("/")[3])
