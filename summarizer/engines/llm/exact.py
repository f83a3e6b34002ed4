"""Reading a model's text: the one JSON object in it, without thoughts and prose around it, exactly.

Duplicate keys, NaN, bottomless nesting and two answers at once are refused, never repaired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from math import isfinite
from typing import Any, NoReturn

__all__ = [
    "MAX_DIGITS",
    "STRUCTURE",
    "TruncatedReply",
    "exact_object",
    "pick_answer",
    "without_thoughts",
]

MAX_DEPTH = 32
MAX_DIGITS = 40


class TruncatedReply(ValueError):
    """The text ends inside an object."""


def exact_object(text: str, *, fractions: bool = False) -> dict[str, Any]:
    """One JSON object, nothing before or after it. `fractions` are what servers tell about
    their own work (llama.cpp's `timings`); in a reply decimals stay exact.

    Raises TruncatedReply when the text ends too early, json.JSONDecodeError for all else that a
    lenient reader would let pass: duplicate keys, NaN, 1e999, long numbers, lone surrogates.
    """
    _measure_depth(text)
    decoder = json.JSONDecoder(
        object_pairs_hook=lambda pairs: _unique(pairs, text),
        parse_constant=lambda name: _refuse(f"{name} is not JSON", text),
        parse_float=lambda digits: _fraction(digits, text) if fractions else _decimal(digits, text),
        parse_int=lambda digits: _number(digits, text),
    )
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        if _ends_early(text):
            raise TruncatedReply(str(error)) from error
        raise
    if not isinstance(value, dict):
        _refuse("one JSON object is expected", text)
    try:
        text.encode()
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        _refuse("a lone surrogate is no character", text)
    return value


def _unique(pairs: list[tuple[str, Any]], text: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        _refuse(f"duplicate key {twice!r}", text)
    return found


def _number(digits: str, text: str) -> int:
    if len(digits) > MAX_DIGITS:
        _refuse(f"number {digits[:MAX_DIGITS]} is too long", text)
    return int(digits)


def _decimal(digits: str, text: str) -> Decimal:
    """Digits as the report prints them: no report writes 1e999."""
    if len(digits) > MAX_DIGITS or "e" in digits.lower():
        _refuse(f"number {digits[:MAX_DIGITS]} is not as printed", text)
    return Decimal(digits)


def _fraction(digits: str, text: str) -> float:
    if len(digits) > MAX_DIGITS or not isfinite(number := float(digits)):
        _refuse(f"number {digits[:MAX_DIGITS]} is out of range", text)
    return number


def _refuse(message: str, text: str) -> NoReturn:
    raise json.JSONDecodeError(message, text[:1], 0)


STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|"|[\[\]{}]', re.DOTALL)


def _measure_depth(text: str) -> None:
    depth = 0
    for mark in STRUCTURE.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(mark.group(), 0)
        if depth > MAX_DEPTH:
            _refuse("nested too deeply", text)


def _ends_early(text: str) -> bool:
    """Whether the text is the beginning of an object that is never closed."""
    if not text.lstrip().startswith("{"):
        return False
    depth = 0
    for mark in STRUCTURE.finditer(text):
        sign = mark.group()
        if sign == '"':
            return True
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(sign, 0)
    return depth > 0


_THOUGHT = re.compile(r"</?(think|thinking|thought|reasoning)>", re.IGNORECASE)


def without_thoughts(text: str) -> str:
    """The text without `<think>…</think>`, nested ones too. An unclosed thought is no answer; a
    bare closing tag ends a thought that the server's template opened."""
    kept: list[str] = []
    depth, place = 0, 0
    for tag in _THOUGHT.finditer(text):
        if tag.group().startswith("</"):
            if depth == 0:
                kept.clear()
            depth = max(0, depth - 1)
        else:
            if depth == 0:
                kept.append(text[place : tag.start()])
            depth += 1
        place = tag.end()
    if depth == 0:
        kept.append(text[place:])
    return "".join(kept).strip()


def pick_answer(text: str, fits: Callable[[str], bool]) -> str:
    """The one JSON object in a text that fits, without what stands around it.

    Two that fit are an array, which no reply is, so that the model is asked again. When none fits
    the last one is given, so that its faults are told.
    """
    candidates = list(dict.fromkeys(_objects(text)))
    fitting = [one for one in candidates if fits(one)]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        return f"[{','.join(fitting)}]"
    return candidates[-1] if candidates else text.strip()


def _objects(text: str) -> Iterator[str]:
    """Every outermost `{…}`, and an opened one that is never closed up to the end."""
    depth, start = 0, 0
    for mark in STRUCTURE.finditer(text):
        sign = mark.group()
        if sign == "{":
            if depth == 0:
                start = mark.start()
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                yield text[start : mark.end()]
    if depth:
        yield text[start:]
