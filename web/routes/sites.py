"""The administrator's page of sites and programs: who may come in, the tag to copy, and use without content."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.account import Account
from assistant.domain.doors import CLIENT_POINTS, PERSON_POINTS, SITE_POINTS, Site, unknown_access
from assistant.errors import InputError
from web.desk import Desk
from web.doors.asset import SNIPPETS, frame_of, script, snippet, tag_of
from web.doors.look import ANGLES, MODES, PLAIN, THEMES, TINTS, WIDTHS, Look, look_of, style_of
from web.doors.opening import client_asked, origins_in, points_in, site_asked
from web.doors.usage import UNKNOWN_KEY, UNKNOWN_SITE, Usage
from web.gate import Administrator, Gate, Posted, to
from web.problems import Problem, problem_of_error
from web.rendering.usage import asked_in, since_of, table_of, totals_of
from web.rendering.words import counted, typeset
from web.workspace import Workspace

HOME = "/administration/sites"
_WEEK = 7
_BLANK = {"nom": "", "origines": "", "jetons": "avec", "par_personne": str(PERSON_POINTS), "par_site": str(SITE_POINTS)}
_BLANK_KEY = {"nom": "", "par_heure": str(CLIENT_POINTS)}


class SitePages:
    """The pages on which sites and programs are let in."""

    def __init__(self, gate: Gate, desk: Desk, workspace: Workspace, usage: Usage) -> None:
        self._gate = gate
        self._desk = desk
        self._doors = workspace.doors
        self._usage = usage

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/administration", include_in_schema=False)
        router.add_api_route("/sites", self.page, methods=["GET"])
        router.add_api_route("/sites", self.create, methods=["POST"])
        router.add_api_route("/sites/{code}", self.show, methods=["GET"])
        router.add_api_route("/sites/{code}", self.change, methods=["POST"])
        router.add_api_route("/sites/{code}/secret", self.rotate, methods=["POST"])
        router.add_api_route("/sites/{code}/fermer", self.close, methods=["POST"])
        router.add_api_route("/programmes", self.create_key, methods=["POST"])
        router.add_api_route("/programmes/{code}/refuser", self.refuse_key, methods=["POST"])
        return router

    def page(self, request: Request, who: Administrator) -> Response:
        """Show the sites and the programs, with their use."""
        return self._listed(request, who)

    def create(self, request: Request, who: Administrator, fields: Posted) -> Response:
        """Open a site and show its secret, this once."""
        try:
            asked = _asked(fields)
        except InputError as error:
            return self._listed(request, who, problem_of_error(error), wrong="site", site_form=_BLANK | dict(fields))
        return self._shown(request, who, self._doors.add_site(asked), said="ouvert")

    def show(self, request: Request, code: str, who: Administrator) -> Response:
        """Show the tag of a site, with the look that is chosen."""
        look = look_of(request.query_params, self._desk.reviewer.knowledge.referentiel)
        return self._shown(request, who, self._known(code), look)

    def change(self, request: Request, code: str, who: Administrator, fields: Posted) -> Response:
        """Give a site other origins, quotas or another name."""
        site = self._known(code)
        try:
            asked = _asked(fields)
        except InputError as error:
            return self._shown(request, who, site, form=_BLANK | dict(fields), problem=problem_of_error(error))
        return self._shown(request, who, self._doors.change_site(asked.model_copy(update={"id": code})), said="modifie")

    def rotate(self, request: Request, code: str, who: Administrator, _: Posted) -> Response:
        """Give a site another secret, and show it this once."""
        return self._shown(request, who, self._doors.rotate_site(code), said="change")

    def close(self, request: Request, code: str, _who: Administrator, _: Posted) -> Response:
        """Close a site: its tag does not answer any more."""
        self._doors.delete_site(code)
        return to(request, HOME)

    def create_key(self, request: Request, who: Administrator, fields: Posted) -> Response:
        """Let a program in and show its key, this once."""
        try:
            asked = client_asked(fields.get("nom", ""), points_in(fields.get("par_heure", "")))
        except InputError as error:
            return self._listed(request, who, problem_of_error(error), wrong="client", client_form=_BLANK_KEY | dict(fields))
        client, key = self._doors.add_client(asked)
        return self._listed(request, who, made=(client.name, key))

    def refuse_key(self, request: Request, code: str, _who: Administrator, _: Posted) -> Response:
        """Refuse a program from now on."""
        self._doors.delete_client(code)
        return to(request, HOME)

    def _known(self, code: str) -> Site:
        site = self._doors.site(code)
        if site is None:
            raise unknown_access("site", code)
        return site

    def _listed(self, request: Request, who: Account, problem: Problem | None = None, **shown: object) -> Response:
        days = self._usage.days
        return self._gate.page(
            request,
            "sites.html.j2",
            status=problem.status if problem else 200,
            who=who,
            sites=[(one, *self._totals(one.id)) for one in self._doors.sites()],
            clients=[(one, _points(one.per_hour), *self._totals(one.id)) for one in self._doors.clients()],
            strangers=[asked_in(days(door, _WEEK)) for door in (UNKNOWN_SITE, UNKNOWN_KEY)],
            problem=problem,
            since=since_of(self._usage.since),
            **{"site_form": _BLANK, "client_form": _BLANK_KEY, "wrong": "", "made": None} | shown,
        )

    def _totals(self, door: str) -> tuple[str, str]:
        return totals_of(self._usage.days(door, 1)), totals_of(self._usage.days(door, _WEEK))

    def _shown(self, request: Request, who: Account, site: Site, look: Look = PLAIN, **more: object) -> Response:
        referentiel = self._desk.reviewer.knowledge.referentiel
        service = str(request.base_url)
        return self._gate.page(
            request,
            "site.html.j2",
            who=who,
            status=problem.status if isinstance(problem := more.get("problem"), Problem) else 200,
            site=site,
            secret=site.secret.get_secret_value() if more.get("said") in ("ouvert", "change") and not site.anonymous else "",
            quotas=(_points(site.per_person), _points(site.per_site)),
            look=look,
            choices=_choices([(bloc.code, f"{bloc.code} · {typeset(bloc.intitule)}") for bloc in referentiel.blocs]),
            tag=tag_of(site, service, look),
            frame=frame_of(site, service, look),
            style=style_of(look),
            service=service,
            origin=f"{request.url.scheme}://{request.url.netloc}",
            script=script(),
            snippets=[] if site.anonymous else [(name, language, snippet(name)) for name, language in SNIPPETS.items()],
            days=table_of(self._usage.days(site.id)),
            since=since_of(self._usage.since),
            **{"said": "", "problem": None, "form": _form_of(site)} | more,
        )


def _asked(fields: Mapping[str, str]) -> Site:
    return site_asked(
        fields.get("nom", ""),
        origins_in(fields.get("origines", "")),
        anonymous=fields.get("jetons") == "sans",
        per_person=points_in(fields.get("par_personne", "")),
        per_site=points_in(fields.get("par_site", "")),
    )


def _form_of(site: Site) -> dict[str, str]:
    return {
        "nom": site.name,
        "origines": "\n".join(site.origins),
        "jetons": "sans" if site.anonymous else "avec",
        "par_personne": str(site.per_person),
        "par_site": str(site.per_site),
    }


def _points(points: int) -> str:
    return counted(points, "point", "points")


def _choices(blocs: list[tuple[str, str]]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the lists of the form: the name, the label, the choices."""
    return [
        ("mode", "Forme", list(MODES.items())),
        ("bloc", "Bloc de la page", [("", "la personne choisit"), *blocs]),
        ("theme", "Clair ou sombre", list(THEMES.items())),
        ("teinte", "Teinte", [(name, name) for name in TINTS]),
        ("angles", "Angles", list(ANGLES.items())),
        ("largeur", "Largeur", list(WIDTHS.items())),
    ]
