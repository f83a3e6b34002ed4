"""Labels on lines of their own, and lines that announce a list."""

from __future__ import annotations

import re

from summarizer.brief.runs import LABEL, STOPS
from summarizer.genre.sections import Role, heading_role

__all__ = ["Labels", "lead_of"]

_BARE_LABEL_MOST, _LONG_LABEL_MOST = 12, 24
_LEAD = re.compile(r"(目标|问题|不足|措施|建议)(?:主要)?(?:如下|有|是|为|包括)?[：:]$")
_LED: dict[str, Role] = {
    "目标": "targets",
    "问题": "problems",
    "不足": "problems",
    "措施": "measures",
    "建议": "measures",
}
# A short line that is a statement, and no label.
_STATING = re.compile("[较未缺没偏]|不够|不高|不强|不到位|需要|加强|提高|完善|制定")

_UNFINISHED = re.compile("(?:未(?:完成|达)|偏[离差]).*(?:原因|措施|分析|说明)$")
_MEANS = re.compile("采取的?办法$")


class Labels:
    """Labels on lines of their own, which name the lines after them."""

    def __init__(self) -> None:
        self.roles: list[Role] = []
        self.used = False

    def takes(self, bare: str) -> bool:
        """Return whether a line is such a label, and remember its role."""
        if len(bare) > (_LONG_LABEL_MOST if LABEL.search(bare) else _BARE_LABEL_MOST):
            return False
        if any(sign.isdecimal() or sign in STOPS + "，" for sign in bare):
            return False
        stating = _STATING.search(bare) and not _UNFINISHED.match(bare)
        role = "measures" if _MEANS.search(bare) else None if stating else heading_role(bare)
        if role is None:
            return False
        self.roles = [role] if self.used else [*self.roles, role]
        self.used = False
        return True

    def role(self) -> Role | None:
        """Return the role of the next line: two labels name the two lines after them."""
        self.used = True
        return (self.roles.pop(0) if len(self.roles) > 1 else self.roles[0]) if self.roles else None


def lead_of(text: str) -> Role | None:
    """Return the role of the list that a line announces: 「实现以下目标：」."""
    lead = _LEAD.search(text.rstrip()[-12:])
    return _LED[lead[1]] if lead else None
