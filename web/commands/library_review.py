"""`ingest review`: a person reads a masked dossier, mends it and says how good it is, line by line."""

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rich.console import Console

from assistant.bootstrap import Assistant
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.exemplar import Exemplar, ExemplarIndicateur
from assistant.domain.feedback import FeedbackReport, Niveau
from assistant.errors import InputError, UnknownCode
from assistant.text.french import fold
from assistant.text.placeholders import Edit, masking, rewritten, unmasking
from ingestion.readers import read_text
from web.commands.console import progress, tell
from web.rendering.exemplar import render_exemplar, render_labels

_HELP = """Une commande par ligne (la première lettre suffit)\u00a0:
  masquer MOTS                   masque ces mots partout (« masquer organisme: MOTS » pour un autre repère)
  démasquer [PERSONNE 2] MOTS    remet les vrais mots à la place d’un repère
  bloc B3                        change le bloc, et propose de nouveau les niveaux
  niveau B3-C2 partiel           corrige un niveau\u00a0: absent, evoque, partiel, demontre
  contexte MOTS                  secteur et situation, en quelques mots, sans nom
  accord RÉFÉRENCE               note où se trouve l’accord de l’auteur
  fictif                         le dossier est inventé
  voir · aide                    affiche le texte, ou ces lignes
  ok                             accepte\u00a0: le dossier est relu
  quitter                        n’enregistre rien"""
_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "personne": "PERSONNE", "organisme": "ORGANISME", "ville": "VILLE", "adresse": "ADRESSE", "site": "SITE",
        "courriel": "COURRIEL", "telephone": "TÉLÉPHONE", "naissance": "NAISSANCE",
    }
)  # fmt: skip
_NIVEAUX = {name: niveau for niveau in Niveau for name in (niveau.value, fold(niveau.shown))}


def review_in_terminal(assistant: Assistant, exemplar: Exemplar, *, by: str) -> None:
    """Show an exemplar, obey standard input line by line, and keep what a person accepted."""
    desk = Desk(assistant, exemplar)
    desk.suggest()
    desk.show()
    tell(_HELP)
    while True:
        tell("→")
        line = sys.stdin.readline()
        if not line or desk.obeys_last(line):
            break
    if not desk.accepted:
        tell("Rien n’a été enregistré.")
        return
    kept = assistant.library.review(desk.exemplar, by=by)
    tell(f"{kept.id} est relu. Pour le publier\u00a0: jury-blanc ingest publish {kept.id}")


