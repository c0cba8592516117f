"""The page of a run, and what it draws."""

import base64
import hashlib
import re
from itertools import pairwise

import numpy as np
import pytest
from lxml.html import HtmlElement
from markup import Elements, by_class, parse
from sample_run import HOSTILE, Sample, hostile, made_case, made_result, made_run, sample

from assistant.domain.feedback import Niveau
from evaluations.agreement import calibration_error, calibration_noise
from evaluations.harness.cases import Case, Judged
from evaluations.reports import figures
from evaluations.reports.gallery import SHOWN, gallery, smoothed
from evaluations.reports.html import html
from evaluations.reports.words import lines
from evaluations.word_diff import word_diff


@pytest.fixture(scope="module")
def page() -> str:
    return html(sample().run, sample().cases)


@pytest.fixture(scope="module")
def root(page: str) -> HtmlElement:
    return parse(page)


def pair(critere: str, label: str, read: str, confidence: float = 0.5) -> Judged:
    return Judged(critere=critere, label=Niveau(label), read=Niveau(read), confidence=confidence)


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def section(root: HtmlElement, name: str) -> HtmlElement:
    return root.get_element_by_id(name)


def test_the_page_needs_no_script_and_no_network(page: str) -> None:
    found = Elements(page).found
    tags = {tag for tag, _ in found}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base"}
    assert not [name for _, attrs in found for name in attrs if name.startswith("on") or name in ("src", "style")]
    assert {attrs["href"][:1] for _, attrs in found if "href" in attrs} == {"#"}
    assert not re.search(r"https?://|url\(|@import", page)


