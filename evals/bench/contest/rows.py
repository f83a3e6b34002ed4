"""How a faultless model writes a gold item as a row of ours: it points where it can, leaves out
what the prompt says may be left out, and shortens long words to their ends.

It knows the prompt and nothing else: what its rows mean is for the program to find out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from evals.bench.contest.texts import Told, Writing

__all__ = ["digits_of", "lines_of", "row"]

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_DIGITS = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")
_STOP = re.compile(r"[，,。；;：:、（）()【】“”‘’\"《》|！？\n\t]")
_LINK = re.compile(r"(?:达到了?|达|为|是|共计?|约|了|\s)+$")
ENDS = 2


def lines_of(prompt: str) -> dict[int, str]:
    """The numbered lines of a prompt."""
    return {int(number): words for number, words in _LINE.findall(prompt)}


def digits_of(figure: str, value: str) -> int | float | None:
    """The digits that a figure prints, as a number; of Chinese numerals what they mean."""
    plain = unicodedata.normalize("NFKC", figure)
    found = _DIGITS.search(plain)
    printed = found.group().replace(",", "") if found else value.partition("/")[0]
    try:
        exact = Decimal(printed)
    except InvalidOperation:
        return None
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def row(
    told: Told, writing: Writing, span: tuple[int, int], *, at: int, figure: str, part: bool
) -> list[Any]:
    """One item that stands in the sentence `span`, number `at`, with `figure` for its figure."""
    item, counted = told.item, told.kind in ("target", "result")
    sentence = " ".join(writing.text[slice(*span)].split())
    number = told.number[0] if told.number else told.end
    before = _LINK.sub("", " ".join(writing.text[span[0] : max(span[0], number)].split()))
    digits = digits_of(figure, told.value) if figure else None
    metric = _metric(told.metric, before, sentence, points=digits is not None)
    second = item["subject"] if counted else item.get("cause")
    words = [metric, shortened(second, [sentence]) if second else ""]
    while words and not words[-1]:
        words.pop()
    copied = [f"={figure}"] if figure and digits is None else []
    twice = len([one for one in _DIGITS.findall(sentence) if digits_of(one, "") == digits]) > 1
    pointed: list[Any] = [figure if twice else digits] if digits is not None else []
    return [at, *pointed, *words, *_flags(item, part=part), *copied]


def _flags(item: dict[str, Any], *, part: bool) -> Iterable[str]:
    if item["soft"]:
        yield "soft"
    if item["type"] == "result" and item["direction"] in ("increase", "decrease"):
        yield item["direction"]
    if item["type"] == "result" and item["status"] in ("ongoing", "planned", "expected"):
        yield item["status"]
    if part:
        yield "part"


def _metric(metric: str, before: str, sentence: str, *, points: bool) -> str:
    if not points:
        return shortened(metric, [sentence])
    if _STOP.split(before)[-1] == metric:
        return ""
    head = metric[:ENDS]
    if len(metric) > ENDS + 1 and before.endswith(metric):
        reached = before[before.rfind(head) :]
        return f"{head}…" if reached == metric and not re.search(r"\d", metric) else metric
    return shortened(metric, [before, sentence])


def shortened(words: str, texts: Iterable[str]) -> str:
    """The two ends with … between, when the first text that has both means just these words."""
    head, tail = words[:ENDS], words[-ENDS:]
    if len(words) < 2 * ENDS + 3 or "…" in words:
        return words
    pattern = f"{re.escape(head)}.*?{re.escape(tail)}"
    for text in texts:
        if found := re.search(pattern, text):
            once = text.count(head) == 1 and text.count(tail) == 1
            return f"{head}…{tail}" if once and found.group() == words else words
    return words
