"""A list of people to invite, read from whatever a tutor has, and given back with a link for each."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from assistant.errors import InputError
from ingestion.readers.encodings import decode, is_text

MOST_INVITED = 200
"""People of one list."""
_LONGEST = 120
_HEADS = frozenset(
    {
        *("nom", "noms", "prénom", "prenom", "prénoms", "civilité", "candidat", "candidats", "candidate", "personne"),
        *("email", "e-mail", "mail", "mél", "courriel", "adresse", "adresses", "électronique", "de", "groupe", "téléphone"),
    }
)
"""Words that only head a table."""
_ADDRESS = re.compile(r"[^\s@;,<>]+@[^\s@;,<>]+\.[^\s@;,<>]+")
_FORMULA = ("=", "+", "-", "@", "\t")


def people_in(data: bytes | None, text: str) -> tuple[str, ...]:
    """Return the people of a file or of a pasted list, one a line, each once.

    A line of a table stands for its address when it has one, otherwise for all its cells. Raises `InputError` when
    there is nobody, or too many.
    """
    if data is not None:
        if not is_text(data):
            raise InputError(
                "Ce fichier n’est pas un fichier de texte.", hint="Enregistrez votre liste en .csv ou .txt, ou collez-la."
            )
        text = decode(data)[0]
    found = list(dict.fromkeys(one for line in text.splitlines() if (one := _person(line))))
    if len(found) > 1 and _HEADS.issuperset(found[0].casefold().split()):
        del found[0]
    if not found:
        raise InputError("Cette liste est vide.", hint="Écrivez un nom ou une adresse par ligne.")
    if len(found) > MOST_INVITED:
        raise InputError(f"Cette liste dépasse {MOST_INVITED} personnes.", hint="Faites-en deux.")
    return tuple(found)


def as_table(links: Iterable[tuple[str, str]], until: str) -> bytes:
    """Return people and their links as a table that spreadsheets open; no cell of it can be taken for a formula."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(("personne", "lien", "valable jusqu’au"))
    table.writerows((f"'{who}" if who.startswith(_FORMULA) else who, link, until) for who, link in links)
    return written.getvalue().encode("utf-8-sig")


def _person(line: str) -> str:
    address = _ADDRESS.search(line)
    if address:
        return address.group().strip("\"'")[:_LONGEST]
    return _joined(re.split(r"[;,\t]", line))


def _joined(cells: Sequence[str]) -> str:
    return " ".join(" ".join(cell.strip(" \"'") for cell in cells).split())[:_LONGEST]
