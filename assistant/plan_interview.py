"""Plans a mock interview: timed phases, questions from the gaps and the strengths of a reading, or from the grille alone."""

from collections.abc import Sequence

from assistant.domain.feedback import FeedbackReport, Niveau
from assistant.domain.grille import CritereGrille
from assistant.domain.interview import (
    LONGEST,
    SHORTEST,
    FollowUp,
    InterviewKind,
    InterviewPlan,
    InterviewWish,
    Phase,
    Question,
)
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.knowledge.notice import notice
from assistant.oral.choice import Chooser
from assistant.oral.pools import Askable, Voice, gaps, of_grille, of_point, strengths
from assistant.oral.relevance import Relevance
from assistant.oral.wording import Manner, Speaker
from assistant.retrieval.static import StaticVectors

FINAL_MINUTES = 30
"""Official length of the final interview; it is replaced by the référentiel's own when it states one."""
PROPOSED_MINUTES: dict[InterviewKind, int] = {"B3": 20, "B4": 30, "final": FINAL_MINUTES}
"""Our proposal: the référentiel gives the interviews of blocs no length."""
_MINUTES_A_QUESTION = 2.5
_SHARE_OF_GAPS = 0.65
_Pool = tuple[str, list[Askable]]


def plan_interview(
    knowledge: Knowledge, wish: InterviewWish, vectors: StaticVectors, report: FeedbackReport | None = None
) -> InterviewPlan:
    """Return a plan whose phases add up; the same wish and reading give the same plan.

    Raises `InputError` when the référentiel has no such interview, when it can't last that
    long, or when the reading is of another bloc than the interview's.
    """
    _check_reading(wish.kind, report)
    length = _length(knowledge, wish.kind, wish.minutes)
    frame = _frame(knowledge, wish.kind)
    chooser = Chooser(wish.style, f"{wish.kind}/{wish.style}/{wish.seed}", (c.code for c in frame if frame[0] is not frame[1]))
    speaker = Speaker(
        Voice({spoken.code: spoken for spoken in knowledge.oral}),
        Manner(style=wish.style, forms={f.id: f.label for f in knowledge.formes}),
        chooser,
    )
    opening, closing = (3, 2) if length >= 25 else (2, 2) if length >= 15 else (1, 1)
    pools = _pools(knowledge, wish.kind, report, vectors)[: length - opening - closing]
    phases = [_opening(wish.kind, frame[0], opening)]
    for title, asked, share in _chosen(pools, length - opening - closing, chooser):
        phases.append(Phase(title=title, minutes=share, questions=tuple(map(speaker.question, asked))))
    phases.append(_closing(frame[1], length - sum(p.minutes for p in phases)))
    return InterviewPlan(
        kind=wish.kind,
        style=wish.style,
        seed=wish.seed,
        minutes=length,
        phases=tuple(phases),
        notice=notice(knowledge, reader="questions d’experts" + (f", lecture {report.provenance.assessor}" if report else "")),
    )


def _check_reading(kind: InterviewKind, report: FeedbackReport | None) -> None:
    if report is not None and kind not in ("final", report.bloc):
        raise InputError(
            f"Cette lecture porte sur le bloc {report.bloc}, l’entretien sur le bloc {kind}.",
            hint=f"Faites lire le texte pour le bloc {kind}, ou demandez l’entretien final.",
        )


def _length(knowledge: Knowledge, kind: InterviewKind, minutes: int | None) -> int:
    final = knowledge.referentiel.entretien_final
    if kind == "final" and (final is None or not knowledge.entretien):
        raise InputError(
            "Ce référentiel ne décrit pas d’entretien final.", hint="Demandez un entretien de bloc\u00a0: --kind B3 ou --kind B4."
        )
    if minutes is None:
        official = final.minutes if kind == "final" and final else None
        return min(max(official or PROPOSED_MINUTES[kind], SHORTEST), LONGEST)
    if not SHORTEST <= minutes <= LONGEST:
        raise InputError(
            f"Un entretien de {minutes}\u00a0minutes ne peut pas être préparé.",
            hint=f"Choisissez une durée entre {SHORTEST} et {LONGEST} minutes.",
        )
    return minutes


def _frame(knowledge: Knowledge, kind: InterviewKind) -> tuple[CritereGrille, CritereGrille]:
    """Return the critères or points that the opening and the closing probe."""
    criteres = knowledge.entretien if kind == "final" else knowledge.grille(kind).criteres
    return criteres[0], criteres[-1]


