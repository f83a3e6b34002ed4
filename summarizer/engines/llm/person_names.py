"""Names of persons in prose: a surname, characters of given names, and the context.

No single sign is proof: 高明 is a name, a word and a district. So each sign has a weight, and a
candidate is a name if their sum reaches `ENOUGH`. Words are in tables; there are few weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from summarizer.engines.llm import name_tables as tables

__all__ = ["like_a_name", "names_in", "no_name"]

ENOUGH = 5
# Weights: a sign that is nearly sufficient, one of persons and offices, a boundary.
STRONG, FAIR, WEAK = 3, 2, 1

_FAR_ORG = re.compile(
    r"[一-鿿]{0,8}?(?:公司|集团|事务所|合作社|工作室|基金会|研究院|医院|中学|小学|大学)"
)

_SEX = re.compile(r"[\s,，、（(]{0,2}(?:男|女)(?![一-鿿])")
_AGE = re.compile(r"[\s,，（(]{0,2}\d{1,3}\s?岁")
# The year of a document follows the short name of its office: 苏财行〔2017〕44号.
_NUMBERED = re.compile(r"\s{0,3}[\[〔［(（]\s?(?:19|20)\d\d\s?[\]〕］)）]")
_CONTACT = re.compile(
    r"\s?[(（](?:电话|手机|联系|身份证|证件|男|女|已故|原|副?组长|组员|副?主任|队长)"
)
_DATE_LINE = re.compile(r"\s{0,4}\n\s{0,4}(?:20\d\d|二〇)")
_APART = frozenset(":： 　\t")
_JOINTS = frozenset("、与和及跟同诉,，/")


def _weights(*weighed: tuple[Iterable[str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for words, weight in weighed:
        for word in words:
            found[word] = max(weight, found.get(word, 0))
    return found


_BEFORE = _weights(
    (tables.TITLES, STRONG),
    (tables.PERSONS, STRONG),
    (tables.HONOURS, STRONG),
    (tables.BEFORE_FAIR, FAIR),
)
_BEHIND = _weights(
    (tables.TITLES, STRONG),
    (tables.BEHIND_STRONG, STRONG),
    (tables.BEHIND_FAIR, FAIR),
    (tables.GENERAL_VERBS, WEAK),
)
_LENGTHS_BEFORE = sorted({len(word) for word in _BEFORE}, reverse=True)
_LENGTHS_BEHIND = sorted({len(word) for word in _BEHIND}, reverse=True)
_CANDIDATE = re.compile(
    f"[{''.join(sorted(tables.SURNAMES))}{''.join(sorted({c[0] for c in tables.COMPOUND}))}]"
)


_ORG_LENGTHS = sorted({len(word) for word in tables.ORG})


def _is_place(text: str, end: int) -> bool:
    return any(text[end : end + length] in tables.ORG for length in _ORG_LENGTHS)


def _surname(first: str) -> int:
    return -1 if first in tables.WORDY else 0 if first in tables.MILD else 1


def no_name(word: str) -> bool:
    """Return True if a word, where a name is expected, has characters that names do not have."""
    return any(letter in tables.PROSE for letter in word) or word in _BEFORE or word in tables.STOP


def names_in(text: str, known: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return the places of names, in order and without overlap, in linear time. Names in `known`
    support others in a list with them.

    >>> names_in("由赵敏牵头，王建国局长陪同")
    [(1, 3), (6, 9)]
    """
    names = _Names(text)
    for place in known:
        names.take(*place)
    return names.found()


def like_a_name(word: str) -> bool:
    """Return True if the word can be a name, where names are expected."""
    family = 2 if word[:2] in tables.COMPOUND else 1 if word[0] in tables.SURNAMES else 0
    return (
        bool(family)
        and 1 <= len(word) - family <= 2
        and word[:2] not in tables.STOP
        and word not in _BEFORE
    )


