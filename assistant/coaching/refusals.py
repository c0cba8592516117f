"""What the coach does not do, said with what it does instead."""

from collections.abc import Sequence

from assistant.coaching.compose import GIVEN, Composer, cite, ordered, quote
from assistant.coaching.outline import Sentence
from assistant.domain.conversation import SearchResult

PREDICT = (
    "Je ne peux pas le prédire\u00a0: seul le jury décide, et je ne donne ni note ni pronostic.",
    "Je peux lire votre texte critère par critère et vous dire ce qui est là, ce qui manque et par quoi commencer. "
    "Donnez-le, avec son bloc, ou demandez ce qu’attend un critère.",
)
NOT_FOUND = (
    "Je ne trouve pas de réponse à cette question dans le référentiel ni dans les connaissances dont je dispose.",
    "Vous pouvez me demander ce qu’attend un critère, comment se passe une épreuve ou ce que veut dire un mot du métier. "
    "Pour le reste, posez la question à votre tuteur.",
)
HELLO = (
    "Bonjour. Je réponds sur le référentiel, ses critères, ses épreuves, le vocabulaire et les règles datées du métier\u00a0; "
    "si vous donnez votre texte, je réponds aussi sur sa lecture.",
    "Par exemple\u00a0: «\u00a0qu’attend le critère 2 du bloc 3\u00a0?\u00a0», "
    "«\u00a0combien de pages pour le bloc 3\u00a0?\u00a0», «\u00a0donne un exemple de preuve\u00a0», "
    "«\u00a0que dois-je revoir en premier\u00a0?\u00a0». "
    "Je n’écris pas le dossier et je ne prédis pas le résultat.",
)

WELCOME = (
    "Je vous en prie. Une autre question\u00a0? Je reste sur le référentiel, ses épreuves et votre texte si vous l’avez donné.",
)


def plain(words: Sequence[str]) -> list[Sentence]:
    """Return sentences that rest on nothing."""
    return [Sentence(text=text) for text in words]


def decline_to_write(composer: Composer, about: SearchResult | None, question: str) -> list[Sentence]:
    """Return a refusal to write, then the questions and the kinds of proof that bring out the candidate's own matter."""
    said = plain(
        ("Je n’écris pas le dossier à votre place, même une phrase\u00a0: le jury juge ce que vous avez fait et pensé.",)
    )
    critere = composer.expected(about.code) if about else None
    if about is None or critere is None:
        return said + plain(
            (
                "Dites-moi le bloc ou le critère\u00a0: je vous donne ce qu’il attend et les questions qui font venir la "
                "matière, puis je relis votre texte.",
            )
        )
    chosen = ordered(critere, question)[:GIVEN]
    said.append(
        Sentence(
            text=f"Votre demande semble toucher {about.code}\u00a0: {quote(about.text)}. "
            "Notez vos réponses, en vrac, à ces questions\u00a0:",
            citations=(cite(about),),
        )
    )
    said += [Sentence(text=i.question, shape="puce") for i in chosen]
    plan = composer.evidence_plan(chosen)
    if plan:
        said.append(
            Sentence(
                text=f"Puis posez en face de chacune une preuve\u00a0: {plan}. Je peux ensuite lire ce que vous aurez écrit."
            )
        )
    return said
