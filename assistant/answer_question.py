"""Answers a question from the référentiel, the expected elements, the facts and a reading."""

import re
from collections.abc import Sequence
from contextlib import suppress

from assistant.coaching import refusals
from assistant.coaching.choosing import Advice, Chooser, on_offer
from assistant.coaching.compose import GIVEN, Composer
from assistant.coaching.exams import Exams
from assistant.coaching.lexicon import Lexicon
from assistant.coaching.outline import Choice, Outline, Sentence, Sources, Topic, cited, said
from assistant.coaching.reading import Reading, asks_of_reading, is_about_reading, needs_reading
from assistant.coaching.targets import Asked, Targets, subject_words
from assistant.coaching.wishes import Hearing, Wish, WishRead, WishReader
from assistant.domain.conversation import Answer, Conversation, Exchange, SearchResult, SourceKind
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.domain.grille import Definition
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.knowledge.notice import notice
from assistant.retrieval.hybrid import HybridSearch
from assistant.text import aspects, intents
from assistant.text.french import content
from assistant.text.spoken import SpokenFrench

_SEARCHED: tuple[SourceKind, ...] = ("critere", "modalite", "fait")
"""What an answer is looked for in; a compétence is told with the critère that evaluates it."""
_WORDS = re.compile(r"[a-z]")
_FINAL = re.compile(r"\b(?:final\w*|dernier\w*|six|tous|toutes|chaque|autres?)\b")
"""Words of a question about the last interview, or about more than one bloc."""
_CITED = 3
_OFFERED = 6
"""Things found among which a language model may choose."""
_REFUSED: tuple[Wish, ...] = ("ecrire", "predire")
_SURE = 0.75
"""How likely a refusal must be when the question names a part of the référentiel."""
_EXPECTS = re.compile(r"\b(?:attend\w*|demande\w*|exige\w*|veut\s+dire|signifie|cherche\w*|jury)\b")
"""Words that ask what is expected in general, even when a draft is there."""
_PERHAPS_EXAM = 0.08
"""How likely it must be that a question is about how a bloc is assessed for that to be told after the answer."""
_LEAST_UNDERSTOOD = 0.6
"""How far a question must speak of a référentiel that nobody annotated to be answered from it."""
_NO_DRAFT = (
    "Je n’ai pas votre texte sous les yeux\u00a0: donnez-le avec son bloc, et je réponds sur sa lecture. "
    "En attendant, voici ce qui est attendu."
)


