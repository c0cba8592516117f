"""Drafts drawn by hypothesis: headings, paragraphs, lists and tables of French words, as candidates type them."""

from hypothesis import strategies as st

_SENTENCES = (
    "J'ai comparé trois devis avec la comptable le 12 mars 2026.",
    "Nous avons réuni les formateurs et relu les fiches de présence.",
    "Le 4 juin, la directrice a validé le budget de 12 400 €.",
    "J’ai chiffré le reste à charge : 340 € pour Samira Benali, 0 € pour M. Petit.",
    "Mme Lefort habite à Tours ; elle travaille dans l'association Les Ateliers du Gué.",
    "Je suis formateur depuis onze ans, convaincu que l'œuvre se fait à plusieurs.",
    "Elle « confirme » le choix, ce qui m'a paru juste.",
    "Aucun tableau n'a été tenu, sans doute faute de temps !",
    "Ensuite, nous avons listé et présenté les écarts aux candidats.",
    'Le "positionnement" dure 2 h 30, soit 95 % du temps prévu.',
    "Une coopérative organise l'accompagnement professionnel des apprenants.",
    "Voici les étapes :",
    "Cette action se termine fin avril.",
    "L'évaluation différenciée confirme l'efficacité du dispositif d'insertion.",
)
_TITLES = ("Contexte", "Budget de l'action", "Recruter", "1. Évaluer", "Conclusion", "Le suivi qualité", "Annexes")
_ITEMS = ("réunion d'information", "Public : adultes en reconversion", "dossier à rendre ;", "entretien de 30 minutes.", "jury")
_CELLS = ("Poste", "Montant", "1 200 €", "3 400 €", "formateurs", "", "18", "**240**", "4,5 %")

sentences = st.sampled_from(_SENTENCES)
paragraphs = st.lists(sentences, min_size=1, max_size=6).map(" ".join)
headings = st.tuples(st.integers(1, 3), st.sampled_from(_TITLES)).map(lambda t: f"{'#' * t[0]} {t[1]}")
lists = st.tuples(st.booleans(), st.lists(st.sampled_from(_ITEMS), min_size=1, max_size=4)).map(
    lambda t: "\n".join(f"- {item}" if t[0] else f"{n}. {item}" for n, item in enumerate(t[1], start=1))
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Return a pipe table of two to four columns, its last row a total."""
    width = draw(st.integers(2, 4))
    row = st.lists(st.sampled_from(_CELLS), min_size=width, max_size=width)
    rows = [draw(row), ["---"] * width, *draw(st.lists(row, min_size=1, max_size=4)), ["Total", *draw(row)[1:]]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


@st.composite
def drafts(draw: st.DrawFn) -> str:
    """Return a Markdown draft, or the plain lines that a word processor gives."""
    blocks = draw(st.lists(st.one_of(paragraphs, paragraphs, headings, lists, tables()), min_size=1, max_size=9))
    if draw(st.booleans()):
        return "\n\n".join(blocks) + draw(st.sampled_from(("", "\n", "\n\n")))
    plain = [line.lstrip("# ") for block in blocks for line in block.split("\n") if not line.startswith("|")]
    return "\n".join(plain) or "Rien."
