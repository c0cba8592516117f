"""Answers a question from the référentiel, the expected elements, the facts and a reading."""

import re
from collections.abc import Sequence

from assistant.domain.conversation import Answer, Citation, SearchResult, SourceKind
from assistant.domain.feedback import Assessment, FeedbackReport
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.knowledge.notice import notice
from assistant.retrieval.hybrid import HybridSearch
from assistant.text.french import content, fold

_ALL_KINDS: tuple[SourceKind, ...] = ("critere", "competence", "modalite", "fait")
_CITED = 3
_LEAST_COSINE = 0.085
_LEAST_KNOWN = 0.5
"""Part of the content words of a question that the corpus must know."""

_WRITE_FOR_ME = re.compile(
    r"\b(?:ecri[stv]\w*|redig\w+|genere\w*|invente\w*|pond\w*|reformul\w+|reecri\w+|complete\w*|fais|fait|fabrique\w*|compose\w*|produi\w+)\b"
    r"(?:[\s-]+(?:moi|nous))?[^?.!]{0,40}\b(?:partie|texte|paragraphe|dossier|conclusion|introduction|note|bilan|grille|reponse|analyse|expose|"
    r"budget|section|page|entretiens?|memoire|ecrit|bloc|copie)\b"
    r"|\b(?:a\s+ma\s+place|tout[es]*\s+faite?s?|pret\s+a\s+rendre|mot\s+pour\s+mot)\b|\bme\s+(?:pondre|rediger|ecrire|faire\s+(?:la|le|tout))\b"
    r"|\bil\s+me\s+faut\s+un\s+paragraphe\b|\btu\s+me\s+fais\b"
)
_WILL_I_PASS = re.compile(
    r"\b(?:admis\w*|recal\w+|mention|mes\s+chances|sur\s+20|quelle\s+note|quel\s+score|chances?\s+de)\b"
    r"|\b(?:je|on)\s+(?:vais|va)\s+(?:avoir|l'avoir|reussir|passer|echouer|rater)\b|\bje\s+passe\s+avec\b|\b(?:c'est|est-ce)\s+(?:valide|acquis|gagne|bon)\b"
    r"|\b(?:acquis\s+ou\s+pas|valide\s+ou\s+(?:pas|non)|oui\s+ou\s+non)\b|\bclasse[rz]?\b.{0,40}\b(?:stagiaires|candidats)\b|\bles\s+meilleurs\b"
    r"|\bje\s+vais\s+(?:l'|le\s+|avoir\s+mon\s+)?(?:avoir|titre|diplome)"
)
_CODE = re.compile(
    r"\bB\s?([1-9])\s?-\s?C\s?(\d{1,2})\b|\bcrit[eè]re\s+(\d{1,2})\s+du\s+bloc\s+(\d)\b|\b(C\d\.\d)\b|\b(E[1-5])\b", re.IGNORECASE
)
_CRITERE_NUMBER = re.compile(r"\bcrit[eè]re\s+(?:n\s?°\s?)?(\d{1,2})\b", re.IGNORECASE)


class Answerer:
    """Answers from what it finds, and says so when it finds nothing."""

    def __init__(self, knowledge: Knowledge, search: HybridSearch) -> None:
        self._knowledge = knowledge
        self._search = search
        self._entries = {e.code: e for e in search.entries}

    def answer(self, question: str, report: FeedbackReport | None = None) -> Answer:
        """Return an answer with its citations; raise `InputError` for an empty question."""
        if not content(question):
            raise InputError("La question est vide.", hint="Posez une question sur le référentiel, un critère ou votre lecture.")
        folded = fold(question)
        if _WILL_I_PASS.search(folded):
            return self._say(
                "Je ne peux pas le prédire\u00a0: seul le jury décide, et je ne donne ni note ni pronostic. "
                "Je peux en revanche lire votre texte critère par critère et vous dire ce qui manque.",
                declined=True,
            )
        if _WRITE_FOR_ME.search(folded):
            return self._say(
                "Je n’écris pas le dossier à votre place\u00a0: le jury juge ce que vous avez fait et pensé. "
                "Je peux vous dire ce qu’un critère attend, vous poser les questions qui font venir la matière, "
                "puis relire votre texte.",
                declined=True,
            )
        read = self._about_reading(question, report)
        return read or self._from_sources(question)

    def _about_reading(self, question: str, report: FeedbackReport | None) -> Answer | None:
        if report is None:
            return None
        named = _CRITERE_NUMBER.search(question)
        codes = [f"{report.bloc}-C{named.group(1)}"] if named else self._codes(question)
        for assessment in report.assessments:
            if assessment.critere in codes:
                return self._explain(assessment)
        return None

    def _explain(self, assessment: Assessment) -> Answer:
        niveau = assessment.niveau.shown if assessment.niveau else "lu sans niveau"
        citations = [Citation(kind="critere", code=assessment.critere, quote=self._entries[assessment.critere].text)]
        citations += [
            Citation(kind="draft", code=e.indicateur, quote=e.quote, start=e.start, end=e.end)
            for e in assessment.evidence[:_CITED]
        ]
        text = f"Ce critère est lu «\u00a0{niveau}\u00a0». {assessment.explanation} Prochaine étape\u00a0: {assessment.advice}"
        return self._say(text, citations)

    def _from_sources(self, question: str) -> Answer:
        named = [self._entries[c] for c in self._codes(question) if c in self._entries]
        if named:
            found = [SearchResult(code=e.code, kind=e.kind, score=1.0, text=e.text) for e in named]
        elif self._knows(question):
            found = self._search.search(question, _CITED, _ALL_KINDS)
        else:
            found = []
        if not found:
            return self._say(
                "Je ne trouve pas de réponse à cette question dans le référentiel ni dans les connaissances dont je dispose. "
                "Reformulez-la avec les mots du référentiel, ou posez-la à votre tuteur.",
                abstained=True,
            )
        return self._say(self._compose(found), [Citation(kind=r.kind, code=r.code, quote=r.text) for r in found])

    def _knows(self, question: str) -> bool:
        _, cosines = self._search.scores(question)
        return float(cosines.max(initial=0.0)) >= _LEAST_COSINE and self._search.known_share(question) >= _LEAST_KNOWN

    def _codes(self, question: str) -> list[str]:
        codes = []
        for match in _CODE.finditer(question):
            bloc, critere, critere_of, of_bloc, competence, point = match.groups()
            if bloc or of_bloc:
                codes.append(f"B{bloc or of_bloc}-C{critere or critere_of}")
            else:
                codes.append((competence or point).upper())
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
