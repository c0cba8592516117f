from assistant.bootstrap import Assistant
from assistant.domain.feedback import Etat
from evaluations.gold import BankPassage
from evaluations.passages import lines, read_states

PAID = (
    "Pour Mme L., j’ai comparé trois financements dans un tableau : son CPF (2 340 €), le plan de son entreprise et le PTP. "
    "Le reste à charge du CPF est de 3 960 €, celui du PTP est nul ; je retiens le PTP car la durée dépasse ce que paie le plan."
)


def test_each_kind_is_counted_apart() -> None:
    read = [("shows", Etat.ATTESTE), ("shows", Etat.PARTIEL), ("shows", Etat.EVOQUE), ("shows", Etat.ABSENT)]
    read += [("negated", Etat.CONTREDIT), ("negated", Etat.PARTIEL)]
    _, shows, negated = lines(read)
    assert shows == "shows : 4, 50%, 0%"
    assert negated == "negated : 2, 50%, 50%"


def test_a_passage_is_read_for_its_own_indicateur_and_a_pseudo_negation_is_named(assistant: Assistant) -> None:
    bank = [
        BankPassage(id="B1-C1-I3-T1", indicateur="B1-C1-I3", kind="shows", text=PAID),
        BankPassage(
            id="B1-C1-I1-P5", indicateur="B1-C1-I1", kind="shows", text="Il pleuvait sur la place du marché ce matin-là."
        ),
    ]
    (kind, shown), (pseudo, rain) = read_states(assistant, bank)
    assert (kind, pseudo) == ("shows", "pseudo-négation")
    assert shown in (Etat.ATTESTE, Etat.PARTIEL)
    assert rain is Etat.ABSENT
