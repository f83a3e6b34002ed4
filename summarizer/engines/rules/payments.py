"""What is to be paid in time: each thing paid out is a promise of its own (R5)."""

from __future__ import annotations

import re

__all__ = ["paid_things"]

PAID = re.compile(
    r"^(?P<lead>.{0,14}?(?:及时|按时|足额|准时|按期|按月|准确)[、，]?(?:足额|准确|按时|准确)?地?)"
    r"(?P<verb>发放|下拨|拨付|支付|完成|缴纳|兑现)(?P<what>.+)$"
)
BENEFICIARY = re.compile(r"(?:员|人员|干部|职工|队员|人|户|群众|教师|学生|战士|家庭|单位)$")
WHOSE = re.compile(r"^.+(?:员|人员|干部|职工|队员|教师)(?=.)")
# A last word no longer than this shares the beneficiary named before it (…协管员工资、保险).
LONGEST_SHARED = 3


def paid_things(words: str) -> tuple[str, list[str]]:
    """(how it is paid, each promise in full); no promises when nothing is paid.

    >>> paid_things("按时发放城管协管员工资、保险")
    ('按时', ['按时发放城管协管员工资', '按时发放城管协管员保险'])
    """
    match = PAID.match(words)
    if match is None:
        return "", []
    return match["lead"], [match["lead"] + match["verb"] + what for what in _things(match["what"])]


def _things(what: str) -> list[str]:
    """Things between 、; people before 、 belong to the thing behind it."""
    parts: list[str] = []
    held = whose = ""
    for part in what.split("、"):
        if len(part) <= LONGEST_SHARED and whose and parts:
            parts.append(whose + part)
        elif BENEFICIARY.search(part):
            held += part + "、"
        else:
            whole = held + part
            found = WHOSE.match(whole)
            whose = found.group() if found else ""
            parts.append(whole)
            held = ""
    return [*parts, held.rstrip("、")] if held else parts
