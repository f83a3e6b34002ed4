"""The promises of the summary's JSON, as one function that every test of a summary may call."""

from __future__ import annotations

from summarizer.overview import LIMIT, hanzi
from summarizer.schema import Document, Summary
from summarizer.verification import HARD


def assert_invariants(summary: Summary, document: Document) -> None:
    """Spans are slices, numbers and sections have a state, ids are unique and resolvable."""
    spans = [span for item in summary.items for span in item.evidence]
    spans += [span for finding in summary.findings for span in finding.evidence]
    spans += list(summary.overview.evidence)
    spans += [span for told in summary.brief.told for span in told.evidence]
    for span in spans:
        assert document.text[span.start : span.end] == span.quote
    for gap in summary.coverage.uncited:
        assert document.text[gap.start : gap.end] == gap.text
    _assert_ids(summary)
    _assert_checks(summary)
    _assert_coverage(summary, document)
    _assert_tables(summary, document)
    assert hanzi(summary.overview.text) <= LIMIT
    assert summary.overview.check.verdict == "verified"


def _assert_ids(summary: Summary) -> None:
    ids = [item.id for item in summary.items]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for target in summary.targets:
        assert known.issuperset(target.attainment.results)
    for result in summary.results:
        assert result.part_of is None or result.part_of in known
        assert result.part_of != result.id
    for measure in summary.measures:
        assert known.issuperset(measure.addresses)
    for told in summary.brief.told:
        assert known.issuperset(told.items)
    for finding in summary.findings:
        assert known.issuperset(finding.items)
        assert finding.evidence or finding.severity == "info"


def _assert_checks(summary: Summary) -> None:
    for item in summary.items:
        assert item.evidence
        if item.check.verdict == "verified":
            assert not HARD.intersection(item.check.reasons)
        else:
            assert item.check.reasons


def _assert_tables(summary: Summary, document: Document) -> None:
    assert [table.id for table in summary.tables] == [table.id for table in document.tables]
    known = {item.id for item in summary.items}
    for table in summary.tables:
        assert table.start < table.end <= len(document.text)
        assert known.issuperset(table.items)


def _assert_coverage(summary: Summary, document: Document) -> None:
    coverage = summary.coverage
    assert coverage.quantities == coverage.cited + coverage.in_tables + len(coverage.uncited)
    counted = [t for t in summary.tables if t.role in ("survey", "payees")]
    held = {(gap.start, gap.end) for gap in coverage.uncited}
    cited = [(span.start, span.end) for item in summary.items for span in item.evidence] + [
        (item.quantity.start, item.quantity.end)
        for item in (*summary.targets, *summary.results)
        if item.quantity
    ]
    for quantity in document.quantities:
        if quantity.is_checked and (quantity.start, quantity.end) not in held:
            assert any(
                s <= quantity.start and quantity.end <= e
                for s, e in [*cited, *((table.start, table.end) for table in counted)]
            ), quantity
    inside = bytearray(len(document.text))
    for section in coverage.sections:
        assert section.state == "read" or section.reason
        inside[section.start : section.end] = b"\x01" * (section.end - section.start)
    for offset, mark in enumerate(document.text):
        assert inside[offset] or mark.isspace(), (offset, mark)
