"""Every route of the service, asked by everyone: who gets in, who is sent to sign in, and for whom it leads nowhere."""

import re

import pytest
from fake_assistant import FakeAssistant
from fastapi import FastAPI
from fastapi.routing import APIRoute
from kept import Kept, workspace_of
from library import exemplar
from visitors import Visitor

from assistant.domain.account import Role
from assistant.domain.cohort import ReleasePolicy
from assistant.settings import OpenIdSettings
from web.app import create_app
from web.doors.opening import site_asked
from web.doorway import Doorway

PUBLIC, OWN, OWNER, ADMINISTRATOR = "public", "own", "owner", "administrator"
"""Open to all; to anyone signed in, for what is theirs; to the owner of one draft; to administrators."""
TUTOR, SEER = "tutor", "seer"
"""To any tutor, for what is theirs; to the tutor of the cohort that the owner of the draft joined."""
AUDIENCES = {
    "GET /": PUBLIC,
    "HEAD /": PUBLIC,
    "POST /lecture": PUBLIC,
    "POST /lecture.docx": PUBLIC,
    "GET /docs": PUBLIC,
    "GET /openapi.json": PUBLIC,
    "HEAD /openapi.json": PUBLIC,
    "GET /healthz": PUBLIC,
    "POST /api/v1/reviews": PUBLIC,
    "POST /api/v1/interviews": PUBLIC,
    "POST /api/v1/chat": PUBLIC,
    "GET /entretien": PUBLIC,
    "HEAD /entretien": PUBLIC,
    "POST /entretien": PUBLIC,
    "GET /questions": PUBLIC,
    "POST /questions": PUBLIC,
    "GET /accessibilite": PUBLIC,
    "HEAD /accessibilite": PUBLIC,
    "GET /lectures/{name}/": PUBLIC,
    "GET /lectures/{name}/{rank}": PUBLIC,
    "POST /lectures/{name}/oublier": PUBLIC,
    "POST /lecture/suivie": PUBLIC,
    "GET /metrics": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /version": PUBLIC,
    "GET /demonstration": PUBLIC,
    "HEAD /demonstration": PUBLIC,
    "GET /v1/models": PUBLIC,
    "GET /v1/models/{name:path}": PUBLIC,
    "POST /v1/chat/completions": PUBLIC,
    "GET /widget/v1/cadre": PUBLIC,
    "HEAD /widget/v1/cadre": PUBLIC,
    "GET /widget/v1/jury-blanc.js": PUBLIC,
    "HEAD /widget/v1/jury-blanc.js": PUBLIC,
    "OPTIONS /widget/v1/chat": PUBLIC,
    "POST /widget/v1/chat": PUBLIC,
    "OPTIONS /widget/v1/passages": PUBLIC,
    "POST /widget/v1/passages": PUBLIC,
    "OPTIONS /widget/v1/reglages": PUBLIC,
    "POST /widget/v1/reglages": PUBLIC,
    "OPTIONS /widget/v1/textes": PUBLIC,
    "POST /widget/v1/textes": PUBLIC,
    "GET /entretien/debut": PUBLIC,
    "GET /entretien/reprise": PUBLIC,
    "GET /entretien/seance": PUBLIC,
    "HEAD /entretien/debut": PUBLIC,
    "HEAD /entretien/reprise": PUBLIC,
    "HEAD /entretien/seance": PUBLIC,
    "POST /api/v1/interviews/answers": PUBLIC,
    "POST /api/v1/interviews/debriefs": PUBLIC,
    "POST /api/v1/interviews/sessions": PUBLIC,
    "POST /entretien/debut": PUBLIC,
    "POST /entretien/reprise": PUBLIC,
    "POST /entretien/seance": PUBLIC,
    "POST /entretien/seance.json": PUBLIC,
    "GET /connexion": PUBLIC,
    "POST /connexion": PUBLIC,
    "GET /connexion/openid": PUBLIC,
    "GET /connexion/openid/retour": PUBLIC,
    "GET /connexion/openid/fin": PUBLIC,
    "POST /deconnexion": PUBLIC,
    "GET /inscription/{token}": PUBLIC,
    "POST /inscription/{token}": PUBLIC,
    "GET /espace": OWN,
    "GET /espace/deposer": OWN,
    "POST /espace/deposer": OWN,
    "GET /espace/export": OWN,
    "GET /espace/textes/{code}": OWNER,
    "GET /espace/textes/{code}/versions": OWNER,
    "POST /espace/textes/{code}/versions": OWNER,
    "GET /espace/textes/{code}/versions/{number}": OWNER,
    "GET /espace/textes/{code}/comparaison": OWNER,
    "POST /espace/textes/{code}/effacer": OWNER,
    "GET /espace/lectures/{code}": OWNER,
    "GET /espace/lectures/{code}/suivi": OWNER,
    "POST /espace/lectures/{code}/annuler": OWNER,
    "POST /espace/lectures/{code}/reprendre": OWNER,
    "POST /api/v1/jobs": OWN,
    "GET /api/v1/jobs/{code}": OWNER,
    "DELETE /api/v1/jobs/{code}": OWNER,
    "GET /espace/compte": OWN,
    "POST /espace/compte/mot-de-passe": OWN,
    "POST /espace/compte/sessions": OWN,
    "POST /espace/compte/effacer": OWN,
    "GET /rejoindre/{token}": PUBLIC,
    "POST /rejoindre/{token}": OWN,
    "POST /espace/cohortes/{code}/quitter": OWN,
    "POST /espace/textes/{code}/versions/{number}/contester": OWNER,
    "GET /tuteur": TUTOR,
    "POST /tuteur/cohortes": TUTOR,
    "GET /tuteur/cohortes/{cohort}": SEER,
    "POST /tuteur/cohortes/{cohort}/effacer": SEER,
    "POST /tuteur/cohortes/{cohort}/invitations": SEER,
    "POST /tuteur/cohortes/{cohort}/lien": SEER,
    "POST /tuteur/cohortes/{cohort}/lien/retirer": SEER,
    "POST /tuteur/cohortes/{cohort}/membres/{member}/retirer": SEER,
    "POST /tuteur/cohortes/{cohort}/reglages": SEER,
    "GET /tuteur/textes/{code}/versions/{number}": SEER,
    "POST /tuteur/textes/{code}/versions/{number}/avis": SEER,
    "POST /tuteur/textes/{code}/versions/{number}/commentaires": SEER,
    "POST /tuteur/textes/{code}/versions/{number}/commentaires/retirer": SEER,
    "POST /tuteur/textes/{code}/versions/{number}/rendre": SEER,
    "GET /tuteur/contestations": TUTOR,
    "POST /tuteur/contestations/{dispute}": TUTOR,
    "GET /tuteur/avis.jsonl": TUTOR,
    "GET /tuteur/etalonnage": TUTOR,
    "GET /tuteur/etalonnage/{name}": TUTOR,
    "POST /tuteur/etalonnage/{name}": TUTOR,
    "GET /administration": ADMINISTRATOR,
    "POST /administration/invitations": ADMINISTRATOR,
    "POST /administration/invitations/{code}/retirer": ADMINISTRATOR,
    "POST /administration/comptes/{code}/lien": ADMINISTRATOR,
    "GET /administration/exemplaires": ADMINISTRATOR,
    "GET /administration/exemplaires/ajouter": ADMINISTRATOR,
    "POST /administration/exemplaires/ajouter": ADMINISTRATOR,
    "GET /administration/exemplaires/{code}": ADMINISTRATOR,
    "POST /administration/exemplaires/{code}": ADMINISTRATOR,
    "POST /administration/exemplaires/{code}/publier": ADMINISTRATOR,
    "POST /administration/exemplaires/{code}/retirer": ADMINISTRATOR,
    "POST /administration/exemplaires/{code}/effacer": ADMINISTRATOR,
    "GET /administration/sites": ADMINISTRATOR,
    "POST /administration/sites": ADMINISTRATOR,
    "GET /administration/sites/{code}": ADMINISTRATOR,
    "POST /administration/sites/{code}": ADMINISTRATOR,
    "POST /administration/sites/{code}/secret": ADMINISTRATOR,
    "POST /administration/sites/{code}/fermer": ADMINISTRATOR,
    "POST /administration/programmes": ADMINISTRATOR,
    "POST /administration/programmes/{code}/refuser": ADMINISTRATOR,
}
HELD_BY = {ADMINISTRATOR: ("administrateur",), TUTOR: ("tuteur", "other tutor"), SEER: ("tuteur", "other tutor")}
"""Roles without which an address leads nowhere, whatever is sent."""
MULTIPART = (
    "/espace/deposer",
    "/espace/textes/{code}/versions",
    "/tuteur/cohortes/{cohort}/invitations",
    "/api/v1/jobs",
    "/administration/exemplaires/ajouter",
)
"""Bodies with a file, which the urlencoded one of these tests is not."""
PRIVATE = sorted(route for route, audience in AUDIENCES.items() if audience != PUBLIC)
VISITORS = ("nobody", "owner", "candidat", "tuteur", "other tutor", "administrateur")


