"""Format quantities, and the values that targets require."""

from __future__ import annotations

from summarizer.figures import figure, number, wan
from summarizer.rendering.labels import COMPARATORS
from summarizer.schema import Target

__all__ = ["figure", "marks", "number", "promise", "told", "wan"]

# Words in a printed number that state its comparison.
_COMPARES = ("以上", "以下", "以内", "不", "于", "至少", "最", "超", "≥", "≤", "＞", "＜", ">", "<")


def promise(target: Target) -> str:
    """Return comparator and value of a target; the comparator is omitted when the printed number
    already states it.

    >>> from summarizer.rendering.figures import _says_how
    >>> _says_how("90%以上"), _says_how("大于等于90%"), _says_how("90%")
    (True, True, False)
    """
    shown = figure(target.quantity)
    if not shown and _in_row(target):
        return told(target.text, target.metric)
    if not shown or target.comparator in (None, "=") or _says_how(shown):
        return shown
    return f"{COMPARATORS.get(target.comparator or '', '')} {shown}"


def told(text: str, metric: str) -> str:
    """Return the text without the metric that precedes it.

    >>> told("出行条件明显改善", "出行条件")
    '明显改善'
    """
    return text.removeprefix(metric).strip("，：: ")


def marks(target: Target) -> str:
    """Return score and weight from the row of a form: 9.6/10.

    >>> from summarizer.rendering.figures import _of
    >>> _of("9.6", "10"), _of(None, "10"), _of(None, None)
    ('9.6/10', '/10', '')
    """
    return _of(target.score, target.weight)


def _of(score: str | None, weight: str | None) -> str:
    return f"{score or ''}/{weight}" if weight else score or ""


def _in_row(target: Target) -> bool:
    """Return whether the target comes from the row of a form, where its words are a value."""
    return target.weight is not None or target.score is not None or target.deadline is not None


def _says_how(printed: str) -> bool:
    return any(mark in printed for mark in _COMPARES)