class Answerer:
    """Answers from what it finds, and says so when it finds nothing; a chooser, if any, says what of it answers best."""

    def __init__(self, knowledge: Knowledge, search: HybridSearch, chooser: Chooser | None = None) -> None:
        self._knowledge = knowledge
        self._search = search
        self.chooser = chooser
        self._things = {e.code: SearchResult(code=e.code, kind=e.kind, score=1.0, text=e.text) for e in search.entries}
        self._composer = Composer(knowledge, self._things)
        self._lexicon = Lexicon(knowledge, self._things)
        self._exams = Exams(knowledge, self._things)
        self._targets = Targets(knowledge.referentiel)
        self._spoken = SpokenFrench()
        self._wishes = WishReader()
        self._points = {p.code for p in knowledge.entretien}
        self._annotated = any(not grille.derived for grille in knowledge.grilles)

    def reading(self, draft: Draft, report: FeedbackReport) -> Reading:
        """Return what answers about a draft, from its reading."""
        return Reading(draft, report, self._composer, self._things)

    def answer(
        self, question: str, reading: Reading | None = None, before: Conversation | None = None, about: str | None = None
    ) -> Answer:
        """Return an answer with its citations, as the next turn of a conversation; raise `InputError` for an empty question."""
        return self.turn(question, reading, before, about).answer

    def turn(
        self, question: str, reading: Reading | None = None, before: Conversation | None = None, about: str | None = None
    ) -> Exchange:
        """Return the answer and what a model chose for it, to be remembered with the question; raise `InputError` as `answer`.

        `about` is the bloc that is meant where neither the question nor the conversation names one.
        """
        return self._turn(question, self._topic(before or Conversation(), reading, about), reading, about)

    def replay(self, conversation: Conversation, reading: Reading | None = None) -> tuple[Exchange, ...]:
        """Return every question of a conversation with its answer; raise `InputError` when the last can have none.

        A language model is asked about the last one alone; what it chose for the others is in the conversation.
        """
        topic, exchanges = None, []
        for question, codes in conversation.turns()[:-1]:
            with suppress(InputError):
                outline, choice = self._replayed(question, codes, topic, reading)
                topic = outline.topic
                answer = self._settled(outline, reading, Advice(choice=choice) if choice else None)
                exchanges.append(Exchange(question=question, answer=answer, chosen=choice.codes if choice else ()))
        return (*exchanges, *(self._turn(question, topic, reading) for question in conversation.questions[-1:]))

    def hear(self, spelt: str) -> Hearing:
        """Return how much of a question is known to what can be searched."""
        words, parts = self._search.scores(spelt)
        return Hearing(
            understood=self._search.understood(spelt), words=float(words.max(initial=0.0)), parts=float(parts.max(initial=0.0))
        )

    def outline(
        self,
        question: str,
        topic: Topic | None = None,
        reading: Reading | None = None,
        about: str | None = None,
        choice: Choice | None = None,
    ) -> Outline:
        """Return the sentences of an answer and their sources, before they are checked; `choice` counts where it was on offer."""
        spelt = " ".join(self._spoken.spelt(question).split())
        if aspects.only_greets(spelt):
            words = refusals.WELCOME if topic and aspects.takes_leave(spelt) else refusals.HELLO
            return Outline(topic=topic or Topic(intent="accueil", question=spelt), sentences=tuple(refusals.plain(words)))
        asked = self._targets.resolve(spelt, topic, reading.report.bloc if reading else None, about)
        heard = self._wishes.read(spelt, self.hear(spelt))
        wish = self._wish(asked, spelt, heard)
        refused = wish in _REFUSED and _WORDS.search(spelt) is not None
        if not refused and not (content(spelt) or (asked.follows and _WORDS.search(spelt))):
            raise InputError("La question est vide.", hint="Posez une question sur le référentiel, un critère ou votre lecture.")
        if wish == "predire":
            predicted = tuple(refusals.plain(refusals.PREDICT))
            return Outline(topic=topic or Topic(intent=wish, question=spelt), sentences=predicted, declined=True)
        if wish == "ecrire":
            return self._declined(asked, topic)
        if wish == "hors-sujet":
            return Outline(topic=topic or Topic(intent=wish, question=spelt), sentences=_unknown(), abstained=True)
        exam = 1.0 if wish == "examen" else heard.exam
        return self._answered(_of_bloc(asked, about) if exam == 1 else asked, topic, reading, exam, choice)

    def _wish(self, asked: Asked, spelt: str, heard: WishRead) -> Wish:
        """Return what is wanted; what names a part of the référentiel or a word of the trade is never off the subject."""
        read = heard.wish
        if read in _REFUSED:
            told = intents.asks_to_write(spelt) or intents.asks_to_predict(spelt)
            sure = heard.certainty >= (_SURE if asked.codes else 0.0) and not asks_of_reading(spelt)
            return read if told or sure else "repondre"
        if read == "examen":
            return read
        named = asked.codes or self._named_bloc(spelt) or aspects.asks_for_an_overview(spelt)
        if named or asked.follows or self._meant(asked.spelt):
            return "repondre"
        if self._annotated:
            return read
        return "repondre" if self._search.understood(spelt) >= _LEAST_UNDERSTOOD else "hors-sujet"

    def _declined(self, asked: Asked, topic: Topic | None) -> Outline:
        codes = asked.codes or (topic.codes if topic and not subject_words(asked.spelt) else ())
        found = [self._things[c] for c in codes if c in self._things] or self._near(
            self._wishes.subject(asked.spelt), ("critere",)
        )
        sentences = refusals.decline_to_write(self._composer, found[0] if found else None, asked.spelt)
        topic = Topic(
            intent="ecrire", question=asked.spelt, codes=tuple(t.code for t in found[:1]) or (topic.codes if topic else ())
        )
        return Outline(topic=topic, sentences=tuple(sentences), declined=True)

    def _answered(
        self, asked: Asked, topic: Topic | None, reading: Reading | None, exam: float, choice: Choice | None
    ) -> Outline:
        goes_on = topic is not None and topic.intent == "lecture" and bool(asked.follows or asked.codes)
        named = any(c in reading.judged for c in asked.codes) and not _EXPECTS.search(asked.spelt) if reading else False
        about_reading = goes_on or named or is_about_reading(asked.spelt)
        if reading and about_reading and asked.aspect not in ("oral", "preuve"):
            found = reading.answer(asked.spelt, asked.codes, leaning=asked.merged)
            if found:
                sentences, codes = found
                codes = codes or (topic.codes if topic else ())
                return Outline(topic=Topic(intent="lecture", question=asked.spelt, codes=codes), sentences=tuple(sentences))
        outline = self._from_parts(asked, choice) or self._from_words(asked, exam=exam == 1)
        outline = outline or self._from_search(asked, exam, choice)
        if not reading and about_reading and needs_reading(asked.spelt) and not outline.abstained:
            return outline.model_copy(update={"sentences": (Sentence(text=_NO_DRAFT), *outline.sentences)})
        return outline

    def _from_parts(self, asked: Asked, choice: Choice | None) -> Outline | None:
        """Return what the référentiel says of the parts that are named, or of an épreuve."""
        blocs = {b.code for b in self._knowledge.referentiel.blocs}
        bloc = next((c for c in asked.codes if c in blocs), self._named_bloc(asked.spelt))
        codes = tuple(c for c in asked.codes if c not in blocs)
        if codes:
            return self._element(asked, codes[:1], codes[1:_CITED], choice)
        alone = bloc and asked.aspect == "attendu" and not asked.follows and not subject_words(asked.spelt)
        if asked.codes or alone or aspects.asks_for_an_overview(asked.spelt):
            sentences = self._composer.overview(bloc) if bloc else self._composer.whole()
            return Outline(
                topic=Topic(intent="referentiel", question=asked.spelt, codes=(bloc,) if bloc else ()), sentences=tuple(sentences)
            )
        return None

    def _from_words(self, asked: Asked, *, exam: bool) -> Outline | None:
        """Return what a word of the trade means, or what a dated fact says."""
        meant = self._meant(asked.spelt)
        if meant:
            return Outline(topic=Topic(intent="vocabulaire", question=asked.spelt), sentences=tuple(self._lexicon.define(meant)))
        exam = exam or (asked.follows and intents.asks_about_the_exam(asked.spelt))
        if exam:
            return self._exam(asked)
        fait = self._lexicon.fait(asked.spelt) if aspects.asks_about_the_law(asked.spelt) else None
        if fait:
            return Outline(
                topic=Topic(intent="reglement", question=asked.spelt, codes=(fait.id,)), sentences=tuple(self._lexicon.tell(fait))
            )
        return None

    def _exam(self, asked: Asked) -> Outline | None:
        found = self._near(asked.spelt, ("critere",))
        chosen = self._exams_near(asked, found)
        if not chosen:
            return None
        named = (self._named_bloc(asked.spelt) or intents.loosely_named_bloc(asked.spelt)) is not None
        sentences = self._exams.say(chosen, asked.spelt, named=named)
        if not named:
            sentences += self._composer.also([r.code for r in found[:1]])
        topic = Topic(intent="modalite", question=asked.spelt, codes=tuple(t.code for t in chosen))
        return Outline(topic=topic, sentences=tuple(sentences))

    def _exams_near(self, asked: Asked, found: Sequence[SearchResult]) -> list[SearchResult]:
        """Return the modalités that the question may be about, given the critères that it is near to."""
        near = [r.code for r in self._search.search(asked.spelt, len(self._things), ["modalite"])]
        likely = list(dict.fromkeys(self._bloc_of(r.code) for r in found[:_CITED]))
        return self._exams.choose(asked.spelt, near, likely)

    def _from_search(self, asked: Asked, exam: float, choice: Choice | None) -> Outline:
        found = self._near(asked.spelt, _SEARCHED, bloc=asked.bloc)
        judged = [r for r in found if r.kind == "critere" or r.code in self._points]
        nearest = self._near(asked.spelt, ("critere", "competence"), bloc=asked.bloc)
        judged = judged or nearest
        best = next(iter(found), None)
        if best and best.kind == "fait" and aspects.asks_about_the_law(asked.spelt):
            sentences = [*self._lexicon.tell(self._knowledge.fait(best.code)), *self._composer.also([r.code for r in judged[:1]])]
            return Outline(topic=Topic(intent="reglement", question=asked.spelt, codes=(best.code,)), sentences=tuple(sentences))
        of_exam = best and best.kind == "modalite" and best.code not in self._points
        told = self._exam(asked) if of_exam and (not judged or intents.asks_about_the_exam(asked.spelt)) else None
        if told or not judged:
            unknown = Topic(intent="hors-sujet", question=asked.spelt)
            return told or Outline(topic=unknown, sentences=_unknown(), abstained=True)
        perhaps = [best] if best and of_exam else []
        if exam >= _PERHAPS_EXAM:
            perhaps = self._exams_near(asked, judged)[:1]
        competence = [r for r in nearest[:1] if r.kind == "competence"]
        beside = [r.code for r in (*perhaps, *competence, *judged)]
        return self._element(asked, [r.code for r in judged[:_OFFERED]], beside, choice)

    def _element(self, asked: Asked, found: Sequence[str], beside: Sequence[str], choice: Choice | None) -> Outline:
        """Return what to say of the first thing found, or of the one that is chosen, and which others to see."""
        code = choice.source if choice and choice.source in found else found[0]
        if choice and choice.source == code and not asked.skip:
            asked = asked.model_copy(update={"given": choice.elements})
        ours = found[:1] if code != found[0] else ()  # what would have been told stays in sight
        others = [c for c in dict.fromkeys((*ours, *beside)) if c != code][: _CITED - 1]
        sentences = self._composer.element(asked, code, others)
        aspect = "attendu" if asked.aspect == "plus" else asked.aspect
        shown = asked.skip + (GIVEN if asked.skip else len(asked.given) or GIVEN)
        topic = Topic(
            intent="element", question=asked.spelt, codes=(code, *others), aspect=aspect, shown=shown, given=asked.given
        )
        offers = () if asked.follows else tuple(map(self._composer.offer, found))
        return Outline(topic=topic, sentences=tuple(sentences), offers=offers)

    def _near(self, spelt: str, kinds: tuple[SourceKind, ...], bloc: str | None = None) -> list[SearchResult]:
        """Return what is found, best first, of a bloc when one is given."""
        found = self._search.search(spelt, len(self._things), kinds)
        return [r for r in found if bloc is None or self._bloc_of(r.code) == bloc]

    def _bloc_of(self, code: str) -> str:
        if code.startswith("C"):
            return next((b.code for b in self._knowledge.referentiel.blocs if any(c.code == code for c in b.competences)), "")
        return code.partition("-")[0] if code.startswith("B") else code

    def _meant(self, spelt: str) -> Definition | None:
        words = aspects.meaning_asked(spelt)
        if words is None and not subject_words(spelt) and aspects.asks_for_proof(spelt):
            words = "preuve"
        return self._lexicon.definition(words) if words and intents.named_bloc(words) is None else None

    def _named_bloc(self, spelt: str) -> str | None:
        bloc = intents.named_bloc(spelt)
        return bloc if bloc in {b.code for b in self._knowledge.referentiel.blocs} else None

    def _turn(self, question: str, topic: Topic | None, reading: Reading | None, about: str | None = None) -> Exchange:
        outline = self.outline(question, topic, reading, about)
        advice = self.chooser.choose(question, outline.offers) if self.chooser and outline.offers else None
        chosen = advice.choice.codes if advice and advice.choice else ()
        if advice and advice.choice:
            outline = self.outline(question, topic, reading, about, advice.choice)
        return Exchange(question=question, answer=self._settled(outline, reading, advice), chosen=chosen)

    def _replayed(
        self, question: str, codes: Sequence[str], topic: Topic | None, reading: Reading | None, about: str | None = None
    ) -> tuple[Outline, Choice | None]:
        """Return an answer that was given before, and what was chosen for it, when it still can be."""
        outline = self.outline(question, topic, reading, about)
        choice = on_offer(codes[0], codes[1:], outline.offers) if codes else None
        return (self.outline(question, topic, reading, about, choice) if choice else outline), choice

    def _settled(self, outline: Outline, reading: Reading | None, advice: Advice | None = None) -> Answer:
        """Return the answer whose sentences hold; an abstention when none does."""
        kept = Sources(self._things.values(), reading.text if reading else None).keep(outline.sentences)
        sentences = kept or _unknown()
        model = self.chooser.model if self.chooser and advice and advice.choice else None
        failure = advice.failure if advice else ""
        return Answer(
            answer=said(sentences),
            citations=cited(sentences),
            abstained=outline.abstained or not kept,
            declined=outline.declined,
            mode="model" if model else "embedded",
            notice=notice(self._knowledge, reader="recherche dans le référentiel", model=model, failure=failure),
        )

    def _topic(self, before: Conversation, reading: Reading | None, about: str | None) -> Topic | None:
        """Return what a conversation is about; a question that was refused leaves it as it was."""
        topic = None
        for question, codes in before.turns():
            with suppress(InputError):
                topic = self._replayed(question, codes, topic, reading, about)[0].topic
        return topic


def _of_bloc(asked: Asked, about: str | None) -> Asked:
    """Return a question about an exam as one about that of the bloc, unless it says which."""
    if about is None or asked.codes or asked.follows or intents.named_bloc(asked.spelt) or _FINAL.search(asked.spelt):
        return asked
    return asked.model_copy(update={"spelt": f"{asked.spelt} bloc {about[1:]}"})


def _unknown() -> tuple[Sentence, ...]:
    return tuple(refusals.plain(refusals.NOT_FOUND))
