import pytest
from drafts import draft_from_markdown, plain_draft

from assistant.assessment.formal import check_formal
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.domain.referentiel import Bloc, Limite, Modalite

SIGNS = Bloc(
    code="B4",
    intitule="Concevoir",
    modalites=(Modalite(texte="Écrit.", limites=(Limite(kind="caracteres_max", value=1000, texte="maximum 1 000 caractères"),)),),
)
PAGES = Bloc(
    code="B3",
    intitule="Analyser",
    modalites=(Modalite(texte="Écrit.", limites=(Limite(kind="pages", value=4, texte="quatre pages"),)),),
)
PARTS = Bloc(
    code="B3",
    intitule="Analyser",
    modalites=(
        Modalite(
            texte="Il est demandé une production écrite de quatre pages synthétisant le contexte, la méthodologie mise en œuvre, "
            "les résultats obtenus et l’offre de formation ou le cahier des charges formalisé."
        ),
    ),
)
PLAIN = Bloc(code="B1", intitule="Organiser")
LONG = (
    "Le groupe réunit douze personnes venues de trois entreprises voisines, dont quatre n’avaient suivi aucune formation "
    "depuis leur embauche, et qui demandaient toutes à travailler sur leurs propres machines."
)


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return [f.code for f in findings]


@pytest.mark.parametrize(
    ("length", "severity"), [(500, "info"), (950, "info"), (951, "attention"), (1000, "attention"), (1001, "erreur")]
)
def test_the_length_is_counted_with_spaces_against_the_limit(length: int, severity: str) -> None:
    (finding,) = check_formal(plain_draft("a" * length), SIGNS)
    assert finding.code == "longueur-caracteres"
    assert finding.severity == severity
    assert finding.expected == "1\u202f000"


def test_annexes_are_counted_apart_when_a_heading_says_so() -> None:
    text = "# Dossier\n\n" + "a" * 900 + "\n\n# Annexes\n\n" + "b" * 300
    finding = check_formal(draft_from_markdown(text), SIGNS)[0]
    assert finding.severity == "attention"
    assert "1\u202f224 caractères" in finding.message
    assert "911 sans les annexes" in finding.message


def test_a_part_after_the_annexes_makes_them_no_annexes() -> None:
    text = "# Dossier\n\n" + "a" * 900 + "\n\n# Annexe 1\n\nVoir annexe 1.\n\n# Conclusion\n\n" + "b" * 300
    assert check_formal(draft_from_markdown(text), SIGNS)[0].severity == "erreur"


def _pages(pages: int | None, how: str | None) -> Finding:
    draft = Draft.model_validate({"name": "d", "text": "mot " * 40, "pages": pages, "pages_are": how})
    return check_formal(draft, PAGES)[0]


def test_pages_beyond_the_limit_are_an_error_only_when_they_were_counted() -> None:
    assert _pages(5, "counted").severity == "erreur"
    assert _pages(4, "counted").severity == "info"
    assert _pages(6, "stored").severity == "attention"
    assert _pages(6, "estimated").severity == "attention"
    assert "estimation" in _pages(6, "estimated").message
    assert "d’après le fichier" in _pages(6, "stored").message
    assert _pages(None, None).severity == "info"


def test_the_parts_the_modality_names_are_looked_for_in_headings_and_text() -> None:
    parts = {
        "Contexte": "Une régie.",
        "Ma démarche": "Huit entretiens.",
        "Résultats": "Trois besoins.",
        "L’offre": "Trois jours.",
    }
    complete = "\n\n".join(f"# {title}\n\n{text}" for title, text in parts.items())
    assert check_formal(draft_from_markdown(complete), PARTS) == ()
    nothing = "# Recette\n\nÉpluchez les carottes. Faites-les cuire dans un grand volume salé. Égouttez. Servez chaud.\n"
    missing = check_formal(draft_from_markdown(nothing), PARTS)
    assert [f.expected for f in missing] == [
        "contexte",
        "méthodologie mise en œuvre",
        "résultats obtenus",
        "offre de formation ou le cahier des charges formalisé",
    ]


def test_a_heading_without_text_is_reported_where_it_stands() -> None:
    text = "# Titre\n\n## Un\n\nDu texte.\n\n## Deux\n\n## Trois\n\nDu texte.\n\n## Quatre\n"
    findings = check_formal(draft_from_markdown(text), PLAIN)
    assert _codes(findings) == ["section-vide", "section-vide"]
    assert [text[f.start : f.end] for f in findings] == ["Deux", "Quatre"]


