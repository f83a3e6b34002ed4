"""Words of a report as another text quotes them: in the third person, with Chinese signs."""

from __future__ import annotations

import re

__all__ = ["quoted"]

# Titles and quotations keep their words. 本级 and 本科 name no speaker, 本村 may be that of others.
_OWN = re.compile(
    r"《[^》]*》|“[^”]*”"
    r"|(?:我|(?P<here>本))(?P<who>单位|部门|中心|街道|公司|园区|开发区|[局市县区校院乡镇委办所馆站厅省州旗处])"
    r"(?!级|科|期|职|务)|我(?P<small>[村队社])"
)
_WIDE = str.maketrans(",;:()", "，；：（）")
_HANZI = "一-鿿（）“”《》"
_NARROW = re.compile(rf"(?<=[{_HANZI}\d%元])[,;:](?=[{_HANZI}])|(?<=[{_HANZI}]):(?=\d)")


def quoted(words: str) -> str:
    """Return words with the speaker as a third person and Chinese signs between Chinese words.

    >>> quoted("我局将完善制度,本单位已通报"), quoted("我国与本级1,260万元")
    ('该局将完善制度，该单位已通报', '我国与本级1,260万元')
    """
    third = _OWN.sub(
        lambda one: f"该{who}" if (who := one["who"] or one["small"]) else one[0], words
    )
    return _NARROW.sub(lambda one: one[0].translate(_WIDE), third)