def routes(app: FastAPI) -> set[str]:
    """Return every method and path that the service answers, routers included."""
    found: set[str] = set()

    def gather(several: object, prefix: str) -> None:
        for route in several:  # type: ignore[attr-defined]  # routers within routers are not typed
            router = getattr(route, "original_router", None) or getattr(route, "router", None)
            if isinstance(route, APIRoute) or (router is None and getattr(route, "methods", None)):
                found.update(f"{method} {prefix}{route.path}" for method in route.methods)
            elif router is not None:
                gather(router.routes, prefix)

    gather(app.routes, "")
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("roles"))


@pytest.fixture(scope="module")
def visitors(kept: Kept) -> dict[str, Visitor]:
    roles = {"nobody": None, "owner": Role.CANDIDAT, "other tutor": Role.TUTEUR} | {role.value: role for role in Role}
    return {name: Visitor(kept, role) for name, role in roles.items()}


@pytest.fixture(scope="module")
def draft(visitors: dict[str, Visitor]) -> str:
    owner = visitors["owner"]
    code = owner.draft(title="Mission")
    owner.deposit(f"/espace/textes/{code}/versions", "Le budget de 4 000 € est validé.", bloc="B1")
    return code


@pytest.fixture(scope="module")
def job(visitors: dict[str, Visitor], draft: str) -> str:
    """Return a reading of the owner that nobody makes."""
    owner = visitors["owner"]
    sent = {"text": "Un texte qui attend.", "draft": draft, "bloc": "B1"}
    answer = owner.http.post("/api/v1/jobs", json=sent, headers={"idempotency-key": "une"})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


