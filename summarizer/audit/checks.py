"""The checks of the audit: names, when each applies, codes and messages of its findings.

Names and messages are in `checks.toml`, in Chinese and English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from summarizer.schema.terms import Severity

if TYPE_CHECKING:
    from summarizer.audit.context import AuditContext

__all__ = ["CHECKS", "CODES", "GROUPS", "MESSAGES", "Check", "Code"]


class Check(NamedTuple):
    """Name of a check, its weight (1 is highest), and whether it applies to a report."""

    zh: str
    en: str
    weight: int
    applies: Callable[[AuditContext], bool]


class Code(NamedTuple):
    """The check that a finding belongs to, the name of the finding, and its usual severity."""

    check: str
    zh: str
    en: str
    severity: Severity = "warning"


def _scoring(context: AuditContext) -> bool:
    return any("分" in figure.unit for s in context.sentences for figure in s.figures) or any(
        column.role in ("score", "weight") for v in context.views for column in v.table.columns
    )


_NEEDS: dict[str, Callable[[AuditContext], bool]] = {
    "always": lambda context: bool(context.text.strip()),
    "tables": lambda context: bool(context.views),
    "scoring": _scoring,
    "money": lambda context: context.has_kind("money"),
    "rates": lambda context: context.has_kind("percent"),
    "counts": lambda context: context.has_kind("count") or context.has_kind("measure"),
    "dates": lambda context: context.has_kind("date") or context.has_kind("duration"),
    "targets": lambda context: bool(context.targets),
    "results": lambda context: bool(context.results),
    "problems": lambda context: bool(context.problems),
}

_PAGE = tomllib.loads(files(__package__).joinpath("checks.toml").read_text(encoding="utf-8"))

CHECKS = {
    name: Check(zh, en, weight, _NEEDS[needs])
    for name, (zh, en, weight, needs) in _PAGE["checks"].items()
}
CODES = {name: Code(*row) for name, row in _PAGE["codes"].items()}
# Messages for one relation, by code and variant; messages for all relations of a code together.
MESSAGES: dict[str, list[str]] = _PAGE["one"]
GROUPS: dict[str, list[str]] = _PAGE["many"]
