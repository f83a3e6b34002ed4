"""Strict parsing of a model's text: the one JSON object in it, without reasoning and prose.

Duplicate keys, NaN, excessive nesting and two answers at once are rejected, never repaired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NoReturn

from pydantic_core import from_json

__all__ = ["TruncatedReply", "complete_part", "parse_object", "pick_answer", "without_thoughts"]

MAX_DEPTH = 32
MAX_DIGITS = 40
# The most opening braces that are tried as the start of an answer.
MAX_STARTS = 64


class TruncatedReply(ValueError):
    """The text ends inside an object."""


def parse_object(text: str) -> dict[str, Any]:
    """Parse a text that is one JSON object; fractions become Decimal.

    Raises TruncatedReply if the text ends too early, and json.JSONDecodeError for other errors,
    including those that a lenient parser accepts: duplicate keys, NaN, long numbers, lone
    surrogates, nesting deeper than `MAX_DEPTH`.

    >>> parse_object('{"results": [1.50]}')
    {'results': [Decimal('1.50')]}
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        if _ends_early(error):
            raise TruncatedReply(str(error)) from error
        raise
    except RecursionError:
        _refuse("nested too deeply")
    if not isinstance(value, dict):
        _refuse("one JSON object is expected")
    _refuse_deep_or_broken(value)
    return value


def _refuse_deep_or_broken(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        for one in level:
            if isinstance(one, str) and _SURROGATE.search(one):
                _refuse("a lone surrogate is no character")
        level = [part for one in level for part in _parts(one)]
        if not level:
            return
    _refuse("nested too deeply")


_SURROGATE = re.compile("[\ud800-\udfff]")


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _refuse("a key stands twice in one object")
    return found


def _number(digits: str) -> int | Decimal:
    if len(digits) > MAX_DIGITS:
        _refuse("a number is too long")
    number = Decimal(digits)
    if abs(number.adjusted()) > MAX_DIGITS:
        _refuse("a number is out of range")
    return number if set(digits) & set(".eE") else int(digits)


def _refuse(message: str) -> NoReturn:
    raise json.JSONDecodeError(message, "", 0)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_constant=lambda name: _refuse(f"{name} is not JSON"),
    parse_float=_number,
    parse_int=_number,
)


def _ends_early(error: json.JSONDecodeError) -> bool:
    """Return True if the text is the start of an object without its end."""
    begun = error.doc.lstrip().startswith("{")
    return begun and (error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated"))


_THOUGHT = re.compile(r"</?(think|thinking|thought|reasoning)>", re.IGNORECASE)


def without_thoughts(text: str) -> str:
    """Return the text without `<think>…</think>`, also nested. An unclosed `<think>` leaves no
    answer; a bare closing tag ends reasoning that the server's template opened."""
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
    """Return the one JSON object in a text that fits, without the text around it.

    Two that fit are returned as an array, which is no valid reply, so that the model is asked
    again. If none fits, the last one is returned, so that its errors are reported.
    """
    candidates = list(dict.fromkeys(_objects(text)))
    fitting = [one for one in candidates if fits(one)]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        return f"[{','.join(fitting)}]"
    return candidates[-1] if candidates else text.strip()


def _objects(text: str) -> Iterator[str]:
    """Yield every outermost `{…}`, and an unclosed one up to the end."""
    scanner = json.JSONDecoder(parse_int=str, parse_float=str)
    place, starts = text.find("{"), 0
    while place >= 0 and starts < MAX_STARTS:
        starts += 1
        try:
            _, end = scanner.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            rest = text[place:]
            cut = isinstance(error, json.JSONDecodeError) and (
                error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
            )
            if cut or isinstance(error, RecursionError):
                yield rest
                return
            end = place + 1
        else:
            yield text[place:end]
        place = text.find("{", end)


def complete_part(text: str) -> dict[str, Any]:
    """Return the complete entries of a truncated answer, without the last entry of its last list,
    which may be incomplete.

    >>> complete_part('{"results": [{"s": 1}, {"s": 2, "metric": "新')
    {'results': [{'s': 1}]}
    """
    try:
        found = from_json(text[max(0, text.find("{")) :], allow_partial=True, allow_inf_nan=False)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    *_, last = found or [None]
    if last is not None and isinstance(found[last], list):
        found[last] = found[last][:-1]
    return found
