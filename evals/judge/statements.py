"""Statements: one item of a summary as one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from evals.atoms import PLURALS

__all__ = ["Statement", "sentence", "statements_of"]

Json = Mapping[str, Any]
Offsets = tuple[int, int]

_STATUS = {"done": "已完成", "ongoing": "正在进行", "planned": "计划中", "expected": "预计"}
_DIRECTION = {"increase": "比以前增加", "decrease": "比以前减少"}
_BOUNDS = {">=": "不低于", ">": "高于", "<=": "不超过", "<": "低于", "=": "为"}
_ABOUT = 160


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentence for an item, and the places in the report that the item cites."""

    report: str
    kind: str
    item: str
    words: str
    spans: tuple[Offsets, ...]
    verdict: str

    @property
    def key(self) -> str:
        """Equal for the same sentence about the same place, whatever the item's id."""
        start = self.spans[0][0] if self.spans else -1
        said = f"{self.report}\n{self.words}\n{start}"
        return sha256(said.encode()).hexdigest()[:12]


def statements_of(report: str, summary: Json) -> Iterator[Statement]:
    """Return the statements of a summary's JSON, in its order."""
    texts = {item["id"]: item["text"] for name in PLURALS for item in summary.get(name, ())}
    for name, kind in PLURALS.items():
        for item in summary.get(name, ()):
            spans = tuple((span["start"], span["end"]) for span in item.get("evidence", ()))
            verdict = (item.get("check") or {}).get("verdict", "")
            yield Statement(report, kind, item["id"], sentence(kind, item, texts), spans, verdict)


def sentence(kind: str, item: Json, texts: Mapping[str, str] | None = None) -> str:
    """Return an item as a sentence. `texts` are the wordings of the items that it may refer to.

    >>> sentence("problem", {"text": "档案不全", "cause": "人手不足"})
    '报告承认的问题：“档案不全”；原因：“人手不足”。'
    """
    if kind == "problem":
        cause = f"；原因：“{item['cause']}”" if item.get("cause") else ""
        return f"报告承认的问题：“{item['text']}”{cause}。"
    if kind == "measure":
        return f"报告提出的改进措施：“{item['text']}”。"
    whose = f"{item['subject']}的" if item.get("subject") else ""
    said = f"{whose}“{item['metric']}”{_value(kind, item)}{_tail(item, texts)}"
    return f"{_opening(kind, item)}：{said}。"


def _opening(kind: str, item: Json) -> str:
    if kind == "target":
        return "报告定下的绩效目标"
    return f"报告所述情况（{_STATUS.get(item['status'], item['status'])}）"


def _value(kind: str, item: Json) -> str:
    number = item.get("quantity")
    if number is None:
        return "" if item["text"] == item["metric"] else f"，即“{item['text']}”"
    bound = _BOUNDS.get(item.get("comparator") or "", "") if kind == "target" else ""
    told = bound if bound and not number.get("comparator") else "是"
    return f"{told} {number['text']}{_in_full(number)}"


def _in_full(number: Json) -> str:
    """Return the value and unit of a bare number of a table; "" for any other number."""
    bare = number["unit"] and not number["text"].strip("0123456789.,，-−－ ")
    return f"（读作 {number['value']}{number['unit']}）" if bare else ""


def _tail(item: Json, texts: Mapping[str, str] | None) -> str:
    parts = []
    if item.get("direction") in _DIRECTION:
        parts.append(f"；变化方向：{_DIRECTION[item['direction']]}")
    if item.get("period"):
        parts.append(f"；时期：{item['period']}")
    if whole := item.get("part_of"):
        parts.append(f"；属于“{(texts or {}).get(whole, whole)}”的一部分")
    return "".join(parts)


def context(text: str, spans: tuple[Offsets, ...]) -> list[str]:
    """Return passages of the report around the evidence, which is marked by ⟦ ⟧.

    Spans that are close together share a passage.

    >>> context("新增就业730人。", ((4, 8),))
    ['新增就业⟦730人⟧。']
    """
    passages: list[list[Offsets]] = []
    for start, end in sorted(spans):
        if passages and start < passages[-1][-1][1]:
            continue  # it lies within the span before
        if passages and start - passages[-1][-1][1] <= 2 * _ABOUT:
            passages[-1].append((start, end))
        else:
            passages.append([(start, end)])
    return [_marked(text, passage) for passage in passages]


def _marked(text: str, spans: list[Offsets]) -> str:
    at = max(0, spans[0][0] - _ABOUT)
    parts = ["…" if at else ""]
    for start, end in spans:
        parts.append(f"{text[at:start]}⟦{text[start:end]}⟧")
        at = end
    stop = min(len(text), at + _ABOUT)
    return "".join((*parts, text[at:stop], "…" if stop < len(text) else ""))
