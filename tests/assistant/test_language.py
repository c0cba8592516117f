import pytest

from assistant.text.language import is_french

FRENCH = [
    "La session s’est tenue du 2 mars au 26 juin avec douze stagiaires et trois formateurs.",
    "LA SESSION S’EST TENUE DU 2 MARS AU 26 JUIN AVEC DOUZE STAGIAIRES.",
    "jai compare trois financements pour mme L et jai garde le PTP car la duree depasse ce que le plan peut absorber",
    "- accueil des stagiaires\n- positionnement\n- contrat pédagogique\n- suivi des absences",
    "Poste\tPrévu\tRéalisé\tÉcart\nFormateurs\t14 000 €\t15 200 €\t1 200 €",
    "Dossier B. Remplacer Mme Lefort",
]
FOREIGN = [
    "The training session took place from March to June, and the budget was checked every month by the manager.",
    "La sesión tuvo lugar del 2 de marzo al 26 de junio con doce alumnos, y el presupuesto se revisó cada mes.",
    "Hemos comparado tres financiaciones para la candidata: el plan de la empresa, la cuenta personal y la ayuda regional.",
    "A sessão decorreu de 2 de março a 26 de junho, e o orçamento foi verificado todos os meses pela responsável.",
    "La sessione si è svolta dal 2 marzo al 26 giugno, e il bilancio è stato controllato ogni mese dalla responsabile.",
    "La sessió va tenir lloc del 2 de març al 26 de juny, i el pressupost es va revisar cada mes per la responsable.",
    "Die Schulung fand vom 2. März bis 26. Juni statt, und das Budget wurde jeden Monat von der Leiterin geprüft.",
    "De opleiding vond plaats van 2 maart tot 26 juni met twaalf cursisten, en het budget werd elke maand gecontroleerd.",
    "Сессия проходила со второго марта по двадцать шестое июня.",
    "Szkolenie odbyło się od 2 marca do 26 czerwca, a budżet sprawdzano co miesiąc.",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    "We built a plan for the trainees. " * 6 + "Le plan est joint en annexe de la note.",
    "12 000 14 000 15 000",
    "",
]


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_recognised_in_any_case_with_or_without_accents(text: str) -> None:
    assert is_french(text)


@pytest.mark.parametrize("text", FOREIGN)
def test_another_language_or_no_language_is_not_taken_for_french(text: str) -> None:
    assert not is_french(text)
