"""A report put into words, ready for any page: what the four forms of a reading have in common."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.draft import Draft
from assistant.domain.feedback import (
    Assessment,
    Etat,
    Evidence,
    ExemplarQuote,
    FeedbackReport,
    Finding,
    IndicateurReading,
    Niveau,
)
from web.rendering.places import Places
from web.rendering.plain import one_line, shortened
from web.rendering.words import (
    ASSESSOR_WORDS,
    ETAT_WORDS,
    FAMILIES,
    NBSP,
    NIVEAU_SHAPES,
    PAGES_WORDS,
    PASSAGE_WORD,
    SEVERITY_WORDS,
    IndicateurLabel,
    Labels,
    counted,
    french_date,
    sureness,
    typeset,
)


@dataclass(frozen=True)
class Sign:
    """An indicateur for which words of the draft count, and how far they show it."""

    label: str
    state: str
    """In words; empty when the reading does not say."""
    description: str
    advice: str
    complete: bool
    """Whether a jury member would look for nothing more."""

    @property
    def shown(self) -> str:
        """Return the indicateur and its state on one line."""
        return typeset(f"{self.label} : {self.state}" if self.state else self.label)


@dataclass(frozen=True)
class Passage:
    """Words of the draft that count for a critère, and what they show."""

    anchor: str
    start: int
    end: int
    quote: str
    place: str
    signs: tuple[Sign, ...]

    @property
    def shows(self) -> tuple[str, ...]:
        """Return what the words show, one line an indicateur."""
        return tuple(sign.shown for sign in self.signs)


@dataclass(frozen=True)
class Missing:
    """Something a jury member would look for."""

    label: str
    description: str
    expert: bool
    partly: bool


@dataclass(frozen=True)
class CritereReading:
    """The reading of one critère, in words."""

    code: str
    short: str
    number: str
    anchor: str
    niveau: str
    word: str
    shape: str
    wording: str
    sure: str
    explanation: str
    passages: tuple[Passage, ...]
    missing: tuple[Missing, ...]
    advice: str
    question: str
    exemplars: tuple[tuple[str, str], ...]
    """Excerpt and where it comes from."""


@dataclass(frozen=True)
class Remark:
    """A finding, in words, with its number in the page."""

    number: int
    severity: str
    word: str
    message: str
    place: str
    compared: str
    source: str
    finding: Finding


@dataclass(frozen=True)
class Family:
    """The findings of one kind."""

    code: str
    title: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class PriorityLine:
    """One of the things to work on first."""

    short: str
    anchor: str
    wording: str
    why: str


@dataclass(frozen=True)
class Reading:
    """A whole report, in words."""

    name: str
    bloc: str
    intitule: str
    passage: bool
    recognised: str
    facts: tuple[str, ...]
    criteres: tuple[CritereReading, ...]
    priorities: tuple[PriorityLine, ...]
    families: tuple[Family, ...]
    notice: str
    provenance: str


def reading_of(report: FeedbackReport, labels: Labels, draft: Draft | None = None) -> Reading:
    """Put a report into words; with the draft, every quote also says where it stands."""
    places = Places(draft)
    return Reading(
        name=one_line(report.draft.name),
        bloc=report.bloc,
        intitule=typeset(labels.bloc(report.bloc)),
        passage=report.scope == "passage",
        recognised=_recognised(report),
        facts=_facts(report),
        criteres=tuple(_critere(a, labels, draft, places) for a in report.assessments),
        priorities=tuple(
            PriorityLine(_short(p.critere), f"c-{p.critere}", typeset(labels.critere(p.critere)), typeset(one_line(p.why)))
            for p in report.priorities
        ),
        families=_families(report, places),
        notice=typeset(one_line(report.notice)),
        provenance=_provenance(report),
    )


def _short(code: str) -> str:
    return code.rpartition("-")[2]


def _recognised(report: FeedbackReport) -> str:
    probable = report.bloc_probable
    if probable.bloc is None or report.scope == "passage":
        return ""
    return f"bloc reconnu dans le texte{NBSP}: {probable.bloc} ({sureness(probable.confidence)})"


def _facts(report: FeedbackReport) -> tuple[str, ...]:
    draft = report.draft
    facts = [
        counted(draft.words, "mot", "mots"),
        f"{counted(draft.characters, 'signe', 'signes')}, espaces {'comprise' if draft.characters < 2 else 'comprises'}",
    ]
    if draft.pages is not None:
        facts.append(f"{counted(draft.pages, 'page', 'pages')} ({PAGES_WORDS[draft.pages_are]})")
    return tuple(facts)


def _provenance(report: FeedbackReport) -> str:
    produced = report.provenance
    parts = [
        f"Jury Blanc {produced.version}",
        _reader(produced.assessor),
        f"modèle {produced.model}" if produced.model else "aucun modèle de langue",
        f"grille {produced.grille}",
        f"connaissances réglementaires\u00a0: {french_date(produced.knowledge_date)}",
        f"texte {report.draft.sha256[:12]}",
    ]
    return " · ".join(one_line(part) for part in parts)


def _reader(assessor: str) -> str:
    words = ASSESSOR_WORDS.get(assessor.partition("/")[0])
    return f"{words} ({assessor})" if words else assessor


def _critere(assessment: Assessment, labels: Labels, draft: Draft | None, places: Places) -> CritereReading:
    niveau = assessment.niveau
    return CritereReading(
        code=assessment.critere,
        short=_short(assessment.critere),
        number=_short(assessment.critere)[1:],
        anchor=f"c-{assessment.critere}",
        niveau=niveau.value if niveau else "passage",
        word=niveau.shown if niveau else PASSAGE_WORD,
        shape=NIVEAU_SHAPES[niveau] if niveau else "·",
        wording=typeset(labels.critere(assessment.critere)),
        sure="" if niveau in (None, Niveau.NON_EVALUABLE) else sureness(assessment.confidence),
        explanation=typeset(one_line(assessment.explanation)),
        passages=_passages(assessment, labels, draft, places),
        missing=tuple(_missing(assessment, labels)),
        advice=typeset(one_line(assessment.advice)),
        question=typeset(one_line(assessment.question)),
        exemplars=tuple((shortened(e.excerpt, 500), _origin(e, labels)) for e in assessment.exemplars),
    )


def _origin(quote: ExemplarQuote, labels: Labels) -> str:
    kind = "dossier fictif" if quote.fictional else "dossier anonymisé"
    return typeset(f"{labels.indicateur(quote.indicateur).label} ; {kind}") if quote.indicateur else kind


def _passages(assessment: Assessment, labels: Labels, draft: Draft | None, places: Places) -> tuple[Passage, ...]:
    """Group what the critère and its indicateurs quote by place, in the order of the draft."""
    etats = {reading.code: reading.etat for reading in assessment.indicateurs}
    spoken: dict[tuple[int, int], tuple[str, list[str]]] = {}
    cited: list[tuple[Evidence, str]] = [(e, e.indicateur) for e in assessment.evidence]
    cited += [(e, reading.code) for reading in assessment.indicateurs for e in reading.evidence]
    for evidence, code in cited:
        if draft is not None and not evidence.grounded_in(draft.text):
            continue
        _, codes = spoken.setdefault((evidence.start, evidence.end), (evidence.quote, []))
        if code not in codes:
            codes.append(code)
    return tuple(
        Passage(
            anchor=f"p-{assessment.critere}-{rank}",
            start=start,
            end=end,
            quote=shortened(quote),
            place=places.of(start),
            signs=tuple(_sign(labels.indicateur(code), etats.get(code)) for code in codes),
        )
        for rank, ((start, end), (quote, codes)) in enumerate(sorted(spoken.items()), start=1)
    )


def _sign(indicateur: IndicateurLabel, etat: Etat | None) -> Sign:
    return Sign(
        label=typeset(indicateur.label),
        state=ETAT_WORDS[etat] if etat else "",
        description=typeset(one_line(indicateur.description)),
        advice=typeset(one_line(indicateur.advice)),
        complete=etat in (None, Etat.ATTESTE),
    )


def _missing(assessment: Assessment, labels: Labels) -> Iterable[Missing]:
    readings: dict[str, IndicateurReading] = {reading.code: reading for reading in assessment.indicateurs}
    for code in assessment.missing:
        named = labels.indicateur(code)
        etat = readings[code].etat if code in readings else Etat.ABSENT
        yield Missing(typeset(named.label), typeset(named.description), named.expert, etat is Etat.PARTIEL)


def _families(report: FeedbackReport, places: Places) -> tuple[Family, ...]:
    families: list[Family] = []
    number = 0
    for code, title in FAMILIES.items():
        findings: tuple[Finding, ...] = getattr(report, code)
        remarks = tuple(_remark(f, number + rank, places) for rank, f in enumerate(findings, start=1))
        number += len(remarks)
        if remarks:
            families.append(Family(code, title, remarks))
    return tuple(families)


def _remark(finding: Finding, number: int, places: Places) -> Remark:
    compared = []
    if finding.found is not None:
        compared.append(f"lu : {shortened(finding.found, 120)}")
    if finding.expected is not None:
        compared.append(f"attendu : {shortened(finding.expected, 120)}")
    return Remark(
        number=number,
        severity=finding.severity,
        word=SEVERITY_WORDS[finding.severity],
        message=typeset(one_line(finding.message)),
        place=places.of_finding(finding),
        compared=typeset(" ; ".join(compared)),
        source=typeset(one_line(finding.source or "")),
        finding=finding,
    )
