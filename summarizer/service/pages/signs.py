"""Make control characters visible."""

from __future__ import annotations

import re

__all__ = ["shown"]

# Direction marks and zero-width characters.
_TURNING = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_CONTROLS |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}


def shown(text: object) -> str:
    """Replace control characters by their pictures, and marks that change the direction of writing
    (and so the order of digits) by a visible sign.

    The replacement is one for one, so offsets do not change.

    >>> shown("a\\x00b\\u202ec")
    'a\u2400b\ufffdc'
    """
    return _TURNING.sub("\ufffd", str(text)).translate(_CONTROLS)
