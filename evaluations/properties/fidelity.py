"""Fidelity: quotes stand in the draft, codes exist, words say what was read, and nothing is promised."""

from collections.abc import Iterator
from typing import Any, ClassVar

from assistant.domain.base import Span
from assistant.domain.feedback import Etat, Evidence, Niveau
from assistant.domain.grille import Grille
from assistant.text.segment import passages
from evaluations.gold import BankPassage
from evaluations.harness.bench import Bench, case
from evaluations.harness.cases import Case, Outcome
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked, CritereReading, Reading
from evaluations.properties.base import Card, Limits, Property
from evaluations.properties.said import borrowed, contradictions, private_data, unsaid, verdicts
from ingestion.readers import read_text

_SHOWN = (Etat.ATTESTE, Etat.PARTIEL)
_EVIDENCE = ("shows", "shows_plain", "shows_partial", "neighbour")
_OTHERS = 30
"""Passages among which evidence must be found."""


class ReadingProperty(Property):
    """A property of each reading by itself: what is wrong with it, in French."""

    uses: ClassVar[frozenset[Kind]] = frozenset({"short", "dossier"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield the case of one reading."""
        reading = self.reading(base, bench)
        if reading.refused:
            yield case(self.card.code, base, "read", "error", note=reading.refused)
            return
        wrong = self.wrong(base, reading, bench)
        if wrong is None:
            yield case(self.card.code, base, "read", "not_applicable")
            return
        more: dict[str, Any] = {"note": " ; ".join(wrong[:5]), "after": reading.text[:400]} if wrong else {}
        yield case(self.card.code, base, "read", "broken" if wrong else "held", **more)

    def reading(self, base: Base, bench: Bench) -> Reading:
        """Return the reading to look at."""
        return bench.read_text(base)

    def wrong(self, base: Base, reading: Reading, bench: Bench) -> list[str] | None:
        """Return what is wrong with a reading; None when it has nothing to look at."""
        raise NotImplementedError


class QuotesStand(ReadingProperty):
    """F1: quotes, before the product takes out those it cannot verify."""

    card: ClassVar[Card] = Card(
        code="F1",
        family="fidelite",
        title="Chaque citation est mot pour mot dans votre texte.",
        meaning="On ne vous prête jamais une phrase que vous n’avez pas écrite.",
        change="Aucun : toutes les citations du lecteur, avant que le produit n’écarte celles qu’il ne retrouve pas.",
        expected="Le texte, à la place annoncée, est exactement la citation.",
        metric="part des lectures dont une citation n’est pas à sa place",
        limits=Limits(embedded=0.0, model=0.0),
    )

    def wrong(self, _base: Base, reading: Reading, _bench: Bench) -> list[str] | None:
        """Return the quotes that do not stand where they are said to."""
        quotes = [(code, e) for c in reading.criteres for code, e in c.evidence]
        if not quotes:
            return None
        return [f"{code}\u00a0: «\u00a0{e.quote[:80]}\u00a0»" for code, e in quotes if not _stands(e, reading.text)]


class QuotesShow(Property):
    """F2: quotes of what is praised come from passages that show something."""

    card: ClassVar[Card] = Card(
        code="F2",
        family="fidelite",
        title="Ce qui est cité comme preuve en est une.",
        meaning="Les passages surlignés à votre crédit sont ceux où vous montrez ce que vous avez fait.",
        change="Aucun : les citations des indicateurs attestés, au moins en partie.",
        expected="La citation vient d’un passage écrit pour montrer quelque chose, non d’une promesse, d’un cours ou d’un aveu.",
        metric="part des citations élogieuses tirées d’un passage qui ne montre rien",
        limits=Limits(embedded=0.10, model=0.10),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a quote."""
        code = self.card.code
        reading = bench.read_text(base)
        places = passage_places(base.passages, reading.text)
        if places is None:
            yield case(code, base, "quotes", "unverified", note="les passages ne se retrouvent pas dans le texte lu")
            return
        praised = [
            (i, e) for c in reading.criteres for i, e in c.verified(reading.text) if c.states.get(i) in _SHOWN and c.niveau
        ]
        if not praised:
            yield case(code, base, "quotes", "not_applicable", note="aucun indicateur attesté")
        for number, (indicateur, evidence) in enumerate(praised):
            wrong = [p for p, span in places if span.overlaps(_span(evidence)) and not _may_show(p, indicateur)]
            more: dict[str, Any] = {"against": indicateur, "number": number}
            if wrong:
                note = f"{indicateur} cite un passage «\u00a0{wrong[0].kind}\u00a0» ({wrong[0].id})"
                more |= {"note": note, "after": evidence.quote[:400]}
            yield case(code, base, "quotes", "broken" if wrong else "held", **more)


class CodesBelong(ReadingProperty):
    """F3: every critère and indicateur asked, each once, and no other."""

    card: ClassVar[Card] = Card(
        code="F3",
        family="fidelite",
        title="Tous les critères du bloc, chacun une fois, et aucun autre.",
        meaning="La lecture suit le référentiel : rien d’oublié, rien d’inventé.",
        change="Aucun : les codes de critères et d’indicateurs de la lecture.",
        expected="Les critères du bloc et leurs indicateurs, complets, sans répétition ni intrus.",
        metric="part des lectures où un code manque, se répète ou n’est pas du bloc",
        limits=Limits(embedded=0.0, model=0.0),
    )

    def wrong(self, base: Base, reading: Reading, bench: Bench) -> list[str]:
        """Return the codes that are missing, repeated or foreign."""
        return list(_wrong_codes(reading, bench.knowledge.grille(base.bloc)))


class OwnWords(ReadingProperty):
    """F4: nothing of another's draft, no private data, in what is said."""

    card: ClassVar[Card] = Card(
        code="F4",
        family="fidelite",
        title="Rien de ce qui n’est pas à vous ne passe pour vôtre.",
        meaning="Ni phrase d’un autre dossier, ni coordonnées de quelqu’un dans ce que vous lisez.",
        change="Aucun : l’explication, le conseil et la question de chaque critère.",
        expected="Aucune suite de douze mots d’un dossier étiqueté ou de la banque de preuves, sauf si elle est dans le "
        "texte lu ou le référentiel ; ni adresse électronique, ni téléphone, ni numéro de sécurité sociale étrangers au texte.",
        metric="part des lectures qui montrent les mots ou les coordonnées d’un autre",
        limits=Limits(embedded=0.0, model=0.0),
    )

    def wrong(self, base: Base, reading: Reading, bench: Bench) -> list[str]:
        """Return what is another's."""
        draft = f"{base.text}\n{reading.text}"
        said = "\n\n".join(text for c in reading.criteres for text in _said(c))
        return [*(f"«\u00a0{run}\u00a0»" for run in borrowed(said, draft, bench.knowledge)), *private_data(said, draft)]


class WordsAgree(Property):
    """F5: words, states and niveau say the same."""

    card: ClassVar[Card] = Card(
        code="F5",
        family="fidelite",
        title="Les mots disent la même chose que le niveau.",
        meaning="On ne vous félicite pas pour ce qui manque, on ne vous réclame pas ce que vous avez montré.",
        change="Aucun : niveau, états des indicateurs, explication et conseil de chaque critère.",
        expected="Sous « démontré » : un conseil et ce qui manque. À « démontré » : rien d’essentiel ne manque. "
        "L’explication ne nie pas ce qui est attesté et ne loue pas ce qui est absent.",
        metric="part des critères dont les mots et le niveau se contredisent",
        limits=Limits(embedded=0.01, model=0.03),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short", "dossier"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a critère."""
        grille = {c.code: c for c in bench.knowledge.grille(base.bloc).criteres}
        for read in bench.read_text(base).criteres:
            if read.critere not in grille or read.niveau is None:
                continue
            abstained = read.niveau is Niveau.NON_EVALUABLE
            wrong = [] if abstained else list(contradictions(read, grille[read.critere]))
            outcome: Outcome = "abstained" if abstained else "broken" if wrong else "held"
            more: dict[str, Any] = {"against": read.critere}
            if wrong:
                more |= {"note": f"{read.critere}\u00a0: {' ; '.join(wrong)}", "after": read.explanation[:400]}
            yield case(self.card.code, base, f"words-{read.critere}", outcome, **more)


class EvidenceRetrieved(Property):
    """F6: evidence among thirty other passages."""

    card: ClassVar[Card] = Card(
        code="F6",
        family="fidelite",
        title="Une preuve est retrouvée où qu’elle soit.",
        meaning="Ce que vous avez écrit est lu, même au milieu d’un long dossier.",
        change="Un passage qui montre un indicateur, placé parmi trente autres passages du même bloc.",
        expected="Il est parmi les cinq passages lus pour cet indicateur.",
        metric="part des preuves qui ne sont pas parmi les passages lus",
        limits=Limits(embedded=0.05, model=0.05),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"indicateur"})
    kind: ClassVar[str] = "shows"

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a passage."""
        for passage in (p for p in base.passages if p.kind == self.kind):
            found = self._found(passage, base, bench)
            more: dict[str, Any] = {} if found else {"note": f"{passage.indicateur} ({passage.id})", "after": passage.text[:400]}
            yield case(self.card.code, base, f"among-others-{passage.id}", "held" if found else "broken", **more)

    def _found(self, passage: BankPassage, base: Base, bench: Bench) -> bool:
        text, place = self.among_others(passage, base, bench)
        draft = read_text(text, "")
        critere = bench.knowledge.grille(base.bloc).critere(passage.indicateur.rpartition("-")[0])
        indicateurs = [i for i in critere.indicateurs if i.code == passage.indicateur]
        found = bench.matcher.candidates(draft.text, passages(draft), indicateurs)[passage.indicateur]
        return any(place.overlaps(Span(start=s.passage.start, end=s.passage.end)) for s in found[:5])

    def among_others(self, passage: BankPassage, base: Base, bench: Bench) -> tuple[str, Span]:
        """Return a text of passages of the bloc, and where in it the evidence stands."""
        rng = bench.rng("F6", passage.id)
        others = [
            p
            for p in bench.bank
            if p.indicateur.startswith(f"{base.bloc}-")
            and p.indicateur != passage.indicateur
            and not _also(p, passage.indicateur)
        ]
        texts = [p.text.strip() for p in rng.sample(others, min(_OTHERS, len(others)))]
        before = texts[: rng.randint(0, len(texts))]
        text = "\n\n".join([*before, passage.text.strip(), *texts[len(before) :]]) + "\n"
        start = sum(len(t) + 2 for t in before)
        return text, Span(start=start, end=start + len(passage.text.strip()))


class PlainEvidenceRetrieved(EvidenceRetrieved):
    """F6-B: evidence in everyday words."""

    card: ClassVar[Card] = Card(
        code="F6-B",
        family="fidelite",
        title="Une preuve dite avec les mots de tous les jours est retrouvée.",
        meaning="Vous n’avez pas à parler comme le référentiel pour être lu.",
        change="Un passage qui montre un indicateur sans aucun de ses mots, placé parmi trente autres du même bloc.",
        expected="Il est parmi les cinq passages lus pour cet indicateur.",
        metric="part des preuves qui ne sont pas parmi les passages lus",
        limits=Limits(embedded=0.05, model=0.05),
        gate=False,
    )
    kind: ClassVar[str] = "shows_plain"


class NoVerdict(ReadingProperty):
    """F7: no result, no mark, and the notice."""

    card: ClassVar[Card] = Card(
        code="F7",
        family="fidelite",
        title="Ni verdict, ni note, et la mise en garde est là.",
        meaning="Personne ne peut vous dire ici si vous serez reçu : c’est un entraînement.",
        change="Aucun : tous les textes d’une lecture complète, constats et mise en garde compris.",
        expected="Aucune annonce de résultat, aucune note sur vingt ; la mise en garde dit que la lecture est automatique, "
        "qu’elle peut se tromper, et que ce n’est ni une note ni la décision d’un jury.",
        metric="part des lectures qui annoncent un résultat ou taisent leurs limites",
        limits=Limits(embedded=0.0, model=0.0),
    )

    def reading(self, base: Base, bench: Bench) -> Reading:
        """Return the whole reading."""
        return bench.read(Asked(bloc=base.bloc, text=base.text, whole=True))

    def wrong(self, _base: Base, reading: Reading, _bench: Bench) -> list[str]:
        """Return the verdicts, and what the notice leaves out."""
        said = [*(t for c in reading.criteres for t in _said(c)), *(f.message for f in reading.findings), reading.notice]
        announced = [found for text in said for found in verdicts(text, reading.text)]
        return [*announced, *(f"la mise en garde ne dit pas {meaning}" for meaning in unsaid(reading.notice))]


def passage_places(found: tuple[BankPassage, ...], text: str) -> list[tuple[BankPassage, Span]] | None:
    """Return where each passage of a draft stands in its text, None when one does not stand there as written."""
    places, cursor = [], 0
    for passage in found:
        words = passage.text.strip()
        start = text.find(words, cursor)
        if start < 0:
            return None
        cursor = start + len(words)
        places.append((passage, Span(start=start, end=cursor)))
    return places


def _stands(evidence: Evidence, text: str) -> bool:
    return evidence.start >= 0 and evidence.grounded_in(text)


def _span(evidence: Evidence) -> Span:
    return Span(start=evidence.start, end=evidence.end)


def _may_show(passage: BankPassage, indicateur: str) -> bool:
    return passage.kind in _EVIDENCE or _also(passage, indicateur)


def _also(passage: BankPassage, indicateur: str) -> bool:
    return bool({indicateur, indicateur.rpartition("-")[0]} & set(passage.also))


def _said(read: CritereReading) -> tuple[str, str, str]:
    return read.explanation, read.advice, read.question


def _wrong_codes(reading: Reading, grille: Grille) -> Iterator[str]:
    expected = {c.code: {i.code for i in c.indicateurs} for c in grille.criteres}
    read = [c.critere for c in reading.criteres]
    yield from (f"{code} manque" for code in expected if code not in read)
    yield from (f"{code} deux fois" for code in expected if read.count(code) > 1)
    yield from (f"{code} n’est pas du bloc {grille.bloc}" for code in read if code not in expected)
    for critere in reading.criteres:
        indicateurs = expected.get(critere.critere, set())
        told = {*critere.states, *critere.missing, *(code for code, _ in critere.evidence)}
        yield from (f"{code} n’est pas de {critere.critere}" for code in sorted(told - indicateurs))
        if critere.niveau is not Niveau.NON_EVALUABLE:
            yield from (f"{code} n’a pas d’état" for code in sorted(indicateurs - set(critere.states)))
        if len(set(critere.missing)) < len(critere.missing):
            yield f"{critere.critere}\u00a0: un indicateur manquant est dit deux fois"
