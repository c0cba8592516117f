from assistant.coaching.outline import Sentence, Sources, cited, said, without_ready_text
from assistant.domain.conversation import Citation, SearchResult

THING = SearchResult(code="B1-C1", kind="critere", score=1.0, text="Les coûts sont calculés et comparés.")
DRAFT = "Nous avons retenu deux devis. Le second coûte 900 €."


def _cite(
    quote: str, kind: str = "critere", code: str | None = "B1-C1", start: int | None = None, end: int | None = None
) -> Citation:
    return Citation.model_validate({"kind": kind, "code": code, "quote": quote, "start": start, "end": end})


def test_a_sentence_whose_quote_is_not_in_its_source_is_dropped_with_it() -> None:
    right = Sentence(
        text="Le critère dit : «\u00a0Les coûts sont calculés\u00a0».", citations=(_cite("Les coûts sont calculés"),)
    )
    wrong = Sentence(text="Le critère dit autre chose.", citations=(_cite("Les coûts sont justifiés"),))
    unknown = Sentence(text="Un autre.", citations=(_cite("Les coûts", code="B9-C9"),))
    empty = Sentence(text="Rien.", citations=(_cite(""),))
    assert Sources([THING]).keep([right, wrong, unknown, empty]) == (right,)


def test_quoted_words_must_stand_in_a_citation_of_their_sentence() -> None:
    lying = Sentence(text="Le critère dit : «\u00a0tout est parfait\u00a0».", citations=(_cite("Les coûts sont calculés"),))
    free = Sentence(text="Demandez-moi «\u00a0et à l’oral\u00a0?\u00a0».")
    assert Sources([THING]).keep([lying, free]) == (free,)


def test_a_passage_of_the_draft_must_stand_at_its_place() -> None:
    start = DRAFT.index("Le second")
    quote = DRAFT[start:]
    right = Sentence(text=f"«\u00a0{quote}\u00a0»", citations=(_cite(quote, "draft", None, start, len(DRAFT)),))
    moved = Sentence(text=f"«\u00a0{quote}\u00a0»", citations=(_cite(quote, "draft", None, 0, len(quote)),))
    assert Sources([THING], DRAFT).keep([right, moved]) == (right,)
    assert Sources([THING]).keep([right]) == ()


def test_a_paragraph_that_could_be_pasted_is_not_said() -> None:
    advice = Sentence(text="Un jury y cherche trois choses.")
    ready = Sentence(text="J’ai conduit douze entretiens avec mon équipe. Je préconise ensuite un plan.")
    question = Sentence(text="Qu’ai-je décidé avec mon équipe, et j’ai écarté quoi ?")
    assert without_ready_text([advice, ready]) == (advice,)
    assert without_ready_text([advice, question]) == (advice, question)


def test_what_the_candidate_wrote_may_be_quoted_and_the_coach_may_say_i() -> None:
    quoted = Sentence(text="Vous écrivez : «\u00a0J’ai conduit mon équipe. J’ai choisi ma mission.\u00a0»")
    own = Sentence(text="Je ne trouve pas. Je peux lire votre texte.")
    assert without_ready_text([quoted, own]) == (quoted, own)


def test_sentences_follow_each_other_by_their_shape_and_citations_are_said_once() -> None:
    citation = _cite("Les coûts")
    sentences = [
        Sentence(text="Un.", citations=(citation,)),
        Sentence(text="Deux.", shape="suite"),
        Sentence(text="trois", shape="puce", citations=(citation,)),
        Sentence(text="Quatre."),
    ]
    assert said(sentences) == "Un. Deux.\n– trois\n\nQuatre."
    assert cited(sentences) == (citation,)