class Desk:
    """The exemplar under review, as changed so far."""

    def __init__(self, assistant: Assistant, exemplar: Exemplar) -> None:
        self._assistant = assistant
        self.exemplar = exemplar
        self.accepted = False
        self._console = Console(highlight=False)
        self._verbs: dict[str, Callable[[str], None]] = {
            "masquer": self._mask,
            "demasquer": self._unmask,
            "bloc": self._set_bloc,
            "niveau": self._set_niveau,
            "contexte": lambda words: self._update(context=words),
            "accord": self._set_consent,
            "fictif": lambda _: self._set_source(fictional=True),
            "voir": lambda _: self.show(),
            "aide": lambda _: tell(_HELP),
        }

    def obeys_last(self, line: str) -> bool:
        """Do what a line says, or say why not; tell whether it ends the review."""
        verb, _, rest = line.strip().partition(" ")
        asked = fold(verb)
        if asked and "ok".startswith(asked):
            return self._accept()
        if asked and "quitter".startswith(asked):
            return True
        known = [name for name in self._verbs if asked and name.startswith(asked)]
        if not known:
            tell(
                "Cette commande n’existe pas\u00a0: «\u00a0aide\u00a0» les montre."
                if asked
                else "«\u00a0aide\u00a0» montre les commandes."
            )
            return False
        try:
            self._verbs[known[0]](rest.strip())
        except InputError as error:
            tell(f"{error}\n{error.hint}".rstrip())
        return False

    def show(self) -> None:
        """Print the text and the niveaux as they are now."""
        render_exemplar(self.exemplar, self._console)
        render_labels(self.exemplar, self._console)

    def suggest(self, *, again: bool = False) -> None:
        """Fill in the bloc and the niveaux that the assessor reads, unless a person has settled them."""
        if self.exemplar.niveaux and not again:
            return
        with progress("Lecture du dossier…"):
            report = self._assistant.review(_draft(self.exemplar), self.exemplar.bloc or "auto")
        if self.exemplar.bloc is None:
            tell(f"Bloc proposé\u00a0: {report.bloc}. Niveaux proposés par la lecture automatique, à corriger.")
        self._update(bloc=report.bloc, niveaux=_niveaux(report), indicateurs=_indicateurs(report))

    def _accept(self) -> bool:
        if self.exemplar.bloc is None:
            tell("Dites d’abord à quel bloc ce dossier répond\u00a0: «\u00a0bloc B3\u00a0».")
            return False
        self.accepted = True
        return True

    def _mask(self, words: str) -> None:
        kind, colon, rest = words.partition(":")
        label = _LABELS.get(fold(kind.strip())) if colon else None
        self._edit(masking(self.exemplar.text, rest if label else words, label or "PERSONNE"))

    def _unmask(self, words: str) -> None:
        placeholder, bracket, true = words.partition("]")
        self._edit(unmasking(self.exemplar.text, f"{placeholder.upper()}{bracket}", true.strip()) if true.strip() else [])

    def _edit(self, edits: list[Edit]) -> None:
        if not edits:
            tell("Rien de tel dans le texte\u00a0: vérifiez les mots.")
            return
        self.exemplar = rewritten(self.exemplar, edits)
        tell(f"Remplacé à {len(edits)} endroit{'s' * (len(edits) > 1)}\u00a0: {edits[0].words}")

    def _set_bloc(self, code: str) -> None:
        self._update(bloc=self._assistant.knowledge.referentiel.bloc(code.upper()).code)
        self.suggest(again=True)
        render_labels(self.exemplar, self._console)

    def _set_niveau(self, words: str) -> None:
        code, _, word = words.partition(" ")
        if code.upper() not in self.exemplar.niveaux:
            known = ", ".join(self.exemplar.niveaux)
            raise UnknownCode(f"«\u00a0{code}\u00a0» n’est pas un critère de ce bloc.", hint=f"Critères\u00a0: {known}.")
        niveau = _NIVEAUX.get(fold(word.strip()))
        if niveau is None:
            raise InputError(
                f"«\u00a0{word}\u00a0» n’est pas un niveau.", hint="Niveaux\u00a0: absent, evoque, partiel, demontre."
            )
        self._update(niveaux=self.exemplar.niveaux | {code.upper(): niveau})
        tell(f"{code.upper()}\u00a0: {niveau.shown}")

    def _set_consent(self, words: str) -> None:
        if not words:
            raise InputError("Donnez la référence de l’accord.", hint="Par exemple «\u00a0accord registre 2026-14\u00a0».")
        self._set_source(consent=words)

    def _set_source(self, **changes: object) -> None:
        self._update(source=self.exemplar.source.model_copy(update=changes))

    def _update(self, **changes: object) -> None:
        self.exemplar = self.exemplar.model_copy(update=changes)


def _draft(exemplar: Exemplar) -> Draft:
    """Return the exemplar as a draft, with the blocks that its text shows."""
    read = read_text(exemplar.text, exemplar.source.name)
    return read if read.text == exemplar.text else Draft(name=exemplar.source.name, text=exemplar.text)


def _niveaux(report: FeedbackReport) -> dict[str, Niveau]:
    return {a.critere: a.niveau for a in report.assessments if a.niveau is not None}


def _indicateurs(report: FeedbackReport) -> tuple[ExemplarIndicateur, ...]:
    return tuple(
        ExemplarIndicateur(code=i.code, etat=i.etat, spans=tuple(Span(start=e.start, end=e.end) for e in i.evidence))
        for a in report.assessments
        for i in a.indicateurs
    )
