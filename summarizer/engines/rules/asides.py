"""Numbers that state nothing of their own: what another number is held against."""

from __future__ import annotations

import re

from summarizer.schema import Quantity

__all__ = ["only_compares"]

# 「比上年同期的51.27万人次增长14.36%」: the first number is only what the growth is from.
COMPARED = re.compile(r"(?:比|较|与)[^，。；\d]{2,12}的?$")
GROWN = re.compile(r"(?:相比)?(?:同比)?(?:增[长加多]|下降|减少|提高|上升|降低)")
# 「扣2.5分」, 「低于目标值28%」 measure a distance or repeat a target, and state no result.
NO_RESULT = re.compile(r"(?:扣(?:减|除)?|(?:低于|优于|好于)[^，。；]{0,6}目标值?)$")
# 「低于全省2000元的标准」, 「仅为预测收入1200万元的26.67%」: what a figure is held against.
AGAINST = re.compile(r"(?:低于|高于|优于|好于|超过|不足|未达到?)[^，。；]{0,8}$")
STANDARD = re.compile(r"的(?:标准|平均|要求|规定|水平|控制)")
OF_WHOLE = re.compile(r"(?:为|占|相当于|达到|完成)[^，。；\d]{1,12}$")
SHARE_OF = re.compile(r"的\s*\d[\d.]*\s*[%％]")


def only_compares(text: str, start: int, figure: Quantity) -> bool:
    """Does a number in a clause from `start` only say what another is held against?"""
    before = text[start : figure.start]
    based = COMPARED.search(before) and GROWN.match(text, figure.end)
    held = AGAINST.search(before) and STANDARD.match(text, figure.end)
    whole = OF_WHOLE.search(before) and SHARE_OF.match(text, figure.end)
    return bool(based or held or whole or NO_RESULT.search(before))
