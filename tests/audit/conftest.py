"""What the tests of the audit share: a text goes in, its findings come out."""

from collections.abc import Callable

import pytest

from summarizer import read_text
from summarizer.audit import audit
from summarizer.schema import Finding, Item

Audited = Callable[..., list[Finding]]


@pytest.fixture
def audited() -> Audited:
    """Findings of a text; every quote is checked to be a slice of it."""

    def run(text: str, items: tuple[Item, ...] = ()) -> list[Finding]:
        document = read_text(text, "报告.txt")
        found = list(audit(document, items))
        for finding in found:
            assert finding.evidence or finding.severity == "info"
            for span in finding.evidence:
                assert document.text[span.start : span.end] == span.quote
        return found

    return run


@pytest.fixture
def loud(audited: Audited) -> Callable[..., list[tuple[str, str, str | None, str | None]]]:
    """Errors and warnings of a text: severity, code, expected, stated."""

    def run(
        text: str, items: tuple[Item, ...] = ()
    ) -> list[tuple[str, str, str | None, str | None]]:
        return [
            (finding.severity, finding.code, finding.expected, finding.stated)
            for finding in audited(text, items)
            if finding.severity != "info"
        ]

    return run
