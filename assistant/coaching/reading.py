"""What is said of a candidate's own reading: why a niveau, what is missing, what first, where something stands."""

import re
from collections.abc import Iterable, Sequence

from assistant.coaching.compose import GIVEN, Composer, cite, lowered, quote
from assistant.coaching.outline import Sentence
from assistant.domain.conversation import Citation, SearchResult
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, Evidence, FeedbackReport, Finding, Niveau
from assistant.text.french import content, sentences, terms

_LONGEST = 180
_FIRST = re.compile(
    r"\bpriorit\w+|\b(?:par\s+(?:quoi|ou))\b.{0,20}\bcommenc\w+|\ben\s+premier\b|\bd'abord\b|\bpoints?\s+(?:faibles?|a\s+(?:ameliorer|revoir))\b"
    r"|\bqu(?:e|oi|'est-ce\s+que)\b.{0,30}\b(?:ameliorer|corriger|revoir|retravailler|reprendre)\b"
)
_MISSING = re.compile(r"\bmanqu\w+|\bincomplet\w*|\boubli\w+|\bpas\s+(?:assez|trouve)\b|\bil\s+faudrait\b")
_WHERE = re.compile(
    r"\bou\b.{0,30}\b(?:parle|dit|ecrit|mis|evoque|aborde|cite|mentionne|traite)\w*\b|\b(?:ai-je|est-ce\s+que\s+j'ai|j'ai)\b.{0,12}\b(?:parle|dit|"
    r"evoque|aborde|cite|mentionne|traite)\w*|\bquel(?:le)?s?\s+(?:passages?|phrases?|endroits?|paragraphes?)\b|\ba\s+quel\s+endroit\b|\bquelle\s+page\b"
)
_SUBJECT = re.compile(
    r"\b(?:parle|dit|ecrit|mis|evoque|aborde|cite|mentionne|traite|prouve\w*|montre\w*)\w*\s+(?:de\s+la\s+|de\s+l'|du\s+|des\s+|de\s+|d'|la\s+|le\s+|les\s+|l'|sur\s+)?"
    r"(?P<subject>[^?!.;]+)"
)
_OVERALL = re.compile(
    r"\b(?:resume|bilan|synthese|ensemble|global\w*|ou\s+j'en\s+suis|recap\w*)\b|\bquels?\s+criteres?\b|\b(?:demontres?|partiels?|evoques?|absents?)\b"
)
_FAMILIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:calculs?|total|totaux|somme|tableaux?|addition\w*|chiffres\s+(?:faux|justes?))\b"), "arithmetic"),
    (re.compile(
        r"\b(?:longueur|trop\s+(?:long|court|ecrit)|caracteres|nombre\s+de\s+(?:mots|pages)|depass\w+|"
        r"combien\s+de\s+(?:mots|pages|signes))\b"
    ), "formal"),
    (re.compile(
        r"\b(?:perim\w+|a\s+jour|obsolete\w*|anciens?\s+(?:dispositif|terme)\w*|regles?\s+(?:qui\s+ont\s+)?chang\w+)\b"
    ), "outdated"),
    (re.compile(r"\b(?:je\s+ou\s+nous|trop\s+de\s+(?:on|nous)|style|promesses?|paraphras\w+|vague\w*)\b"), "genre"),
)  # fmt: skip
_MINE = re.compile(
    r"\b(?:mon|ma|mes)\s+(?:\w+\s+)?(?:texte|brouillon|dossier|ecrit|bloc|critere|lecture|budget|tableau\w*|passage|paragraphe|partie|analyse|bilan|"
    r"conclusion|travail|production|priorites?|points?|resultats?)\b|\b(?:dans|de)\s+(?:mon|ma)\b|\bchez\s+moi\b|\bai-je\b|\bj'ai\s+(?:ecrit|mis|parle)\b"
    r"|\b(?:evoque|partiel|demontre|absent|non\s+aborde)\b|\b(?:tu|vous)\s+(?:dis|dites|as\s+(?:vu|lu|trouve)|avez\s+(?:vu|lu|trouve))\b|\bta\s+lecture\b"
)


