"""The sums of a draft checked again: tables, budgets and calculations written out in sentences."""

from collections.abc import Iterable

from assistant.assessment.column_sums import check_column_sums
from assistant.assessment.flat_tables import check_flat_tables
from assistant.assessment.prose_sums import check_prose_sums
from assistant.assessment.row_relations import check_row_relations
from assistant.assessment.tables import Table, tables
from assistant.assessment.written_products import check_balances, check_written_products
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding


def check_arithmetic(draft: Draft) -> tuple[Finding, ...]:
    """Return the totals, products, differences and percentages of the draft that are wrong, in order.

    Only what the layout leaves no doubt about is reported; rounding is allowed for.
    """
    found = [finding for table in tables(draft) for finding in _check_table(table)]
    found += check_flat_tables(draft)
    found += check_prose_sums(draft)
    return tuple(_one_a_place(found))


def _check_table(table: Table) -> list[Finding]:
    """Return the wrong cells of a table, leaving out those that only follow from another wrong one."""
    written, right = check_written_products(table)
    _, totals = check_column_sums(table, right)
    related, implied = check_row_relations(table, {**totals, **right})
    summed, _ = check_column_sums(table, {**implied, **right})
    return [*written, *related, *summed, *check_balances(table)]


def _one_a_place(findings: Iterable[Finding]) -> list[Finding]:
    places: dict[tuple[int, int], Finding] = {}
    for finding in findings:
        places.setdefault((finding.start or 0, finding.end or 0), finding)
    return [places[place] for place in sorted(places)]