def test_the_policy_allows_this_style_sheet_and_nothing_else(page: str) -> None:
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(a["content"] for tag, a in Elements(page).found if tag == "meta" and "http-equiv" in a)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_the_page_can_be_walked_with_a_keyboard_and_a_screen_reader(page: str, root: HtmlElement) -> None:
    ids = [attrs["id"] for _, attrs in Elements(page).found if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for tag, attrs in Elements(page).found if tag == "a"} <= set(ids)
    assert root.get("lang") == "fr"
    assert by_class(root, "skip")[0].get("href") == "#resultats"
    levels = [int(e.tag[1]) for e in root.iter("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_same_run_gives_the_same_page(page: str) -> None:
    assert html(sample().run, sample().cases) == page


def test_every_property_stands_with_its_words_its_figure_and_its_verdict(root: HtmlElement) -> None:
    rows = {
        row.get("id"): words(row)
        for row in by_class(section(root, "resultats"), "gates")
        for row in row.iter("tr")
        if row.get("id")
    }
    assert set(rows) == {f"p-{r.code}" for r in sample().run.results}
    assert rows["p-D4"].startswith("✗ échoue D4 Dire qu’une chose n’a pas été faite n’est pas la montrer.")
    assert "exigé : au plus 2 %" in rows["p-D4"]
    assert "Il manque environ 171 cas pour conclure." in rows["p-I12"]
    assert "indicatif" in rows["p-D7"]
    assert all(
        "accord avec des jurés réels : non mesuré" in text for name, text in rows.items() if name and name.startswith("p-A")
    )


def test_what_fails_is_told_first(root: HtmlElement) -> None:
    listed = [e.get("href") for e in by_class(root, "urgent")[0].iter("a")]
    assert listed == [f"#p-{r.code}" for r in sample().run.results if r.gate and r.verdict == "fail"]


def test_hard_words_are_explained(root: HtmlElement) -> None:
    assert "95 fois sur 100" in words(section(root, "lire"))
    assert "des deux côtés du seuil" in words(section(root, "lire"))
    assert "0 pour le hasard, 1 pour un accord parfait" in words(section(root, "accord"))


def test_nothing_hostile_becomes_markup() -> None:
    usual = Elements(html(sample().run, sample().cases)).vocabulary()
    page = html(hostile().run, hostile().cases)
    assert Elements(page).vocabulary() <= usual
    assert not set(page) & {"\x00", "\x08", "\x1b", "\u202e", "\ufffe"}
    text = words(parse(page))
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert HOSTILE[1] in text


@pytest.mark.parametrize("name", ["resultats", "blocs", "accord", "confiance", "cas"])
def test_a_part_without_data_says_so(name: str) -> None:
    root = parse(html(made_run()))
    assert len(by_class(section(root, name), "none")) == 1
    assert not list(section(root, name).iter("table"))


def test_the_bar_of_a_low_rate_is_stretched_near_zero() -> None:
    (line,) = lines(made_run(made_result("I2", estimate=0.04, low=0.01, high=0.09, threshold=0.25)))
    drawn = figures.bar(line)
    assert (drawn.start, drawn.point, drawn.end, drawn.threshold) == pytest.approx((0.1, 0.2, 0.3, 0.5))
    assert drawn.accepted == pytest.approx((0.0, 0.5))


def test_the_bar_of_a_figure_that_must_be_high_is_stretched_near_one() -> None:
    (line,) = lines(made_run(made_result("X1", estimate=0.99, low=0.96, high=1.2, threshold=0.75, at_least=True)))
    drawn = figures.bar(line)
    assert (drawn.start, drawn.point, drawn.end, drawn.threshold) == pytest.approx((0.8, 0.9, 1.0, 0.5))
    assert drawn.accepted == pytest.approx((0.5, 1.0))


def cross_cases() -> list[Case]:
    values = {("B1", "B1"): (0.8, 0.6), ("B1", "B2"): (0.1, 0.3), ("B2", "B2"): (0.9,), ("B2", "B1"): (0.0,)}
    return [
        made_case(code, n, bloc=one, against=other, value=value if code == "X1" else 0.5)
        for code in ("X1", "X1-B")
        for (one, other), found in values.items()
        for n, value in enumerate(found)
    ]


def test_the_table_of_blocs_holds_the_means_of_one_property() -> None:
    found = figures.cross_bloc(cross_cases())
    assert found
    assert found.blocs == ("B1", "B2")
    assert [[cell.value for cell in row] for row in found.rows] == [[pytest.approx(0.7), pytest.approx(0.2)], [0.0, 0.9]]
    assert [[cell.own for cell in row] for row in found.rows] == [[True, False], [False, True]]
    assert found.own == pytest.approx(2.3 / 3)
    assert found.others == pytest.approx(0.4 / 3)


def test_the_page_shows_six_blocs_against_six(root: HtmlElement) -> None:
    (table,) = by_class(section(root, "blocs"), "heat")
    rows = [[words(cell) for cell in row] for row in table.iter("tr")][1:]
    assert [len(row) for row in rows] == [7] * 7
    assert [row[0] for row in rows[1:]] == ["B1", "B2", "B3", "B4", "B5", "B6"]


PAIRS = (
    pair("B1-C1", "absent", "absent"),
    pair("B1-C1", "partiel", "demontre"),
    pair("B1-C10", "demontre", "demontre"),
    pair("B1-C2", "partiel", "partiel"),
    pair("B1-C2", "evoque", "non_evaluable"),
)


def test_a_confusion_table_has_its_marginals_and_keeps_abstentions_apart() -> None:
    found = figures.confusion("Tous", PAIRS)
    assert [[cell.value for cell in row] for row in found.rows] == [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
    assert found.abstained == (0, 1, 0, 0)
    assert found.labelled == (1, 1, 2, 1)
    assert found.read == (1, 0, 1, 2)
    assert (found.n, found.abstentions, found.exact, found.adjacent) == (5, 1, 0.75, 1.0)


def test_criteres_come_in_the_order_of_the_referentiel() -> None:
    assert [c.name for c in figures.confusions(PAIRS)] == ["B1-C1", "B1-C2", "B1-C10"]


def test_a_dossier_counts_once_however_many_properties_hold_it() -> None:
    cases = [made_case(code, 0, base=base, judged=PAIRS[:2][:1]) for code in ("A1", "A3", "A7") for base in ("B1-01", "B1-02")]
    assert len(figures.labelled_pairs([*cases, made_case("D4", 0, judged=PAIRS)])) == 2


def test_an_undefined_kappa_stays_undefined() -> None:
    page = html(made_run(made_result("A1")), [made_case("A1", 0, judged=(pair("B1-C1", "partiel", "partiel"),))])
    assert "kappa indéfini" in words(section(parse(page), "accord"))


def test_confidence_is_compared_with_being_right_and_with_chance() -> None:
    pairs = [pair("B1-C1", "partiel", "partiel" if n % 4 else "evoque", (n + 1) / 50) for n in range(40)]
    found = figures.reliability([*pairs, pair("B1-C1", "partiel", "non_evaluable", 0.9)])
    assert found
    sure, right = [p.confidence for p in pairs], [p.read is p.label for p in pairs]
    assert found.n == 40
    assert [b.n for b in found.bins] == [4] * 10
    assert [b.confidence for b in found.bins] == pytest.approx(list(np.reshape(sure, (10, 4)).mean(axis=1)))
    assert {b.right for b in found.bins} == {0.75}
    assert all(b.low < b.right < b.high for b in found.bins)
    assert found.error == pytest.approx(calibration_error(sure, right))
    assert found.floor == pytest.approx(calibration_noise(sure))


def many(code: str, n: int) -> list[Case]:
    return [
        made_case(code, k, outcome="broken", id=f"{code}/{k}", cluster=f"texte-{k // 2}", before="un deux", after="un trois")
        for k in range(n)
    ]


def test_the_gallery_shows_eight_cases_of_different_drafts_and_counts_the_others() -> None:
    run = made_run(made_result("I2"), made_result("D4"), made_result("S1"))
    groups = gallery(lines(run), [*many("D4", 3), *many("I2", 20), made_case("S1", 0)])
    assert [(g.line.result.code, len(g.cases), g.others) for g in groups] == [("I2", SHOWN, 12), ("D4", 3, 0)]
    assert len({shown.case.cluster for shown in groups[0].cases}) == SHOWN
    assert "Et 12 autres cas dans cases.jsonl." in words(parse(html(run, many("I2", 20))))


def test_the_gallery_marks_words_taken_out_and_put_in() -> None:
    run = made_run(made_result("I2", verdict="fail", broken=1))
    case = made_case("I2", 0, outcome="broken", before="Le chat noir dort ici.", after="Le chien noir dort encore ici.")
    (quote,) = parse(html(run, [case])).iter("blockquote")
    assert [words(e) for e in quote.iter("del")] == ["chat"]
    assert [words(e) for e in quote.iter("ins")] == ["chien", "encore"]
    assert words(quote) == "Le chat chien noir dort encore ici." or words(quote) == "Le chatchien noir dort encore ici."


def test_texts_with_little_in_common_are_shown_one_after_the_other() -> None:
    run = made_run(made_result("G2", verdict="fail", broken=1))
    case = made_case(
        "G2", 0, outcome="broken", before="Lola lit le droit et la presse.", after="Un pouls de musaraigne, huit cents coups."
    )
    root = parse(html(run, [case]))
    assert [words(e) for e in section(root, "cas").iter("h5")] == ["Avant", "Après"]
    assert not list(section(root, "cas").iter("ins"))[1:]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("le chat noir", "le chien gris"),
        ("", "rien"),
        ("un deux", "un deux"),
        ("a, b, c", "d, e, f"),
        ("fin ", "fin"),
        ("x  y", "z"),
    ],
)
def test_a_smoothed_diff_still_holds_both_texts(before: str, after: str) -> None:
    pieces = list(smoothed(word_diff(before, after)))
    for kind, text in (("removed", before), ("added", after)):
        assert "".join("".join(p.text for p in pieces if p.kind in ("same", kind)).split()) == "".join(text.split())


def test_neighbouring_changes_are_shown_as_one() -> None:
    pieces = [tuple(p) for p in smoothed(word_diff("Madame Nadia Benkirane parle", "Monsieur Loïc Le Goff parle"))]
    assert pieces == [("removed", "Madame Nadia Benkirane"), ("added", "Monsieur Loïc Le Goff"), ("same", " parle")]


def test_the_run_can_be_made_again_from_the_page(root: HtmlElement) -> None:
    again = words(section(root, "refaire"))
    assert "jury-blanc evaluate run --suite full --assessor embedded --half develop --seed 0" in again
    assert all(value in again for value in (str(v) for v in sample().run.identity.model_dump().values()))


def test_the_sample_is_a_whole_run() -> None:
    found: Sample = sample()
    assert {r.verdict for r in found.run.results} >= {"pass", "fail", "undetermined"}
