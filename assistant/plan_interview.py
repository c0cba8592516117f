"""Plans a mock interview from the expert questions, and from a reading when there is one."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.domain.feedback import Assessment, Evidence, FeedbackReport, Niveau
from assistant.domain.grille import CritereGrille, Grille, Indicateur
from assistant.domain.interview import FollowUp, InterviewKind, InterviewPlan, JuryStyle, Phase, Question
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.knowledge.notice import notice

FINAL_MINUTES = 30
"""Official length of the final interview; it is replaced by the référentiel's own when it states one."""
_MINUTES = {"B3": 20, "B4": 30}
"""Our proposal: the référentiel gives these interviews no length."""
_OPENING, _CLOSING = 3, 2
_MINUTES_A_QUESTION = 3
_STYLE_FORMS: dict[JuryStyle, frozenset[str]] = {
    "referentiel": frozenset(),
    "terrain": frozenset({"exemple", "role", "verbatim", "outil", "acteur_nomme", "date"}),
    "qualite-risques": frozenset({"limite", "indicateur", "reference_reglementaire", "critere", "alternative", "source"}),
}
_FOLLOW_UPS: tuple[tuple[FollowUp, FollowUp], ...] = (
    (
        FollowUp(when="contexte", text="Dans quelle situation précise, avec qui et à quelle date\u00a0?"),
        FollowUp(when="resultat", text="Qu’est-ce que cela a changé, et comment le savez-vous\u00a0?"),
    ),
    (
        FollowUp(when="action", text="Qu’avez-vous fait vous-même, et qu’ont fait les autres\u00a0?"),
        FollowUp(when="analyse", text="Avec le recul, que referiez-vous autrement, et pourquoi\u00a0?"),
    ),
    (
        FollowUp(when="contexte", text="Quelles contraintes pesaient sur vous à ce moment-là\u00a0?"),
        FollowUp(when="analyse", text="Quelle autre solution aviez-vous envisagée, et qu’est-ce qui vous a fait trancher\u00a0?"),
    ),
    (
        FollowUp(when="action", text="Par quoi avez-vous commencé, et avec quel outil\u00a0?"),
        FollowUp(when="resultat", text="Sur quel chiffre ou quel fait vous appuyez-vous pour le dire\u00a0?"),
    ),
)


@dataclass(frozen=True)
class _Asked:
    """A question that could be asked, and what makes it worth asking."""

    critere: CritereGrille
    indicateur: Indicateur
    why: str
    source: Evidence | None = None


