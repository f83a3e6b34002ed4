"""The right side of the review page: the rows of each page and the counts above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.rendering.labels import Language
from summarizer.schema import Summary
from summarizer.service.pages.rows import Row, rows_of
from summarizer.service.reviewing import Entry, Matter, blocking

__all__ = ["KINDS", "TABS", "Group", "Panel", "Wanted", "panel_of", "sections_of", "tab_of"]

KINDS = ("target", "result", "problem", "measure", "finding")
TABS = ("queue", "overview", *KINDS, "charts")
# Rows per page of the panel.
ROWS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """The selection in the address."""

    tab: str = ""
    page: int = 1
    item: str = ""
    query: str = ""
    fold: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The verified items of a section of the report.

    `number` identifies the section in forms, `open` counts undecided items. A folded group has no
    rows.
    """

    title: str
    number: int
    count: int
    open: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One page of the panel. `groups` are the verified items by section, when unfolded; `folded` is
    their number.
    """

    tab: str
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    page: int
    pages: int
    after: int
    folded: int
    unfolded: bool
    query: str
    found: int
    done: int
    total: int
    left: tuple[str, ...]
    counts: Mapping[str, int]
    states: Mapping[str, int]


def tab_of(matter: Matter) -> str:
    """Return the tab of a matter."""
    return matter.kind if matter.kind in KINDS else "queue"


def sections_of(matters: Mapping[str, Matter]) -> list[tuple[str, ...]]:
    """Return the sections of some matters, in reading order; forms identify them by position."""
    firsts: dict[tuple[str, ...], int] = {}
    for matter in matters.values():
        firsts[matter.section] = min(firsts.get(matter.section, matter.start), matter.start)
    return sorted(firsts, key=lambda section: (firsts[section], section))


def panel_of(
    summary: Summary,
    matters: Mapping[str, Matter],
    newest: Mapping[str, Entry],
    wanted: Wanted,
    language: Language,
) -> Panel:
    """Return the selected rows in review order."""
    decided = {key for key, entry in newest.items() if entry.state != "open"}
    tab = _tab(wanted, matters)
    chosen = _chosen(tab, wanted.query, matters)
    main = [one for one in chosen if not _folds(one, wanted)]
    rest = [one for one in chosen if _folds(one, wanted)]
    unfolded = bool(wanted.fold) or any(one.id == wanted.item for one in rest)
    page, pages, shown = _page(main, wanted)
    groups: tuple[Group, ...] = ()
    if unfolded:
        numbers = {section: place for place, section in enumerate(sections_of(matters))}
        groups = tuple(
            _group(numbers[section], members, newest, wanted, (summary, language, len(rest)))
            for section, members in sorted(
                _by_section(rest).items(), key=lambda one: numbers[one[0]]
            )
        )
    required = [one for one in matters.values() if one.required]
    left = blocking(required, decided)
    return Panel(
        tab=tab,
        rows=tuple(rows_of(shown, summary, newest, language)),
        groups=groups,
        page=page,
        pages=pages,
        after=max(0, len(main) - page * ROWS),
        folded=len(rest),
        unfolded=unfolded,
        query=wanted.query,
        found=len(chosen),
        done=len(required) - len(left),
        total=len(required),
        left=tuple(one.id for one in left),
        counts=_counts(matters, left),
        states=_states(matters, decided),
    )


def _tab(wanted: Wanted, matters: Mapping[str, Matter]) -> str:
    if wanted.tab in TABS:
        return wanted.tab
    matter = matters.get(wanted.item)
    if matter is None or matter.required:
        return "queue"
    return tab_of(matter)


def _chosen(tab: str, query: str, matters: Mapping[str, Matter]) -> list[Matter]:
    """Return the matters of a tab or a search, in order."""
    if query:
        words = query.casefold().split()
        return [one for one in matters.values() if _says(one, words)]
    if tab == "queue":
        return list(matters.values())
    return [one for one in matters.values() if one.kind == tab]


def _says(matter: Matter, words: Sequence[str]) -> bool:
    noun = matter.noun
    fields = ("subject", "metric", "text", "cause", "message")
    said = [getattr(noun, field, None) or "" for field in fields]
    text = " ".join((matter.id, *said, *(span.quote for span in matter.evidence))).casefold()
    return all(word in text for word in words)


def _folds(matter: Matter, wanted: Wanted) -> bool:
    """Whether a matter is folded: verified, not in the sample, and not searched for."""
    return not wanted.query and matter.state == "verified" and not matter.sampled


def _page(chosen: Sequence[Matter], wanted: Wanted) -> tuple[int, int, Sequence[Matter]]:
    """Return the page with the requested item, else the requested page."""
    pages = max(1, -(-len(chosen) // ROWS))
    page = min(max(1, wanted.page), pages)
    place = next((n for n, one in enumerate(chosen) if one.id == wanted.item), None)
    if place is not None:
        page = place // ROWS + 1
    return page, pages, chosen[(page - 1) * ROWS : page * ROWS]


def _by_section(rest: Sequence[Matter]) -> dict[tuple[str, ...], list[Matter]]:
    found: dict[tuple[str, ...], list[Matter]] = {}
    for one in rest:
        found.setdefault(one.section, []).append(one)
    return found


def _group(
    number: int,
    members: Sequence[Matter],
    newest: Mapping[str, Entry],
    wanted: Wanted,
    about: tuple[Summary, Language, int],
) -> Group:
    """Return a section's verified items.

    Rows are included when there are few in total, or the section was requested.
    """
    summary, language, in_all = about
    asked = str(number) == wanted.fold or any(one.id == wanted.item for one in members)
    shown = members if asked or in_all <= ROWS else ()
    undecided = sum(one.id not in newest or newest[one.id].state == "open" for one in members)
    rows = tuple(rows_of(shown, summary, newest, language))
    return Group(" › ".join(members[0].section), number, len(members), undecided, rows)


def _counts(matters: Mapping[str, Matter], left: Sequence[Matter]) -> dict[str, int]:
    """Return the number of matters under each tab; for the queue, those left."""
    counts = dict.fromkeys(KINDS, 0)
    for matter in matters.values():
        if matter.kind in counts:
            counts[matter.kind] += 1
    return {"queue": len(left), **counts}


def _states(matters: Mapping[str, Matter], decided: set[str]) -> dict[str, int]:
    """Return the number of items in each state, and of those decided."""
    states = {"failed": 0, "review": 0, "verified": 0, "error": 0, "warning": 0, "unread": 0}
    for matter in matters.values():
        if matter.state in states:
            states[matter.state] += 1
    return {**states, "done": len(decided & set(matters))}
