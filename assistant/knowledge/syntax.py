"""Light syntax of référentiel sentences: main verb, enumerations, optional parts.

A heuristic: where it recognises nothing it says so, and the caller keeps the wording whole.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.knowledge.verbs import AUXILIARIES, finite, infinitive_of, is_infinitive, word_set
from assistant.text.french import fold

TOKEN = re.compile(r"[^\W\d_]+'|[\w-]+|[^\w\s]")
SEPARATOR = re.compile(r"\s*,\s*(?:et|puis|mais|ainsi que)\s+(?=\S)|\s*,\s+|\s+(?:et|puis|mais|ainsi que)\s+")
_OR = re.compile(r"\s*,?\s+ou\s+")

DETERMINERS = word_set(
    "le la les l' un une des ses son sa leurs leur ce cet cette ces chaque "
    "tous toutes tout toute aucun aucune plusieurs certains certaines"
)
_POSSESSIVES = word_set("ses son sa leurs leur")
_OF_DETERMINERS = DETERMINERS - {"des", "un", "une", "le", "les"}
_TO = word_set("à au aux")
_LINKS = word_set("par pour sur avec dans en selon sans vers chez entre")
_RELATIVES = word_set("qui que qu' dont où lequel laquelle lesquels lesquelles")
CLITICS = word_set("se s' en y lui")
_ADVERBS = word_set("bien tous toutes tout toute plus très suffisamment aussi ensuite")
_ADJECTIVES = tuple(
    word_set(
        "pertinent coheren conforme compl clair precis exact realiste suffisant efficace lisible operationnel fiable "
        "rigoureu mesurable realisable accessible actuel correct atteignable convaincant"
    )
)

_PHRASES = "le cas échéant|si (?:besoin|nécessaire|possible)|au besoin|s'il y a lieu|selon les? cas|dans la mesure du possible"
_OPTIONAL = re.compile(
    rf"(?P<and>\bet\s*,\s*|\bet\s+)?(?:,\s*)?\b(?:(?P<phrase>{_PHRASES})|(?P<adverb>éventuellement))\b\s*,?\s*", re.IGNORECASE
)
_CONDITIONAL = re.compile(r"\ben cas (?:de|d')|\blorsqu|\béventuel(?:le)?s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """A word, elided article or punctuation mark, in lower case, and where it stands."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of the text; marks of optional parts are not tokens."""
    return [
        Token(m.group().lower(), m.start(), m.end()) for m in TOKEN.finditer(text) if not "\ue000" <= m.group()[0] <= "\uf8ff"
    ]


