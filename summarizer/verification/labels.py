"""Labels: do the words that name a number stand with that number, and are they a name at all?

A label is taken apart into the longest pieces that the report prints. Pieces among the number's
own words, in the heading, the title or the subject are its own. The verb at the head of a list
counts for all members; a bare change or rate (增长7.75%, 占比68%) is of what the number before it
is of. Any other piece belongs to another member of the list or to another clause. What stands
between the label and the number must name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from summarizer.genre.words import fold, letters
from summarizer.schema import Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import read
from summarizer.verification.label_words import (
    BARE,
    BEGUN,
    COUNTED_IN_GENERAL,
    DEPENDENT,
    LONE_VERB,
    OF_SOMETHING,
    ONLY_VERBS,
    PREFIX,
    RATE,
    RUNS_ON,
    TORN_OFF,
    WEIGHED,
    untold,
    without_fillers,
    without_lead,
)
from summarizer.verification.stretches import Sentence, Stretch

__all__ = ["Label", "crossed", "label"]

_SHORTEST = 2
_EARLIER = re.compile("(?:[由从](?:上年度?|去年|年初)?|上年度?|去年)的?$")
# A later member of a list with fewer characters may lack what the first one is called with.
_MODIFIED = 5
_AND = re.compile("[、和与]|(?<![涉普危波顾])及(?![时格])")
_ENDS_AS_RATE = re.compile("(?:率|度|占比|比例|人数|户数|金额|名次)(?:均?达到?|为|是)?$")
_COMPARED = re.compile("(?:低于|高于|不足|不到|少于|未达到?)")
_AGAINST = re.compile("[比较与]|占")
_RANKED = re.compile("[在居列位]|排名|名列|获全")
# 「23条道路中」, 「三个方面」, 「只有7条办理了手续」 name no thing.
_NO_THING = re.compile("[中里]$|方面|^(?:只有|仅有?|集中在)|[\u4e00-\u9fff]的$")
_AND_BEFORE = re.compile("[、和与及][^、和与及，,；;\\d]{1,8}$")
_HELD_AGAINST = re.compile("的[^，。；]{0,6}(?:目标|标准|要求|水平|计划)")
_SINCE_A_MARK = re.compile("[、“”‘’《》（）()和及与]")


def label(claim: Claim) -> Iterator[Reason]:
    """No piece of a label belongs to another member of its list or to another clause; and it is a
    name: no bare word, no code, and it neither begins nor ends within a word."""
    if not isinstance(claim.item, Target | Result) or claim.place is None:
        return
    one = Label.of(claim)
    if one is not None:
        yield from crossed(one)
    if one is not None and one.is_another_ones:
        yield "bound-to-other-label"
    if one is not None and (one.unprinted or one.lacks_its_verb or one.sums_up_a_list):
        yield "label-joined"
    if _names_nothing(claim, one) or _is_code(claim) or _is_cut(claim, one):
        yield "label-incomplete"


def crossed(one: Label, *, strict: bool = True) -> Iterator[Reason]:
    """Does a piece of a label belong to another member of its list, or to another clause? A label
    in a free text may order its words as it likes."""
    if one.is_earlier and not _EARLIER.search(one.plain):
        yield "period-mismatch"  # 「由上年的12.1%下降到10.3%」: 12.1% is no result
    if one.is_within:
        return
    places = {one.place_of(piece) for piece in one.pieces}
    if "list" in places or (strict and one.is_put_together):
        yield "label-joined"
    if "clause" in places:
        yield "label-crosses-clause"


def _is_cut(claim: Claim, one: Label | None) -> bool:
    if one is not None:
        return one.stops_short or one.begins_late
    return bool(claim.zone and claim.zone.cell) and _cuts_a_header(claim)


def _cuts_a_header(claim: Claim) -> bool:
    """Does a label of a cell begin or end one character within a header?"""
    headers = claim.zone.text if claim.zone else ""
    plain, known = fold(claim.metric), [fold(header) for header in headers.split()]
    first = max((_run(plain, header) for header in known), key=len, default="")
    last = max((_run(plain[::-1], header[::-1]) for header in known), key=len, default="")[::-1]
    ahead = [untold(header.partition(first)[0]) for header in known if first and first in header]
    tails = [letters(header.rpartition(last)[2]) for header in known if last and last in header]
    return min(map(len, ahead), default=0) == 1 or min(map(len, tails), default=0) == 1


def _names_nothing(claim: Claim, one: Label | None) -> bool:
    """Is a label a bare verb, change or function word, with no subject that it could be of?"""
    plain = fold(claim.metric)
    if one is not None and _NO_THING.search(plain):
        return True
    if BARE.fullmatch(plain):
        return not claim.subject or not WEIGHED.fullmatch(plain)
    if claim.subject:
        return False
    # 开展了7次集中培训: behind its number a verb is a noun.
    behind = one is not None and plain in one.own.behind
    # At the head of a sentence money is of the whole report, later of the clause before.
    leans = one is not None and one.own.clause > 0 and OF_SOMETHING.fullmatch(plain)
    general = claim.quantity is not None and claim.quantity.unit in COUNTED_IN_GENERAL
    return not behind and bool((general and LONE_VERB.fullmatch(plain)) or leans)


_CODE_BESIDE = re.compile(r"[-/A-Za-z\d]")
_NAMING = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,}")


def _is_code(claim: Claim) -> bool:
    """Is the number a piece of a code (01526405-X/2024-00014), or its label without a word?"""
    place = claim.place
    assert place is not None
    if not _NAMING.search(claim.metric):
        return True
    text = claim.places.document.text
    beside = text[place.start - 1 : place.start] + text[place.end : place.end + 1]
    return place.kind == "count" and not place.unit and bool(_CODE_BESIDE.search(beside))


@dataclass(frozen=True)
class Label:
    """A label of a number in prose, taken apart."""

    claim: Claim
    sentence: Sentence
    own: Stretch

    @classmethod
    def of(cls, claim: Claim) -> Label | None:
        """The label of an item with a number outside of tables, else None."""
        if claim.place is None or claim.zone is None or claim.zone.cell:
            return None
        sentence = claim.places.stretches(claim.place.start)
        own = sentence.at(claim.place)
        return cls(claim, sentence, own) if own else None

    @cached_property
    def plain(self) -> str:
        """The label without blanks, numbers and its own subject."""
        plain, subject = fold(self.claim.metric), fold(self.claim.subject or "")
        rest = plain.replace(subject, "", 1) if subject else plain
        words = rest if letters(rest) else plain
        for number in reversed(read(words)):
            words = words[: number.start] + words[number.start + len(number.text) :]
        return words

    @property
    def is_earlier(self) -> bool:
        """「由上年的76%提高到88%」: is this the number from which something changed?"""
        ahead = self.claim.places.document.text[: self.own.number.start]
        return bool(_EARLIER.search(self.own.before) and _EARLIER.search(ahead[-12:]))

    @cached_property
    def is_within(self) -> bool:
        """Does the whole label stand among the number's own words, as nearly all do?"""
        wordings = (self.plain, fold(self.claim.metric))
        return any(words in self.own.words for words in wordings)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The longest runs of the label that stand in the sentence, those of the own words first;
        what stands nowhere in it is left out."""
        found, at = [], 0
        while at < len(self.plain):
            piece = _run(self.plain[at:], self.own.words) or self._elsewhere(self.plain[at:])
            if piece:
                found.append(piece)
            at += len(piece) or 1
        return tuple(found)

    @property
    def is_another_ones(self) -> bool:
        """「低于90%的验收标准」, 「仅为估算投资的24.91%」: is the number a bound, or a share of
        what the label names?"""
        number, text = self.own.number, self.claim.places.document.text
        against = number.comparator and _HELD_AGAINST.match(text, number.end)
        share = number.kind == "percent" and text[number.start - 1] == "的"
        told = re.search("[占为达比]|完成", self.plain) or self.claim.subject
        of_result = isinstance(self.claim.item, Result)
        return bool((of_result and against) or (share and not told))

    @property
    def sums_up_a_list(self) -> bool:
        """「康复和托养两项超过目标」: does the number count the members of the list before it?"""
        counts = (
            self.own.number.unit in ("项", "个", "类", "家") and len(self.own.number.value) == 1
        )
        joined = _AND_BEFORE.search(self.own.before) and not _AND.search(self.plain)
        return counts and bool(joined)

    @property
    def unprinted(self) -> bool:
        """Has the label words that stand nowhere in its sentence, headings or title?"""
        rest = self.plain
        for piece in self.pieces:
            rest = rest.replace(piece, "", 1)
        return not self.is_within and bool(without_fillers(rest))

    @property
    def lacks_its_verb(self) -> bool:
        """「清除生活垃圾210吨、建筑垃圾1000立方米」: is the number a later member of a list whose
        verb stands before the first one? How far the verb reaches is not known."""
        verb = ONLY_VERBS.match(self.own.before)
        says_its_own = verb and without_fillers(verb.group())
        return bool(without_fillers(self.own.head)) and not says_its_own

    def _elsewhere(self, rest: str) -> str:
        runs = (_run(rest, words) for words in (self._context, *self.sentence.clauses))
        return max(runs, key=len)

    @cached_property
    def _context(self) -> str:
        claim = self.claim
        return fold("\n".join((*claim.headings, *claim.places.front)))

    def place_of(self, piece: str) -> str:
        """Where a piece belongs: "own", or to another member of the "list", another "clause"."""
        if piece in self.own.words or piece in self._context or not without_fillers(piece):
            return "own"
        if self.own.head and piece in self.own.head:
            leads = self.own.head.startswith(piece) or bool(ONLY_VERBS.fullmatch(piece))
            return "own" if leads and ONLY_VERBS.fullmatch(piece) else "list"
        if any(piece in f"{one.head}{one.words}" for one in self.bases):
            return "own"
        if self.lead and piece in self.lead:
            return "own"
        here = (one for one in self.sentence.stretches if one.clause == self.own.clause)
        return "list" if any(piece in f"{one.head}{one.words}" for one in here) else "clause"

    @property
    def is_put_together(self) -> bool:
        """Does it say a word twice (支出增长支出), name two rates, or list two numbers' names?"""
        pieces = [piece for piece in self.pieces if without_fillers(piece)]
        sides = _AGAINST.split(self.plain)
        if any(side.count(piece) > 1 for piece in pieces for side in sides):
            return True
        near = f"{self.own.words}\n{self._context}\n{fold(self.claim.subject or '')}"
        foreign = [piece for piece in pieces if piece not in near]
        own_rate = _ENDS_AS_RATE.search(self.own.before) and self.own.number.kind != "rank"
        if own_rate and any(map(_ENDS_AS_RATE.search, foreign)):
            return True
        return bool(foreign) and bool(_AND.search(self.plain.strip("、和及与")))

    @cached_property
    def bases(self) -> tuple[Stretch, ...]:
        """The number before it that a bare change, rate or rank is of, and the changes between."""
        if not _leans(self.own):
            return ()
        place = self.sentence.stretches.index(self.own)
        later = self.own
        passed: list[Stretch] = []
        for one in reversed(self.sentence.stretches[:place]):
            if later.clause - one.clause > 1 or later.clause in self.sentence.breaks - {one.clause}:
                return ()
            later = one
            if not _leans(one):
                return (*passed, one) if self._may_be_of(one) else ()
            if _AGAINST.search(one.before):
                passed.append(one)
        return ()

    def _may_be_of(self, one: Stretch) -> bool:
        """What was only done to a thing is counted as the thing is: 排查隐患145处，整改105处."""
        naming = _naming(self.own)
        told = RATE.fullmatch(naming) or DEPENDENT.match(naming)
        only_done = naming and ONLY_VERBS.fullmatch(naming) and not told
        if only_done and one.number.unit != self.own.number.unit:
            return False
        return not self._is_one_of_parts(one)

    def _is_one_of_parts(self, one: Stretch) -> bool:
        """「其中甲5万元，乙6万元，比上年减少2万元」: of the last part, or of the whole?"""
        text = self.claim.places.document.text
        before = [s for s in self.sentence.stretches if s.number.start < one.number.start]
        if len(before) < 2:
            return False
        between = text[before[-2].number.end : before[-1].number.start]
        return bool(re.search("其中|包括", between))

    @cached_property
    def lead(self) -> str:
        """The open clause right before, whose words a leaning or bare label takes up."""
        place = self.own.clause - 1
        if place < 0 or self.own.clause in self.sentence.breaks:
            return ""
        takes_up = _leans(self.own) or bool(LONE_VERB.fullmatch(_naming(self.own)))
        return self.sentence.open[place] if takes_up else ""

    @cached_property
    def _ends(self) -> tuple[str, str, str]:
        """The first piece of the label, the one nearest to the number, and the last one behind."""
        own = [piece for piece in self.pieces if piece in self.own.words]
        before = [piece for piece in own if piece in self.own.before]
        nearest = max(before, key=self.own.before.rfind, default="")
        behind = [piece for piece in own if piece not in self.own.before]
        last = max(behind, key=self.own.behind.rfind, default="")
        return own[0] if own else "", nearest, last

    @property
    def stops_short(self) -> bool:
        """Does more of the name follow where the label ends?"""
        _, nearest, last = self._ends
        if last:
            return self._is_cut_behind(last)
        tail = self.own.before.rpartition(nearest)[2] if nearest else ""
        if self.claim.subject:
            tail = tail.replace(fold(self.claim.subject), "")
        if _COMPARED.fullmatch(tail) and self.own.number.comparator is None:
            return True
        # 「办结率、满意率均达100%」: each of several rates.
        each = self.own.number.kind == "percent" and TORN_OFF.match(tail)
        return bool(without_fillers(tail)) and not each

    def _is_cut_behind(self, last: str) -> bool:
        tail = self.own.behind.partition(last)[2]
        if RUNS_ON.search(tail) or (not tail and self._leads_to_a_bound):
            return True
        if len(letters(tail)) == 1:
            return letters(tail) not in "等者中内外后时上下"
        if not without_lead(self.own.before):
            # 「组织35个基层党组织投身防疫」: not all of them, but those that did something.
            alone = not self.plain.startswith(self.own.before)
            return bool(TORN_OFF.match(tail)) or (alone and len(without_fillers(tail)) > 1)
        return False

    @property
    def _leads_to_a_bound(self) -> bool:
        """「5个县亩均投入低于1500元」: is what follows the number the name of the next one?"""
        place = self.sentence.stretches.index(self.own)
        for later in self.sentence.stretches[place + 1 : place + 2]:
            bounded = later.number.comparator or _COMPARED.match(later.number.text)
            return later.clause == self.own.clause and bool(bounded)
        return False

    @property
    def begins_late(self) -> bool:
        """Does the label begin in the middle of a word?"""
        first, _, _ = self._ends
        if BEGUN.match(self.plain):
            return True
        if not first or not self.plain.startswith(first):
            return False
        stretch = self.own.before if first in self.own.before else self.own.behind
        ahead = stretch.partition(first)[0]
        if stretch is self.own.behind and _SINCE_A_MARK.search(ahead):
            return len(self.plain) < _MODIFIED
        if self.claim.subject:
            ahead = ahead.replace(fold(self.claim.subject), "，")
        ahead = _SINCE_A_MARK.split(ahead)[-1]
        return len(untold(ahead)) == 1 or bool(PREFIX.search(without_lead(ahead)))


def _run(words: str, known: str) -> str:
    """The longest beginning of words that stands in a stretch; a lone character is none, unless
    it is all."""
    for length in range(len(words), 0, -1):
        if length < min(_SHORTEST, len(words)):
            break
        if words[:length] in known and "|" not in words[:length]:
            return words[:length]
    return ""


def _naming(one: Stretch) -> str:
    return without_fillers(one.before) or without_fillers(one.behind)


def _leans(one: Stretch) -> bool:
    """Does a number say only a change, a rate, a rank or a share of something else?"""
    naming = without_fillers(one.before)
    if without_fillers(one.behind) and (not naming or ONLY_VERBS.fullmatch(naming)):
        return False
    leaning = (RATE.fullmatch(naming), DEPENDENT.match(naming), ONLY_VERBS.fullmatch(naming))
    ranked = one.number.kind == "rank" and bool(_RANKED.match(one.before))
    return not naming or ranked or one.before.startswith("占") or any(leaning)
