"""Finds what identifies by its form: addresses of mail and web, phones, numbers with a key."""

import re
from collections.abc import Callable, Iterator

from assistant.text.births import births
from assistant.text.french import fold
from assistant.text.mark import Mark

_S = "[ \u00a0\u202f\u2009.·-]"
_BLANK = "[ \u00a0\u202f\u2009]"
_TLD = "fr|com|org|net|eu|io|info|pro|be|ch|ca|re|bzh|paris|academy|formation|edu|coop|tv|lu|ma|dz|tn|sn|ci|de|it|es|pt|uk"
_LABEL_REACH = 70

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}[@＠][\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_AT = (
    rf"(?:{_BLANK}?[\[({{<]{_BLANK}?(?:at|arobase|arobas|arrobase|a|à|@|chez){_BLANK}?[\])}}>]{_BLANK}?|[@＠]{_BLANK}|"
    rf"{_BLANK}[@＠]{_BLANK}?|_at_)"
)
_AT_WORD = rf"{_BLANK}(?:at|arobase|arobas|arrobase|à|chez){_BLANK}"
_DOT = rf"(?:\.|{_BLANK}?[\[({{<]{_BLANK}?(?:dot|point|\.){_BLANK}?[\])}}>]{_BLANK}?|{_BLANK}(?:dot|point){_BLANK}|_dot_)"
_SAID_DOT = rf"(?:{_BLANK}?[\[({{<]{_BLANK}?(?:dot|point|\.){_BLANK}?[\])}}>]{_BLANK}?|{_BLANK}(?:dot|point){_BLANK}|_dot_)"
_NAME = r"[^\W_][^\W_]{0,39}(?:[+_-](?!at_)[^\W_]{1,39}){0,3}"
_HIDDEN_EMAIL = re.compile(
    rf"(?<![\w.@-]){_NAME}(?:{_DOT}{_NAME}){{0,3}}(?:{_AT}{_NAME}(?:{_DOT}{_NAME}){{0,2}}{_DOT}(?:{_TLD})"
    rf"|{_BLANK}?[@＠]{_BLANK}?{_NAME}(?:{_BLANK}?\.{_BLANK}?{_NAME}){{0,2}}{_BLANK}?\.{_BLANK}?(?:{_TLD})"
    rf"|{_AT_WORD}{_NAME}(?:{_DOT}{_NAME}){{0,2}}{_SAID_DOT}(?:{_TLD}))(?![\w])",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|ftp://|\bwww\.)[^\s<>«»\"“”|\[\]]{3,2000}", re.IGNORECASE)
_DOMAIN = re.compile(rf"(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,4}}(?:{_TLD})(?:/[^\s<>«»\"|\[\]()]{{0,500}})?(?![\w-])")
_HANDLE = re.compile(r"(?<![\w./@])@[A-Za-z][\w.-]{1,40}\w")
_PUBLIC_SITE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:gouv\.fr|francetravail\.fr|pole-emploi\.(?:fr|org)|francecompetences\.fr|"
    r"service-public\.(?:gouv\.)?fr"
    r"|moncompteformation\.fr|centre-inffo\.fr|cnil\.fr|agefiph\.fr|afnor\.org|inrs\.fr|insee\.fr|onisep\.fr|"
    r"education\.fr|ac-[a-z-]+\.fr"
    r"|europa\.eu|wikipedia\.org|anact\.fr|cereq\.fr|vae\.fr|afpa\.fr|cnam\.fr|opcoep\.fr|akto\.fr|afdas\.com|ameli\.fr|"
    r"urssaf\.fr"
    r"|intercariforef\.org|franceactive\.org|fiphfp\.fr|certifopac\.fr|has-sante\.fr)(?:[/?#:].*)?",
    re.IGNORECASE,
)
_PUBLIC_HOST = re.compile(
    r"(?:https?://)?(?:www\.)?(?:google|moodle|canva|zoom|klaxoon|wooclap|kahoot|genially|genial|padlet|miro|trello|"
    r"youtube|linkedin|facebook"
    r"|digiforma|dendreo|framaforms|mentimeter|microsoft|teams\.microsoft|notion|indeed|edusign)\.(?:fr|com|org|net|us|"
    r"it|so|ly)/?",
    re.IGNORECASE,
)

_PHONE = re.compile(
    rf"(?<![\w+])(?:(?:\+|00){_S}?\d{{2,3}}{_S}{{0,2}}(?:\(0\){_S}?)?|[0Oo]){_S}?[1-9]"
    rf"(?:(?:{_BLANK}{{0,2}}[./·_–-]?{_BLANK}{{0,2}}\d\d){{4}}|(?:{_S}?\d{{3}}){{2}}{_S}?\d\d|"
    rf"{_S}?\d\d(?:{_S}?\d{{3}}){{2}})(?!\w)"
)
_FOREIGN_PHONE = re.compile(rf"(?<![\w+])(?:\+|00{_S}?(?=[1-9])){_S}?\d{{1,3}}(?:{_S}{{0,2}}\(?\d{{1,4}}\)?){{2,6}}(?!\w)")
_GREEN_PHONE = re.compile(rf"(?<![\d.,]){_BLANK}?0{_S}?8\d\d(?:{_S}?\d{{3}}){{2}}(?!\w)")
_LOOSE_PHONE = re.compile(
    rf"(?<![\w+.,])(?!\d\d[.-]\d\d[.-](?:19|20)\d\d)0{_S}?[1-9](?:{_S}{{0,2}}\d){{8}}(?!{_S}?\d)(?!\w)|"
    rf"(?<![\w+.,])0[1-9](?:{_S}?(?:\d\d|[xX*_]{{2}})){{4}}(?!\w)|(?<=tel\. )33[1-9]\d{{8}}\b|\b33[67]\d{{8}}\b"
)
_BARE_PHONE = re.compile(rf"(?<![\d.,])\d\d(?:{_S}?\d\d){{3,4}}(?!{_BLANK}?\d)(?!\w)")
_PHONE_LABEL = re.compile(r"\b(?:tel|telephone|portable|mobile|fax|joindre au|appeler au)\b[^\n\d]{0,20}$")

_G = rf"(?:{_S}|[/_–|]){{0,2}}"
_NIR = re.compile(
    rf"(?<![\d.,])[1-478]{_G}\d{_G}\d{_G}(?:0{_G}[1-9]|1{_G}[0-2]|[2-9]{_G}\d){_G}(?:\d{_G}\d|2{_G}[AB])(?:{_G}\d){{6}}"
    rf"(?:{_G}(?:\(|cl[ée]{_BLANK}?:?)?{_BLANK}?(?P<key>\d{_G}\d)\)?)?(?!\w)(?!{_S}\d)",
    re.IGNORECASE,
)
_NIR_GROUPS = re.compile(rf"\d{_G}\d\d{_G}\d\d{_G}(?:\d[\dAB]{_G}\d{{3}}|9[78]\d{_G}\d\d){_G}\d{{3}}", re.IGNORECASE)
_NIR_LABEL = re.compile(r"\b(?:secu|securite sociale|ss|nir|insee|assuree?s?|immatricul\w+|carte vitale)\b[^\n]{0,50}$")
_SIRET = re.compile(rf"(?<![\w.,])\d{{3}}{_S}?\d{{3}}{_S}?\d{{3}}(?:{_S}{{0,2}}\d{{5}}|{_S}?\d{{4}}{_S}?\d)?(?!{_S}?\d)(?!\w)")
_SIRET_LABEL = re.compile(r"\b(?:siret|siren|rcs|r\.c\.s\.?|tva|insee|immatricule\w*)\b[^\n]{0,40}$")
_LABELLED_SIRET = re.compile(rf"(?:\b(?:siret|siren|rcs)\b[^\n\d]{{0,40}})(\d(?:{_S}{{0,2}}\d){{7,14}})(?!\d)")
_TVA = re.compile(rf"\bFR{_S}?[0-9A-Z]{{2}}{_S}?(?:\d{{3}}{_S}?){{2}}\d{{3}}(?!{_S}?\d)(?!\w)")
_RNA = re.compile(r"\bW\d{9}\b")
_UNIT = re.compile(rf"{_BLANK}?(?:€|k€|%|euros?\b|h\b|heures?\b|caracteres?\b|habitants?\b|octets?\b|m\b|km\b)")

_IBAN_LENGTHS = {
    "FR": 27, "MC": 27, "BE": 16, "DE": 22, "ES": 24, "IT": 27, "PT": 25, "LU": 20, "CH": 21, "GB": 22, "NL": 18, "PL": 28,
    "RO": 24, "MA": 28, "TN": 24, "DZ": 26, "SN": 28, "CI": 28, "ML": 28, "BF": 28, "IE": 22, "AT": 20, "GR": 27, "LT": 20,
}  # fmt: skip
_IBAN = re.compile(rf"\b([A-Z]{{2}})\d\d(?={_S}?[A-Z0-9])", re.IGNORECASE)
_RIB = re.compile(rf"(?<!\w)\d{{5}}{_S}?\d{{5}}{_S}?[0-9A-Z]{{11}}{_S}?\d\d(?!\w)")
_BANK_LABEL = re.compile(r"\b(?:iban|rib|virement|compte|bancaire)\b[^\n]{0,40}$")
_BIC = re.compile(r"\b(?:BIC|SWIFT)\b[\s:]{1,4}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")

_NDA = re.compile(
    rf"(?<![\w.,])((?:0[1-6]|1[1]|2[1-8]|3[1-2]|4[1-4]|5[2-4]|7[2-6]|8[2-4]|9[1-8]){_S}?(?:\d\d|"
    rf"2[AB]){_S}?\d{{5}}{_S}?\d\d)(?!{_S}?\d)(?!\w)"
)
_NDA_LABEL = re.compile(
    r"\b(?:n?da|n\.d\.a\.|declaration d'activite|declar\w+|activite|existence|enregistre\w*|organisme)\b[^\n]{0,60}$"
)
_NDA_SHAPE = re.compile(rf"\d\d{_BLANK}(?:\d\d|2[AB]){_BLANK}\d{{5}}{_BLANK}\d\d")
_LABELLED_NDA = re.compile(
    rf"\b(?:nda|declaration d'activite|numero d'activite)\b[^\n\d]{{0,60}}(\d(?:{_S}?[\dab]){{8,11}})(?!\w)"
)
_UAI = re.compile(rf"(?<!\w)(\d{{3}}{_BLANK}?\d{{4}}){_BLANK}?([A-Za-z])(?!\w)")
_UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_UAI_LABEL = re.compile(r"\b(?:uai|rne|etablissement|numero)\b[^\n]{0,30}$")

Finder = Callable[[str, str], Iterator[Mark]]


def identifiers(text: str) -> Iterator[Mark]:
    """Yield what identifies by its form, the surest kinds first; later marks may overlap earlier ones."""
    folded = fold(text)
    for find in (_urls, _emails, _ibans, _nirs, _sirets, _activity_numbers, _phones, _schools, births):
        yield from find(text, folded)


def _urls(text: str, _: str) -> Iterator[Mark]:
    for match in _URL.finditer(text):
        address = match.group().rstrip(".,;:!?’')*_")
        if not _stays(address):
            yield Mark(match.start(), match.start() + len(address), "URL", "adresse d’un site", address.lower().rstrip("/"))


def _stays(address: str) -> bool:
    return _PUBLIC_SITE.fullmatch(address) is not None or _PUBLIC_HOST.fullmatch(address) is not None


def _emails(text: str, _: str) -> Iterator[Mark]:
    for match in _EMAIL.finditer(text):
        address = match.group().rstrip(".-_'")
        start = match.start() + len(address) - len(address.lstrip("'.-_"))
        yield Mark(
            start, match.start() + len(address), "EMAIL", "adresse électronique", text[start : match.end()].lower().strip(".")
        )
    for match in _HIDDEN_EMAIL.finditer(text):
        if any(mark in match.group().lower() for mark in ("point", "dot", "@", "＠", "at", "arob", "(", "[")):
            yield Mark(match.start(), match.end(), "EMAIL", "adresse électronique déguisée", _plain_email(match.group()))
    for match in _DOMAIN.finditer(text):
        address = match.group().rstrip(".,;:/")
        if not _stays(address) and not re.fullmatch(r"[\d.]+|.*\.(?:de|it|es|ci|re|ma)", address):
            yield Mark(match.start(), match.start() + len(address), "URL", "nom d’un site", address)
    for match in _HANDLE.finditer(text):
        yield Mark(match.start(), match.end(), "URL", "compte d’un réseau social", match.group().lower())


def _plain_email(written: str) -> str:
    joined = re.sub(f"{_AT}|{_AT_WORD}", "@", written.lower(), count=1)
    return re.sub(_DOT, ".", joined)


def _digits(written: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", written).upper()


def _label(pattern: re.Pattern[str], folded: str, position: int) -> bool:
    start = max(folded.rfind("\n", 0, position) + 1, position - _LABEL_REACH)
    return pattern.search(folded, start, position) is not None


def _ibans(text: str, folded: str) -> Iterator[Mark]:
    for match in _IBAN.finditer(text):
        end = _iban_end(text, match.start(), _IBAN_LENGTHS.get(match.group(1).upper(), 0))
        code = _digits(text[match.start() : end])
        if end and _iban_key(code):
            yield Mark(match.start(), end, "IBAN", "IBAN, clé vérifiée", code)
        elif end and (_label(_BANK_LABEL, folded, match.start()) or sum(c.isdigit() for c in code) >= len(code) - 4):
            yield Mark(match.start(), end, "IBAN", "forme d’un IBAN, clé fausse", code)
    for match in _RIB.finditer(text):
        if _label(_BANK_LABEL, folded, match.start()) or _iban_key("FR76" + _digits(match.group())):
            yield Mark(match.start(), match.end(), "IBAN", "relevé d’identité bancaire", _digits(match.group()))
    for match in _BIC.finditer(text):
        yield Mark(match.start(1), match.end(1), "IBAN", "code BIC", match.group(1))


def _iban_end(text: str, start: int, length: int) -> int:
    """Return where the letters and digits of an IBAN of that length end; 0 when they do not go that far."""
    count, gap = 0, 0
    for position in range(start, min(len(text), start + 60)):
        if text[position].isascii() and text[position].isalnum():
            count, gap = count + 1, 0
        elif text[position] in " \u00a0\u202f-." and gap < 2:
            gap += 1
        else:
            return 0
        if length and count == length:
            following = text[position + 1 : position + 2]
            return 0 if following.isalnum() else position + 1
    return 0


def _iban_key(code: str) -> bool:
    moved = code[4:] + code[:4]
    return moved.isalnum() and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _nirs(text: str, folded: str) -> Iterator[Mark]:
    for match in _NIR.finditer(text):
        body, key = _digits(match.group())[:13], _digits(match.group("key") or "")
        number = int(re.sub("[AB]", "0", body)) - (1000000 if "A" in body else 2000000 if "B" in body else 0)
        if key and int(key) == 97 - number % 97:
            why = "numéro de sécurité sociale, clé vérifiée"
        elif len(match.group()) > 15 and _NIR_GROUPS.match(match.group()):
            why = "forme d’un numéro de sécurité sociale" + (", clé fausse" if key else " sans clé")
        elif _label(_NIR_LABEL, folded, match.start()):
            why = "numéro annoncé comme numéro de sécurité sociale"
        else:
            continue
        yield Mark(match.start(), match.end(), "NIR", why, body)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 or (digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0)


def _sirets(text: str, folded: str) -> Iterator[Mark]:
    for match in _TVA.finditer(text):
        yield Mark(match.start(), match.end(), "SIREN_SIRET", "numéro de TVA, qui contient le SIREN", _digits(match.group()))
    for match in _RNA.finditer(text):
        yield Mark(match.start(), match.end(), "SIREN_SIRET", "numéro d’association au répertoire national", match.group())
    for match in _LABELLED_SIRET.finditer(folded):
        yield Mark(match.start(1), match.end(1), "SIREN_SIRET", "numéro annoncé comme SIREN ou SIRET", _digits(match.group(1)))
    for match in _SIRET.finditer(text):
        digits = _digits(match.group())
        kind = "SIRET" if len(digits) == 14 else "SIREN"
        if _label(_SIRET_LABEL, folded, match.start()):
            yield Mark(match.start(), match.end(), "SIREN_SIRET", f"numéro annoncé comme {kind}", digits)
        elif _luhn(digits) and int(digits) and not _UNIT.match(folded, match.end()):
            yield Mark(match.start(), match.end(), "SIREN_SIRET", f"{kind}, clé vérifiée", digits)


def _activity_numbers(text: str, folded: str) -> Iterator[Mark]:
    for match in _LABELLED_NDA.finditer(folded):
        yield Mark(match.start(1), match.end(1), "NDA", "numéro annoncé comme déclaration d’activité", _digits(match.group(1)))
    for match in _NDA.finditer(text):
        digits = _digits(match.group(1))
        in_its_department = digits[2:4] == digits[-2:]
        if in_its_department or _label(_NDA_LABEL, folded, match.start()) or _NDA_SHAPE.fullmatch(match.group(1)):
            why = "numéro de déclaration d’activité"
            yield Mark(match.start(1), match.end(1), "NDA", why, digits)


def _phones(text: str, folded: str) -> Iterator[Mark]:
    for pattern in (_PHONE, _GREEN_PHONE, _FOREIGN_PHONE, _LOOSE_PHONE):
        for match in pattern.finditer(text):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            digits = re.sub(r"\D", "", match.group().replace("(0)", "").replace("O", "0").replace("o", "0"))
            if 8 < len(digits) < 16 or pattern is _LOOSE_PHONE:
                national = re.sub(r"^(?:00)?33(?=[1-9]\d{8}$)", "0", digits)
                yield Mark(start, match.end(), "PHONE", "numéro de téléphone", national)
    for match in _BARE_PHONE.finditer(text):
        if _label(_PHONE_LABEL, folded, match.start()):
            yield Mark(match.start(), match.end(), "PHONE", "numéro annoncé comme téléphone", _digits(match.group()))


def _schools(text: str, folded: str) -> Iterator[Mark]:
    for match in _UAI.finditer(text):
        letter = match.group(2).upper()
        if _UAI_LETTERS[int(_digits(match.group(1))) % 23] == letter:
            yield Mark(match.start(), match.end(), "UAI", "numéro UAI d’établissement, clé vérifiée", _digits(match.group()))
        elif _label(_UAI_LABEL, folded, match.start()):
            yield Mark(match.start(), match.end(), "UAI", "numéro annoncé comme UAI", _digits(match.group()))