def _pools(knowledge: Knowledge, kind: InterviewKind, report: FeedbackReport | None, vectors: StaticVectors) -> list[_Pool]:
    read = report if report and any(a.niveau is not Niveau.NON_EVALUABLE for a in report.assessments) else None
    if kind == "final":
        return [_of_point(point, read) for point in knowledge.entretien]
    grille = knowledge.grille(kind)
    if read:
        relevance = Relevance(vectors, grille.criteres)
        return [
            pool
            for pool in (
                ("Ce qui reste à montrer", gaps(grille, read, relevance)),
                ("Ce que le dossier montre déjà", strengths(grille, read, relevance)),
            )
            if pool[1]
        ]
    half = (len(grille.criteres) + 1) // 2
    pools = [
        ("La démarche", of_grille(grille.criteres[:half])),
        ("Les choix et les enseignements", of_grille(grille.criteres[half:])),
    ]
    return [pool for pool in pools if pool[1]]


def _of_point(point: CritereGrille, report: FeedbackReport | None) -> _Pool:
    return f"{point.code} – Le candidat {point.texte.replace(chr(39), '’')}", of_point(point, report)


def _chosen(pools: Sequence[_Pool], core: int, chooser: Chooser) -> list[tuple[str, list[Askable], int]]:
    """Return the questions of each phase and its minutes, which add up to `core`."""
    total = max(len(pools), int(core / _MINUTES_A_QUESTION))
    counted = zip(pools, _counts(pools, total, chooser), strict=True)
    chosen = [(title, asked) for (title, pool), count in counted if (asked := chooser.choose(pool, count))]
    weights = [len(asked) for _, asked in chosen]
    return [(title, asked, share) for (title, asked), share in zip(chosen, _shares(core, weights), strict=True)]


def _counts(pools: Sequence[_Pool], total: int, chooser: Chooser) -> list[int]:
    """Return how many questions each phase gets: gaps more than strengths, points of the interview alike."""
    if len(pools) == 2 and any(a.etat is not None for a in pools[0][1]):
        first = min(max(1, round(total * _SHARE_OF_GAPS)), chooser.room(pools[0][1]), total - 1)
        return [max(1, first), max(1, total - first)]
    return _shares(total, [1] * len(pools))


def _shares(whole: int, weights: Sequence[int]) -> list[int]:
    """Share whole units by weight, at least one each, adding up exactly."""
    total = sum(weights)
    shares = [max(1, whole * w // total) for w in weights]
    for n in sorted(range(len(weights)), key=lambda i: -(whole * weights[i] % total)):
        if sum(shares) < whole:
            shares[n] += 1
    while sum(shares) != whole:
        shares[shares.index(max(shares))] += 1 if sum(shares) < whole else -1
    return shares


_OPENINGS: dict[InterviewKind, tuple[str, str]] = {
    "B3": (
        "En deux minutes, rappelez la demande, la méthode que vous avez suivie et ce qui en est sorti.",
        "La demande et son auteur, la méthode en trois ou quatre étapes, l’offre ou le cahier des charges produit.",
    ),
    "B4": (
        "Votre exposé est terminé\u00a0: que doit-on retenir, en deux minutes, de ce que vous avez conçu\u00a0?",
        "Le public et le besoin, le dispositif en quelques traits, le choix dont vous répondez le plus volontiers.",
    ),
    "final": (
        "En deux minutes, présentez votre métier et la place que vous y occupez.",
        "Les fonctions du métier, celles que vous exercez, la structure où vous les exercez.",
    ),
}


def _opening(kind: InterviewKind, probed: CritereGrille, minutes: int) -> Phase:
    text, expected = _OPENINGS[kind]
    question = Question(
        text=text,
        probes=(probed.code,),
        why="Le jury installe l’échange et écoute comment vous ordonnez votre propos.",
        expected=(expected,),
        follow_ups=(
            FollowUp(when="contexte", text="Où, quand et pour qui travailliez-vous\u00a0?"),
            FollowUp(when="action", text="Dans tout cela, quelle était votre part personnelle\u00a0?"),
        ),
    )
    return Phase(title="Accueil et présentation", minutes=minutes, questions=(question,))


def _closing(probed: CritereGrille, minutes: int) -> Phase:
    question = Question(
        text="Que souhaitez-vous ajouter ou préciser avant la fin de l’entretien\u00a0?",
        probes=(probed.code,),
        why="Vous pouvez revenir sur une réponse incomplète.",
        expected=("Une précision utile, reliée à une question posée.",),
        follow_ups=(
            FollowUp(when="resultat", text="Que voudriez-vous que le jury retienne\u00a0?"),
            FollowUp(when="analyse", text="Quelle réponse reprendriez-vous, et pourquoi\u00a0?"),
        ),
    )
    return Phase(title="Conclusion", minutes=minutes, questions=(question,))
