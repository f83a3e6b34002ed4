"""Signs that do something, made visible."""

from __future__ import annotations

import re

__all__ = ["shown"]

# Marks that turn the direction of writing, and have no width.
_TURNING = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_CONTROLS |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}


def shown(text: object) -> str:
    """Control characters as their pictures; marks that turn the direction of writing, and with it
    the digits behind them, as a visible sign. One for one, so that places stay.

    >>> shown("a\\x00b\\u202ec")
    'a\u2400b\ufffdc'
    """
    return _TURNING.sub("\ufffd", str(text)).translate(_CONTROLS)
