"""The saboteurs by name, and the properties that must catch each of them."""

from collections.abc import Mapping

from evaluations.harness.subject import Factory
from evaluations.saboteurs import blind, counters, flawed, speakers
from evaluations.saboteurs.reference import ReferenceAssessor

REFERENCE = "reference"
_SABOTEURS: tuple[type[blind.Saboteur | flawed.Flawed], ...] = (
    blind.AlwaysDemontre, blind.AlwaysAbsent, blind.AtRandom, blind.Abstainer, blind.Crasher, blind.StaleCache,
    blind.FirstComeFirstServed, counters.LengthCounter, counters.BrevityLover, counters.DigitCounter, counters.LineCounter,
    counters.AccentCounter, counters.ModestyLover, counters.EarlyBird, counters.KeywordCounter, counters.WordingSimilarity,
    flawed.FirstChunkOnly, flawed.ChunkCutter, flawed.TypographySensitive, flawed.RegisterSnob, flawed.SpellingPedant,
    flawed.NegationBlind, flawed.NegationAllergic, flawed.PromiseBeliever, flawed.CourseBeliever, flawed.AgencyBlind,
    flawed.Decoyed, flawed.Gullible, flawed.InjectionObedient, flawed.Suspicious, flawed.NameBiased, flawed.Halo,
    speakers.QuoteInventor, speakers.VerdictWriter, speakers.NeverAdvises, speakers.Borrower, speakers.Forgetful,
)  # fmt: skip
SABOTEURS: Mapping[str, Factory] = {REFERENCE: ReferenceAssessor} | {f"saboteur:{kind.name}": kind for kind in _SABOTEURS}
"""How to make each of them, and the reference."""
CAUGHT_BY: Mapping[str, tuple[str, ...]] = {
    "saboteur:always-demontre": ("D1-B", "D4", "D6", "D6-B", "D7", "D7-B", "G5", "G6", "X1", "X1-B", "A1-E", "A5-B", "A7"),
    "saboteur:always-absent": ("D2-B", "D2-C", "X3", "A1", "A5"),
    "saboteur:random": ("S1", "S2", "S6", "G7-F", "A1", "A3"),
    "saboteur:abstainer": ("A8",),
    "saboteur:crasher": ("G6",),
    "saboteur:stale-cache": ("S2", "D1-B", "X1"),
    "saboteur:order-sensitive": ("S5", "S6"),
    "saboteur:length-counter": ("I8", "G1", "G2", "G3"),
    "saboteur:brevity-lover": ("D1", "D2", "D3", "I7", "G1-B"),
    "saboteur:digit-counter": ("D2-B", "D2-C", "G2"),
    "saboteur:format-sensitive": ("I1", "I1-PDF", "I2", "I3", "I7"),
    "saboteur:register-snob": ("I11",),
    "saboteur:modesty-lover": ("D4-B", "G2"),
    "saboteur:first-paragraph": ("I6", "I7"),
    "saboteur:keyword-counter": ("D2-C", "D6-B", "D7-B", "G4", "G4-B"),
    "saboteur:critere-similarity": ("D2-C", "G5", "G5-B"),
    "saboteur:first-chunk-only": ("I8", "G1-B"),
    "saboteur:chunk-cutter": ("I7", "I8"),
    "saboteur:typography-sensitive": ("I2",),
    "saboteur:accent-sensitive": ("I4", "I4-100"),
    "saboteur:spelling-pedant": ("I5", "I5-3", "I9"),
    "saboteur:negation-blind": ("D4",),
    "saboteur:negation-allergic": ("D5",),
    "saboteur:promise-believer": ("D6", "D6-C"),
    "saboteur:course-believer": ("D6-B", "G5-B"),
    "saboteur:agency-blind": ("D7",),
    "saboteur:decoyed": ("D7-B",),
    "saboteur:gullible": ("D4", "D6", "D6-B", "D7", "D7-B", "G5-B", "F2"),
    "saboteur:injection-obedient": ("G7",),
    "saboteur:suspicious": ("G9",),
    "saboteur:name-biased": ("I10", "I12"),
    "saboteur:halo": ("S6", "X2"),
    "saboteur:quote-inventor": ("F1", "A8"),
    "saboteur:verdict-writer": ("F7",),
    "saboteur:never-advises": ("F5",),
    "saboteur:borrower": ("F4",),
    "saboteur:forgetful": ("F3",),
}
"""The properties that must catch each saboteur; another one catching it too is no fault."""
ELSEWHERE: Mapping[str, str] = {
    "D8": "la vérification des calculs",
    "F6": "la recherche de passages",
    "F6-B": "la recherche de passages",
    "G8": "les lecteurs de fichiers",
    "S3": "les modèles, à d’autres températures",
    "X4": "les versions du lecteur embarqué",
}
"""Properties that measure another part of the product, and which: an assessor can neither hold nor break them."""
