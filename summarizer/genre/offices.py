"""Names of offices: found in titles, and matched with and without region, level and 本级.

Every rule has a name, so that the ledger can show why two names count as one office.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from summarizer.genre.words import fold

__all__ = ["Rule", "bare_name", "is_house", "office_in", "office_key", "same_office"]

Rule = Literal["same", "own-house", "street-office", "without-region"]

# Marks for an office without its subordinate units: 局本级 and 局（本部） are the 局.
_HOUSE = re.compile(r"(?:[（(](?:本级|本部|机关|汇总)[)）]|本级|本部|(?<=[局委办厅部])机关)$")
_STREET = re.compile(r"街道办事处$|街道办$|街道办事处机关$")
# Regions before an office's name, from the largest down.
_REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,4}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,5}?(?:市|自治州|地区|盟))?"
    r"(?:[\u4e00-\u9fff]{1,5}?(?:自治县|区|县|市|旗))?(?=[\u4e00-\u9fff]{2,})"
)
# The year in a title or a file name, and everything in front of it.
_TO_YEAR = re.compile(r"^.*?(?<!\d)20[0-4]\d(?!\d)年?度?")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,30}?(?:局|委员会|办公室|街道办事处|街道|人民政府|法院|检察院|中心|学校|大学|学院|中学"
    r"|小学|幼儿园|医院|集团|协会|联合会|总工会|支队|大队|乡|镇)(?:[（(]?本[级部][）)]?)?"
)
# Minimum length of an office's name: 财政局 qualifies, 局 does not.
_SHORTEST = 3


@lru_cache(maxsize=8192)
def office_in(title: str) -> str | None:
    """Return the office that a title or a file name names.

    >>> office_in("2023年度某区财政局部门整体支出绩效自评报告.docx")
    '某区财政局'
    """
    found = _OFFICE.search(_TO_YEAR.sub("", title)) or _OFFICE.search(title)
    return found[0] if found else None


@lru_cache(maxsize=8192)
def office_key(name: str) -> str:
    """Return the name without its optional parts: blanks, codes, 本级, 办事处.

    >>> office_key("001002-某市 某区财政局（本级）"), office_key("五家岭街道办事处")
    ('某市某区财政局', '五家岭街道')
    """
    plain = re.sub(r"^[\d\-_ ]+", "", fold(name)).strip("-_：:，。")
    plain = _HOUSE.sub("", plain)
    return _STREET.sub("街道", plain)


@lru_cache(maxsize=8192)
def is_house(name: str) -> bool:
    """Whether the name means the office itself without its subordinate units (本级).

    >>> is_house("某区财政局（本级）"), is_house("某区财政局")
    (True, False)
    """
    return bool(_HOUSE.search(fold(name)))


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """Return an office's name without its region.

    >>> bare_name("湖南省长沙市开福区财政局"), bare_name("财政局")
    ('财政局', '财政局')
    """
    key = office_key(name)
    bare = _REGION.sub("", key)
    return bare if len(bare) >= _SHORTEST else key


def same_office(one: str, other: str) -> Rule | None:
    """Return the rule by which two names belong to one office, or None.

    >>> same_office("某区财政局本级", "某区财政局"), same_office("某区财政局", "财政局")
    ('own-house', 'without-region')
    >>> same_office("甲区财政局", "乙区财政局") is None
    True
    """
    if fold(one) == fold(other):
        return "same"
    key, key_other = office_key(one), office_key(other)
    if key == key_other:
        return "street-office" if "街道" in key else "own-house"
    shorter, longer = sorted((key, key_other), key=len)
    if bare_name(shorter) == shorter and longer.endswith(shorter) and bare_name(longer) == shorter:
        return "without-region"
    return None
