"""Whether a sentence that a language model wrote says only what our sentences say, in their words."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from assistant.text.french import FUNCTION_WORDS, content, fold, terms

Fault = Literal["forme", "voix", "mots", "nombres", "citations", "sens"]
"""What is wrong with a sentence: how it is written, who speaks in it, or what it says."""
_LONGEST = 60
"""Words of the longest sentence, those that it quotes left out."""
_MARKUP = re.compile(r"[<>*_#`|\[\]{}\\!\n\r\t]|https?:|www\.|[^\s\w.,;:?()%€«»…’'–—/°œæ\u00b7-]")
_VOICE = (
    re.compile(r"\b(?:je|me|moi|mon|ma|mes|nous|notre|nos)\b|\b[jm]'"),
    re.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt'"),
)
_DENIAL = re.compile(
    r"\b(?:ne|pas|jamais|aucune?s?|ni|non|rien|guere|nul(?:le)?s?|nullement|personne|sans|hors|sauf|excepte\w*|exclu\w*|interdi\w*"
    r"|refus\w*|evite\w*|inutile\w*|plutot)\b|\bn'"
)
_TURNS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        r"doi(?:s|t|ve|vent)|devez|devr\w+|faut|faudra\w*|oblig\w+|exige\w*|exigence\w*|impos\w+|imperati\w+|requi\w+|necessaire\w*",
        r"peu[xt]|peuvent|pouvez|pourr\w+|possib\w+|facultati\w+|permet\w*|permis\w*|autoris\w+|libre\w*|eventuel\w*",
        r"suffi\w+|assez|seul\w*|uniquement|exclusivement|seulement|simplement",
        r"tou(?:t|te|s|tes)|toujours|chaque|chacun\w*|systemati\w+|partout|entier\w*|complet\w*|entierement",
        r"au\s+moins|minim\w+|plancher|a\s+partir\s+de|plus\s+de|des\s+que",
        r"au\s+plus|maxim\w+|plafond|depass\w+|jusqu'?|limit\w+|moins\s+de|avant",
        r"certain\w*|garanti\w*|sur(?:e|es|s|ement)?|evident\w*|forcement|assur\w+|oui|bien\s+sur",
        r"compris\w*|inclu\w*|comptent?|compte[rz]?",
        r"plus|mieux|meilleur\w*|prefer\w+|surtout|avant\s+tout|d'abord",
        r"moins|pire|trop|peu",
        r"souvent|parfois|rarement|generalement|habituellement",
        r"mais|cependant|pourtant|malgre|sinon|a\s+condition",
    )
)
"""Families of words that turn what a sentence says: one of each that is said must be said by a source too."""
_ASKS = re.compile(r"\?|\bdemand|\bquestion")
_QUOTED = re.compile(r"«\s*(.*?)\s*»", re.DOTALL)
_NAMED = re.compile(r"«\s*(?P<quote>.*?)\s*»|(?P<code>\b[A-Z]\d(?:[.-][A-Z]?\d+)*\b)", re.DOTALL)
_TOKEN = re.compile(r"\w+(?:[.-]\w+)*|[,;:.?()]")
_WORD = re.compile(r"\w+")
_HELD = 0.6
"""Share of what a sentence of ours is about that must be said again for ours to be left out."""
_HELD_OF_QUOTES = 0.3
_FAMILY = 5
"""Letters that two words of one family share, at least."""
_LINKING = frozenset(
    terms(
        "jury jurys candidat candidate critère compétence référentiel bloc épreuve dossier question réponse point élément "
        "partie chercher regarder attendre attend attendez attendu attente demander vérifier lire montrer dire parler "
        "relever concerner porter traiter répondre expliquer préciser indiquer donner trouver voir appuyer renforcer "
        "affaiblir commencer penser voici voilà autrement concrètement exemple également ensuite puis enfin ainsi "
        "notamment ici là car puisque lorsqu jusqu quant selon celui celle ceux celles chose manière façon fois voyez "
        "voit dit dites lit lisez répond répondez relève va"
    )
)
"""Words that link and say nothing by themselves."""


def fault(said: str, sources: Sequence[str]) -> Fault | None:
    """Return what is wrong with a sentence that rests on those of ours, None when it says nothing else than they do."""
    told = " ".join(sources)
    if not _well_formed(said) or said.count("?") > told.count("?"):
        return "forme"
    words, own = fold(said), fold(told)
    if any(voice.search(words) and not voice.search(own) for voice in _VOICE):
        return "voix"
    if not _quotes_hold(said, told):
        return "citations"
    if not _numbers_hold(words, own):
        return "nombres"
    if any(turn.search(words) and not turn.search(own) for turn in _TURNS) or not _denies_alike(words, sources):
        return "sens"
    if all("?" in source for source in sources) and not _ASKS.search(words):
        return "sens"
    return None if _known(said, told) else "mots"


def subject(text: str) -> set[str]:
    """Return the stems of the words of a sentence that say what it is about."""
    return set(terms(content(text))) - _LINKING


def holds(said: set[str], source: str) -> bool:
    """Tell whether enough of what a sentence of ours says is said; of what it quotes, which stays under the answer, a part is."""
    quoted = set[str]().union(*(subject(quote) for quote in _QUOTED.findall(source)))
    own = subject(_QUOTED.sub(" ", source))
    return _share(own, said) >= _HELD and _share(quoted, said) >= _HELD_OF_QUOTES


def exactly_quoted(said: str, sources: Sequence[str]) -> str:
    """Return the sentence with each quote as it is in a source, to the sign; a quote that is in none stays as it is."""
    told = "\n".join(sources)

    def exact(found: re.Match[str]) -> str:
        words = _WORD.findall(found[1])
        there = re.search(r"\W+".join(map(re.escape, words)), told) if words else None
        return f"«\u00a0{there[0]}\u00a0»" if there else found[0]

    return _QUOTED.sub(exact, said)


def _share(about: set[str], said: set[str]) -> float:
    return sum(_kin(word, said) for word in about) / len(about) if about else 1.0


def _well_formed(said: str) -> bool:
    ends = said.rstrip("»\u00a0 )").endswith((".", "?", "…")) or said.endswith(("»", ")"))
    return (
        ends
        and "".join(said.split()).isprintable()
        and not _MARKUP.search(said)
        and len(_QUOTED.sub("", said).split()) <= _LONGEST
    )


def _known(said: str, told: str) -> bool:
    """Tell whether every word that is said belongs to a family of a source, or links."""
    own = set(terms(content(told)))
    return all(_kin(word, own) for word in subject(said))


def _kin(word: str, others: set[str]) -> bool:
    return word in others or any(_same_family(word, other) for other in others)


def _same_family(one: str, other: str) -> bool:
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= _FAMILY and 2 * shared >= max(len(one), len(other))


def _denies_alike(words: str, sources: Sequence[str]) -> bool:
    """Tell whether the sentence denies when all its sources do, and never when none does."""
    denied = [_DENIAL.search(fold(source)) is not None for source in sources]
    return any(denied) if _DENIAL.search(words) else not all(denied)


def _numbers_hold(words: str, own: str) -> bool:
    """Tell whether each number or code stands in a source, a number with the word that it counts, or that it follows."""
    known = list(_numbers(own))
    before = {(b, number) for b, number, _ in known}
    after = {(number, a) for _, number, a in known}
    return all((number, a) in after if a else (b, number) in before for b, number, a in _numbers(words))


def _numbers(folded: str) -> Iterator[tuple[str, str, str]]:
    """Yield each number with the word before it and the word that it counts, empty without one; a code stands alone."""
    tokens = _TOKEN.findall(folded)
    for n, token in enumerate(tokens):
        if token.isdigit():
            counted = tokens[n + 1] if n + 1 < len(tokens) and tokens[n + 1][0].isalnum() else ""
            yield tokens[n - 1] if n else "", token, "" if counted in FUNCTION_WORDS else counted.rstrip("s")
        elif any(letter.isdigit() for letter in token):
            yield "", token, ""


def _quotes_hold(said: str, told: str) -> bool:
    """Tell whether what is quoted stands in a source, under the code that it has there."""
    if said.count("«") != said.count("»"):
        return False
    whole = _plain(told)
    if not all(_plain(quote).strip() and _plain(quote) in whole for quote in _QUOTED.findall(said)):
        return False
    owners = dict(_owned(told))
    return all(code in ("", owners.get(quote, code)) for quote, code in _owned(said))


def _owned(text: str) -> Iterator[tuple[str, str]]:
    """Yield each quote with the code named before it, empty without one."""
    code = ""
    for found in _NAMED.finditer(text):
        if found["code"]:
            code = found["code"]
        else:
            yield _plain(found["quote"]), code


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text))} "
