"""Use is counted by day, for thirty days, and told in words; the looks that are offered stay readable."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.domain.doors import DoorDay
from web.doors.look import TINTS
from web.doors.usage import Usage
from web.rendering.usage import table_of, totals_of


class Turned:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 23, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_each_day_has_its_counts_the_latest_first() -> None:
    clock = Turned()
    usage = Usage(clock)
    usage.count("site-1")
    usage.count("site-1", "quota_atteint")
    clock.now += timedelta(minutes=2)
    usage.count("site-1")
    usage.count("cle-1", "quota_atteint")
    assert usage.days("site-1") == (
        DoorDay(day=date(2026, 11, 3), asked=1, refused={}),
        DoorDay(day=date(2026, 11, 2), asked=2, refused={"quota_atteint": 1}),
    )
    assert [day.day.day for day in usage.days("site-1", 1)] == [3]
    assert usage.days("site-2") == ()


def test_a_day_is_forgotten_after_thirty() -> None:
    clock = Turned()
    usage = Usage(clock)
    usage.count("site-1")
    clock.now += timedelta(days=29)
    usage.count("site-1")
    assert len(usage.days("site-1")) == 2
    clock.now += timedelta(days=1)
    assert [day.day for day in usage.days("site-1")] == [date(2026, 12, 1)]
    usage.count("site-1")
    clock.now -= timedelta(days=1)
    assert [day.day for day in usage.days("site-1")][-1] == date(2026, 12, 1)


def test_days_are_told_in_words_the_most_frequent_reason_first() -> None:
    days = [
        DoorDay(day=date(2026, 11, 3), asked=1200, refused={"inconnu": 1, "autre": 2, "jeton_expire": 2, "quota_atteint": 40}),
        DoorDay(day=date(2026, 11, 1), asked=1, refused={}),
    ]
    assert totals_of(days).replace("\u202f", " ").replace("\u00a0", " ") == "1 201 demandes, dont 45 refusées"
    assert totals_of([]) == "aucune demande"
    first, second = table_of(days)
    assert first.reasons.replace("\u00a0", " ") == "quota atteint : 40, demande qui n’a pas pu être servie : 3, jeton expiré : 2"
    assert (second.day.replace("\u00a0", " "), second.asked, second.refused, second.reasons) == ("1er novembre 2026", 1, 0, "")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", TINTS)
def test_every_tint_keeps_words_readable_by_day_and_by_night(name: str) -> None:
    tint = TINTS[name]
    paper, ink, paper_dark, ink_dark = "#fdfcf9", "#211f1c", "#191a1c", "#e6e2da"
    for one, other in (
        (tint.accent, paper),
        (tint.accent, tint.tint),
        (tint.on_accent, tint.accent),
        (ink, tint.tint),
        (tint.accent_dark, paper_dark),
        (tint.accent_dark, tint.tint_dark),
        (tint.on_accent_dark, tint.accent_dark),
        (ink_dark, tint.tint_dark),
    ):
        assert contrast(one, other) >= 4.5, (one, other)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