def plan_interview(
    knowledge: Knowledge,
    kind: InterviewKind,
    *,
    style: JuryStyle = "referentiel",
    seed: int = 0,
    report: FeedbackReport | None = None,
) -> InterviewPlan:
    """Return a plan whose phases add up; the same seed and reading give the same plan.

    Raises `InputError` when the référentiel has no such interview.
    """
    minutes = _minutes(knowledge, kind)
    groups = _groups(knowledge, kind, report)[: minutes - _OPENING - _CLOSING]
    chooser = random.Random(f"{kind}/{style}/{seed}")  # noqa: S311 - variety for the same seed, not secrecy
    lengths = _shares(minutes - _OPENING - _CLOSING, len(groups))
    phases = [_opening(groups[0][1][0])]
    for (title, asked), length in zip(groups, lengths, strict=True):
        chosen = _choose(asked, max(1, length // _MINUTES_A_QUESTION), style, chooser)
        phases.append(Phase(title=title, minutes=length, questions=tuple(_question(a, chooser) for a in chosen)))
    phases.append(_closing(groups[-1][1][0]))
    return InterviewPlan(
        kind=kind,
        style=style,
        seed=seed,
        minutes=minutes,
        phases=tuple(phases),
        notice=notice(knowledge, reader="questions d’experts"),
    )


def _minutes(knowledge: Knowledge, kind: InterviewKind) -> int:
    if kind != "final":
        return _MINUTES[kind]
    final = knowledge.referentiel.entretien_final
    if final is None or not knowledge.entretien:
        raise InputError(
            "Ce référentiel ne décrit pas d’entretien final.", hint="Demandez un entretien de bloc\u00a0: --kind B3 ou --kind B4."
        )
    return max(final.minutes or FINAL_MINUTES, _OPENING + _CLOSING + 1)


def _shares(minutes: int, parts: int) -> list[int]:
    return [minutes // parts + (1 if n < minutes % parts else 0) for n in range(parts)]


_Group = tuple[str, list[_Asked]]


def _groups(knowledge: Knowledge, kind: InterviewKind, report: FeedbackReport | None) -> list[_Group]:
    """Return what could be asked in each phase; a draft that was not judged leaves the questions of the grille."""
    if kind == "final":
        groups = [_of_point(point) for point in knowledge.entretien]
    else:
        grille = knowledge.grille(kind)
        groups = [g for g in _of_report(grille, report) if g[1]] if report else []
        groups = groups or _of_grille(grille)
    owners = {a.indicateur.question: a for _, asked in reversed(groups) for a in reversed(asked)}
    once = [(title, [a for a in asked if owners[a.indicateur.question] is a]) for title, asked in groups]
    return [group for group in once if group[1]]


def _of_point(point: CritereGrille) -> _Group:
    why = f"Le jury vérifie que le candidat {point.texte}."
    return f"{point.code} – Le candidat {point.texte}", [_Asked(point, i, why) for i in point.indicateurs]


def _of_grille(grille: Grille) -> list[_Group]:
    every = [_Asked(c, i, f"Le critère demande\u00a0: «\u00a0{c.texte}\u00a0».") for c in grille.criteres for i in c.blocking()]
    half = (len(grille.criteres) + 1) // 2
    first = {c.code for c in grille.criteres[:half]}
    return [
        ("La démarche", [a for a in every if a.critere.code in first]),
        ("Les choix et les enseignements", [a for a in every if a.critere.code not in first]),
    ]


def _of_report(grille: Grille, report: FeedbackReport) -> list[_Group]:
    gaps = [a for r in report.assessments if r.niveau is not Niveau.DEMONTRE for a in _from_gap(grille.critere(r.critere), r)]
    strong = [a for r in report.assessments for a in _from_strength(grille.critere(r.critere), r)]
    return [("Ce qui reste à montrer", gaps), ("Ce que le dossier montre déjà", strong)]


def _from_gap(critere: CritereGrille, read: Assessment) -> Iterable[_Asked]:
    shown = read.niveau.shown if read.niveau else ""
    places = {r.code: r.evidence for r in read.indicateurs}
    for indicateur in critere.indicateurs:
        if indicateur.code in read.missing[:2]:
            place = places[indicateur.code][0] if places[indicateur.code] else None
            why = (
                f"Critère lu «\u00a0{shown}\u00a0»\u00a0: «\u00a0{indicateur.label}\u00a0» n’apparaît pas assez dans le dossier."
            )
            yield _Asked(critere, indicateur, why, place)


def _from_strength(critere: CritereGrille, read: Assessment) -> Iterable[_Asked]:
    for reading in read.indicateurs:
        if reading.etat == "atteste":
            indicateur = next(i for i in critere.indicateurs if i.code == reading.code)
            why = f"Le dossier montre «\u00a0{indicateur.label}\u00a0»\u00a0: le jury voudra vous l’entendre défendre."
            yield _Asked(critere, indicateur, why, reading.evidence[0])
            return


def _choose(asked: Sequence[_Asked], count: int, style: JuryStyle, chooser: random.Random) -> list[_Asked]:
    """Choose questions on different critères first, those of the jury's style ahead."""
    wanted = _STYLE_FORMS[style]
    shuffled = list(asked)
    chooser.shuffle(shuffled)
    shuffled.sort(key=lambda a: not (wanted & set(a.indicateur.evidence)) if wanted else not a.indicateur.essential)
    chosen: list[_Asked] = []
    while shuffled and len(chosen) < count:
        counts = [sum(c.critere.code == a.critere.code for c in chosen) for a in shuffled]
        chosen.append(shuffled.pop(counts.index(min(counts))))
    return chosen


def _question(asked: _Asked, chooser: random.Random) -> Question:
    return Question(
        text=asked.indicateur.question,
        probes=(asked.critere.code,),
        why=asked.why,
        source=asked.source,
        expected=(asked.indicateur.description, asked.critere.expected),
        follow_ups=chooser.choice(_FOLLOW_UPS),
    )


def _opening(asked: _Asked) -> Phase:
    return Phase(
        title="Accueil et présentation",
        minutes=_OPENING,
        questions=(
            Question(
                text="Présentez-vous et situez en deux minutes la mission ou le métier dont nous allons parler.",
                probes=(asked.critere.code,),
                why="Le jury installe l’échange et écoute comment vous structurez votre propos.",
                expected=("Une présentation courte\u00a0: qui vous êtes, où vous exercez, ce dont vous allez parler.",),
                follow_ups=_FOLLOW_UPS[0],
            ),
        ),
    )


def _closing(asked: _Asked) -> Phase:
    return Phase(
        title="Conclusion",
        minutes=_CLOSING,
        questions=(
            Question(
                text="Que souhaitez-vous ajouter ou préciser avant la fin de l’entretien\u00a0?",
                probes=(asked.critere.code,),
                why="Vous pouvez revenir sur une réponse incomplète.",
                expected=("Une précision utile, reliée à une question posée.",),
                follow_ups=_FOLLOW_UPS[1],
            ),
        ),
    )