def test_a_heading_that_introduces_deeper_ones_is_not_empty() -> None:
    assert check_formal(draft_from_markdown("# Titre\n\n## Un\n\n### Un A\n\nTexte.\n\n### Un B\n\nTexte.\n"), PLAIN) == ()


@pytest.mark.parametrize(
    "line",
    [
        "À compléter",
        "Budget : à compléter",
        "[à rédiger]",
        "Le taux est de xxx %.",
        "Lorem ipsum dolor sit amet.",
        "[nom du client]",
        "Voir (à compléter).",
    ],
)
def test_a_placeholder_left_in_the_text_is_an_error(line: str) -> None:
    (finding,) = check_formal(draft_from_markdown(f"# T\n\nTexte.\n\n{line}\n"), PLAIN)
    assert finding.code == "texte-a-completer"
    assert finding.severity == "erreur"


@pytest.mark.parametrize(
    "line",
    [
        "Chaque stagiaire a un livret à compléter par son tuteur.",
        "La grille reste à compléter pendant la visite.",
        "L’architecture du XXe siècle et le chapitre XX.",
        "Le questionnaire [12 questions] est joint.",
    ],
)
def test_words_that_only_look_like_placeholders_are_left_alone(line: str) -> None:
    assert check_formal(draft_from_markdown(f"# T\n\nTexte.\n\n{line}\n"), PLAIN) == ()


def test_a_paragraph_given_twice_is_reported_at_its_second_place() -> None:
    text = f"{LONG}\n\nAutre chose ici.\n\n{LONG.replace('douze', 'treize')}\n"
    (finding,) = check_formal(draft_from_markdown(text), PLAIN)
    assert finding.code == "passage-repete"
    assert finding.start == text.rindex("Le groupe")


def test_a_section_given_twice_makes_one_finding() -> None:
    other = (
        "Le formateur note chaque geste, puis en parle avec la personne ; il lui demande ce qu’elle a regardé, "
        "ce qu’elle a décidé, ce qu’elle referait et ce qu’elle éviterait."
    )
    section = f"{LONG}\n\n{other}\n"
    (finding,) = check_formal(draft_from_markdown(f"{section}\nEntre les deux.\n\n{section}"), PLAIN)
    assert "2 paragraphes" in finding.message


def test_short_lines_and_table_rows_may_repeat() -> None:
    row = "| un | " + " ".join(["mot"] * 30) + " |"
    text = f"# T\n\nOui.\n\nOui.\n\n| a | b |\n|---|---|\n{row}\n{row}\n"
    assert check_formal(draft_from_markdown(text), PLAIN) == ()


def test_a_gap_in_the_numbering_of_headings_is_mentioned() -> None:
    text = "# 3. Un\n\nTexte.\n\n# 4. Deux\n\nTexte.\n\n## 4.1 A\n\nTexte.\n\n## 4.3 B\n\nTexte.\n\n# 6. Trois\n\nTexte.\n"
    findings = check_formal(draft_from_markdown(text), PLAIN)
    assert [(f.code, f.severity, f.found) for f in findings] == [("numerotation", "info", "4.3"), ("numerotation", "info", "6")]


def test_dates_in_headings_are_no_numbering() -> None:
    assert (
        check_formal(draft_from_markdown("# 12 janvier\n\nTexte.\n\n# 21 janvier\n\nTexte.\n\n# 8 stagiaires\n\nTexte.\n"), PLAIN)
        == ()
    )


def test_annexes_cited_and_missing_or_there_and_never_cited_are_named() -> None:
    text = "# T\n\nVoir l’annexe 1 et les annexes 2 et 3.\n\n# Annexe 1 – Grille\n\nTexte.\n\n# Annexe 4 – Plan\n\nTexte.\n"
    findings = check_formal(draft_from_markdown(text), PLAIN)
    assert [(f.code, f.severity) for f in findings] == [("annexe-absente", "attention"), ("annexe-non-citee", "info")]
    assert "2, 3" in findings[0].message
    assert text[findings[1].start : findings[1].end] == "Annexe 4 – Plan"


def test_annexes_all_in_another_file_are_only_mentioned() -> None:
    (finding,) = check_formal(draft_from_markdown("# T\n\nVoir l’annexe A. Le livret est annexé à la convention.\n"), PLAIN)
    assert finding.severity == "info"
    assert finding.found == "annexe A"
