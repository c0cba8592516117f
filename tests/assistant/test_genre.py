from drafts import draft_from_markdown

from assistant.assessment.genre import check_genre
from assistant.domain.feedback import Finding
from assistant.domain.referentiel import Bloc, Competence, Critere

WORDING = (
    "communication interne sur les orientations stratégiques et les évolutions dans le champ de la formation professionnelle"
)
BLOC = Bloc(
    code="B6",
    intitule="Animer",
    competences=(
        Competence(
            code="C6.1",
            texte="Communiquer aux personnels des informations issues de la veille, pour accompagner les changements souhaités.",
            action="Communiquer",
        ),
    ),
    criteres=(
        Critere(
            code="B6-C1",
            texte=f"La {WORDING} est organisée",
        ),
    ),
)


def _found(text: str, *, simulated: bool = True) -> dict[str, Finding]:
    return {f.code: f for f in check_genre(draft_from_markdown(text), BLOC, simulated=simulated)}


def test_a_concrete_text_has_nothing_to_reproach() -> None:
    text = (
        "# Bilan\n\nJ’ai réuni les neuf formateurs le 3 mars. Nous avons relu douze séquences : six n’avaient pas de consigne.\n"
    )
    assert _found(text) == {}
    assert _found(text, simulated=False) == {}


def test_a_sentence_in_the_words_of_the_referentiel_is_pointed_at() -> None:
    sentence = f"La {WORDING} est organisée."
    text = f"Je réunis l’équipe le lundi. {sentence} Je rends compte au directeur."
    finding = _found(text)["paraphrase-referentiel"]
    assert text[finding.start : finding.end] == sentence


def test_a_paraphrase_is_seen_under_other_endings_but_a_few_shared_words_are_not_one() -> None:
    assert "paraphrase-referentiel" in _found(
        "Je communique au personnel les informations issues de la veille pour accompagner le changement souhaité."
    )
    assert "paraphrase-referentiel" not in _found(
        "Pour la communication interne, j’ai envoyé trois notes de veille, lues par huit formateurs sur neuf."
    )


def test_an_open_quotation_of_the_referentiel_is_no_paraphrase() -> None:
    assert _found(f"Le critère demande que « la {WORDING} soit organisée ».") == {}


def test_vague_promises_are_counted_with_their_parts() -> None:
    text = (
        "# Un\n\nLe calendrier sera précisé ultérieurement.\n\n# Deux\n\nJe m’adapte au cas par cas. Le lieu reste à définir.\n"
    )
    finding = _found(text)["promesse-vague"]
    assert finding.found == "3"
    assert finding.severity == "attention"
    assert "« Un », « Deux »" in finding.message
    assert text[finding.start : finding.end] == "sera précisé ultérieurement"


def test_the_vague_words_of_somebody_else_do_not_count() -> None:
    assert "promesse-vague" not in _found("Le gérant m’a répondu : « il faudra voir au cas par cas ».")


def test_in_a_real_mission_nous_without_je_hides_what_the_candidate_did() -> None:
    text = "Nous avons réuni l’équipe. Nous avons lu les bilans. Nous avons choisi. Nous avons écrit. Nous avons testé le module."
    finding = _found(text, simulated=False)["pronom-nous"]
    assert "« nous » 5 fois" in finding.message
    assert finding.severity == "attention"
    assert _found(text, simulated=True) == {}
    assert _found(text + " J’ai rédigé la grille, puis je l’ai testée.", simulated=False) == {}


def test_on_is_mentioned_only_when_it_drowns_the_others() -> None:
    assert "pronom-on" in _found("On a réuni le groupe. " * 20)
    assert "pronom-on" not in _found("On a réuni le groupe. J’ai animé. " * 20)


def test_a_text_without_any_first_person_is_impersonal() -> None:
    text = "Il convient de réunir l’équipe du site de Lens avant la rentrée de septembre pour relire les bilans. " * 20
    assert "texte-impersonnel" in _found(text)


def test_a_planned_action_without_date_or_person_is_pointed_at_in_a_simulated_bloc_only() -> None:
    text = "# Suite\n\nUne plaquette sera diffusée. La plaquette sera diffusée en mai par la directrice."
    finding = _found(text)["action-non-planifiee"]
    assert text[finding.start : finding.end] == "Une plaquette sera diffusée."
    assert finding.found == "1"
    assert _found(text, simulated=False) == {}


def test_an_action_of_a_table_with_an_empty_date_or_person_is_pointed_at() -> None:
    head = "| Action | Pilote | Échéance |\n|---|---|---|\n"
    text = (
        head
        + "| Relire les modules | Mme Roux | 12 mai |\n| Former les tuteurs | – | juin |\n| Écrire le guide | moi | à définir |\n"
    )
    finding = _found(text)["action-non-planifiee"]
    assert finding.found == "2"
    assert text[finding.start : finding.end] == "Former les tuteurs"
    assert _found(head + "| Relire les modules | Mme Roux | 12 mai |\n") == {}


def test_a_list_item_of_an_action_plan_needs_a_date_and_somebody() -> None:
    items = "- Réaliser une enquête de satisfaction\n- Former les tuteurs en mai, avec Paul\n"
    text = f"# Plan d’actions\n\nVoici les actions que je propose.\n\n{items}"
    assert _found(text)["action-non-planifiee"].found == "1"


def test_results_left_without_a_word_are_pointed_at() -> None:
    table = "| Indicateur | 2024 | 2025 |\n|---|---|---|\n| Inscrits | 120 | 96 |\n| Réussite | 82 % | 91 % |\n"
    assert "resultats-sans-analyse" in _found(f"# Résultats\n\nVoici le tableau.\n\n{table}\n# Suite\n\nTexte.\n")
    assert "resultats-sans-analyse" not in _found(
        f"# Résultats\n\n{table}\nLes inscriptions reculent car deux entreprises ont fermé.\n"
    )


def test_very_long_sentences_are_counted() -> None:
    long = "Je relis " + " et ".join(["les douze séquences du module"] * 14) + "."
    finding = _found(f"Je commence. {long} Je finis.")["phrase-longue"]
    assert finding.severity == "info"
    assert finding.found == "1"


def test_a_part_that_is_only_a_list_of_words_is_pointed_at() -> None:
    assert "liste-sans-phrase" in _found("# Outils\n\n- tableau blanc\n- quiz\n- vidéo\n\n# Suite\n\nJe les utilise.\n")
    assert "liste-sans-phrase" not in _found("# Outils\n\nJ’utilise en séance :\n\n- tableau blanc\n- quiz\n- vidéo\n")


def test_findings_come_in_the_order_of_the_text() -> None:
    text = "Je m’adapte au cas par cas. Une plaquette sera diffusée.\n"
    starts = [f.start or 0 for f in check_genre(draft_from_markdown(text), BLOC, simulated=True)]
    assert starts == sorted(starts)
    assert len(starts) == 2
