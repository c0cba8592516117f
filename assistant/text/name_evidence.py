"""Says what shows that a capitalised word names a person: a function, an age, what they say or do."""

import re

from assistant.text.dictionary import is_english_word
from assistant.text.french import FUNCTION_WORDS
from assistant.text.name_reading import TITLES
from assistant.text.page import Page, Word

_CALLED = frozenset(
    """
    appelle appelait appelee appele nomme nommee prenomme prenommee denomme denommee soussigne soussignee bonjour
    bonsoir cher chere salut
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_SAYS = re.compile(
    r"[ \u00a0](?:(?:m|t)['’](?:a|avait|ont)|(?:nous|vous|lui|leur|me)[ \u00a0](?:a|avait|dit|explique|demande|propose|"
    r"montre|répond)|s['’](?:est|était|appelle)|"
    r"pense|dit|disait|explique|expliquait|raconte|souhaite|souhaitait|craint|hésite|habite|habitait|travaille|"
    r"travaillait|veut|voulait|répond|"
    r"parle|parlait|connaît|sait|avoue|admet|rêve|ose|a[ \u00a0](?:dit|expliqué|répondu|raconté|pleuré|refusé|accepté|"
    r"demandé|proposé|peur|signé|validé|"
    r"appelé|téléphoné|relu|animé|parlé|compris|confirmé|souhaité|voulu|osé|hésité|rejoint|quitté|démissionné|écrit|"
    r"montré|fini|réussi|abandonné|trouvé)|"
    r"(?:est|était)[ \u00a0](?:venue?|arrivée?|partie?|absente?|présente?|revenue?|d['’]accord|format|stagiaire|malade|"
    r"enceinte|seule?|inscrite?|"
    r"âgée?|mère|père|mariée?|salariée?|en arrêt|en congé|très|restée?)|m['’]envoie|se[ \u00a0](?:sent|demande|souvient|"
    r"plaint|présente))(?![\w])",
    re.IGNORECASE,
)
ACTS = re.compile(
    r"[ \u00a0](?:a|avait|est|était|sera|aura|doit|devait|peut|pouvait|va|vient|anime|assure|suit|encadre|prend|prenait|"
    r"tient|montre|note|confirme|"
    r"accepte|refuse|valide|signe|arrive|part|gère|forme|prépare|regarde|rappelle|estime|trouve|termine|commence|reste|"
    r"semble|entre|bâche|propose|"
    r"demande|apporte|envoie|relit|ne|y|en|se|me|nous|lui|leur|et moi|aussi)(?![\w])|[ \u00a0][nsm]['’]",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r",[ \u00a0](?:(?:lui|elle)\b|qui[ \u00a0](?:m['’]|nous|lui|a\b|est\b|avait|était|travaill|pai|tient|vient|doit|veut|"
    r"habit|parl|a\b|suit|forme\b|anime|gère|s['’]|ne\b|n['’]|"
    r"connaît|sait|reste|prend|fait|voulait|croyait|devait))"
)
_EQUALS = re.compile(r"[ \u00a0](?:est|était|sera|fut|reste)[ \u00a0](?:la[ \u00a0]|le[ \u00a0]|l['’]|une?[ \u00a0])(?=\w)")
"""« Rose était la couleur »: what opens the sentence is a thing, unless a function follows."""
_AGED = re.compile(r"[ \u00a0]?[,(][ \u00a0]?\d\d[ \u00a0]ans|[ \u00a0]\(\d\d\)")
_ROLES_OF_FIRMS = frozenset(
    ("client", "cliente", "contact", "partenaire", "adherent", "adherente", "prestataire", "commanditaire", "parent", "enfant")
)
_BEFORE_PEOPLE = frozenset(("avec", "pour", "par", "sans", "que", "qu", "et", "sauf", "comme", "remercie", "contre"))
_SPOKEN = (
    "demand",
    "parl",
    "expliqu",
    "racont",
    "montr",
    "propos",
    "repond",
    "dit",
    "disai",
    "ecri",
    "telephon",
    "rappel",
    "apprend",
)
_ITEM = re.compile(r"\*{0,2}[ \u00a0]?(?:[:–(=]|- |-> )")
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[-–—•*]|\d{1,2}[.)])[ \t]*\*{0,2}$|[\t|;][ \t]*$")


def evidence(page: Page, index: int) -> str:
    """Return, in French, what shows that the capitalised word there names a person; empty when nothing does."""
    word = page.words[index]
    if word.role or word.shape in ("initial", "camel") or word.key in FUNCTION_WORDS or (word.ordinary and not word.known):
        return ""
    if word.key in page.lexicon.brands or len(word.key) < 3 or word.key in TITLES:
        return ""
    if word.shape == "capital" and page.before(index, 1)[:1] in (["prenom"], ["prenommee"], ["prenomme"]):
        return "nom après « prénom »"
    if page.lexicon.is_calendar(word.key):
        return "nom suivi d’une fonction" if word.last and _is_followed_by_function(page, index) else ""
    return _said_before(page, index) or _said_after(page, index)


def _said_before(page: Page, index: int) -> str:
    word = page.words[index]
    before = page.words[index - 1] if index and "\n" not in word.gap else None
    if before is None:
        return ""
    if role := _role_before(page, index):
        return f"nom après « {role} »"
    if before.key in _CALLED and word.gap.strip() in ("", ":"):
        return f"nom après « {before.text.lower()} »"
    if before.text in ("née", "Née", "né") and word.near:
        return "nom de naissance"
    if (
        not word.known
        and word.near
        and word.shape == "capital"
        and before.key in _BEFORE_PEOPLE
        and page.lexicon.resembles_name(word.key)
    ):
        return "mot qui ressemble à un nom, après une préposition"
    if (
        before.text == "à"
        and word.near
        and word.shape == "capital"
        and any(k.startswith(_SPOKEN) for k in page.before(index, 2)[1:])
    ):
        return "nom de celui à qui l’on parle"
    return ""


def _role_before(page: Page, index: int) -> str:
    """Return the function before « la formatrice Ewa », « notre référente (Ewa) », « la responsable pédagogique, Ewa, »."""
    word, before = page.words[index], page.words[index - 1]
    mark = word.gap.strip()
    if mark not in ("", "(", ",") or len(word.gap) > 3 or not (word.shape == "capital" or word.known):
        return ""
    if mark and not before.role and before.ordinary and not before.raised and index > 1 and before.near:
        before = page.words[index - 2]
    if not before.role or before.key in _ROLES_OF_FIRMS:
        return ""
    after = page.after(index)
    is_name = (
        word.known
        or page.text[word.end : word.end + 1] == ","
        or bool(after and after.near and after.capital and not after.ordinary)
    )
    return before.text.lower() if mark != "," or is_name else ""


def _said_after(page: Page, index: int) -> str:
    word, end = page.words[index], page.words[index].end
    is_a_thing = page.before(index, 1)[:1] in (["la"], ["le"], ["l"], ["une"], ["un"]) and (word.ordinary or not word.known)
    if is_a_thing or (word.shape == "upper" and not word.known):
        return ""
    if word.ordinary and word.opens and (said := _EQUALS.match(page.text, end)) and not page.words[page.word_at(said.end())].role:
        return ""
    if _SAYS.match(page.text, end) or (ACTS.match(page.text, end) and _may_act(page, word)):
        return "sujet d’un verbe qui convient à une personne"
    if word.shape == "capital" and not word.opens and _TOLD.match(page.text, end):
        return "nom suivi de ce que la personne fait"
    if _AGED.match(page.text, end):
        return "nom suivi d’un âge"
    if _is_followed_by_function(page, index):
        return "nom suivi d’une fonction"
    if word.known and _ITEM.match(page.text, end) and _BULLET.search(page.text[max(0, word.start - 8) : word.start]):
        return "nom en tête d’un élément de liste"
    return ""


def _may_act(page: Page, word: Word) -> bool:
    """Tell whether a word before « est », « a », « doit » is someone: a listed name, or a word whose letters look like one."""
    if word.known:
        return word.first or not word.opens
    return word.shape == "capital" and page.lexicon.resembles_name(word.key) and not is_english_word(word.text.lower())


def _is_followed_by_function(page: Page, index: int) -> bool:
    """Tell « Tiziri, formatrice » and « Rose (la comptable) »."""
    position = index + 1
    if (
        position >= len(page.words)
        or page.words[position].gap.strip(" \u00a0") not in (",", "(", "–", "-", ":")
        or "\n" in page.words[position].gap
    ):
        return False
    if page.words[position].key in ("la", "le", "l", "notre", "mon", "ma", "une", "un", "son", "sa") and position + 1 < len(
        page.words
    ):
        position += 1
    following = page.words[position]
    return (
        following.role
        and not following.known
        and following.key not in ("client", "cliente", "contact", "principal", "principale")
    )
