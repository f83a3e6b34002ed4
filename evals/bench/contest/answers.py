"""Gold answers in the format of each program.

The prompt identifies the program: numbered lines are ours, `Q: … A:` is langextract's, paragraphs
with ids are contextgem's. The others get kind, metric, figure and reference only. All answers are
compact JSON.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from evals.bench.contest.entries import entry, lines_of
from evals.bench.contest.texts import Told, Writing

__all__ = ["Reply", "answer", "misprinted"]

Json = dict[str, Any]
Span = tuple[int, int]
Figure = Callable[[Told, Writing], str]
KINDS = ("target", "result", "problem", "measure")
_QUESTION = re.compile(r".*\nQ: (.*)\nA: ?$", re.DOTALL)
_PARAGRAPH = re.compile(
    r"<paragraph_id>(P\d+)</paragraph_id>.*?<paragraph_text>(.*?)</paragraph_text>", re.DOTALL
)
_CONCEPT = re.compile(r"<concept_id>(C\d+)</concept_id>\s*<concept_name>(\w+)</concept_name>")
_MENDING = re.compile(r"^(targets|results|problems|measures) (\{.*\})：", re.MULTILINE)
AGAIN = "这一段已经摘录过"


@dataclass(frozen=True)
class Reply:
    """An answer, and the text and range that the prompt contained, or None."""

    text: str
    writing: Writing | None = None
    start: int = 0
    end: int = 0


def answer(
    prompt: str, writings: Sequence[Writing], *, misprint: bool = False, astray: bool = False
) -> Reply:
    """Return the answer of a perfect model; with `misprint`, one digit of every figure is changed;
    with `astray`, items of ours have the number of the next item."""
    figure = misprinted if misprint else printed
    if "<报告>" in prompt:
        return _ours(prompt, writings, figure, astray=astray)
    if "<document_paragraphs>" in prompt:
        return _contextgem(prompt, writings, figure)
    if asked := _QUESTION.match(prompt):
        return _langextract(asked[1], writings, figure)
    return Reply(_compact({"text": _overview(prompt)}))


def printed(told: Told, writing: Writing) -> str:
    """Return the figure as printed."""
    start, end = told.number or (0, 0)
    return writing.text[start:end]


def misprinted(told: Told, writing: Writing) -> str:
    """Return the figure with one digit changed, so that it does not occur near the item."""
    figure = printed(told, writing)
    around = writing.text[max(0, told.start - 300) : told.end + 300]
    dice = random.Random(told.key)
    tries = [(place, digit) for place, mark in enumerate(figure) for digit in _others(mark)]
    dice.shuffle(tries)
    for place, digit in tries:
        changed = figure[:place] + digit + figure[place + 1 :]
        if changed not in around:
            return changed
    return figure


def _others(mark: str) -> str:
    """Return the digits of the same script that may replace a digit, except zero."""
    kinds = ("0123456789", "〇一二三四五六七八九")
    kind = next((digits for digits in kinds if mark in digits), "")
    return kind[1:].replace(mark, "")


def _ours(
    prompt: str, writings: Sequence[Writing], figure: Figure, *, astray: bool = False
) -> Reply:
    lines = lines_of(prompt)
    writing, places = _find(list(lines.values()), writings)
    start, end = places[0][0], places[-1][1]
    lists: dict[str, list[Any]] = {f"{kind}s": [] for kind in KINDS}
    if AGAIN in prompt:
        # The second question gets the same answer.
        for kind, said in _MENDING.findall(prompt):
            lists[kind].append(json.loads(said))
        return Reply(_lists(lists), writing, start, end)
    spans = list(zip(lines, places, strict=True))
    # A table that code reads may be between two lines and is not shown.
    items = [told for told in writing.within(start, end) if _is_shown(told, places)]
    numbered = pairwise([told for told in items if told.number])
    behind = {one.key: another for one, another in numbered}
    given: dict[str, Told] = {}
    for told in items:
        meant = behind.get(told.key, told) if astray else told
        whole = given.get(told.item.get("part_of") or "")
        said = entry(
            told,
            at=_line_at(meant.number[0] if meant.number else meant.start, spans),
            figure=figure(meant, writing) if told.number else "",
            whole=printed(whole, writing) if whole else "",
            problem=_answered(told, given, spans),
        )
        lists[f"{told.kind}s"].append(said)
        given[told.item["id"]] = told
    return Reply(_lists(lists), writing, start, end)


def _is_shown(told: Told, places: Sequence[Span]) -> bool:
    place = told.number[0] if told.number else told.start
    return any(start <= place < end for start, end in places)


def _line_at(place: int, spans: Sequence[tuple[int, Span]]) -> int:
    """Return the number of the line at a place, or of the next one."""
    return next((number for number, (_, end) in spans if place < end), spans[-1][0])


def _answered(told: Told, given: dict[str, Told], spans: Sequence[tuple[int, Span]]) -> int | None:
    problem = given.get(told.addresses)
    return _line_at(problem.start, spans) if problem else None


def _lists(lists: dict[str, list[Any]]) -> str:
    return _compact({kind: some for kind, some in lists.items() if some})


def _langextract(chunk: str, writings: Sequence[Writing], figure: Figure) -> Reply:
    writing, ((start, end),) = _find([chunk], writings)
    extractions = []
    for told in writing.within(start, end):
        figured = figure(told, writing)
        about = {"metric": told.metric, "figure": figured or None}
        extractions.append(
            {told.kind: _quote(told, writing, figured), f"{told.kind}_attributes": about}
        )
    return Reply(_compact({"extractions": extractions}), writing, start, end)


def _quote(told: Told, writing: Writing, figure: str) -> str:
    """Return the evidence verbatim, except for the figure."""
    if told.number is None or not told.start <= told.number[0] < told.end:
        return writing.text[told.start : told.end]
    start, end = told.number
    return writing.text[told.start : start] + figure + writing.text[end : told.end]


def _contextgem(prompt: str, writings: Sequence[Writing], figure: Figure) -> Reply:
    document = prompt[prompt.index("<document_paragraphs>") :]
    paragraphs = _PARAGRAPH.findall(document)
    writing, places = _find([words.strip() for _, words in paragraphs], writings)
    answers = []
    for concept, kind in _CONCEPT.findall(prompt):
        items = []
        for told in writing.within(places[0][0], places[-1][1]):
            names = [
                name
                for (name, _), (start, end) in zip(paragraphs, places, strict=True)
                if start <= told.start < end
            ]
            if told.kind == kind and names:
                value = {"metric": told.metric, "figure": figure(told, writing) or None}
                items.append({"value": value, "reference_paragraph_ids": names})
        answers.append({"concept_id": concept, "extracted_items": items})
    return Reply(_compact(answers), writing, places[0][0], places[-1][1])


def _overview(prompt: str) -> str:
    """Return an overview of some of the items in the prompt."""
    lines = re.findall(r"(?:目标|结果|问题|措施) (.*)", prompt)
    text = ""
    for line in lines:
        if len(text) + len(line) < 200:
            text += f"{line}。"
    return text or "见各项。"


def _find(pieces: Sequence[str], writings: Sequence[Writing]) -> tuple[Writing, list[Span]]:
    """Return the places of consecutive pieces of a text. Raises LookupError if absent."""
    needles = ["".join(piece.split()) for piece in pieces]
    for writing in writings:
        if found := next(_runs(needles, writing), None):
            return writing, found
    raise LookupError(pieces[0][:60])


def _runs(needles: Sequence[str], writing: Writing) -> Iterator[list[Span]]:
    """Yield every run of places with the pieces in this order, the contiguous one first."""
    text, places = writing.packed
    whole = text.find("".join(needles))
    begin = whole if whole >= 0 else text.find(needles[0])
    while begin >= 0:
        spans, at = [], begin
        for needle in needles:
            at = text.find(needle, at)
            if at < 0 or not needle:
                break
            spans.append((places[at], places[at + len(needle) - 1] + 1))
            at += len(needle)
        if len(spans) == len(needles):
            yield spans
        begin = text.find(needles[0], begin + 1)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
