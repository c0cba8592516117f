"""One exemplar of the library: reviewed, published, withdrawn and erased by an administrator."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.account import Account
from assistant.domain.exemplar import Exemplar, ReviewState
from assistant.domain.feedback import Niveau
from assistant.errors import ExemplarNotReady, InputError, LibraryBusy, UnknownExemplar
from assistant.knowledge.shipped import shipped_exemplars
from web.desk import Desk
from web.gate import Administrator, Gate, Posted, to
from web.problems import Problem, answer, problem_of_error, wants_page
from web.rendering.layer import NIVEAUX
from web.rendering.library import kind_of, sheet_of, title_of
from web.rendering.words import typeset
from web.reviewing import PLACEHOLDERS, acceptable, levelled, masked, sourced, suggested, unmasked
from web.routes.library import HOME
from web.workspace import Workspace

_DONE = ("garde", "relu", "publie", "retire")
"""What the page of an exemplar may say was just done."""
_YES = "oui"
_NOTHING_TYPED = {"mots": "", "genre": "personne", "repere": "", "vrais": ""}
_LONGEST = 300
"""Characters of a context or of the reference of a consent."""


class ExemplarPages:
    """The page of one exemplar, and what is done from it."""

    def __init__(self, gate: Gate, desk: Desk, workspace: Workspace) -> None:
        self._gate = gate
        self._desk = desk
        self._library = workspace.library
        self._embedder = workspace.embedder

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix=HOME, include_in_schema=False)
        router.add_api_route("/{code}", self.page, methods=["GET"])
        router.add_api_route("/{code}", self.review, methods=["POST"])
        router.add_api_route("/{code}/publier", self.publish, methods=["POST"])
        router.add_api_route("/{code}/retirer", self.withdraw, methods=["POST"])
        router.add_api_route("/{code}/effacer", self.erase, methods=["POST"])
        return router

    def page(self, request: Request, code: str, who: Administrator) -> Response:
        """Show an exemplar: one of the institute to review, or one that ships to read."""
        ships = next((e for e in shipped_exemplars() if e.id == code), None)
        return self._shown(request, who, ships or self._known(code))

    def review(self, request: Request, code: str, who: Administrator, fields: Posted) -> Response:
        """Keep the corrections of a person, and their word that the text is reviewed when they give it."""
        before = shown = self._known(code)
        try:
            shown = self._labelled(self._suggested(before), fields)
            changed = _corrected(shown, before, fields)
            _check_seen(before, fields)
            if fields.get("geste") == "accepter":
                done, keep = "relu", self._library.review
                acceptable(changed)
            else:
                done, keep = "garde", self._library.correct
            traces = self._kept(lambda: keep(changed, by=who.id), code, before)
        except InputError as error:
            return self._refused(request, who, shown, error, fields)
        return self._led(request, code, done, traces=traces)

    def publish(self, request: Request, code: str, who: Administrator, fields: Posted) -> Response:
        """Let candidates be shown an exemplar, once a person has said that they reviewed it."""
        exemplar = self._known(code)
        try:
            _check_seen(exemplar, fields)
            _check_read(fields)
            self._library.publish(code, by=who.id, embedder=self._embedder())
        except InputError as error:
            return self._refused(request, who, exemplar, error)
        return self._led(request, code, "publie")

    def withdraw(self, request: Request, code: str, who: Administrator, _: Posted) -> Response:
        """Show an exemplar to nobody from now on, or refuse it before anybody saw it."""
        self._known(code)
        self._library.withdraw(code, by=who.id)
        return self._led(request, code, "retire")

    def erase(self, request: Request, code: str, who: Administrator, fields: Posted) -> Response:
        """Erase an exemplar for good, once a person has said that they mean it."""
        exemplar = self._known(code)
        if fields.get("sur") != _YES:
            wanted = InputError("Rien n’a été effacé.", hint="Pour effacer, cochez la case, puis recommencez.")
            return self._refused(request, who, exemplar, wanted)
        traces = self._kept(lambda: self._library.erase(code, by=who.id), code, exemplar)
        return to(request, f"{HOME}?fait={'traces' if traces else 'efface'}")

    def _known(self, code: str) -> Exemplar:
        try:
            return self._library.get(code)
        except UnknownExemplar as error:
            raise UnknownExemplar(str(error), hint="Revenez à la liste des exemplaires.") from None

    def _suggested(self, exemplar: Exemplar, *, again: bool = False) -> Exemplar:
        if exemplar.niveaux and not again:
            return exemplar
        with self._desk.slot():
            return suggested(exemplar, self._desk.reviewer, again=again)

    def _kept(self, change: Callable[[], object], code: str, before: Exemplar) -> bool:
        """Make a change and tell whether traces of what it replaced are left: the service erases them later."""
        try:
            change()
        except LibraryBusy:
            try:
                if self._library.get(code).revision == before.revision:
                    raise
            except UnknownExemplar:  # erased, but for its traces
                return True
            return True
        return False

    def _labelled(self, exemplar: Exemplar, fields: Mapping[str, str]) -> Exemplar:
        """Return the exemplar with what the form says of it; another bloc has its own niveaux suggested."""
        if "nature" in fields:
            exemplar = sourced(exemplar, fictional=fields["nature"] == "fictif")
        if "accord" in fields:
            exemplar = sourced(exemplar, consent=_short(fields["accord"]))
        if "contexte" in fields:
            exemplar = exemplar.model_copy(update={"context": _short(fields["contexte"])})
        bloc = fields.get("bloc", "")
        if bloc and bloc != exemplar.bloc:
            known = self._desk.reviewer.knowledge.referentiel.bloc(bloc).code
            return self._suggested(exemplar.model_copy(update={"bloc": known}), again=True)
        for critere in exemplar.niveaux:
            if f"niveau-{critere}" in fields:
                exemplar = levelled(exemplar, critere, fields[f"niveau-{critere}"])
        return exemplar

    def _led(self, request: Request, code: str, done: str, *, traces: bool = False) -> Response:
        return to(request, f"{HOME}/{code}?fait={done}{'&traces=oui' if traces else ''}")

    def _refused(
        self, request: Request, who: Account, exemplar: Exemplar, error: InputError, typed: Mapping[str, str] = _NOTHING_TYPED
    ) -> Response:
        problem = problem_of_error(error)
        if isinstance(error, ExemplarNotReady):  # the page has the next step, and no command
            problem = problem.model_copy(update={"hint": "Voyez ci-dessous où en est ce dossier."})
        return self._shown(request, who, exemplar, problem, typed) if wants_page(request) else answer(request, problem)

    def _shown(
        self,
        request: Request,
        who: Account,
        exemplar: Exemplar,
        problem: Problem | None = None,
        typed: Mapping[str, str] = _NOTHING_TYPED,
    ) -> Response:
        referentiel = self._desk.reviewer.knowledge.referentiel
        worded = {c.code: typeset(c.texte) for bloc in referentiel.blocs for c in bloc.criteres}
        own, query = not exemplar.source.origin, request.query_params
        try:
            exemplar = self._suggested(exemplar)
        except InputError as error:  # it cannot be read, with this référentiel for instance: it can still be withdrawn or erased
            problem = problem or problem_of_error(error)
        consent = bool(exemplar.source.consent)
        return self._gate.page(
            request,
            "exemplar.html.j2",
            status=problem.status if problem else 200,
            who=who,
            own=own,
            title=title_of(exemplar.id, exemplar.source.name) if own else f"Dossier {exemplar.source.origin}",
            problem=problem,
            unsaved=typed is not _NOTHING_TYPED,
            exemplar=exemplar,
            kind=kind_of(exemplar.source.fictional, consent=consent),
            publishable=exemplar.state is ReviewState.RELU and (exemplar.source.fictional or consent),
            sheet=sheet_of(exemplar),
            criteres=_in_order(exemplar.niveaux, worded),
            scale=NIVEAUX,
            blocs=[(bloc.code, typeset(bloc.intitule)) for bloc in referentiel.blocs],
            kinds=[(key, shown.lower()) for key, shown in PLACEHOLDERS.items()],
            typed=_NOTHING_TYPED | dict(typed),
            done=query.get("fait", "") if problem is None and query.get("fait") in _DONE else "",
            traces=query.get("traces") == _YES,
            longest=_LONGEST,
        )


def _in_order(niveaux: Mapping[str, Niveau], worded: Mapping[str, str]) -> list[tuple[str, str, str, Niveau]]:
    """Return each critère with its short name, its words and its niveau, in the order of the référentiel."""
    known = [code for code in worded if code in niveaux]
    ordered = [*known, *(code for code in niveaux if code not in worded)]
    return [(code, code.rpartition("-")[2], worded.get(code, ""), niveaux[code]) for code in ordered]


def _check_seen(exemplar: Exemplar, fields: Mapping[str, str]) -> None:
    """Raise `ExemplarNotReady` unless the form was filled in beside this very text."""
    if fields.get("version") != str(exemplar.revision):
        raise ExemplarNotReady("Ce dossier a changé pendant votre relecture\u00a0: rien n’a été gardé de votre envoi.")


def _check_read(fields: Mapping[str, str]) -> None:
    """Raise `InputError` unless a person says that they reviewed the text."""
    if fields.get("relu") != _YES:
        raise InputError(
            "Rien n’a été publié\u00a0: dites d’abord que vous avez relu le texte.", hint="Cochez la case, puis publiez."
        )


def _corrected(exemplar: Exemplar, seen: Exemplar, fields: Mapping[str, str]) -> Exemplar:
    """Return the exemplar with every correction of its text that the form asks for."""
    kind = fields.get("genre", "")
    sought = [line.strip() for line in fields.get("mots", "").splitlines() if line.strip()]
    risk = fields.get("risque", "")
    if risk.isdecimal() and 1 <= int(risk) <= len(seen.risks):
        sought.append(seen.words(seen.risks[int(risk) - 1].span))
    for words in sought:
        try:
            exemplar, _ = masked(exemplar, words, kind)
        except InputError:
            masked(seen, words, kind)  # told to the person, unless these words stood there until another line masked them
    if fields.get("vrais", "").strip():
        exemplar, _ = unmasked(exemplar, fields.get("repere", ""), fields["vrais"])
    return exemplar


def _short(words: str) -> str:
    if len(words.strip()) > _LONGEST:
        raise InputError(f"Le contexte et l’accord tiennent en {_LONGEST} signes.", hint="Raccourcissez, puis recommencez.")
    return words.strip()
