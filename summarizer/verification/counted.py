"""Counted things: does a number count what its label names, and is what it counts named at all?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.words import fold
from summarizer.schema import Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.stretches import Sentence, Stretch

__all__ = ["counted"]

# 「步行时间由」 leads to another number, 「仅为保费」 names a share, 「这与…」 points back.
_LEADS_AWAY = re.compile(
    "[由从]$|仅为.|^(?:这|此(?!类))|的是|的[为有]$"
    "|^[是为](?![民农企])|的的|[和、与及].*分别|并(?![轨网联购案])[^，]{2,}率$"
    "|(?:其余|余下|剩下|另外)的?(?:[被为因未没在已正仍尚]|转)|(?:[填接剩做]|填列|待补发)$"
)
# Of what, when no subject says so?
_OF_WHAT = re.compile(
    "(?:账面)?[原净]值|价值|(?:平均)?单价|涉及[^，]{0,6}|最[高低大小多少]|比(?!例|重|上|去|赛|对).*"
)
# 「1个项目已完工」 in a sentence on something else; 「杭锦后旗4035万元」, of what whole?
_OF_A_WHOLE = re.compile(
    "(?:项目|问题|单位|企业|工程|标段)(?:已|正在|尚未)*(?:完工|开工|竣工|整改|完成|验收)?"
)
_PLACE = re.compile("[\u4e00-\u9fff]{2,7}(?:[县旗镇乡区市村院站校园局]|街道)")
_GENERAL = frozenset("个项家名人户台座条起件")
# 「12个项目的影像记录」 counts projects and no records.
_THING_OF = re.compile(
    "[^，。的]{0,6}?(?:项目|小区|单位|企业|学校|机构|乡镇|[村镇县市区户]|家庭|部门|公司|社区|街道)的(?P<owned>..)"
)
# 「经费发放率为98%覆盖率」
_ENDS_BEFORE = re.compile("(?:为|达到?|[到至])$")
_NARROWED = re.compile("[列纳]入[^，]{2,}的")


def counted(claim: Claim) -> Iterator[Reason]:
    """A label in prose names a thing, and the number counts that thing and no other."""
    item, place = claim.item, claim.place
    if not isinstance(item, Target | Result) or place is None or claim.row is not None:
        return
    sentence = claim.places.stretches(place.start)
    own = sentence.at(place)
    if own is None:
        return
    name = fold(item.metric)
    if (
        _LEADS_AWAY.search(name)
        or (not item.subject and (_OF_WHAT.fullmatch(name) or _lacks_its_whole(claim, own, name)))
        or _is_torn(claim, name)
    ):
        yield "label-incomplete"
    elif _counts_another(own, name) or _is_one_of_two(claim, name):
        yield "label-joined"
    elif item.subject and _is_of_those_counted(sentence, own, item.subject):
        yield "subject-unsure"


def _lacks_its_whole(claim: Claim, own: Stretch, name: str) -> bool:
    if getattr(claim.item, "part_of", None):
        return False
    money = own.number.kind == "money" and _PLACE.fullmatch(name)
    return bool(money or (own.clause > 0 and _OF_A_WHOLE.fullmatch(name)))


def _is_torn(claim: Claim, name: str) -> bool:
    """「对9个重点项目进行了评价」 makes no 重点项目了评价."""
    found = re.search(".了", name)
    return found is not None and not any(found[0] in fold(quote) for quote in claim.quotes)


def _counts_another(own: Stretch, name: str) -> bool:
    """Does the number count an unnamed thing (其余5个的分类亭), an owner of the thing, or hours
    (9时), or does its label run over it?"""
    owner = _THING_OF.match(own.behind)
    left_out = own.number.unit in _GENERAL and own.behind[:1] == "的" and len(own.behind) > 1
    bare = own.number.kind == "count" and not own.number.unit
    over = _ENDS_BEFORE.search(own.before) and name not in own.before and name not in own.behind
    return bool(
        left_out
        or (owner and owner["owned"] in name)
        or (bare and re.match("[\u4e00-\u9fff]", own.behind))
        or (over and own.behind)
    )


def _is_one_of_two(claim: Claim, name: str) -> bool:
    """「体育、文旅两个口子」: does the label begin with the second of two that are summed up?"""
    place = claim.place
    assert place is not None
    start, end = claim.places.sentence(place.start)
    summed = f"、{re.escape(name[:2])}[^，。；、]{{0,4}}[两二三四五六七八九](?:[个类项家所镇村县])"
    return re.search(summed, claim.places.document.text[start:end]) is not None


def _is_of_those_counted(sentence: Sentence, own: Stretch, subject: str) -> bool:
    """「我局列入监控的项目27个，预算合计2亿元」: the total is of those projects."""
    place = sentence.stretches.index(own)
    if not place or subject[0] not in "我本" or not re.search("合计|共计?|总额", own.before):
        return False
    return bool(_NARROWED.search(sentence.clauses[sentence.stretches[place - 1].clause]))