class _Names:
    def __init__(self, text: str) -> None:
        self.text = text
        self.ends: dict[int, int] = {}
        self.closing: set[int] = set()

    def found(self) -> list[tuple[int, int]]:
        waiting: list[int] = []
        start = 0
        while match := _CANDIDATE.search(self.text, start):
            place = match.start()
            start = place + 1
            end, score = self._best(place)
            if place in self.ends:
                start = self.ends[place]
            elif score >= ENOUGH:
                self.take(place, end)
                start = end
            elif end:
                waiting.append(place)
        # In a list, a certain name supports its neighbours, in both directions.
        for place in (*waiting, *reversed(waiting)):
            self._vouch(place)
        return sorted(self._apart())

    def _apart(self) -> Iterator[tuple[int, int]]:
        last = 0
        for start in sorted(self.ends):
            if start >= last:
                last = self.ends[start]
                yield start, last

    def _vouch(self, place: int) -> None:
        if place in self.ends:
            return
        end, score = self._best(place, vouched=True)
        if end and score >= ENOUGH:
            self.take(place, end)

    def take(self, place: int, end: int) -> None:
        """Record a name."""
        self.ends[place] = end
        self.closing.add(end)

    def _best(self, place: int, *, vouched: bool = False) -> tuple[int, int]:
        """Return the end of the likeliest name at a place, 0 if there is none, and its score."""
        best = 0, 0
        for end, likeness in self._lengths(place):
            before, behind = self._before(place), self._behind(end)
            if vouched:
                before, behind = self._beside(place, end, before, behind)
            if behind < 0 or (
                likeness < 3 and before < FAIR and behind < FAIR and self._is_office(end)
            ):
                continue
            # Two good signs compensate for a surname that is also a word.
            around = max(before, -1 if behind >= STRONG else before) + behind
            score = likeness + around + (around >= STRONG)
            if likeness >= 3 or (likeness == 2 and around >= (2 if end - place == 2 else 1)):
                # A word of only such characters is rarely anything else.
                score = max(score, ENOUGH)
            if self._is_word(place, end, before):
                short = end - place == 2
                whole = self.text[place:end] in tables.STOP and not short
                if whole or around < 2 * FAIR + short or likeness < 2:
                    continue
            if not best[0] or score >= best[1]:
                best = end, score
        return best

    def _lengths(self, place: int) -> Iterator[tuple[int, int]]:
        """Yield the ends of possible names, shortest first, with the score of their characters."""
        compound = self.text[place : place + 2] in tables.COMPOUND
        family = 2 if compound else 1
        first = self.text[place]
        if not compound and first not in tables.SURNAMES:
            return
        surname = 2 if compound else _surname(first)
        if first in tables.COUNTED and self.text[place - 1 : place].strip() in tables.NUMERALS:
            return
        for given in (1, 2):
            end = place + family + given
            letters = self.text[place + family : end]
            if len(letters) < given or not all("一" <= letter <= "鿿" for letter in letters):
                return
            likeness = sum(
                1 if letter in tables.GIVEN else -2 if letter in tables.PROSE else 0.5
                for letter in letters
            )
            yield end, surname + int(likeness)

    def _is_word(self, place: int, end: int, before: int) -> bool:
        """Return True if the characters, or the first and the one before it, are a word."""
        text = self.text
        words = {text[place:end], text[place : place + 2], text[end - 2 : end]}
        return not words.isdisjoint(tables.STOP) or (
            before < STRONG and text[place - 1 : place + 1] in tables.STOP_BEFORE
        )

    def _before(self, place: int) -> int:
        # A colon or blanks may separate a title and a name.
        at = place
        while place - at < 3 and self.text[at - 1 : at] in _APART:
            at -= 1
        for length in _LENGTHS_BEFORE:
            weight = _BEFORE.get(self.text[max(0, at - length) : at])
            if weight:
                return weight
        last = self.text[at - 1 : at]
        if last in tables.ROLE_ENDS and self.text[at - 2 : at] not in tables.NO_ROLES:
            return FAIR
        if place == 0 or self.text[place - 1] in tables.BEFORE_WEAK:
            return WEAK
        return WEAK if not "一" <= self.text[place - 1] <= "鿿" else -2

    def _behind(self, end: int) -> int:
        """Return -1 if the word continues as the name of a place or an office."""
        text = self.text
        at = end + (text[end : end + 1] in (" ", "　"))
        found = (_BEHIND.get(text[at : at + length]) for length in _LENGTHS_BEHIND)
        weight = next(filter(None, found), 0)
        if weight < STRONG and (_is_place(text, end) or _NUMBERED.match(text, end)):
            return -1
        if weight:
            return weight
        if _CONTACT.match(text, end):
            return FAIR
        if _SEX.match(text, end) or _AGE.match(text, end):
            return STRONG
        if _DATE_LINE.match(text, end):
            return FAIR
        if (
            end == len(text)
            or text[end] in tables.BEHIND_WEAK
            or text[end] in tables.PROSE
            or not "一" <= text[end] <= "鿿"
        ):
            return WEAK
        return 0

    def _is_office(self, end: int) -> bool:
        return bool(_FAR_ORG.match(self.text, end))

    def _beside(self, place: int, end: int, before: int, behind: int) -> tuple[int, int]:
        if self.text[place - 1 : place] in _JOINTS and place - 1 in self.closing:
            before = STRONG
        if self.text[end : end + 1] in _JOINTS and end + 1 in self.ends:
            behind = STRONG
        return before, behind
