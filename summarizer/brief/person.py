"""The third person: a brief about an office does not say 我局."""

from __future__ import annotations

import re

__all__ = ["third_person"]

# Titles and quotations keep their words. 本级 and 本科 name no speaker.
_OWN = re.compile(
    r"《[^》]*》|“[^”]*”|(?P<own>[我本])(?P<who>单位|部门|中心|街道|公司|园区|开发区|[局市县区校院乡镇委办所馆站厅省州旗村队处])"
    r"(?!级|科|期|职)"
)


def third_person(words: str) -> str:
    """Return words with the speaker named as a third person.

    >>> third_person("我局将完善制度，本单位已通报"), third_person("我国与本级")
    ('该局将完善制度，该单位已通报', '我国与本级')
    """
    return _OWN.sub(lambda one: f"该{one['who']}" if one["own"] else one[0], words)