class OptionalMarks:
    """The optional markers of a wording (« le cas échéant »), taken out and put back."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def take(self, text: str) -> str:
        """Return the text with each marker replaced by a private mark before what it qualifies."""
        return _OPTIONAL.sub(self._mark, text)

    def put(self, text: str) -> str:
        """Return the text with its markers written out, between commas where French wants them."""
        for number, marker in enumerate(self._found):
            phrase, adverb = chr(0xE000 + number), chr(0xE100 + number)
            text = text.replace(adverb, f"{marker} ")
            text = re.sub(rf"^{phrase}\s*", f"{marker}, ", text)
            text = re.sub(rf"\s*{phrase}\s*$", f" {marker}", text)
            text = re.sub(rf"\s*{phrase}\s*", f", {marker}, ", text)
        return re.sub(r"\s+", " ", text).strip()

    def drop(self, text: str) -> str:
        """Return the text without its markers."""
        return re.sub(r"\s+", " ", re.sub("[\ue000-\ue1ff]", " ", text)).strip()

    def _mark(self, match: re.Match[str]) -> str:
        self._found.append((match.group("phrase") or match.group("adverb")).lower())
        base = 0xE100 if match.group("adverb") else 0xE000
        return ("et " if match.group("and") else " " if match.start() else "") + chr(base + len(self._found) - 1)


def is_optional(text: str) -> bool:
    """Tell whether a marked or worded condition makes this part optional."""
    return any("\ue000" <= character <= "\ue1ff" for character in text) or _CONDITIONAL.search(text) is not None


def main_verb(text: str) -> Token | None:
    """Return the main verb of a sentence, those of relative clauses left out."""
    found = tokens(text)
    relatives = 0
    for position, token in enumerate(found):
        if token.word in _RELATIVES:
            relatives += 1
        elif _is_verb(found, position):
            if not relatives:
                return token
            relatives -= 1
    return None


def _is_verb(found: list[Token], position: int) -> bool:
    word = found[position].word
    before = found[position - 1].word if position else ""
    after = found[position + 1].word if position + 1 < len(found) else ""
    if word in AUXILIARIES:
        return before not in ("c'", "n'")
    if finite(word) is None or after in AUXILIARIES:
        return False
    if before in DETERMINERS | _TO | _LINKS | {"de", "d'", "du", "et", "ou"}:
        return False
    return bool(after) and (
        word_class(found, position + 1) != frozenset() or after.endswith("ment") or after in ("compte", "état")
    )


def word_class(found: list[Token], position: int) -> frozenset[str]:
    """Return what kinds of group start at that token: determiner, « à », « de » of several kinds, other links."""
    word = found[position].word
    after = found[position + 1].word if position + 1 < len(found) else ""
    if word in ("de", "d'"):
        if is_infinitive(after):
            return frozenset({"de+infinitive"})
        return frozenset({"de+determiner" if after in _OF_DETERMINERS else "de"})
    if word == "des":
        return frozenset({"de+determiner", "determiner"})
    if word == "du":
        return frozenset({"de+determiner"})
    if word in DETERMINERS:
        return frozenset({"determiner"})
    if word in _TO:
        return frozenset({"à"})
    if word in _LINKS:
        return frozenset({word})
    return frozenset({"infinitive"}) if is_infinitive(word) else frozenset()


def split(text: str, accept: Callable[[str, str], bool]) -> list[str]:
    """Return the pieces of the text between the separators for which `accept(left, right)` holds."""
    pieces: list[str] = []
    begin = 0
    for match in SEPARATOR.finditer(text):
        left, right = text[begin : match.start()], text[match.end() :]
        if accept(left, right):
            pieces.append(left)
            begin = match.end()
    return [piece for piece in (*pieces, text[begin:]) if piece.strip()]


def clauses(sentence: str) -> list[str]:
    """Return the clauses of a sentence, each with its own subject and verb."""

    def accept(left: str, right: str) -> bool:
        verb = main_verb(right)
        first = tokens(right)
        starts_subject = bool(first) and first[0].word in DETERMINERS
        return bool(starts_subject and verb and "," not in right[: verb.start] and main_verb(left))

    return split(sentence, accept)


def predicates(predicate: str) -> list[str]:
    """Return the coordinated predicates of a text that starts with its verb, each with a verb."""
    auxiliary = tokens(predicate)[0].word if tokens(predicate)[0].word in AUXILIARIES else ""

    def accept(_left: str, right: str) -> bool:
        found = without_adverbs(tokens(right))
        if not found:
            return False
        if auxiliary and is_participle_or_adjective(found[0].word):
            return True
        if found[0].word in CLITICS and len(found) > 1:
            return finite(found[1].word) is not None
        return found[0].word in AUXILIARIES or (finite(found[0].word) is not None and _is_verb([Token("", 0, 0), *found], 1))

    pieces = split(predicate, accept)
    return [pieces[0], *(_with_auxiliary(piece, auxiliary) for piece in pieces[1:])]


def _with_auxiliary(piece: str, auxiliary: str) -> str:
    found = without_adverbs(tokens(piece))
    inherits = auxiliary and found[0].word not in AUXILIARIES and is_participle_or_adjective(found[0].word)
    return f"{auxiliary} {piece}" if inherits else piece


def without_adverbs(found: list[Token]) -> list[Token]:
    """Return the tokens from the first that is no adverb."""
    while found and (found[0].word in _ADVERBS or (found[0].word.endswith("ment") and len(found[0].word) > 6)):
        found = found[1:]
    return found


def is_participle_or_adjective(word: str) -> bool:
    """Tell whether the word can follow « est » as a past participle or a usual adjective."""
    infinitive = infinitive_of(word)
    if infinitive is not None and re.search(r"(?:té|ure)e?s?$", word):
        return is_infinitive(infinitive) and finite(infinitive.removesuffix("r")) is not None
    return infinitive is not None or fold(word).startswith(_ADJECTIVES)


@dataclass(frozen=True)
class Enumeration:
    """« {head} {member} », for each member of a list; `every` is false for alternatives (« ou »)."""

    head: str
    members: tuple[str, ...]
    every: bool


def enumeration(text: str, start: int = 0, *, singular: bool = False) -> Enumeration | None:
    """Return the list of like groups that ends the text after `start`, `None` when there is none.

    A `singular` subject is not itself the first member: its verb would be plural.
    """
    matches = [m for m in SEPARATOR.finditer(text) if m.start() > start]
    kept: list[re.Match[str]] = []
    kinds: frozenset[str] | None = None
    for match in matches:
        found = tokens(text[match.end() :])
        kind = word_class(found, 0) if found else frozenset()
        if kind and (kinds is None or kinds & kind):
            kinds = kind if kinds is None else kinds & kind
            kept.append(match)
    for kind_name in sorted(kinds or ()):
        closest = tokens(text[kept[0].end() :])[0].word in _POSSESSIVES
        opening = _opening(text[: kept[0].start()], kind_name, start + singular, closest=closest)
        if opening is not None and not text[:opening].endswith("entre "):
            return _members(text, opening, kept)
    return None


def _opening(first: str, kind: str, start: int, *, closest: bool) -> int | None:
    """Return where the first member starts: after a preposition or an infinitive rather than far before."""
    found = tokens(first)
    places = [
        position
        for position, token in enumerate(found)
        if token.start >= start and kind in word_class(found, position) and not _misleading(found, position, kind)
    ]
    if not places:
        return None
    last = places[-1]
    if closest or (last and found[last - 1].word in _LINKS):
        return found[last].start
    governed = [position for position in places if position and is_infinitive(found[position - 1].word)]
    return found[(governed or places)[0]].start


def _misleading(found: list[Token], position: int, kind: str) -> bool:
    """Tell « des » that opens a subject, and « la » of « de la », from what they look like."""
    if kind == "de+determiner":
        return position == 0
    return kind == "determiner" and position > 0 and found[position - 1].word in ("de", "d'")


def _members(text: str, opening: int, separators: list[re.Match[str]]) -> Enumeration | None:
    bounds = [opening, *(m.end() for m in separators)]
    ends = [*(m.start() for m in separators), len(text)]
    members = [text[a:b].strip(" ,") for a, b in zip(bounds, ends, strict=True)]
    every = any(re.search(r"\b(?:et|puis|ainsi que|mais)\b", m.group()) for m in separators)
    if not every:
        members[-1:] = _OR.split(members[-1])
    if not every and len(members) == len(separators) + 1:
        return None
    return Enumeration(head=text[:opening].strip(), members=tuple(members), every=every)