@pytest.fixture(scope="module")
def site(kept: Kept) -> str:
    return kept.doors.add_site(site_asked("Intranet", ["https://intranet.example"])).id


@pytest.fixture(scope="module")
def codes(kept: Kept, draft: str, site: str, job: str) -> dict[str, str]:
    """Return what `{code}` stands for, by a part of the path; the last is for every other path."""
    dossier = kept.library.add(exemplar(), by="Ana")
    return {"/administration/sites": site, "/exemplaires": dossier, "/lectures": job, "/jobs": job, "": draft}


@pytest.fixture(scope="module")
def cohort(kept: Kept, visitors: dict[str, Visitor]) -> str:
    """Return the cohort of the tutor, which the owner of the draft joined."""
    tutor, owner = visitors["tuteur"].who, visitors["owner"].who
    assert tutor is not None
    assert owner is not None
    made, token = kept.cohorts.create(tutor.id, "Groupe A", ReleasePolicy.AT_ONCE)
    kept.cohorts.join(owner.id, token)
    return made.id


PROVIDER = OpenIdSettings(issuer="https://connexion.institut.example", client_id="jury-blanc")
OF_PROVIDER = {"GET /connexion/openid", "GET /connexion/openid/retour", "GET /connexion/openid/fin"}
OF_PASSWORDS = {
    "POST /connexion",
    "GET /inscription/{token}",
    "POST /inscription/{token}",
    "POST /espace/compte/mot-de-passe",
    "POST /administration/comptes/{code}/lien",
    "POST /administration/invitations",
    "POST /administration/invitations/{code}/retirer",
    "POST /tuteur/cohortes/{cohort}/invitations",
}
OF_SESSIONS = {"GET /connexion", "POST /deconnexion", "POST /espace/compte/sessions"}


