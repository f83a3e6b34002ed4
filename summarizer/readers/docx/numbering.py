"""Compute automatic list numbers from numbering.xml and the counters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree

from summarizer.readers.docx.names import attribute, child, off, qualified, value
from summarizer.readers.docx.numerals import numeral
from summarizer.readers.docx.styles import Numbered, Styles

__all__ = ["Lists", "labelled"]

LEVELS = 9

_PLACE = re.compile(r"%([1-9])")
# No blank is inserted after these characters, or after ①.
_CLOSED = tuple("、，。．）)】》：:—-")


@dataclass(frozen=True, slots=True)
class Level:
    """A list level: how its number is printed, and when it restarts."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restart: int | None = None
    paragraph_style: str = ""


@dataclass(slots=True)
class List:
    """A list with the overrides of one numbering instance.

    Instances of one `definition` share their counters.
    """

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Lists:
    """The lists of a document and their counters."""

    lists: dict[str, List] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None, styles: Styles) -> Lists:
        """Return the lists in numbering.xml; none when the part is missing."""
        lists = cls()
        if root is None:
            return lists
        abstracts = {
            attribute(one, "w:abstractNumId"): one
            for one in root.iterfind(qualified("w:abstractNum"))
        }
        numbers = {
            attribute(one, "w:numId"): value(one, "w:abstractNumId") or ""
            for one in root.iterfind(qualified("w:num"))
        }
        for one in root.iterfind(qualified("w:num")):
            identity = attribute(one, "w:numId")
            definition = _linked(numbers[identity], abstracts, numbers, styles)
            levels = _levels(abstracts.get(definition))
            starts: dict[int, int] = {}
            for override in one.iterfind(qualified("w:lvlOverride")):
                _override(override, levels, starts)
            lists.lists[identity] = List(definition, levels, starts)
        return lists

    def label(self, place: Numbered, style: str | None) -> str:
        """Return the printed number of the next paragraph at a place in a list, "" for a bullet.

        `style` is the paragraph's style; it selects the level where the place does not.
        """
        found = self.lists.get(place.number)
        if found is None:
            return ""
        deep = place.level
        if deep is None:
            named = [at for at, one in found.levels.items() if one.paragraph_style == style]
            deep = named[0] if named and style else 0
        level = found.levels.get(deep)
        if level is None:
            return ""
        counts = self._counted(place.number, found, deep)
        return _printed(level, found, counts)

    def _counted(self, number: str, found: List, deep: int) -> list[int]:
        counts = self._counts.setdefault(found.definition, [None] * LEVELS)
        begun = (number, deep)
        if deep in found.starts and begun not in self._begun:
            counts[deep] = found.starts[deep] - 1
        self._begun.add(begun)
        level = found.levels[deep]
        before = counts[deep]
        counts[deep] = level.start if before is None else before + 1
        for lower in range(deep + 1, LEVELS):
            below = found.levels.get(lower, Level())
            if below.restart is None or (below.restart and deep < below.restart):
                counts[lower] = None
        return [
            count if count is not None else found.levels.get(at, Level()).start
            for at, count in enumerate(counts)
        ]


def labelled(label: str, text: str) -> str:
    """Return a paragraph with its number, separated where the number would run into a digit.

    >>> labelled("一、", "基本情况"), labelled("1.", "2023年"), labelled("第一条", "为了")
    ('一、基本情况', '1. 2023年', '第一条 为了')
    """
    if not label:
        return text
    closed = label.endswith(_CLOSED) or unicodedata.category(label[-1]) == "No"
    if closed or (label[-1] == "." and not text[:1].isascii()):
        return label + text
    return f"{label} {text}"


def _printed(level: Level, found: List, counts: list[int]) -> str:
    if level.style in ("bullet", "none"):
        # A pattern without a placeholder is printed as it is: 附件：
        return "" if level.style == "bullet" else _PLACE.sub("", level.pattern).strip()

    def write(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        style = found.levels.get(at, Level()).style
        return numeral(counts[at], "decimal" if level.legal and style != "decimalZero" else style)

    return _PLACE.sub(write, level.pattern).strip()


def _levels(abstract: etree._Element | None) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for one in abstract.iterfind(qualified("w:lvl")) if abstract is not None else ():
        deep = _whole(attribute(one, "w:ilvl"))
        if deep is not None and deep < LEVELS:
            found[deep] = _level(one)
    return found


def _level(one: etree._Element) -> Level:
    return Level(
        start=_given(_whole(value(one, "w:start")), 0),
        style=_style(one),
        pattern=(value(one, "w:lvlText") or "")[:200],
        legal=not off(value(one, "w:isLgl")),
        restart=_whole(value(one, "w:lvlRestart")),
        paragraph_style=value(one, "w:pStyle") or "",
    )


def _style(one: etree._Element) -> str:
    """Return the number style; newer styles stand beside an older one in mc:AlternateContent."""
    plain = value(one, "w:numFmt")
    if plain is None:
        plain = value(one, "mc:AlternateContent", "mc:Choice", "w:numFmt")
        if plain in (None, "custom"):
            plain = value(one, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    return plain or "decimal"


def _override(override: etree._Element, levels: dict[int, Level], starts: dict[int, int]) -> None:
    deep = _whole(attribute(override, "w:ilvl"))
    if deep is None or deep >= LEVELS:
        return
    own = child(override, "w:lvl")
    if own is not None:
        levels[deep] = _level(own)
    start = _whole(value(override, "w:startOverride"))
    if start is not None:
        starts[deep] = start


def _linked(
    identity: str, abstracts: dict[str, etree._Element], numbers: dict[str, str], styles: Styles
) -> str:
    """Return the definition that holds the levels, following links through list styles."""
    abstract = abstracts.get(identity)
    link = value(abstract, "w:numStyleLink") if abstract is not None else None
    place = styles.list_of(link) if link else None
    return numbers.get(place.number, identity) if place else identity


def _whole(stated: str | None) -> int | None:
    return int(stated) if stated and stated.isdecimal() and len(stated) < 10 else None


def _given(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number