_READING = re.compile(r"\b(?:resum|recapitul|explique|detaille|rappelle)\w*\b.{0,25}\b(?:lecture|constats?|priorites?)\b")
_OWN = re.compile(
    r"\b(?:mon|ma|mes)\s+(?:\w+\s+)?(?:texte|brouillon|lecture|priorites?)\b|\bta\s+lecture\b|\bai-je\s+(?:parle|mis|dit|oublie|ecrit)\b"
    r"|\bmon\s+critere\b|\bpourquoi\b.{0,40}\b(?:evoque|partiel|demontre|non\s+aborde)\b|\bmanque\b.{0,20}\bcritere\b"
)


def is_about_reading(spelt: str) -> bool:
    """Tell whether the question is about what the person wrote, or how it was read."""
    return any(p.search(spelt) for p in (_MINE, _WHERE, _FIRST, _READING)) or (_MISSING.search(spelt) is not None)


def asks_of_reading(spelt: str) -> bool:
    """Tell whether the question can only be about the reading of a text: where, what first, why this niveau."""
    return any(p.search(spelt) for p in (_WHERE, _FIRST, _OWN, _READING))


def needs_reading(spelt: str) -> bool:
    """Tell whether the question can only be answered with the person's own text."""
    return _OWN.search(spelt) is not None


