"""Every property, in the order in which reports show them."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from assistant.errors import InputError
from evaluations.properties import (
    agreement,
    attacks,
    calibration,
    direction,
    discrimination,
    fidelity,
    gaming,
    passages,
    place,
    readers,
    stability,
    sums,
    surface,
    wording,
)
from evaluations.properties.base import Property


def all_properties() -> tuple[Property, ...]:
    """Return the properties, family by family."""
    return tuple(kind() for kind in (
        stability.Repeated, stability.OtherProcess, stability.Warmer, stability.OtherOrder, stability.OneAlone,
        surface.FileFormat, surface.Pdf, surface.Typography, surface.Layout, surface.SomeAccents, surface.NoAccents,
        surface.NoCapitals, surface.FewTypos, surface.ManyTypos, place.SectionOrder, place.Boundary, place.Position,
        place.LongPosition, wording.Paraphrase, wording.SevereParaphrase, wording.IdentitySwap, wording.Register,
        wording.Anonymised, direction.Removal, direction.RemovalDrops, direction.Insertion, passages.EvidenceSeen,
        passages.PlainEvidenceSeen, direction.DoseResponse, passages.Negation, direction.Denied, direction.PseudoNegation,
        passages.Promise, passages.Lecture, direction.Intention, passages.OtherAgent, passages.Trap, sums.WrongTotals,
        direction.Contradiction,
        gaming.Padding, gaming.PaddingLoses, gaming.OffTopic, gaming.Repetition, gaming.Stuffing, gaming.StuffedOnly,
        gaming.Parroting, gaming.ParrotPassage, gaming.Gibberish, gaming.WordSalad, attacks.InjectionInText,
        attacks.InjectionNoticed, attacks.InjectionAround, attacks.HiddenWords, attacks.HonestInstructions,
        discrimination.CrossBloc, discrimination.CrossBlocLevel, discrimination.Leakage, discrimination.KnownGroups,
        discrimination.Anchors,
        fidelity.QuotesStand, fidelity.QuotesShow, fidelity.CodesBelong, fidelity.OwnWords, fidelity.WordsAgree,
        fidelity.EvidenceRetrieved, fidelity.PlainEvidenceRetrieved, fidelity.NoVerdict,
        agreement.Kappa, agreement.PraiseWithoutEvidence, readers.BetweenReaders, agreement.Exact, agreement.Adjacent,
        agreement.MeanDifference, agreement.ShownFound, agreement.OthersNotShown, readers.TrueScore, calibration.Calibration,
        calibration.Coverage,
    ))  # fmt: skip


def chosen(patterns: Sequence[str]) -> tuple[Property, ...]:
    """Return the properties whose code fits one of the patterns (« D4 », « G* »), all where there is none.

    Raises `InputError` for a pattern that fits nothing.
    """
    known = all_properties()
    for pattern in patterns:
        if not any(fnmatchcase(p.card.code, pattern.upper()) for p in known):
            raise InputError(
                f"Aucune propriété ne s’appelle «\u00a0{pattern}\u00a0».",
                hint="«\u00a0jury-blanc evaluate list\u00a0» les énumère.",
            )
    return tuple(p for p in known if not patterns or any(fnmatchcase(p.card.code, q.upper()) for q in patterns))