def with_doorway(kept: Kept, doorway: Doorway) -> set[str]:
    return routes(create_app(FakeAssistant(), workspace=workspace_of(kept, doorway)))


def test_every_route_says_whom_it_is_for(kept: Kept) -> None:
    assert with_doorway(kept, Doorway("local", openid=PROVIDER)) == set(AUDIENCES)


def test_each_way_of_signing_in_has_its_own_routes_alone(kept: Kept) -> None:
    assert with_doorway(kept, Doorway("local")) == set(AUDIENCES) - OF_PROVIDER
    assert with_doorway(kept, Doorway("openid", openid=PROVIDER)) == set(AUDIENCES) - OF_PASSWORDS
    assert with_doorway(kept, Doorway("proxy")) == set(AUDIENCES) - OF_PROVIDER - OF_PASSWORDS - OF_SESSIONS


def test_without_accounts_the_service_has_its_public_routes_alone() -> None:
    plain = routes(create_app(FakeAssistant()))
    local = {"/connexion", "/deconnexion", "/inscription/{token}", "/rejoindre/{token}"}
    public = {route for route, audience in AUDIENCES.items() if audience == PUBLIC} - OF_PROVIDER
    assert plain == {route for route in public if route.partition(" ")[2] not in local}


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("route", PRIVATE)
def test_a_private_route_opens_for_those_it_is_for_and_for_nobody_else(
    route: str, visitor: str, visitors: dict[str, Visitor], codes: dict[str, str], cohort: str
) -> None:
    method, _, path = route.partition(" ")
    code = next(code for part, code in codes.items() if part in path)
    asked = re.sub(r"\{number\}", "1", path.replace("{code}", code).replace("{cohort}", cohort).replace("{name}", "B1-01"))
    asked += "?de=1&a=2" if path.endswith("comparaison") else ""
    # a form without its token is refused once it is known who sends it: nothing is changed by asking
    answer = visitors[visitor].http.request(method, asked, data={"autre": "1"} if method == "POST" else None)
    audience = AUDIENCES[route]
    if visitor == "nobody" and path.startswith("/api/"):
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    elif visitor == "nobody":
        assert (answer.status_code, answer.headers.get("location")) == (303, "/connexion")
    elif audience in HELD_BY and visitor not in HELD_BY[audience]:
        assert answer.status_code == 404
    elif method == "POST":
        assert answer.status_code == (415 if path in MULTIPART else 403)
    elif (audience == OWNER and visitor != "owner") or (audience == SEER and visitor != "tuteur"):
        assert answer.status_code == 404
    else:
        assert answer.status_code == 200


@pytest.mark.parametrize("visitor", ["candidat", "tuteur", "administrateur"])
def test_a_complete_form_changes_nothing_of_the_draft_of_another(
    visitor: str, visitors: dict[str, Visitor], draft: str, job: str
) -> None:
    someone, owner = visitors[visitor], visitors["owner"]
    token = someone.token("/espace/compte")
    for action in ("annuler", "reprendre"):
        assert someone.http.post(f"/espace/lectures/{job}/{action}", data={"jeton": token}).status_code == 404
    erased = someone.http.post(f"/espace/textes/{draft}/effacer", data={"jeton": token})
    added = someone.http.post(f"/espace/textes/{draft}/versions", files={"jeton": (None, token), "text": (None, "Volé.")})
    assert (erased.status_code, added.status_code) == (404, 404)
    assert owner.get(f"/espace/textes/{draft}").text.count("Version 3") == 0
    assert owner.get(f"/espace/textes/{draft}/versions/1").status_code == 200


def test_a_program_that_is_not_signed_in_is_told_so_in_a_problem_document(visitors: dict[str, Visitor]) -> None:
    for route in PRIVATE:
        method, _, path = route.partition(" ")
        answer = visitors["nobody"].http.request(method, path, headers={"accept": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json"), route
        assert answer.json()["code"] == "non_connecte"
