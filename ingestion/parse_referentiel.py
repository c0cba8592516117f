"""The door for référentiels: a file in any documented shape, in; a typed référentiel with its report, out."""

import re

from assistant.domain.referentiel import Bloc, Referentiel
from assistant.errors import DocumentTooLarge, NotAReferentiel
from ingestion.readers.encodings import decode, is_text
from ingestion.referentiel.assemble import assemble
from ingestion.referentiel.columns import is_competence
from ingestion.referentiel.grid import MAX_CELLS, MAX_TAGS, Source, bounded, words_in
from ingestion.referentiel.headings import Role
from ingestion.referentiel.interview import Surroundings, read_surroundings
from ingestion.referentiel.markup import source_from_html
from ingestion.referentiel.plaintext import source_from_text
from ingestion.referentiel.report import Report, checked
from ingestion.referentiel.rows import Reading, read_rows
from ingestion.referentiel.word import source_from_docx
from ingestion.referentiel.yaml_form import dump_yaml, load_form

MAX_BYTES = 8_000_000

_HINT = (
    "Un référentiel est un tableau (texte, Word ou page HTML) avec une colonne de compétences et une colonne de critères, "
    "ou un fichier YAML ou JSON : voir docs/referentiel.md."
)
_FIRST_PERSON = re.compile(r"\b(?:je|j['’]\w+|moi|mon|mes|nous)\b", re.IGNORECASE)
_TEACHING = re.compile(
    r"\b(?:exercices?|exemples?|(?<!en )(?<!au )cours|chapitres?|leçons?|définitions?|corrigés?)\b", re.IGNORECASE
)
_SPARE_WORDS = 150
_OFTEN = 3
_RARELY = 60
"""A text about its author says « je » or « nous » more than once in so many words."""


def parse_referentiel(data: bytes, name: str) -> Referentiel:
    """Return the référentiel that a file holds; raise `NotAReferentiel` when it holds none.

    What is missing or doubtful is in its `report`, in French.
    """
    if len(data) > MAX_BYTES:
        raise _too_large()
    suffix = name.lower().rpartition(".")[2]
    if data.startswith(b"PK\x03\x04"):
        return _from_source(source_from_docx(data))
    text = _decoded(data)
    if suffix in ("json", "yaml", "yml") or re.match(r"\s*\{\s*\"", text):
        return checked(load_form(text, is_json=text.lstrip().startswith(("{", "["))))
    if re.search(r"<table\b", text, re.IGNORECASE) or (suffix in ("html", "htm") and "\t" not in text):
        return _from_source(source_from_html(text))
    if re.search(r"^blocs\s*:\s*$", text, re.MULTILINE):
        return checked(load_form(text, is_json=False))
    return _from_source(source_from_text(text))


def referentiel_to_yaml(referentiel: Referentiel) -> str:
    """Return the documented YAML form, which `parse_referentiel` reads back to an equal value."""
    return dump_yaml(referentiel)


def _too_large() -> DocumentTooLarge:
    return DocumentTooLarge("Ce fichier est trop volumineux pour un référentiel.", hint="Gardez les tableaux du référentiel.")


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise NotAReferentiel("Ce fichier est vide.", hint=_HINT)
    if not is_text(data):
        raise NotAReferentiel("Ce fichier n’est pas un texte lisible.", hint=_HINT)
    text, lost = decode(data)
    if lost * 100 > len(text) or not text.strip():
        raise NotAReferentiel("Ce fichier n’est pas un texte lisible.", hint=_HINT)
    if text.count("<") > MAX_TAGS or text.count("\t") + text.count("|") > MAX_CELLS:
        raise _too_large()
    return text.removeprefix("\ufeff")


def _from_source(source: Source) -> Referentiel:
    bounded(source)
    report = Report()
    reading = read_rows(source, report)
    if not reading.entries:
        raise NotAReferentiel("Aucun tableau de référentiel (compétences, critères) n’a été reconnu dans ce texte.", hint=_HINT)
    fonctions, activites, blocs = assemble(reading.entries, report)
    around = read_surroundings(reading.prose, report)
    _refuse_other_tables(reading, blocs)
    _refuse_other_documents(source, reading, around)
    return checked(
        Referentiel(
            intitule=around.intitule,
            fonctions=fonctions,
            activites=activites,
            blocs=blocs,
            entretien_final=around.entretien,
            attribution=around.attribution,
            report=tuple(report.lines),
        )
    )


def _refuse_other_tables(reading: Reading, blocs: tuple[Bloc, ...]) -> None:
    """A table of a CV, of a recruitment or of a course may name compétences and critères too."""
    competences = [competence.texte for bloc in blocs for competence in bloc.competences]
    criteres = [critere for bloc in blocs for critere in bloc.criteres]
    credible = sum(map(is_competence, competences))
    if not criteres or not competences:
        lacking = "aucun critère n’y a été reconnu" if competences else "aucune compétence n’y a été reconnue"
        raise NotAReferentiel(f"Un tableau a été lu, mais {lacking}.", hint=_HINT)
    if len(competences) < 2 or credible * 2 < len(competences):
        raise NotAReferentiel("Le tableau lu ne contient pas de compétences formulées comme celles d’un référentiel.", hint=_HINT)
    coded = any(label is not None for entry in reading.entries for label in entry.marks)
    placed = any(bloc.modalites for bloc in blocs) or any(bloc.activite for bloc in blocs) or coded
    if not placed and Role.BLOC not in reading.named:
        raise NotAReferentiel(
            "Le tableau lu n’a ni bloc, ni activité, ni modalité d’évaluation : ce n’est pas un référentiel.", hint=_HINT
        )


def _refuse_other_documents(source: Source, reading: Reading, around: Surroundings) -> None:
    """A dossier or a course may quote a référentiel's table: its own text tells it apart."""
    left = " ".join(part.line.text for part in around.left)
    own = len(_FIRST_PERSON.findall(left))
    inside = sum(_words(cell.text) for entry in reading.entries for cell in entry.cells.values()) + reading.heading_words
    outside = words_in(source) - inside
    personal = own >= _OFTEN and own * _RARELY > _words(left)
    teaching = len(_TEACHING.findall(left)) >= _OFTEN and outside * 2 > inside
    if outside > max(_SPARE_WORDS, inside) or personal or teaching:
        raise NotAReferentiel(
            "Ce document contient un tableau de compétences, mais surtout un autre texte (dossier, cours, rapport).",
            hint="Donnez le référentiel seul, sans le document qui le cite.",
        )


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))
