"""Bearing: which clauses of a written overview the items of a summary bear.

A clause stays when one verified item says it: all of its words come from that item, its subject,
its heading or the title, and the item with the clause for its wording still passes every check
(numbers, negation, direction, status, kind). Everything else falls out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.genre.words import fold, letters, pairs
from summarizer.schema import CheckedItem, Document, Result, Span, Target
from summarizer.verification.lexicon import EXPECTED, ONGOING, PLANNED
from summarizer.verification.verdicts import check_all

__all__ = ["Borne", "borne_clauses", "unborne"]

_MARKUP = re.compile(r"[<>{}\[\]`*#|\\_~]|https?:|www\.|javascript:", re.IGNORECASE)
_STOPS = "。！!？?\n"
_SENTENCE = re.compile(rf"[^{_STOPS}]+[{_STOPS}]*")
# Not at the comma of 1,250.5.
_CLAUSE = re.compile(r"(?:[^，,；;：:]|(?<=\d),(?=\d))+[，,；;：:]*")
# What an overview puts between the words of items.
_JOINING = re.compile(
    "此外|另外|同时|其中|全年|年度|主要|存在|问题|不足|方面|下一步|今后|改进|措施|针对|对此|绩效|目标|"
    "完成情况|完成|实现|达到?|工作|共计?|分别|为|是|的|了|和|及|与|并|等|将|拟|要求|计划|应|已|还|也|均|有|在|"
    "该|本|单位|报告|显示|指出|反映|提出|不低于|不少于|不超过|以上"
)
# What leads to an item's words, or away from them, and says nothing of it.
_FRAME = re.compile(
    "^(?:下一步|今后|将|拟|此外|另外|同时|主要|存在|是|目标|要求|为)+|(?:的|等)*(?:问题|不足|措施)?$"
)
# Words without which a promise would be read as something reached.
_PROMISED = re.compile("目标|计划|要求|预期|应|须|力争")
_ENUMERATION = re.compile("[、和及]")
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Borne:
    """The clauses of an overview that stay, and the evidence of the items that bear them."""

    text: str
    evidence: tuple[Span, ...]


def borne_clauses(text: str, items: Sequence[CheckedItem], document: Document) -> Borne:
    """The clauses of a text that verified items bear, in their order.

    Parameters: the text as a model wrote it, the items it was made of, and their report.
    """
    if not text:
        return Borne("", ())
    bearing = [_Words.of(item, document) for item in items if item.check.verdict == "verified"]
    kept: list[str] = []
    evidence: list[Span] = []
    for sentence in _SENTENCE.findall(text):
        clauses = []
        for clause in _CLAUSE.findall(sentence):
            bearers = _bearers(clause, sentence, bearing, document)
            if bearers:
                clauses.append(clause)
                evidence += [span for item in bearers for span in item.evidence]
        if clauses:
            kept.append("".join(clauses).rstrip(f"{_STOPS}，,；;：: ") + "。")
    return Borne("".join(kept), tuple(dict.fromkeys(evidence)))


def unborne(text: str, items: Sequence[CheckedItem], document: Document) -> tuple[str, ...]:
    """The clauses of a text that neither a verified item nor the title bears, and that say more
    than an opening (存在问题：)."""
    bearing = [_Words.of(item, document) for item in items if item.check.verdict == "verified"]
    title = letters(f"{document.title or ''}{document.organization or ''}")
    return tuple(
        clause
        for sentence in _SENTENCE.findall(text)
        for clause in _CLAUSE.findall(sentence)
        if _says_something(clause, title) and not _bearers(clause, sentence, bearing, document)
    )


def _says_something(clause: str, title: str) -> bool:
    if _MARKUP.search(clause):
        return True
    plain = letters(_JOINING.sub("", fold(clause)))
    return bool(plain) and letters(_YEAR.sub("", clause)) not in title


_YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?")


@dataclass(frozen=True, slots=True)
class _Words:
    """An item and all words that it may be told in."""

    item: CheckedItem
    words: str
    pairs: frozenset[str]

    @classmethod
    def of(cls, item: CheckedItem, document: Document) -> _Words:
        metric, subject = getattr(item, "metric", ""), getattr(item, "subject", None)
        cause = getattr(item, "cause", None)
        quotes = "\n".join(span.quote for span in item.evidence)
        said = (item.text, metric, subject or "", cause or "", quotes)
        words = fold("\n".join((*said, *item.section, document.title or "")))
        return cls(item, words, pairs(words))


def _bearers(
    clause: str, sentence: str, bearing: Sequence[_Words], document: Document
) -> list[CheckedItem]:
    """The item that says a clause; of an enumeration the items that say its parts."""
    plain = fold(clause.strip(f"{_STOPS}，,；;：: "))
    if _MARKUP.search(clause) or len(letters(plain)) < SHORTEST:
        return []
    if whole := _bearer(plain, sentence, bearing, document):
        return [whole]
    parts = [part for part in _ENUMERATION.split(plain) if part]
    if len(parts) < 2:
        return []
    found = [_bearer(part, sentence, bearing, document) for part in parts]
    return [one for one in found if one] if all(found) else []


def _bearer(
    plain: str, sentence: str, bearing: Sequence[_Words], document: Document
) -> CheckedItem | None:
    known = pairs(plain)
    likely = [one for one in bearing if 2 * len(known & one.pairs) >= len(known)]
    for one in sorted(likely, key=lambda one: -len(known & one.pairs)):
        if _strange(plain, one.words) or not _may_tell(one.item, sentence):
            continue
        told = one.item.altered(text=_FRAME.sub("", plain))
        (checked,) = check_all([told], document, among=[other.item for other in bearing])
        if checked.check.verdict == "verified":
            return one.item
    return None


def _strange(clause: str, words: str) -> str:
    """What of a clause is neither in an item's words nor a joining word."""
    rest = clause
    while run := _longest_run(rest, words):
        rest = rest.replace(run, "\0", 1)
    return letters(_JOINING.sub("", rest))


def _longest_run(clause: str, words: str) -> str:
    for length in range(len(clause), SHORTEST - 1, -1):
        for start in range(len(clause) - length + 1):
            run = clause[start : start + length]
            if "\0" not in run and run in words:
                return run
    return ""


def _may_tell(item: CheckedItem, sentence: str) -> bool:
    """Whether a sentence that tells of an item says that it is not done yet, when it is not."""
    if isinstance(item, Target):
        return bool(_PROMISED.search(sentence))
    if isinstance(item, Result) and item.status != "done":
        return bool(_NOT_YET[item.status].search(sentence))
    return True


_NOT_YET = {
    "expected": EXPECTED,
    "planned": PLANNED,
    "ongoing": re.compile(f"{ONGOING.pattern}|定期|持续|继续"),
}
