"""The ledger: office × year × kind, each present, missing, late, unreadable or replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from summarizer.genre.offices import Rule, bare_name, is_house, office_key, same_office
from summarizer.genre.projects import OF_PROJECTS, project_of
from summarizer.portfolio.entry import Listed
from summarizer.portfolio.expected import Expected
from summarizer.schema import DocumentKind
from summarizer.schema.noun import Noun

__all__ = ["Line", "LineState", "ledger", "offices_of"]

LineState = Literal["read", "partial", "unreadable", "late", "missing"]


class Line(Noun):
    """One office, year and kind; for project evaluations also one `project`.

    `keys` are its entries, current version first; the others were replaced, and decisions about
    them are void. `rule` is the rule that matched a differently printed office name. `within` is
    the department whose document of the same year and kind includes these figures.
    """

    office: str
    year: int | None
    kind: DocumentKind | None
    state: LineState
    keys: tuple[str, ...] = ()
    days_late: int | None = None
    rule: Rule | None = None
    project: str = ""
    within: str | None = None


class _Group(NamedTuple):
    """The key that all versions of one document share."""

    office: str
    year: int | None
    kind: DocumentKind
    project: str
    house: bool


Dues = Mapping[tuple[str, int], Sequence[Expected]]


def ledger(entries: Sequence[Listed], expected: Sequence[Expected] = ()) -> tuple[Line, ...]:
    """Return one line for each office, year and kind that is present or expected, in that order."""
    offices = offices_of(entries, expected)
    dues: defaultdict[tuple[str, int], list[Expected]] = defaultdict(list)
    for one in expected:
        dues[offices[one.office], one.year].append(one)
    # Documents without an office get separate lines: they may belong to different offices.
    lines = [_line(_alone(one), [one], None) for one in entries if not one.office]
    for group, found in _grouped(entries, offices).items():
        ranked = sorted(found, key=_currency, reverse=True) if len(found) > 1 else found
        lines.append(_line(group, ranked, _due(dues, group)))
    if expected:
        lines += _missing(dues, lines)
        lines = _held(lines, expected, offices)
    return tuple(sorted(lines, key=_place))


def _place(line: Line) -> tuple[str, int, str, str]:
    return line.office, line.year or 0, line.kind or "", line.project


def _alone(entry: Listed) -> _Group:
    return _Group("", entry.year, entry.kind, "", house=False)


def _grouped(entries: Sequence[Listed], offices: Mapping[str, str]) -> dict[_Group, list[Listed]]:
    groups: defaultdict[_Group, list[Listed]] = defaultdict(list)
    for one in entries:
        if one.office:
            project = ""
            if one.kind in OF_PROJECTS and one.title:
                project = project_of(one.title, one.office)
            group = _Group(offices[one.office], one.year, one.kind, project, is_house(one.office))
            groups[group].append(one)
    for group in [group for group in groups if group.house]:
        # 某局（本级） counts as the 局 itself, unless the 局 has its own document.
        if group._replace(house=False) not in groups:
            groups[group._replace(house=False)] = groups.pop(group)
    return groups


def offices_of(entries: Iterable[Listed], expected: Iterable[Expected] = ()) -> dict[str, str]:
    """Map each printed office name to its name in the ledger.

    The ledger uses the expected list's name, or else the longest; 本级 names come last. A name
    without region joins an office only when exactly one matches.
    """
    names = [name for one in expected for name in (one.office, one.department) if name]
    printed = {one.office for one in entries if one.office}
    names += sorted(printed, key=lambda name: (is_house(name), -len(name), name))
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
        if bare_name(key) != key or len(same) != 2:
            continue
        (other,) = same - {key}
        if same_office(key, other):
            chosen[name] = by_key[other]
    return chosen


def _currency(entry: Listed) -> tuple[bool, float, str]:
    return entry.state != "unreadable", entry.received, entry.key


def _line(group: _Group, ranked: Sequence[Listed], due: Expected | None) -> Line:
    first = ranked[0]
    office = (first.office or "") if group.house else group.office
    state: LineState = first.state
    late = _days_late(ranked, due) if due else None
    renamed = first.office and first.office != office
    return Line.of_valid(
        {
            "office": office,
            "year": group.year,
            "kind": group.kind,
            "state": "late" if late and state == "read" else state,
            "keys": tuple(one.key for one in ranked),
            "days_late": late,
            "rule": same_office(first.office or "", office) if renamed else None,
            "project": group.project,
            "within": group.office if group.house else None,
        }
    )


def _days_late(ranked: Sequence[Listed], due: Expected) -> int | None:
    # A correction is not late: the first version counts.
    received = [one.received for one in ranked if one.state != "unreadable" and one.received]
    if not received or due.due is None:
        return None
    days = (datetime.fromtimestamp(min(received), UTC).date() - due.due).days
    return days if days > 0 else None


def _due(dues: Dues, group: _Group) -> Expected | None:
    wanted = dues.get((group.office, group.year or 0), ())
    return next((one for one in wanted if one.kind in (None, group.kind)), None)


def _missing(dues: Dues, lines: Sequence[Line]) -> list[Line]:
    there: defaultdict[tuple[str, int | None], set[DocumentKind | None]] = defaultdict(set)
    for line in lines:
        there[line.office, line.year].add(line.kind)
    return [
        Line(office=office, year=year, kind=one.kind, state="missing")
        for (office, year), wanted in dues.items()
        for one in wanted
        if not there[office, year] or one.kind not in (None, *there[office, year])
    ]


def _held(
    lines: Sequence[Line], expected: Sequence[Expected], offices: Mapping[str, str]
) -> list[Line]:
    """Return the lines, with `within` set for units whose department's document is present."""
    department = {
        offices[one.office]: offices[one.department] for one in expected if one.department
    }
    there = {(one.office, one.year, one.kind) for one in lines if one.keys}
    held = []
    for line in lines:
        above = department.get(line.office)
        within = above and above != line.office and (above, line.year, line.kind) in there
        held.append(line.altered(within=above) if within else line)
    return held
