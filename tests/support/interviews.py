"""A live interview driven through its pages, as a browser without script would: one form after another."""

from dataclasses import dataclass
from typing import Any

from markup import by_class, parse
from starlette.testclient import TestClient

from assistant.domain.session import Session
from web.sessions import pack

BROWSER = {"accept": "text/html"}
WHOLE = (
    "En mars 2025, avec la directrice et six tuteurs, j’ai construit la grille de suivi. "
    "Le taux d’abandon est passé de 22 % à 9 %. Avec le recul, je la ferais plus courte parce que les tuteurs manquaient de temps."
)


@dataclass
class Seat:
    """Someone in front of the pages, without script."""

    service: TestClient
    page: Any = None
    text: str = ""
    status: int = 0

    def begin(self, **fields: str) -> "Seat":
        """Send the form of the first page."""
        return self._got("/entretien/debut", fields)

    def bring(self, content: bytes, name: str = "seance.json") -> "Seat":
        """Bring a saved session."""
        return self.took(self.service.post("/entretien/reprise", files={"file": (name, content)}, headers=BROWSER))

    def press(self, action: str, answer: str | None = None, **other: str) -> "Seat":
        """Press a button of the page with this in its field, as a form sends it: with carriage returns."""
        fields = self.fields | other | {"action": action}
        if answer is not None:
            fields["answer"] = answer.replace("\n", "\r\n")
        return self._got("/entretien/seance", fields)

    def saved(self, answer: str = "") -> Any:
        """Press the button that gives the session as a file."""
        sent = {key: (None, value) for key, value in (self.fields | {"answer": answer}).items()}
        return self.service.post("/entretien/seance.json", files=sent, headers=BROWSER)

    @property
    def fields(self) -> dict[str, str]:
        """Return what the step form of the page carries."""
        form = self.page.xpath("//form[@data-step]")[0]
        carried = {i.get("name"): i.get("value") or "" for i in form.xpath(".//input[@type='hidden']")}
        return carried | {t.get("name"): (t.text or "").lstrip("\n") for t in form.xpath(".//textarea")}

    @property
    def view(self) -> str:
        """Return which page this is."""
        return str(self.page.xpath("//main/@data-live")[0])

    @property
    def heading(self) -> str:
        """Return the main heading."""
        return str(self.page.xpath("//h1")[0].text_content())

    def words(self, name: str) -> str:
        """Return the words of the elements of that class."""
        return " ".join(e.text_content() for e in by_class(self.page, name))

    def shows(self, session: Session) -> "Seat":
        """Come to the page with that session, as the browser that kept it does."""
        sent = {"state": (None, pack(session)), "action": (None, "resume")}
        return self.took(self.service.post("/entretien/seance", files=sent, headers=BROWSER))

    def _got(self, address: str, fields: dict[str, str]) -> "Seat":
        sent = {key: (None, value) for key, value in fields.items()}
        return self.took(self.service.post(address, files=sent, headers=BROWSER))

    def took(self, response: Any) -> "Seat":
        """Look at what the service answered."""
        self.status, self.text = response.status_code, response.text
        self.page = parse(response.text)
        return self
