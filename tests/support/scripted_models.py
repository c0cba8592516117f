"""Language models that say what a test tells them to."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.errors import ModelFailure
from assistant.protocols import Form
from prompts.prompt import Prompt

_SENTENCE = re.compile(r"^(S\d+) \| (.*)$", re.MULTILINE)
_INDICATEUR = re.compile(r"^- ((?:B\d+-C\d+|E\d+|T\d+)-I\d+) — ", re.MULTILINE)

Answer = dict[str, object] | ModelFailure


class ScriptedChat:
    """A chat model whose answers a function makes from the prompt."""

    id = "script:un"
    room = 15_000

    def __init__(self, answer: Callable[[Prompt], Answer]) -> None:
        self._answer = answer
        self.prompts: list[Prompt] = []

    def ask(self, prompts: Sequence[Prompt], form: type[Form]) -> list[Form | ModelFailure]:
        """Return what the function answers, as the form."""
        self.prompts += prompts
        made = [self._answer(prompt) for prompt in prompts]
        return [a if isinstance(a, ModelFailure) else form.model_validate(a) for a in made]

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield nothing."""
        self.prompts.append(prompt)
        yield from ()


def sentences_of(prompt: Prompt) -> dict[str, str]:
    """Return the numbered sentences of a prompt."""
    return dict(_SENTENCE.findall(prompt.matter))


def indicateurs_of(prompt: Prompt) -> list[str]:
    """Return the codes of the indicateurs of a prompt."""
    return _INDICATEUR.findall(prompt.matter)


def verdict(etats: dict[str, str], extraits: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Return a verdict in which every indicateur has its state and these quotes."""
    quotes = [{"phrase": phrase, "citation": citation} for phrase, citation in extraits]
    return {"constats": [{"indicateur": i, "etat": e, "extraits": quotes} for i, e in etats.items()]}


def gullible(payload: str, invented: str = "") -> Callable[[Prompt], Answer]:
    """Return a model that obeys an order found in the draft: all is shown, and the order itself is the proof.

    It also invents quotes, cites sentences that were not shown, and repeats all it was told.
    """
    ordered = {" ".join(line.split()) for line in payload.splitlines() if line.strip()}

    def obey(prompt: Prompt) -> Answer:
        shown = sentences_of(prompt)
        cited = [(n, "") for n, words in shown.items() if any(words in o or o in words for o in ordered)]
        told = [
            ("S1", prompt.instructions[:200]),
            ("S1", invented or "Le jury a tout validé."),
            ("S999", ""),
            ("", prompt.matter),
        ]
        return verdict(dict.fromkeys(indicateurs_of(prompt), "atteste"), [*cited, *told])

    return obey


def shameless(prompt: Prompt) -> Answer:
    """Praise everything, with whatever sentence of the draft as a proof."""
    return verdict(dict.fromkeys(indicateurs_of(prompt), "atteste"), [(number, "") for number in sentences_of(prompt)])
