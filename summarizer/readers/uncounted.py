"""Recognise numbers that are not quantities: dates, list markers, document numbers, codes, phones.

Each kind has its own pattern. A number that no pattern matches as a whole is a quantity, and is
listed when no reader interprets it.
"""

from __future__ import annotations

import re

__all__ = ["COUNTS_NOTHING", "counts_nothing"]

# Number of characters of context around a number that the patterns see.
_REACH = 40
# Kinds by name; each line is a pattern that matches a whole number of that kind.
COUNTS_NOTHING: dict[str, str] = {
    "date": r"""
(?:19|20)\d\d\s{0,2}年\s{0,2}\d{1,2}\s{0,2}月\s{0,2}(?:[12]\d|3[01]|[1-9])(?=[\s|]|$)
(?:19|20)\d\d\s{0,2}(?:[-－—–~～至到、和及]\s{0,2}(?:19|20)?\d\d\s{0,2})*年
(?:19|20)\d\d(?=年?[度级届])
(?:19|20)\d\d/\d{1,2}/\d{1,2}?(?:19|20)\d\d/\d{1,2}/\d{1,2}
(?:19|20)\d\d\s?[-/.．年]\s?\d{1,2}(?:\s?[-/.．月]\s?\d{1,2})?(?![\d.])(?:[-—~至]\d{1,2}[./]\d{1,2}(?!\d))?
(?<!\d)(?:19|20)\d\d\s?[-－—–~～至]\s?(?:19|20)\d\d(?!\d)
(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])\s?[-－—–~～至]\s?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?!\d)
(?<=[年度][度份：:|\s])[\s|]{0,4}(?:19|20)\d\d(?=[\s|]|$)
\d{1,2}\s{0,2}月(?:份|底|末|初|前)?(?:\s{0,2}\d{1,2}\s{0,2}[日号])?
(?<=\d月)(?:[12]\d|3[01]|[1-9])(?=\s[A-Z](?![A-Za-z]))
\d{1,2}\s{0,2}日
\d{1,2}[-—–~～]\d{1,2}\s?月
20[xX×*]{2}
(?<!\d)(?:19|20)\d\d(?:19|20)\d\d(?!\d)
""",
    "markup": r"<[^<>\n]{1,200}>",
    "clock": r"""
(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?:\s?[-—–~～至]\s?\d{1,2}[:：][0-5]\d)?(?![\d.])
""",
    "document": r"""
[〔\[［【（(]\s?(?:19|20)\d\d\s?[〕\]］】）)]\s?第?\s?\d*\s?号?
第?\s?\d{1,6}(?:[、,，和]\d{1,6}){0,8}\s?号
GB\s?\S{0,4}\d[\d.-]*
〔(?:19|20)\d{2,7}(?!\d)
""",
    "order": r"""
第\s?\d{1,7}
(?<![\u4e00-\u9fff])(?:附件|附表|附录|附|表|图|注|说明)\s{0,2}[1-9]\d?(?=[\s:：、,，。;；)）—|]|$)
(?<![\u4e00-\u9fff])(?:指标|目标|任务|措施|问题|项目|标段|科目)[1-9]\d?(?=[\s:：、,，。;；)）—|]|$)
(?:附件|附表|附录|标段)[1-9]\d?(?=[\s:：、,，。;；)）—|]|$)
(?:指标|目标|任务|措施|问题|项目|说明|注|表|图)[1-9]\d?(?=[:：、])
附[件表]\s?\d{1,2}(?!\d)
(?<=支出)\d{1,2}(?=[:：][\u4e00-\u9fff])
公开\s?\d{1,3}\s?表
[如见及和]表\s?\d{1,2}(?!\d)
(?:(?<=^)|(?<=[\s|]))(?:指标|目标)\s?\d{1,2}(?=[\u4e00-\u9fff])(?!个|项(?!目)|[分条次年月日人万])
[-—–]\s{0,2}\d{1,4}\s{0,2}[-—–]
""",
    "marker": r"""
[\[［]\s?\d{1,3}\s?[\]］]
(?:(?<=^)|(?<=[\s。；;：:，,、|)）】］\]]))(?<![（(]\s)\d{1,2}\s{0,2}(?:[.．](?!\d|$)|[.．](?=(?:19|20)\d\d年)|[、)）])
(?<![\u4e00-\u9fff])[（(][\x20\u3000]?\d{1,2}[\x20\u3000]?[）)](?=[\x20\u3000]{0,2}[^\s\d|])
(?<=[\s。；;：:，,、）)\u4e00-\u9fff])\d{1,2}[.．、](?=[\u4e00-\u9fff《“])
(?:(?<=^)|(?<=[\s|]))\d{1,3}(?=\s[一二三四五六七八九十]{1,3}、)
""",
    "telephone": r"""
(?<!\d)1[3-9]\d{9}(?!\d)
(?<!\d)0\d{2,3}[-—－\s]?\d{7,8}(?!\d)
(?:电话|热线|手机|传真|邮\s?编|邮政编码)\S{0,6}?[:：\s|]{0,4}\d[\d-]{2,14}
""",
    "code": r"""
(?<![≥≤＞＜>=])\d{1,2}[A-Z]{1,2}(?![A-Za-z\d])
(?![xX]100(?!\d))[A-Za-z_]+[-.]?\d[\dA-Za-z_.-]*
\d{4,}[A-Za-z_]\d[\dA-Za-z_]*
\d+[A-Za-z_]{2,}\d+[\dA-Za-z_]*
(?<![\d.])0\d+(?![.\d%％])
\d+(?:\.\d+)?[eE]\+?\d+
\d{13,}
(?<![\d.,])2(?:[01]\d|2[0-9]|3[0-4])\d{4}(?=[—\u4e00-\u9fff])
(?<![\d.,])2(?:0[1-8]|1[0-7]|2\d|3[0-4])(?=[\u4e00-\u9fff]{2,16}支出)
(?:编\s?[码号]|代\s?码|账号|帐号|索\s?引\s?号|文\s?号|证号|序列号)\S{0,4}?[:：\s|]{0,4}\d[\d/-]*
[\[［【]\d{5,}[\]］】]
(?<![\d.])\d{2,9}[-—－](?=[\u4e00-\u9fff])
https?://\S+
www\.\S+
\S+@\S+
""",
    "name": r"""
“(?![^“”\n]{0,12}\s\d+\s)[^“”\n]{0,12}\d[^“”\n]{0,12}”
(?:12345|12315|12333|12355|12328|12369|12388|12319)(?=[^\d.%％]{0,4}(?:热线|平台|工单|电话|中心|举报))
(?<!\d)(?:110|119|120)(?=[^\d.%％]{0,4}(?:热线|平台|工单|电话|中心|举报|接警))
(?<=[\u4e00-\u9fff])\d(?=型[、，,和及与\u4e00-\u9fff])
""",
}
_KNOWN = re.compile(
    "|".join(f"(?P<{name}>{'|'.join(said.split())})" for name, said in COUNTS_NOTHING.items()),
    re.MULTILINE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# 耳标佩戴率1)猪瘟: a list marker within words; no bracket is open before it.
_MARKER = re.compile(r"\d{1,2}[)）](?=[\u4e00-\u9fff])")
_OPEN_REACH = 16
# The kind of a longer run of digits is decided by its beginning.
_LONGEST = 60


def counts_nothing(text: str, start: int, end: int) -> bool:
    """Return whether the digits `text[start:end]` belong to a number of a kind that is no quantity.

    >>> counts_nothing("（2）资金情况", 1, 2), counts_nothing("人员保障（10）", 5, 7)
    (True, False)
    """
    first = max(0, start - _REACH)
    end = min(end, start + _LONGEST)
    for known in _KNOWN.finditer(text, first, min(len(text), end + _REACH)):
        if known.start() <= start and end <= known.end():
            return True
        if known.start() > start:
            break
    return _is_year(text, start, end) or _is_marker(text, start, end)


def _is_year(text: str, start: int, end: int) -> bool:
    """Return whether it is a year before words (2024三下乡) that the text prints elsewhere with
    年.
    """
    if end - start != 4 or not "\u4e00" <= text[end : end + 1] <= "\u9fff":
        return False
    printed = text[start:end]
    return _YEAR.fullmatch(printed) is not None and f"{printed}年" in text


def _is_marker(text: str, start: int, end: int) -> bool:
    if not _MARKER.match(text, start, end + 2) or not start:
        return False
    before = text[max(0, start - _OPEN_REACH) : start]
    opened = max(before.rfind("("), before.rfind("（"))
    return max(before.rfind(")"), before.rfind("）")) >= opened and before[-1] >= "\u4e00"
