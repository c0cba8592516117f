"""Answers a question from the référentiel, the expected elements, the facts and a reading."""

import re
from collections.abc import Sequence

from assistant.domain.conversation import Answer, Citation, SearchResult, SourceKind
from assistant.domain.feedback import Assessment, FeedbackReport
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.knowledge.notice import notice
from assistant.retrieval.corpus import Entry
from assistant.retrieval.hybrid import HybridSearch
from assistant.text import intents
from assistant.text.french import content, fold

_ALL_KINDS: tuple[SourceKind, ...] = ("critere", "competence", "modalite", "fait")
_CITED = 3
_EXAM_CITED = 2
_LEAST_UNDERSTOOD = 0.6
"""How far a question must speak of the corpus to be answered; fitted on the develop questions."""
_CODE = re.compile(r"\b(?:b\s?(\d+)\s?-?\s?c\s?(\d+)|(c\d+\.\d+)|(e\d+))\b")
_CRITERE_OF_BLOC = re.compile(
    r"\bcritere\s+(?:n\s?°?\s?)?(\d+)\b.{0,8}\bbloc\s+(\d+)|\bbloc\s+(\d+)\b.{0,8}\bcritere\s+(?:n\s?°?\s?)?(\d+)"
)
_CRITERE_NUMBER = re.compile(r"\bcritere\s+(?:n\s?°?\s?)?(\d{1,2})\b|\b(\d{1,2})(?:e|er|eme)\s+critere\b|\bc(\d{1,2})\b(?!\.\d)")


