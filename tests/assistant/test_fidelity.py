"""What a language model says again is ours, or is not said."""

import pytest

from assistant.coaching.fidelity import fault

PAGES = "Le dossier du bloc 3 compte 20 pages au plus, annexes non comprises."
JURY = "Un jury y cherche les financements comparés par leur coût et leur délai."
CRITERE = "Le critère B1-C1 dit\u00a0: «\u00a0Les possibilités de financement sont listées et comparées\u00a0»."
ALSO = (
    "Voyez aussi B1-C4 («\u00a0Les données comptables sont exploitées\u00a0») et B3-C2 («\u00a0La demande est analysée\u00a0»)."
)
ASKED = "À vous demander\u00a0: qui a validé le besoin\u00a0?"
WEAK = "Ce qui affaiblit souvent\u00a0: une liste sans comparaison."


@pytest.mark.parametrize(
    ("said", "sources"),
    [
        (PAGES, [PAGES]),
        ("Au bloc 3, le dossier compte 20 pages au plus, annexes non comprises.", [PAGES]),
        ("Le jury regarde si les financements sont comparés\u00a0: leur coût, leur délai.", [JURY]),
        ("Concrètement, le jury attend une comparaison des financements, par le délai et par le coût.", [JURY]),
        ("C’est le critère B1-C1\u00a0: «\u00a0Les possibilités de financement sont listées et comparées\u00a0».", [CRITERE]),
        ("Selon B1-C1, les financements sont «\u00a0listées et comparées\u00a0» par leur coût et leur délai.", [CRITERE, JURY]),
        ("Qui a validé le besoin\u00a0?", [ASKED]),
        ("Une liste sans comparaison affaiblit souvent.", [WEAK]),
        ("B1-C4 («\u00a0Les données comptables sont exploitées\u00a0») est à voir aussi.", [ALSO]),
    ],
)
def test_our_words_said_again_are_kept(said: str, sources: list[str]) -> None:
    assert fault(said, sources) is None


@pytest.mark.parametrize(
    ("said", "sources", "wrong"),
    [
        ("Le dossier compte 25 pages au plus, annexes non comprises.", [PAGES], "nombres"),
        ("Le dossier compte 20 annexes au plus, pages non comprises.", [PAGES], "nombres"),
        ("Le dossier du bloc 4 compte 20 pages au plus, annexes non comprises.", [PAGES], "nombres"),
        ("Le dossier compte 20 pages au plus, annexes comprises.", [PAGES], "sens"),
        ("Le dossier doit compter 20 pages au plus, annexes non comprises.", [PAGES], "sens"),
        ("Le dossier compte 20 pages au moins, annexes non comprises.", [PAGES], "sens"),
        ("Le jury ne cherche pas les financements comparés.", [JURY], "sens"),
        ("Il suffit de comparer les financements par leur coût.", [JURY], "sens"),
        ("Tous les financements sont comparés.", [JURY], "sens"),
        ("Oui, les financements sont comparés.", [JURY], "sens"),
        ("Une liste affaiblit rarement, avec une comparaison.", [JURY, "Une liste affaiblit."], "sens"),
        ("Une liste et une comparaison affaiblissent souvent.", [WEAK], "sens"),
        ("Le jury cherche les financements comparés par leur qualité.", [JURY], "mots"),
        ("Le jury cherche les financements de l’OPCO, comparés par leur coût.", [JURY], "mots"),
        ("Votre dossier est excellent\u00a0: financements comparés par leur coût.", [JURY], "mots"),
        ("Vous serez admis, les financements sont comparés.", [JURY], "mots"),
        ("Selon B1-C1, «\u00a0les financements sont comparés\u00a0».", [CRITERE], "citations"),
        ("Voyez B3-C2 («\u00a0Les données comptables sont exploitées\u00a0»).", [ALSO], "citations"),
        ("Selon «\u00a0Les possibilités de financement sont listées et comparées.", [CRITERE], "citations"),
        ("Le critère «\u00a0\u00a0» dit que les possibilités sont listées.", [CRITERE], "citations"),
        ("J’ai comparé les financements par leur coût et leur délai.", [JURY], "voix"),
        ("Nous comparons nos financements par leur coût.", [JURY], "voix"),
        ("Tu compares les financements par leur coût.", [JURY], "voix"),
        ("Le besoin est validé.", [ASKED], "sens"),
        ("Le jury cherche-t-il les financements comparés\u00a0?", [JURY], "forme"),
        ("Les financements sont comparés par leur coût !", [JURY], "forme"),
        ("**Les financements** sont comparés par leur coût.", [JURY], "forme"),
        ("Les financements sont comparés <b>par leur coût</b>.", [JURY], "forme"),
        ("Les financements sont comparés\u202epar leur coût.", [JURY], "forme"),
        ("Les financements sont comparés par leur coût\u200b et leur délai.", [JURY], "forme"),
        ("Les financements comparés par", [JURY], "forme"),
        ("Les financements, les financements, " * 30 + "les financements.", [JURY], "forme"),
        ("", [JURY], "forme"),
    ],
)
def test_what_is_not_ours_is_found(said: str, sources: list[str], wrong: str) -> None:
    assert fault(said, sources) == wrong
