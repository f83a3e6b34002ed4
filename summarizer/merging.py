"""Merging: the items of all chunks as one list without duplicates, with ids in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from summarizer.schema import Document, Item, Measure, Problem, Result, Target

__all__ = ["merge"]

AnyItem = TypeVar("AnyItem", Target, Result, Problem, Measure)
_LETTERS: dict[type[Item], str] = {Target: "t", Result: "r", Problem: "p", Measure: "m"}
# Words of metrics in prose and in the heads of fund tables, apart from their role.
_AMOUNT_WORDS = ("总额", "金额", "总计", "合计", "年初", "年度", "安排", "指标", "数", "总", "的")
_SPENT = ("实际支出", "支出决算", "决算", "执行", "支出", "支付")
_PROMISED = ("支出预算", "预算支出", "预算")
# Figures of these kinds are duplicates if their names are equal.
_TOLD_TWICE = frozenset(("money", "measure", "percent"))
_POINTING = re.compile("^(?:(?:[该本此]|上述)(?:项目|工程|专项)?的?|项目)?(?:共|实际|已)?(?=..)")
_NAME_TAILS = ("项目", "工作", "经费", "支出", "专项")
# Shorter names occur at the end of too many others.
_SHORTEST_NAME = 4
_WHOLE_BODY = re.compile(
    r"[合总小]计|(?:年度)?(?:项目)?资金总额|(?:我|本|全)?(?:单位|部门|街道|局|院|校|乡|镇|县|区|市)?(?:整体|重点|全部)?(?:项目|支出)?"
)


def merge(
    items: Iterable[Item], document: Document | None = None
) -> tuple[tuple[Item, ...], dict[str, str]]:
    """Return the items with final ids, and the final id of every provisional one.

    Targets come first, then results, problems and measures, each in reading order. Two items that
    state the same fact become one with the evidence of both. Items of tables take precedence over
    prose that repeats them, since cells are exact.
    """
    given = list(items)
    merged: list[Item] = []
    renamed: dict[str, str] = {}
    for kind in (Target, Result, Problem, Measure):
        same_kind = sorted((i for i in given if isinstance(i, kind)), key=_place)
        groups = _groups(same_kind, document)
        for number, group in enumerate(groups, start=1):
            key = f"{_LETTERS[kind]}{number}"
            renamed.update({item.id: key for item in group})
            merged.append(_join(group, document).altered(id=key))
    return tuple(_rename(item, renamed) for item in merged), renamed


def _place(item: Item) -> tuple[int, int]:
    return item.evidence[0].start, item.evidence[0].end


def _groups(items: list[Item], document: Document | None) -> list[list[Item]]:
    """Return groups of items that state one fact, at the place of the first."""
    cells = [item for item in items if _is_cell(item, document)]
    told = _Cells(cells)
    groups: dict[object, list[Item]] = {_fact(item, cell=True): [item] for item in cells}
    for item in items:
        if item in told:
            continue
        repeated = told.repeated_by(item)
        if repeated is None:
            groups.setdefault(_fact(item), []).append(item)
        else:
            groups[_fact(repeated, cell=True)].append(item)
    return sorted(groups.values(), key=lambda group: _place(group[0]))


def _is_cell(item: Item, document: Document | None) -> bool:
    """Return True if the item was read from a table by code."""
    if document is None or not isinstance(item, Target | Result):
        return False
    table = document.table_at(item.evidence[0].start)
    return table is not None and table.read_by_code


class _Cells:
    """The items of tables, by the keys of prose that may repeat them."""

    def __init__(self, cells: Iterable[Item]) -> None:
        self._ids: set[str] = set()
        self._known: dict[object, list[Item]] = {}
        for item in cells:
            self._ids.add(item.id)
            for key in _sayings(item):
                self._known.setdefault(key, []).append(item)

    def __contains__(self, item: Item) -> bool:
        return item.id in self._ids

    def repeated_by(self, item: Item) -> Item | None:
        """Return the item of a table whose fact an item of prose repeats, if any."""
        for key in _sayings(item):
            told = self._known.get(key, ())
            if key[0] == "funds" and told:
                return told[0]
            alike = [cell for cell in told if _may_be_of(item, cell) and _named_alike(item, cell)]
            if alike:
                return next((cell for cell in alike if _metric(cell) == _metric(item)), alike[0])
        return None


def _sayings(item: Item) -> Iterator[tuple[object, ...]]:
    """Yield the keys that two items share if one may repeat the other."""
    if not isinstance(item, Target | Result) or item.quantity is None:
        return
    amount = (item.quantity.value, item.quantity.unit, item.quantity.approx)
    if isinstance(item, Target):
        yield "target", item.comparator, amount
    elif item.direction == "none":
        if item.quantity.kind == "money" and (label := _funds_label(item)):
            yield "funds", label, amount
        yield "result", item.status, amount


def _named_alike(item: Item, cell: Item) -> bool:
    """Return True if one name ends with the other. Prose may separate the verb: 举办 | 培训班."""
    ours, theirs = sorted((_metric(item), _metric(cell)), key=len)
    return ours == theirs or (len(ours) >= _SHORTEST_NAME and theirs.endswith(ours))


def _metric(item: Item) -> str:
    return item.metric if isinstance(item, Target | Result) else item.text


def _may_be_of(item: Item, cell: Item) -> bool:
    """Return True if two items may have one subject."""
    ours, theirs = getattr(item, "subject", None), getattr(cell, "subject", None)
    return not ours or not theirs or ours in theirs or theirs in ours


def _fact(item: Item, *, cell: bool = False) -> object:
    """Return a key that is equal for items with the same fact; every cell has its own."""
    if isinstance(item, Problem | Measure):
        return type(item), item.text, item.evidence[0].start
    if item.quantity is None or cell:
        return type(item), item.subject, item.metric, cell, _place(item)
    amount = (item.quantity.value, item.quantity.unit, item.quantity.approx)
    if isinstance(item, Target):
        return "target", item.subject, item.metric, item.comparator, amount
    label = _funds_label(item) if item.quantity.kind == "money" else None
    if label:
        return "funds", label, amount
    if item.quantity.kind in _TOLD_TWICE and item.part_of is None:
        said = _POINTING.sub("", item.metric)
        return "result", item.subject, said, amount, item.direction, item.status
    place = item.quantity.start, item.quantity.end
    return "result", item.subject, item.metric, amount, place


def _funds_label(item: Result) -> tuple[str, str] | None:
    """Return (project, promised | spent) for a total amount of a project, which reports print in
    prose and again in the table of funds."""
    if "其中" in item.metric or item.direction != "none":
        return None
    for role, names in (("promised", _PROMISED), ("spent", _SPENT)):
        rest, named = item.metric, False
        for name in (*names, *_AMOUNT_WORDS):
            named = named or (name in names and name in rest)
            rest = rest.replace(name, "")
        if named and not rest:
            return _bare_name(item.subject or ""), role
    return None


def _bare_name(subject: str) -> str:
    if _WHOLE_BODY.fullmatch(subject):
        return ""
    for tail in _NAME_TAILS:
        if subject.endswith(tail) and len(subject) > len(tail) + 1:
            return subject.removesuffix(tail)
    return subject


def _join(group: list[Item], document: Document | None) -> Item:
    first = group[0]
    if len(group) == 1:
        return first
    # A cell is exact, so one clause of the prose that repeats it is enough.
    most = 1 if _is_cell(first, document) else None
    spans = {(span.start, span.end): span for span in first.evidence}
    for item in group[1:]:
        spans.update({(span.start, span.end): span for span in item.evidence[:most]})
    head = first.evidence[0]
    rest = [span for key, span in spans.items() if key != (head.start, head.end)]
    return first.altered(evidence=(head, *rest))


def _rename(item: Item, renamed: dict[str, str]) -> Item:
    if isinstance(item, Result) and item.part_of is not None:
        whole = renamed.get(item.part_of)
        return item.altered(part_of=None if whole == item.id else whole)
    if isinstance(item, Measure) and item.addresses:
        known = dict.fromkeys(renamed[key] for key in item.addresses if key in renamed)
        return item.altered(addresses=tuple(known))
    return item