class Reading:
    """Answers from the reading of a draft; every quote is a place in it."""

    def __init__(self, draft: Draft, report: FeedbackReport, composer: Composer, things: dict[str, SearchResult]) -> None:
        self.report = report
        self.text = draft.text
        self._composer = composer
        self._things = things
        self.judged = {a.critere: a for a in report.assessments}
        """The judgement of each critère, by its code."""

    def answer(self, spelt: str, codes: Sequence[str], *, leaning: bool) -> tuple[list[Sentence], tuple[str, ...]] | None:
        """Return what the reading says and the codes it is about; None when the question is not about it."""
        named = [c for c in codes if c in self.judged]
        if _WHERE.search(spelt) and (places := self._places(spelt)):
            return places, ()
        for pattern, family in _FAMILIES:
            if pattern.search(spelt) and not named:
                return self._findings(family), ()
        if named and not leaning:
            return self._critere(named[0], spelt), (named[0],)
        if _FIRST.search(spelt):
            return self._priorities(), tuple(p.critere for p in self.report.priorities)
        if named:
            return self._critere(named[0], spelt), (named[0],)
        if _OVERALL.search(spelt) or _MISSING.search(spelt):
            return self._overall(), tuple(p.critere for p in self.report.priorities)
        return None

    def _critere(self, code: str, spelt: str) -> list[Sentence]:
        judged = self.judged[code]
        thing = self._things[code]
        niveau = judged.niveau.shown if judged.niveau else "lu sur un passage"
        text = f"Critère {code}\u00a0: {quote(thing.text)}. Dans votre texte, il est lu {niveau}."
        said = [Sentence(text=text, citations=(cite(thing),))]
        if judged.niveau is Niveau.NON_EVALUABLE:
            return [*said, Sentence(text=judged.explanation)]
        if not _MISSING.search(spelt):
            said += [Sentence(text=judged.explanation), *self._shown(judged.evidence)]
        said += self._missing(judged)
        if judged.advice:
            step = "" if judged.niveau is Niveau.DEMONTRE else "Prochaine étape\u00a0: "
            said.append(Sentence(text=f"{step}{judged.advice}"))
        return said

    def _shown(self, evidence: Iterable[Evidence]) -> list[Sentence]:
        starts = {e.start: e.end for e in reversed(list(evidence))}
        found = [self._passage(start, end) for start, end in sorted(starts.items())[:GIVEN]]
        return [Sentence(text="Ce que j’y lis\u00a0:"), *found] if found else []

    def _passage(self, start: int, end: int) -> Sentence:
        """Return a place of the draft, its words cut at a word when they are long."""
        words = self.text[start:end]
        if len(words) > _LONGEST:
            words = words[:_LONGEST].rsplit(None, 1)[0].rstrip(" ,;:(«-–")
        source = Citation(kind="draft", code=None, quote=words, start=start, end=start + len(words))
        cut = " […]" if len(words) < end - start else ""
        return Sentence(text=f"{_line(self.text, start)}\u00a0: «\u00a0{words}\u00a0»{cut}", citations=(source,), shape="puce")

    def _missing(self, judged: Assessment) -> list[Sentence]:
        critere = self._composer.expected(judged.critere)
        known = {i.code: i for i in critere.indicateurs} if critere else {}
        lines = [f"{known[c].label}\u00a0: {lowered(known[c].description)}" for c in judged.missing if c in known][:GIVEN]
        if not lines:
            return [Sentence(text="Je n’y trouve pas de manque important.")]
        return [Sentence(text="Ce qui manque\u00a0:"), *(Sentence(text=line, shape="puce") for line in lines)]

    def _priorities(self) -> list[Sentence]:
        if not self.report.priorities:
            return [Sentence(text="Aucune priorité ne ressort\u00a0: relisez avec votre tuteur les critères lus partiels.")]
        said = [Sentence(text="À revoir, dans cet ordre\u00a0:")]
        for priority in self.report.priorities:
            thing = self._things[priority.critere]
            said.append(Sentence(text=f"{priority.critere}\u00a0: {priority.why}", citations=(cite(thing),), shape="puce"))
        first = self.report.priorities[0].critere
        advice = self.judged[first].advice if first in self.judged else ""
        new = advice and advice not in self.report.priorities[0].why
        return [*said, Sentence(text=f"Pour commencer\u00a0: {advice}")] if new else said

    def _overall(self) -> list[Sentence]:
        counted = [(n, [a.critere for a in self.report.assessments if a.niveau is n]) for n in reversed(Niveau)]
        said = [Sentence(text=f"Votre texte, lu pour le bloc {self.report.bloc}\u00a0:")]
        for niveau, codes in counted:
            if codes:
                cites = tuple(cite(self._things[c]) for c in codes)
                said.append(Sentence(text=f"{niveau.shown}\u00a0: {', '.join(codes)}", citations=cites, shape="puce"))
        return [*said, *self._priorities()]

    def _findings(self, family: str) -> list[Sentence]:
        facts = self.report.draft
        found: Sequence[Finding] = getattr(self.report, family)
        counted = f"Votre texte compte {facts.words} mots et {facts.characters} caractères espaces compris."
        said = [Sentence(text=counted)] if family == "formal" and not any("caractères" in f.message for f in found) else []
        if not found:
            return said or [
                Sentence(text="La lecture n’y relève rien à corriger\u00a0; elle peut se tromper, relisez aussi ce point.")
            ]
        for finding in found[:GIVEN]:
            said.append(Sentence(text=finding.message, shape="puce"))
            if finding.start is not None and finding.end is not None and finding.start < finding.end:
                said.append(self._passage(finding.start, finding.end))
        return said

    def _places(self, spelt: str) -> list[Sentence]:
        """Return the places of the draft that speak of the subject; says so when there is none."""
        match = _SUBJECT.search(spelt)
        words = match["subject"] if match else spelt
        asked = {t for t in terms(content(words)) if len(t) > 2} - _OF_ASKING
        if not asked:
            return []
        spans = [(len(asked & set(terms(self.text[s.start : s.end]))), s) for s in sentences(self.text)]
        most = max((n for n, _ in spans), default=0)
        if most == 0:
            return [
                Sentence(
                    text=f"Je ne trouve dans votre texte aucun passage qui parle de «\u00a0{words.strip()}\u00a0» avec ces mots."
                )
            ]
        places = [s for n, s in spans if n == most][:GIVEN]
        return [Sentence(text="Vous en parlez ici\u00a0:"), *(self._passage(s.start, s.end) for s in places)]


_OF_ASKING = frozenset(terms("texte brouillon dossier passage phrase endroit page paragraphe parle critere bloc quelle"))


def _line(text: str, start: int) -> str:
    return f"ligne {text.count(chr(10), 0, start) + 1}"
