"""Extract texts from the scripts of a page that is filled in by them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

__all__ = ["words_in_scripts"]

# Minimum number of Chinese characters in a report text; page labels have fewer.
LEAST = 30
# Maximum length of a script that is searched.
LONGEST = 5_000_000

_STRING = re.compile(r'"(?:[^"\\\n]|\\.){30,}"|\'(?:[^\'\\\n]|\\.){30,}\'|`(?:[^`\\]|\\.){30,}`')
_HAN = re.compile("[\u4e00-\u9fff]")


def words_in_scripts(scripts: list[str]) -> Iterator[str]:
    """Yield the script strings that are texts, in order.

    >>> list(words_in_scripts(['var a = "' + "支出" * 20 + '\\\\n";']))[0][-3:]
    '支出\\n'
    """
    for script in scripts:
        for found in _STRING.finditer(script[:LONGEST]):
            text = _said(found.group())
            if len(_HAN.findall(text)) >= LEAST:
                yield text


def _said(literal: str) -> str:
    """Return the value of a string literal."""
    inner = literal[1:-1]
    if literal[0] != '"':
        inner = inner.replace("\\'", "'").replace("\\`", "`").replace('"', '\\"')
    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except ValueError:
        return inner
