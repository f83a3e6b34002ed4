"""Derive the levels of an outline from headings with damaged or missing numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.readers.numbering import Marker

__all__ = ["Candidate", "Heading", "levelled"]

# Styles whose automatic numbers conversions lose most often.
LOST_MOST = {"arabic", "arabic_dot", "arabic_gap", "none"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the place of its line, the span of its printed words, its level from 1.

    `run_in`: its paragraph continues on the same line. An empty span marks a numbered sentence that
    is not a heading but ends the section of its sibling: 1.预算不细。… 2.进度慢，且无计划。
    """

    line: int
    start: int
    end: int
    level: int
    run_in: bool = False


@dataclass(slots=True)
class Candidate:
    """A line that may be a heading; its level is not yet known."""

    line: int
    start: int
    end: int
    marker: Marker | None
    run_in: bool = False
    listed: bool = False


@dataclass(slots=True)
class Level:
    """An open level of the outline: its last number, and every style that its numbers had."""

    number: int
    rank: float
    styles: set[str] = field(default_factory=set)


def levelled(candidates: list[Candidate]) -> list[Heading]:
    """Return the candidates as headings with levels, without sentences that end no section."""
    open_: list[Level] = []
    before_annex: list[Level] = []
    found: list[Heading] = []
    numbered = _next_markers(candidates)
    for one, following in zip(candidates, numbered, strict=True):
        if one.marker and one.marker.style == "annex" and not _in_annex(open_):
            before_annex = open_[:]
        elif one.marker and _resumes(open_, before_annex, one.marker):
            open_[:] = before_annex
        if one.marker is None:
            _open_unnumbered(open_, following)
        elif one.start == one.end:
            if not _end_sibling(open_, one.marker):
                continue
        else:
            _open_numbered(open_, one.marker)
        found.append(Heading(one.line, one.start, one.end, len(open_), one.run_in))
    return found


def _in_annex(open_: list[Level]) -> bool:
    return bool(open_) and "annex" in open_[0].styles


def _resumes(open_: list[Level], before_annex: list[Level], found: Marker) -> bool:
    """Return whether the outline continues after an annexed table (附表) in the middle: 三、 附表
    四、.
    """
    if not _in_annex(open_) or any(found.style in level.styles for level in open_):
        return False
    outermost = next((level for level in before_annex if found.style in level.styles), None)
    return outermost is not None and found.number == outermost.number + 1


def _next_markers(candidates: list[Candidate]) -> list[Marker | None]:
    """Return for each candidate the number of the next numbered heading."""
    found: list[Marker | None] = []
    following: Marker | None = None
    for one in reversed(candidates):
        found.append(following)
        if one.marker and one.start < one.end:
            following = one.marker
    return found[::-1]


def _end_sibling(open_: list[Level], found: Marker) -> bool:
    """Return whether a numbered sentence continues an open heading in the same style."""
    for place in range(len(open_) - 1, -1, -1):
        level = open_[place]
        if found.style in level.styles and found.number == level.number + 1:
            del open_[place + 1 :]
            level.number = found.number
            return True
    return False


def _open_numbered(open_: list[Level], found: Marker) -> None:
    """Go to the level that this number continues, or open the level of its style."""
    place = _continued(open_, found)
    if place is not None:
        del open_[place + 1 :]
        open_[place].number = found.number
        open_[place].styles.add(found.style)
        return
    # A number 1 in an unused style opens an inner level, whatever its usual rank. Parts and annexes
    # are always outermost.
    known = any(found.style in level.styles for level in open_)
    inner = not known and found.number == 1 and found.rank > 0
    while open_ and open_[-1].rank >= found.rank and not inner:
        open_.pop()
    rank = max(found.rank, open_[-1].rank + 0.1) if open_ else found.rank
    open_.append(Level(found.number, rank, {found.style}))


def _continued(open_: list[Level], found: Marker) -> int | None:
    inwards = range(len(open_))
    outwards = inwards[::-1]
    for place in outwards:
        level = open_[place]
        if found.style in level.styles and found.number > level.number:
            return place
    for place in inwards if found.automatic else outwards:
        level = open_[place]
        if found.number == level.number + 1 and any(map(found.is_kin, level.styles)):
            return place
    return None


def _open_unnumbered(open_: list[Level], following: Marker | None) -> None:
    """Place a heading without a number where the next number shows a gap, else on the level of 1.
    2. 3., whose automatic numbers are lost most often.
    """
    place = _missing(open_, following)
    if place is None:
        place = next(
            (at for at in range(len(open_) - 1, -1, -1) if open_[at].styles & LOST_MOST), None
        )
    if place is None:
        open_.append(Level(0, 3.5, {"none"}))
        return
    del open_[place + 1 :]
    open_[place].number += 1


def _missing(open_: list[Level], following: Marker | None) -> int | None:
    if following is None:
        return None
    for place in range(len(open_) - 1, -1, -1):
        level = open_[place]
        if following.style not in level.styles:
            continue
        if following.number == level.number + 2:
            return place
        if following.number == 1 and place > 0:
            return place - 1
    return None
