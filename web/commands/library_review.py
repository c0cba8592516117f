"""`ingest review`: a person reads a masked dossier, mends it and says how good it is, line by line."""

import sys
from collections.abc import Callable

from rich.console import Console

from assistant.bootstrap import Assistant
from assistant.domain.exemplar import Exemplar
from assistant.errors import InputError
from assistant.text.french import fold
from assistant.text.placeholders import Edit
from web.commands.console import progress, tell
from web.rendering.exemplar import render_exemplar, render_labels
from web.reviewing import PLACEHOLDERS, acceptable, levelled, masked, sourced, suggested, unmasked

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
            "contexte": lambda words: self._keep(self.exemplar.model_copy(update={"context": words})),
            "accord": self._set_consent,
            "fictif": lambda _: self._keep(sourced(self.exemplar, fictional=True)),
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
        had_bloc = self.exemplar.bloc is not None
        with progress("Lecture du dossier…"):
            self.exemplar = suggested(self.exemplar, self._assistant, again=again)
        if not had_bloc:
            tell(f"Bloc proposé\u00a0: {self.exemplar.bloc}. Niveaux proposés par la lecture automatique, à corriger.")

    def _accept(self) -> bool:
        try:
            self.exemplar = acceptable(self.exemplar)
        except InputError as error:
            tell(f"{error} Par exemple «\u00a0bloc B3\u00a0».")
            return False
        self.accepted = True
        return True

    def _mask(self, words: str) -> None:
        kind, colon, rest = words.partition(":")
        named = bool(colon) and fold(kind.strip()) in PLACEHOLDERS
        self._edited(*(masked(self.exemplar, rest, kind.strip()) if named else masked(self.exemplar, words)))

    def _unmask(self, words: str) -> None:
        placeholder, bracket, true = words.partition("]")
        self._edited(*unmasked(self.exemplar, f"{placeholder}{bracket}", true))

    def _edited(self, exemplar: Exemplar, edits: list[Edit]) -> None:
        self.exemplar = exemplar
        tell(f"Remplacé à {len(edits)} endroit{'s' * (len(edits) > 1)}\u00a0: {edits[0].words}")

    def _set_bloc(self, code: str) -> None:
        self._keep(self.exemplar.model_copy(update={"bloc": self._assistant.knowledge.referentiel.bloc(code.upper()).code}))
        self.suggest(again=True)
        render_labels(self.exemplar, self._console)

    def _set_niveau(self, words: str) -> None:
        code, _, word = words.partition(" ")
        self._keep(levelled(self.exemplar, code, word))
        tell(f"{code.upper()}\u00a0: {self.exemplar.niveaux[code.upper()].shown}")

    def _set_consent(self, words: str) -> None:
        if not words:
            raise InputError("Donnez la référence de l’accord.", hint="Par exemple «\u00a0accord registre 2026-14\u00a0».")
        self._keep(sourced(self.exemplar, consent=words))

    def _keep(self, exemplar: Exemplar) -> None:
        self.exemplar = exemplar
