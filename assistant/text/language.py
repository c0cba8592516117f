"""Recognises French by its function words, whatever the subject."""

from assistant.text.french import FUNCTION_WORDS, WORD, fold

_OTHERS = {
    "en": (
        "the of and to in is that for it was with as are on be this have by not from at they we or an which their "
        "been has were but"
    ),
    "es": (
        "el los las una y que del se con por para no su al lo como mas pero sus este ya o fue ha esta son entre "
        "cuando muy sin sobre"
    ),
    "de": (
        "der die und das den von zu mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er "
        "hat dass sie nach wird"
    ),
    "it": ("il lo gli di e che un una per con non del della sono si da dei come piu anche ma nel alla le i al questo ha"),
    "pt": ("o os as um uma e que do da em no na para com nao por mais dos das se como mas ao foi ele sao"),
}
_ENOUGH = 0.08
"""Part of the words that must be French function words; lists and tables have few."""


def is_french(text: str) -> bool:
    """Tell whether the text is mostly in French."""
    tokens = [m.group() for m in WORD.finditer(fold(text))]
    if not tokens:
        return False
    french = _share(tokens, FUNCTION_WORDS)
    return french >= _ENOUGH and all(french >= _share(tokens, frozenset(words.split())) for words in _OTHERS.values())


def _share(tokens: list[str], known: frozenset[str]) -> float:
    return sum(t in known for t in tokens) / len(tokens)
