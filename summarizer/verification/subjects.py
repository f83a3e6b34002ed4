"""Subjects: does the number belong to the subject of the item?

A subject stands among the number's own words or in its clause, in the heading or the title, before
a colon, or at the beginning of an earlier clause whose matter the sentence goes on with. A name
that only stands beside another number, or for which another clause is done, is no subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from summarizer.genre import vocabulary
from summarizer.genre.words import coverage, fold, letters
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.label_words import DEPENDENT, RATE, without_fillers, without_lead
from summarizer.verification.lexicon import PART
from summarizer.verification.stretches import Sentence, Stretch

__all__ = ["subject"]

_MOSTLY = 0.75
_WHOLE = re.compile(r"^(?:全|我|本|各|该|辖区|每)")
_ACTOR = re.compile(
    rf"(?:{vocabulary.alternatives(vocabulary.ACTORS)}"
    rf"|[\u4e00-\u9fff]{{1,}}(?:{vocabulary.alternatives(vocabulary.SHORT_ACTORS)}))$"
)


def subject(claim: Claim) -> Iterator[Reason]:
    """Whose number it is stands in the report, and where it speaks of this number."""
    name = claim.subject
    if not name:
        if _is_of_a_stranger(claim):
            yield "subject-unsure"
        return
    if not claim.intact:
        return
    if not _is_told(claim, name):
        yield "subject-mismatch"
    elif _in_prose(claim) and (_NO_NAME.search(fold(name)) or not _is_of(claim, name)):
        yield "subject-unsure"


def _in_prose(claim: Claim) -> bool:
    return bool(claim.place and claim.zone and not claim.zone.cell)


_STRANGER = re.compile(
    r"[^，。；：、\d]{2,20}(?:公司|集团|企业|商会|协会|银行|酒店)(?:党支部|党委)?(?![^，。]{0,6}服务)"
)


def _is_of_a_stranger(claim: Claim) -> bool:
    """Does a sentence begin with a company, the item have no subject: 「某公司…，捐款9万元」?"""
    if not _in_prose(claim):
        return False
    assert claim.place is not None
    sentence = claim.places.stretches(claim.place.start)
    own = sentence.at(claim.place)
    found = _STRANGER.match(sentence.clauses[0])
    if own is None or own.clause == 0 or not found:
        return False
    said = f"{claim.metric}{claim.item.text}"
    acts = _ACTOR.search(without_lead(own.before))
    return not acts and found.group() not in fold(said)


def _is_told(claim: Claim, name: str) -> bool:
    context = chain(claim.quotes, claim.headings, claim.sentences, claim.places.front)
    plain = letters(name)
    return any(plain in letters(words) for words in context) or (
        coverage(name, claim.around) >= _MOSTLY
    )


def _is_of(claim: Claim, name: str) -> bool:
    """Is the number that of the subject, as far as the order of words tells?"""
    place = claim.place
    assert place is not None
    sentence = claim.places.stretches(place.start)
    own = sentence.at(place)
    plain = letters(name)
    above = (*claim.headings, *claim.places.front)
    if own is None or any(plain in letters(words) for words in above):
        return True
    if plain in letters(own.before + own.behind) or _leads(name, own.head):
        return True
    return (
        _is_of_the_number_before(claim, plain, sentence, own)
        or _is_topic(sentence, own, name)
        or _opens_paragraph(claim, plain)
        or _in_step(claim, plain)
    )


def _leads(name: str, words: str) -> bool:
    """Do words begin with a name, and go on with more than it?"""
    ahead, found, rest = words.partition(fold(name))
    return bool(found) and not without_lead(ahead) and bool(without_fillers(rest))


def _is_of_the_number_before(claim: Claim, plain: str, sentence: Sentence, own: Stretch) -> bool:
    """「经费28万元，其中公务接待费15万元」: the part is of the whole; 「讲座30场，受益4000人」: a
    share, a rate, those reached are of what the number right before is of."""
    place = sentence.stretches.index(own)
    text = claim.places.document.text
    later = own
    for one in reversed(sentence.stretches[:place]):
        parts = PART.search(text, one.number.end, later.number.start)
        if plain in letters(f"{one.head}{one.before}|{one.behind}"):
            return bool(parts) or (
                later is own and _takes_up(own) and not _is_of_no_money(one, own)
            )
        if parts:
            return False
        later = one
    return False


def _is_of_no_money(one: Stretch, own: Stretch) -> bool:
    """「罚款3万元，结案率100%」: a rate of cases is of no amount."""
    rate = own.number.kind == "percent" and without_fillers(own.before)
    return one.number.kind == "money" and bool(rate) and not _OF_MONEY.search(own.before)


_OF_MONEY = re.compile("执行|支|用|到位|预算|占|[增减升降涨跌]|完成|节约")


def _takes_up(own: Stretch) -> bool:
    naming = without_fillers(own.before) or without_fillers(own.behind)
    return not naming or bool(RATE.fullmatch(naming) or DEPENDENT.match(naming))


# No names: when, how, and words that lead on from a name.
_NO_NAME = re.compile(
    "^(?:[到至截从经]|分别)|(?:分别|[对为的])$|^(?:总体|整体|年初|年底|年末|高标准|高质量|全年|目前|现|上级)$|(?:因此|每年|累计|共计|均|已|先后)$"
    "|[好力效断面速极实真目]地$|[汛防]期$|原因|在于|(?:率|比例|占比|满意度|名次|金额)$|^(?:启动|完成|开展|组织|实施|推进|建成|新建)了"
)
_FOR = re.compile("(?:对|针对|围绕|关于|就)$")
_DONE_FOR = re.compile("(?:[为向给使将由把与和及]|协助|帮助|指导|组织|邀请)$")


def _is_topic(sentence: Sentence, own: Stretch, name: str) -> bool:
    """Does an earlier clause begin with the subject as its matter, and no other take over?"""
    plain = fold(name)
    for place in range(own.clause, -1, -1):
        if place < own.clause and place + 1 in sentence.breaks and not _WHOLE.match(name):
            return False
        clause = sentence.clauses[place]
        at = clause.find(plain)
        if at >= 0:
            ahead, rest = clause[:at], clause[at + len(plain) :]
            return _begins(ahead) and _may_go_on(sentence, own, place, name, ahead, rest)
        if place < own.clause and clause.startswith(("对", "为", "向", "由")):
            return False
    return False


def _begins(ahead: str) -> bool:
    """May what stands before a name in its clause stand before a matter: no number, no helper?"""
    plain = _NUMBERING.sub("", ahead)
    return not re.search(r"\d", plain) and not _DONE_FOR.search(plain) and len(plain) <= _NEAR


_NEAR = 8
# 1. and 2021年、2022年 may lead to any matter.
_NUMBERING = re.compile(
    r"^(?:[（(]?\d{1,2}[）).、．]|[①-⑳])|(?:截[至止]|到)?20\d\d年(?:\d{1,2}月)?[度底末初]?[、，]?"
)


def _may_go_on(
    sentence: Sentence, own: Stretch, place: int, name: str, ahead: str, rest: str
) -> bool:
    """May a clause speak on of what an earlier one begins with? Not when it names an actor of its
    own; of a clause with a number only when the name is one who acts, and not all of its label."""
    if _ACTOR.search(without_lead(own.before)) and not _WHOLE.match(name):
        return False
    if _takes_up(own) and place >= own.clause - 1:
        return True
    if sentence.open[place] and (_FOR.search(ahead) or not without_lead(rest)):
        return True
    acts = bool(_WHOLE.match(name) or _ACTOR.search(name) or _FOR.search(ahead))
    return acts and not without_lead(_FOR.sub("", ahead)) and _goes_on(rest)


def _goes_on(rest: str) -> bool:
    """Does more than a number follow the name?"""
    return bool(without_fillers(re.split(r"\d", rest)[0])) or rest.startswith("的")


def _opens_paragraph(claim: Claim, plain: str) -> bool:
    """Does the line begin with the subject as its matter: 「3.民政工作：…」?"""
    place = claim.place
    assert place is not None
    start, _ = claim.places.paragraph(place.start)
    line = claim.places.document.text[start : min(place.start, start + 60)]
    head = re.match(r"[^：:。，,；;\n]{1,40}[：:。]", line)
    if head is not None and plain in letters(head.group()):
        return True
    return letters(_LISTED.sub("", line)).startswith(plain) and bool(_LISTED.match(line))


_LISTED = re.compile(
    r"\s*(?:[（(]?\d{1,2}[）).、．]|[①-⑳]|[（(]?[一二三四五六七八九十]{1,2}[）)、])"
)


def _in_step(claim: Claim, plain: str) -> bool:
    """「甲镇、乙镇补助分别为12万元、15万元」: which is whose is asked where labels are bound."""
    assert claim.place is not None
    start, _ = claim.places.sentence(claim.place.start)
    before = claim.places.document.text[start : claim.place.start]
    return "分别" in before and plain in letters(before)
