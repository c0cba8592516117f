"""A run as JUnit XML, for the test tab of a continuous integration server."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from evaluations.harness.cases import Case
from evaluations.harness.record import Run, Times
from evaluations.reports.plain import one_line, printable
from evaluations.reports.words import NBSP, Line, lines, typeset, what_moved

_EXAMPLES = 10
"""Broken cases named in a failure; all are in cases.jsonl."""


def junit(run: Run, cases: Iterable[Case] = (), times: Times | None = None) -> str:
    """Return one suite a family and one test a property.

    A gate that fails is a failure, a property that errors left without a case is an error, and
    what is undetermined, not applicable or advisory is skipped with its reason. Times are
    seconds of work, 0 where they were not kept.
    """
    seconds = times.properties if times else {}
    broken = _broken(cases)
    root = etree.Element("testsuites", name=one_line(f"Jury Blanc, suite {run.suite}, lecteur {run.assessor}"))
    families: dict[str, list[Line]] = defaultdict(list)
    for line in lines(run):
        families[line.described.family].append(line)
    for family, members in families.items():
        suite = etree.SubElement(root, "testsuite", name=one_line(family or "autres"))
        _count(suite, members, sum(seconds.get(m.result.code, 0.0) for m in members))
        _properties(suite, {"assessor": run.identity.assessor, "product": run.identity.product, "seed": str(run.identity.seed)})
        for line in members:
            _test(suite, line, broken[line.result.code], seconds.get(line.result.code, 0.0))
    _count(root, lines(run), times.total if times else 0.0)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return document.decode("utf-8")


def _kind(line: Line) -> str:
    """Return the element that says how the test ended, empty when it passed."""
    if line.state == "pass":
        return ""
    if line.state == "error":
        return "error"
    return "failure" if line.state == "fail" and line.result.gate else "skipped"


def _count(element: etree._Element, members: Sequence[Line], seconds: float) -> None:
    kinds = [_kind(m) for m in members]
    element.set("tests", str(len(members)))
    for attribute, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(kinds.count(kind)))
    element.set("time", f"{seconds:.3f}")


def _test(suite: etree._Element, line: Line, broken: Sequence[Case], seconds: float) -> None:
    result, described = line.result, line.described
    name = f"{described.code} {typeset(described.title)}"
    test = etree.SubElement(suite, "testcase", classname=one_line(described.family or "autres"), name=one_line(name))
    test.set("time", f"{seconds:.3f}")
    figures = {"estimate": result.estimate, "low": result.low, "high": result.high, "threshold": result.threshold}
    facts = {name: str(value) for name, value in figures.items() if value is not None}
    facts |= {"threshold_is": "at least" if result.at_least else "at most", "gate": str(result.gate).lower()}
    facts |= {
        name: str(getattr(result, name)) for name in ("n", "clusters", "broken", "needed", "errors", "abstained", "unverified")
    }
    facts |= {"note": line.remark} if line.remark else {}
    _properties(test, facts)
    kind = _kind(line)
    if kind:
        end = etree.SubElement(test, kind, message=one_line(_reason(line)))
        if kind != "skipped":
            end.set("type", line.state)
            end.text = printable("\n".join(_explained(line, broken)))


def _reason(line: Line) -> str:
    advisory = f"propriété indicative, ne fait jamais échouer{NBSP}: " if not line.result.gate else ""
    return f"{advisory}{line.word}, {line.why_open or line.sentence}"


def _explained(line: Line, broken: Sequence[Case]) -> Iterable[str]:
    yield typeset(one_line(line.described.meaning))
    yield f"Attendu{NBSP}: {typeset(one_line(line.described.expected))}"
    yield from filter(None, (line.apart, one_line(line.remark)))
    yield from (f"- {one_line(c.id)} {one_line(what_moved(c))}".rstrip() for c in broken[:_EXAMPLES])
    if len(broken) > _EXAMPLES:
        yield f"- … et {len(broken) - _EXAMPLES} autres"


def _broken(cases: Iterable[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.outcome in ("broken", "error"):
            found[case.property].append(case)
    return found


def _properties(element: etree._Element, facts: Mapping[str, str]) -> None:
    holder = etree.SubElement(element, "properties")
    for name, value in facts.items():
        etree.SubElement(holder, "property", name=name, value=one_line(value))
