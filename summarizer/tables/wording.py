"""Classify the cells of a row by their words: column heads, labels with values, a title, a sum."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.tables.columns import is_number, own_label
from summarizer.tables.region import CAPTION, Span
from summarizer.tables.vocabulary import HEADER_NOUN, STRONG_HEADER

__all__ = [
    "LONGEST_HEADER",
    "block_label",
    "has_caption",
    "is_column_numbers",
    "is_header_row",
    "is_pairs",
    "is_value",
    "label_end",
    "sets_side_by_side",
    "strong",
    "words",
]

LONGEST_HEADER = 40

# Labels of a whole block, and heads that show that such a label is not a column head.
BLOCK_LABEL = re.compile(r"^(?:年度)?绩效指标|总体目标|资金管理|^项目绩效$")
BESIDE_LABEL = re.compile(r"一级指标|预期目标|^总体目标$|情况说明|实际完成情况")
# A field label, and heads of columns with measured values.
FIELD = re.compile(r"(?:名称|主管部门|实施单位|使用单位|负责人|电话|联系人|编制单位|填报单位)$")
MEASURED = re.compile(r"(?:数|额|率|值|分|类型|用途|内容|情况|[（(][^）)]*元[）)])$")
# A row that numbers the columns: 栏次 1 2 3=1+2.
COLUMN_NUMBERS = re.compile(r"[栏行]次$")
_COLUMN_NUMBER = re.compile(
    r"[（(]?\d{1,2}[）)]?(?:=[\d+\-/（）()×÷*]+)?|[A-Z甲乙丙](?:=.+)?|—+|[栏行]次"
)
# Heads for target and outcome side by side, in one word each.
PROMISED = re.compile(r"(?:年度|全年|本年)?(?:预期|目标|计划|指标)(?:值|指标)?")
REACHED = re.compile(r"(?:年度|全年|本年)?(?:实际|完成|达成|实际完成)(?:值|情况)?")
_BLANK = re.compile(r"\s+|<br\s*/?>", re.IGNORECASE)


def words(text: str, span: Span) -> str:
    """Return the words of a cell without blanks."""
    return _BLANK.sub("", text[span[0] : span[1]])


def is_value(cell: str) -> bool:
    """Return whether the cell is a number, or a label with its number."""
    return is_number(cell) or own_label(cell) != ""


def is_header_row(said: Sequence[str], *, share: float = 0.6) -> bool:
    """Return whether the filled cells of a row are column heads: no numbers, and most end with a
    header noun.

    >>> is_header_row(["项目名称", "预算数", "执行数"]), is_header_row(["路灯维护", "100", "98"])
    (True, False)
    """
    if len(said) < 2 or any(is_value(cell) or len(cell) > LONGEST_HEADER for cell in said):
        return False
    return sum(1 for cell in said if HEADER_NOUN.search(cell)) >= share * len(said)


def is_pairs(said: Sequence[str]) -> bool:
    """「项目名称 | 甲 | 实施单位 | 乙」: alternating labels and values, not column heads."""
    if (
        len(said) in (3, 5)
        and all(map(HEADER_NOUN.search, said[:-1:2]))
        and FIELD.search(said[0])
        and not HEADER_NOUN.search(said[1])
    ):
        # The last label has no value, or a remark is beside the form.
        return not any(is_number(cell) for cell in said)
    if len(said) not in (2, 4, 6) or any(is_number(cell) for cell in said[1::2]):
        return False
    if FIELD.search(said[0]) and not MEASURED.search(said[1]):
        return True
    return not any(HEADER_NOUN.search(cell) for cell in said[1::2])


def sets_side_by_side(said: Sequence[str]) -> bool:
    """Return whether the cells put target and outcome side by side, after the row names.

    >>> sets_side_by_side(["绩效指标", "指标", "预期", "实际", "完成率"])
    True
    >>> sets_side_by_side(["数量指标", "年度目标", "完成", "100%"])
    False
    """
    if len(said) < 3 or any(map(is_value, said)):
        return False
    promised = [place for place, cell in enumerate(said) if PROMISED.fullmatch(cell)]
    reached = [place for place, cell in enumerate(said) if REACHED.fullmatch(cell)]
    pairs = [place for place in promised if place and place + 1 in reached]
    return bool(pairs) and any(len(cell) > 1 for cell in said[: pairs[0]])


def is_column_numbers(cells: Sequence[str]) -> bool:
    """Return whether a row numbers the columns under the heads: 「栏次 | 1 | 2 | 3=1+2」.

    >>> is_column_numbers(["栏次", "1", "2", "3=1+2"]), is_column_numbers(["基本支出", "1", "2"])
    (True, False)
    """
    if not cells:
        return False
    if COLUMN_NUMBERS.match(cells[0]):
        return True
    if not all(map(_COLUMN_NUMBER.fullmatch, cells)):
        return False
    counted = [int(cell.partition("=")[0].strip("（）()")) for cell in cells if _counts(cell)]
    return len(counted) > 2 and counted == list(range(1, len(counted) + 1))


def _counts(cell: str) -> bool:
    return cell.lstrip("（(")[:1].isdigit()


def block_label(text: str, head: Sequence[Span]) -> Span | None:
    """Return the label of the whole block beside its heads: 绩效指标 | 一级指标 | …"""
    beside = [words(text, span) for span in head[1:]]
    if BLOCK_LABEL.search(words(text, head[0])) and any(map(BESIDE_LABEL.search, beside)):
        return head[0]
    return None


def label_end(text: str, span: Span) -> Span:
    """Return where a label ends, without its colon."""
    end = span[1]
    while end > span[0] and text[end - 1] in "：: ":
        end -= 1
    return span[0], end


def has_caption(said: Sequence[str]) -> bool:
    """Return whether a row gives the unit of the table: 编制单位：某局 | 金额单位：万元."""
    return any(map(CAPTION.search, said))


def strong(said: Sequence[str]) -> int:
    """Return how many cells are heads that occur in tables only."""
    return sum(1 for cell in said if STRONG_HEADER.search(cell))
