"""Show a summary in a notebook: the brief as HTML, the items as a pandas table."""

from __future__ import annotations

from html import escape
from importlib import import_module
from typing import Any

from summarizer.errors import ConfigError
from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.facts import title
from summarizer.rendering.labels import Language
from summarizer.rendering.rows import ALL_ITEMS, cells
from summarizer.rendering.statements import Part
from summarizer.schema import Summary

__all__ = ["brief_html", "dataframe"]


def brief_html(summary: Summary, language: Language = "zh") -> str:
    """Return title and brief as an HTML fragment without style or script."""
    parts = "".join(_part(part) for part in brief_parts(summary, language))
    return f"<div lang='zh-CN'><h3>{escape(title(summary))}</h3>{parts}</div>"


def _part(part: Part) -> str:
    heading = escape(part.heading)
    said = "".join(
        f"<li>{escape(f'{one.label}：{one.text}' if one.label else one.text)}</li>"
        for one in part.statements
    )
    return f"<p><b>{heading}</b></p><ul>{said}</ul>"


def dataframe(summary: Summary, language: Language = "zh") -> Any:
    """Return a row per item, with label codes as columns and exact decimals in the base unit.

    Raises ConfigError when pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError as error:
        raise ConfigError(
            "to_dataframe 需要 pandas；请先执行 pip install pandas",
            "to_dataframe needs pandas; run: pip install pandas",
        ) from error
    columns = [label for label, _ in ALL_ITEMS]
    return pandas.DataFrame(
        [cells(item, ALL_ITEMS, language) for item in summary.items], columns=columns
    )
