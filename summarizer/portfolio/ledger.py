"""Office × year × kind: what is there, and what is missing, late, unreadable or replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from summarizer.portfolio.entry import Entry
from summarizer.portfolio.expected import Expected
from summarizer.portfolio.names import Rule, bare_name, office_key, same_office
from summarizer.schema import DocumentKind
from summarizer.schema.summary import Noun

__all__ = ["Line", "LineState", "ledger", "offices_of"]

LineState = Literal["read", "partial", "unreadable", "late", "missing"]


class Line(Noun):
    """One office, year and kind. `keys` are its entries, the one that counts first; those behind it
    were replaced by it, and what people decided about them no longer holds. `rule` says by which
    rule a differently printed name was taken for the office's."""

    office: str
    year: int | None
    kind: DocumentKind | None
    state: LineState
    keys: tuple[str, ...] = ()
    days_late: int | None = None
    rule: Rule | None = None


def ledger(entries: Sequence[Entry], expected: Sequence[Expected] = ()) -> tuple[Line, ...]:
    """One line for each office, year and kind that is there or expected, in that order."""
    offices = offices_of(entries, expected)
    groups: dict[tuple[str, int | None, DocumentKind], list[Entry]] = defaultdict(list)
    # A document without an office stands alone: two of them have nothing in common.
    lines = [_line("", one.year, one.kind, [one], None) for one in entries if not one.office]
    for entry in entries:
        if entry.office:
            groups[offices[entry.office], entry.year, entry.kind].append(entry)
    for (office, year, kind), found in groups.items():
        ranked = sorted(found, key=_currency, reverse=True)
        due = _due(expected, offices, office, year, kind)
        lines.append(_line(office, year, kind, ranked, due))
    lines += _missing(expected, offices, groups)
    return tuple(sorted(lines, key=lambda one: (one.office, one.year or 0, one.kind or "")))


def offices_of(entries: Iterable[Entry], expected: Iterable[Expected] = ()) -> dict[str, str]:
    """For each printed name the name that its office goes by in the ledger: the expected list's,
    else the longest. A name without region joins an office only when there is just one."""
    names = [one.office for one in expected]
    names += sorted({one.office for one in entries if one.office}, key=lambda n: (-len(n), n))
    chosen: dict[str, str] = {}
    by_key: dict[str, str] = {}
    by_bare: dict[str, set[str]] = defaultdict(set)
    for name in dict.fromkeys(names):
        key = office_key(name)
        chosen[name] = by_key.setdefault(key, name)
        by_bare[bare_name(key)].add(key)
    for name in list(chosen):
        key = office_key(name)
        same = by_bare[bare_name(key)]
        others = [other for other in same if other != key and same_office(key, other)]
        if bare_name(key) == key and len(same) == 2 and len(others) == 1:
            chosen[name] = by_key[others[0]]
    return chosen


def _currency(entry: Entry) -> tuple[bool, float, str]:
    return entry.state != "unreadable", entry.received, entry.key


def _line(
    office: str,
    year: int | None,
    kind: DocumentKind,
    ranked: Sequence[Entry],
    due: Expected | None,
) -> Line:
    first = ranked[0]
    state: LineState = first.state
    # Nobody is late with a correction: the first version counts.
    readable = [one.received for one in ranked if one.state != "unreadable" and one.received]
    late = _days_late(min(readable, default=0.0), due)
    rule = same_office(first.office, office) if first.office and first.office != office else None
    return Line(
        office=office,
        year=year,
        kind=kind,
        state="late" if late and state == "read" else state,
        keys=tuple(one.key for one in ranked),
        days_late=late,
        rule=rule,
    )


def _days_late(received: float, due: Expected | None) -> int | None:
    if not received or due is None or due.due is None:
        return None
    days = (datetime.fromtimestamp(received, UTC).date() - due.due).days
    return days if days > 0 else None


def _due(
    wanted: Sequence[Expected],
    offices: dict[str, str],
    office: str,
    year: int | None,
    kind: DocumentKind,
) -> Expected | None:
    for one in wanted:
        fits = offices.get(one.office, one.office) == office and one.year == year
        if fits and one.kind in (None, kind):
            return one
    return None


def _missing(
    wanted: Sequence[Expected],
    offices: dict[str, str],
    groups: dict[tuple[str, int | None, DocumentKind], list[Entry]],
) -> list[Line]:
    lines = []
    for one in wanted:
        office = offices.get(one.office, one.office)
        kinds = {kind for name, year, kind in groups if (name, year) == (office, one.year)}
        if kinds and one.kind in (None, *kinds):
            continue
        lines.append(Line(office=office, year=one.year, kind=one.kind, state="missing"))
    return lines
