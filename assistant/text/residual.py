"""Says what a masked text may still give away, for the person who reviews it."""

import re
from collections.abc import Iterator

from assistant.domain.pseudonym import ResidualRisk
from assistant.text.french import FUNCTION_WORDS, fold
from assistant.text.lexicon import Piece
from assistant.text.mark import Mark
from assistant.text.name_reading import TITLES
from assistant.text.page import Page, Word

_HEALTH = re.compile(
    r"\b(?:rqth|travailleu(?:r|se) handicapee?|en situation de handicap|handicapee?|dyslexi\w+|dyspraxi\w+|dyscalculi\w+|"
    r"autis\w+|tdah|cancer|depressi\w+|enceinte|malentendante?|"
    r"malvoyante?|sourde?|aveugle|bipolaire|addiction|alcoolisme|epileps\w+|epileptique|diabetique|schizophren\w+|"
    r"hospitalisee?|en arret maladie|"
    r"appareil auditif|fauteuil roulant|invalidite|incarcer\w+|detenue?|refugiee?|sans-papiers|syndiquee?|musulmane?|"
    r"catholique|juive?|divorcee?)\b"
)
_UNIQUE = re.compile(
    r"\b(?:l[ea] seule? (?!fois|facon|maniere|chose|solution|option|difference|raison|moyen|critere)|"
    r"l'unique (?!solution|moyen|critere)|premiere? femme|premier homme|seule? femme|seul homme|doyenne?|"
    r"champion(?:ne)? de|ancien(?:ne)? (?:maire|depute|deputee|ministre|sportif|sportive|champion|championne)|"
    r"depuis (?:[2-4]\d|vingt|trente|quarante) ans)"
)
_AGE = re.compile(r"\b(?:[1-9]\d|dix-huit|vingt\S*|trente\S*|quarante\S*|cinquante\S*|soixante\S*) ans\b")
_SENTENCE = re.compile(r"(?:[^.!?…\n]|[.](?![ \n]))+")
_CODE = re.compile(
    r"(?<![\w.,/-])\d(?:[ \u00a0.-]?\d){7,}(?![\w,])(?!\s?(?:€|euros?|%))|\b[A-Z]{2}-\d{3}-[A-Z]{2}\b|\b[A-Z]{1,3}\d{6,}\b|"
    r"\b\d{6,}[A-Z]{1,2}\b"
)
_DATE = re.compile(r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)?\d\d")


def residual_risks(page: Page, marks: list[Mark]) -> Iterator[ResidualRisk]:
    """Yield what was left and may identify, in the order of the text; a word is told once."""
    found = [*_names_left(page), *_combinations(page, marks), *_codes(page)]
    seen: set[tuple[int, int]] = set()
    for risk in sorted(found, key=lambda r: (r.start, r.end)):
        if (risk.start, risk.end) not in seen:
            seen.add((risk.start, risk.end))
            yield risk


def _names_left(page: Page) -> Iterator[ResidualRisk]:
    told: set[str] = set()
    for index, word in enumerate(page.words):
        if not page.is_free(word.start, word.end) or word.key in told or word.loud:
            continue
        why = _kept_author(page, index, word) if page.kept[index] else _resembles(page, word)
        if why:
            told.add(word.key)
            yield ResidualRisk(start=word.start, end=word.end, why=why)


def _kept_author(page: Page, index: int, word: Word) -> str:
    is_name = word.last and not word.ordinary and word.shape == "capital" and word.key not in page.lexicon.authors
    is_place = page.lexicon.places.length_at([Piece(word.start, word.end, word.key, index, joined=False)], 0) > 0
    told = "Nom gardé parce qu’il est cité comme auteur ou donné à une loi\u00a0: à vérifier."
    return told if is_name and not is_place else ""


def _resembles(page: Page, word: Word) -> str:
    if (
        not word.raised
        or word.shape == "initial"
        or word.key in FUNCTION_WORDS
        or word.key in TITLES
        or word.role
        or page.lexicon.is_calendar(word.key)
    ):
        return ""
    if word.known and (not word.opens or not word.ordinary):
        return "Ce mot est aussi un nom de personne\u00a0: rien autour ne montrait qu’il en soit un ici."
    if not word.ordinary and word.shape == "capital" and not word.opens:
        return "Mot inconnu avec une majuscule\u00a0: peut-être un nom de personne, de lieu ou d’organisme."
    if not word.ordinary and word.shape in ("upper", "camel") and len(word.key) > 4:
        return "Sigle ou nom composé inconnu\u00a0: peut-être le nom d’un organisme."
    return ""


def _combinations(page: Page, marks: list[Mark]) -> Iterator[ResidualRisk]:
    """Yield what, beside a masked person, may be enough to recognise them."""
    folded = fold(page.text)
    people = sorted(m.start for m in marks if m.type in ("PERSON", "TOWN", "ORG"))
    position = 0
    for sentence in _SENTENCE.finditer(page.text):
        while position < len(people) and people[position] < sentence.start():
            position += 1
        is_about = position < len(people) and people[position] < sentence.end()
        for match in _UNIQUE.finditer(folded, sentence.start(), sentence.end()):
            yield ResidualRisk(
                start=match.start(), end=match.end(), why="Trait unique\u00a0: peut suffire à reconnaître quelqu’un."
            )
        if not is_about:
            continue
        for match in _HEALTH.finditer(folded, sentence.start(), sentence.end()):
            yield ResidualRisk(
                start=match.start(), end=match.end(), why="Santé ou situation personnelle, à côté d’une personne masquée."
            )
        for match in _AGE.finditer(folded, sentence.start(), sentence.end()):
            yield ResidualRisk(start=match.start(), end=match.end(), why="Âge ou ancienneté, à côté d’une personne masquée.")


def _codes(page: Page) -> Iterator[ResidualRisk]:
    for match in _CODE.finditer(page.text):
        if page.is_free(match.start(), match.end()) and not _DATE.fullmatch(match.group().strip()):
            yield ResidualRisk(
                start=match.start(), end=match.end(), why="Suite de chiffres ou code\u00a0: peut-être un identifiant."
            )