class Answerer:
    """Answers from what it finds, and says so when it finds nothing."""

    def __init__(self, knowledge: Knowledge, search: HybridSearch) -> None:
        self._knowledge = knowledge
        self._search = search
        self._entries = {e.code: e for e in search.entries}
        self._limits = _limits(knowledge)

    def answer(self, question: str, report: FeedbackReport | None = None) -> Answer:
        """Return an answer with its citations; raise `InputError` for an empty question."""
        if not content(question):
            raise InputError("La question est vide.", hint="Posez une question sur le référentiel, un critère ou votre lecture.")
        folded = fold(question)
        if intents.asks_to_predict(folded):
            return self._say(
                "Je ne peux pas le prédire\u00a0: seul le jury décide, et je ne donne ni note ni pronostic. "
                "Je peux en revanche lire votre texte critère par critère et vous dire ce qui manque.",
                declined=True,
            )
        if intents.asks_to_write(folded):
            return self._say(
                "Je n’écris pas le dossier à votre place\u00a0: le jury juge ce que vous avez fait et pensé. "
                "Je peux vous dire ce qu’un critère attend, vous poser les questions qui font venir la matière, "
                "puis relire votre texte.",
                declined=True,
            )
        read = self._about_reading(folded, report) if report else None
        return read or self._from_sources(question, folded)

    def _about_reading(self, folded: str, report: FeedbackReport) -> Answer | None:
        named = _CRITERE_NUMBER.search(folded)
        codes = self._codes(folded) or ([f"{report.bloc}-C{next(filter(None, named.groups()))}"] if named else [])
        judged = {a.critere: a for a in report.assessments}
        for code in codes:
            if code in judged:
                return self._explain(judged[code])
        if report.priorities and not codes and intents.asks_for_priorities(folded):
            return self._prioritise(report)
        return None

    def _prioritise(self, report: FeedbackReport) -> Answer:
        parts = [f"{n}. {p.critere}\u00a0: {p.why}" for n, p in enumerate(report.priorities, start=1)]
        citations = [Citation(kind="critere", code=p.critere, quote=self._entries[p.critere].text) for p in report.priorities]
        return self._say("Dans l’ordre\u00a0:\n" + "\n".join(parts), citations)

    def _explain(self, assessment: Assessment) -> Answer:
        niveau = assessment.niveau.shown if assessment.niveau else "lu sans niveau"
        citations = [Citation(kind="critere", code=assessment.critere, quote=self._entries[assessment.critere].text)]
        citations += [
            Citation(kind="draft", code=e.indicateur, quote=e.quote, start=e.start, end=e.end)
            for e in assessment.evidence[:_CITED]
        ]
        step = f" Prochaine étape\u00a0: {assessment.advice}" if assessment.advice else ""
        return self._say(f"Ce critère est lu «\u00a0{niveau}\u00a0». {assessment.explanation}{step}", citations)

    def _from_sources(self, question: str, folded: str) -> Answer:
        found = [_as_result(self._entries[c]) for c in self._codes(folded) if c in self._entries]
        if not found and not intents.is_off_subject(folded):
            found = self._about_the_exam(question, folded) if intents.asks_about_the_exam(folded) else []
            if self._search.understood(question) >= _LEAST_UNDERSTOOD:
                general = self._search.search(question, _CITED, _ALL_KINDS)
                found = [*found, *(r for r in general if not found or r.kind != "modalite")]
        if not found:
            return self._say(
                "Je ne trouve pas de réponse à cette question dans le référentiel ni dans les connaissances dont je dispose. "
                "Reformulez-la avec les mots du référentiel, ou posez-la à votre tuteur.",
                abstained=True,
            )
        found = found[:_CITED]
        text = self._unstated(folded, found) + self._compose(found)
        return self._say(text, [Citation(kind=r.kind, code=r.code, quote=r.text) for r in found])

    def _about_the_exam(self, question: str, folded: str) -> list[SearchResult]:
        """Return up to two modalités: those of the bloc that is named, those that state what is asked, the closest ones."""
        bloc, asked = intents.named_bloc(folded), intents.asked_limits(folded)
        near = [r for r in self._search.search(question, len(self._entries), ["modalite"]) if r.code in self._limits]
        known = [
            *near,
            *(_as_result(e) for c, e in self._entries.items() if c in self._limits and c not in {r.code for r in near}),
        ]
        of_bloc = [r for r in known if bloc and r.code.startswith(f"{bloc}-")]
        stating = [r for r in of_bloc or near or known if asked & self._limits[r.code]]
        ranked = [*stating, *(of_bloc or near)]
        return list({r.code: r for r in ranked}.values())[:_EXAM_CITED]

    def _unstated(self, folded: str, found: Sequence[SearchResult]) -> str:
        """Return a sentence that says so when the modalité found does not state the limit that is asked."""
        asked = intents.asked_limits(folded)
        if not asked or found[0].kind != "modalite" or asked & self._limits.get(found[0].code, frozenset()):
            return ""
        return "Le référentiel ne le précise pas pour cette épreuve\u00a0: demandez-le à votre organisme. "

    def _codes(self, folded: str) -> list[str]:
        codes = []
        for critere, bloc, of_bloc, of_critere in _CRITERE_OF_BLOC.findall(folded):
            codes.append(f"B{bloc or of_bloc}-C{critere or of_critere}")
        for bloc, critere, competence, point in _CODE.findall(folded):
            codes.append(f"B{bloc}-C{critere}" if bloc else (competence or point).upper())
        return codes

    def _compose(self, found: Sequence[SearchResult]) -> str:
        parts = [self._sentence(found[0])]
        others = [f"{r.code} («\u00a0{r.text.rstrip('.')}\u00a0»)" for r in found[1:] if r.kind != "fait"]
        if others:
            parts.append(f"Voyez aussi {' et '.join(others)}.")
        return " ".join(parts)

    def _sentence(self, result: SearchResult) -> str:
        if result.kind == "critere" or re.fullmatch(r"E\d", result.code):
            critere = self._knowledge.critere(result.code)
            kind = "critère" if result.kind == "critere" else "point de l’entretien final"
            text = f"Cela relève du {kind} {result.code}\u00a0: «\u00a0{result.text}\u00a0». "
            text += f"Ce qu’un jury attend\u00a0: {critere.expected}"
            return f"{text} Ce qui affaiblit souvent\u00a0: {critere.typical_failure}" if critere.typical_failure else text
        if result.kind == "competence":
            linked = [c.code for g in self._knowledge.grilles for c in g.criteres if result.code in c.competences]
            judged = f" Elle s’évalue par {', '.join(linked)}." if linked else ""
            return f"Cela relève de la compétence {result.code}\u00a0: «\u00a0{result.text.rstrip('.')}\u00a0».{judged}"
        if result.kind == "modalite":
            where = "L’épreuve finale" if result.code == "ENTRETIEN" else f"Le bloc {result.code[1:].partition('-')[0]}"
            return f"{where} s’évalue ainsi\u00a0: «\u00a0{result.text.rstrip('.')}\u00a0»."
        fait = self._knowledge.fait(result.code)
        return (
            f"{fait.title} ({fait.status}, {fait.effective})\u00a0: {fait.statement} "
            f"À la date de nos connaissances, {self._knowledge.knowledge_date_shown}\u00a0; vérifiez avant de l’écrire."
        )

    def _say(self, text: str, citations: Sequence[Citation] = (), *, abstained: bool = False, declined: bool = False) -> Answer:
        return Answer(
            answer=text,
            citations=tuple(citations),
            abstained=abstained,
            declined=declined,
            notice=notice(self._knowledge, reader="recherche dans le référentiel"),
        )


def _as_result(entry: Entry) -> SearchResult:
    return SearchResult(code=entry.code, kind=entry.kind, score=1.0, text=entry.text)


def _limits(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return, for each modalité and the final interview, the kinds of limits that it states."""
    referentiel = knowledge.referentiel
    limits = {
        f"{bloc.code}-M{number}": frozenset[str](limite.kind for limite in modalite.limites)
        for bloc in referentiel.blocs
        for number, modalite in enumerate(bloc.modalites, start=1)
    }
    if referentiel.entretien_final is not None:
        limits["ENTRETIEN"] = frozenset({"minutes"} if referentiel.entretien_final.minutes else ())
    return limits
