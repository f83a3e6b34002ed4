"""Merging: the items of all chunks as one list, each fact once, under ids in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from summarizer.schema import Item, Measure, Problem, Result, Span, Target

__all__ = ["merge"]

AnyItem = TypeVar("AnyItem", Target, Result, Problem, Measure)
_LETTERS: dict[type[Item], str] = {Target: "t", Result: "r", Problem: "p", Measure: "m"}
# What a metric is called in prose and in the head of a table of funds, without its role.
_AMOUNT_WORDS = ("总额", "金额", "总计", "合计", "年初", "年度", "安排", "指标", "数", "总", "的")
_SPENT = ("实际支出", "支出决算", "决算", "执行", "支出", "支付")
_PROMISED = ("支出预算", "预算支出", "预算")
_NAME_TAILS = ("项目", "工作", "经费", "支出", "专项")
_WHOLE_BODY = ("合计", "总计", "我单位", "本单位", "单位", "部门", "本部门", "重点项目", "整体支出")


def merge(items: Iterable[Item]) -> tuple[tuple[Item, ...], dict[str, str]]:
    """Items with final ids, targets first, then results, problems, measures, each in reading
    order; and the final id for every provisional one. Two items that state the same fact become
    one with the evidence of both (R5, R6 of the annotation guide)."""
    given = list(items)
    merged: list[Item] = []
    renamed: dict[str, str] = {}
    for kind in (Target, Result, Problem, Measure):
        same_kind = sorted((i for i in given if isinstance(i, kind)), key=_place)
        for number, group in enumerate(_groups(same_kind), start=1):
            key = f"{_LETTERS[kind]}{number}"
            renamed.update({item.id: key for item in group})
            merged.append(_join(group).altered(id=key))
    return tuple(_rename(item, renamed) for item in merged), renamed


def _place(item: Item) -> tuple[int, int]:
    return item.evidence[0].start, item.evidence[0].end


def _groups(items: list[Item]) -> list[list[Item]]:
    """Items that state one fact, together, at the place of the first."""
    groups: dict[object, list[Item]] = {}
    for item in items:
        groups.setdefault(_fact(item), []).append(item)
    return list(groups.values())


def _fact(item: Item) -> object:
    """What an item states, equal for two items that state the same."""
    if isinstance(item, Problem | Measure):
        return type(item), item.text, item.evidence[0].start
    if item.quantity is None:
        return type(item), item.subject, item.metric, item.evidence[0].start
    amount = (item.quantity.value, item.quantity.unit, item.quantity.approx)
    if isinstance(item, Target):
        return "target", item.subject, item.metric, item.comparator, amount
    label = _funds_label(item) if item.quantity.kind == "money" else None
    if label:
        return "funds", label, amount
    place = item.quantity.start, item.quantity.end
    return "result", item.subject, item.metric, amount, place


def _funds_label(item: Result) -> tuple[str, str] | None:
    """(project, promised | spent) for a whole amount of a project: the one fact that reports of
    this genre print twice, in prose and in the table of funds."""
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
    if subject in _WHOLE_BODY:
        return ""
    for tail in _NAME_TAILS:
        if subject.endswith(tail) and len(subject) > len(tail) + 1:
            return subject.removesuffix(tail)
    return subject


def _join(group: list[Item]) -> Item:
    first = group[0]
    if len(group) == 1:
        return first
    spans: dict[tuple[int, int], Span] = {}
    for item in group:
        spans.update({(span.start, span.end): span for span in item.evidence})
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
