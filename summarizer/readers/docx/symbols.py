"""Translate characters of symbol fonts to the characters that they display."""

from __future__ import annotations

__all__ = ["sign", "translated"]

_SYMBOL = dict(
    zip(
        (0x25, 0x2B, 0x2D, 0x3C, 0x3D, 0x3E, 0x6D, 0xA3, 0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xB7, 0xB8,
         0xB9, 0xBB, 0xA5, 0xAE, 0xDE, 0xD6, 0xE5, 0x62, 0x61, 0x44, 0x57, 0x70, 0x73),
        "%+−<=>μ≤°±″≥×•÷≠≈∞→⇒√∑βαΔΩπσ", strict=True,
    )
)  # fmt: skip
_WINGDINGS = {
    0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□", 0xFC: "✓", 0xFB: "✗",
    0x6E: "■", 0x6C: "●", 0x75: "◆", 0xD8: "➢", 0xE0: "→", 0xA7: "▪", 0x76: "❖", 0x9F: "•",
    **{0x81 + at: chr(0x2460 + at) for at in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0x30: "□", 0x50: "✓",
                0x4F: "✗", 0x51: "☒"}  # fmt: skip
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": {0x63: "□", 0x61: "✓", 0x67: "■"},
}
_PRIVATE = range(0xF020, 0xF100)


def sign(font: str, code: str) -> str:
    """Return the character of a `w:sym`; "□" for unknown ones, so that their place stays visible.

    >>> sign("Symbol", "F0B3"), sign("Wingdings 2", "0052")
    ('≥', '☑')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number in _PRIVATE:
        number -= 0xF000
    table = _FONTS.get(font.lower())
    if table is None:
        return chr(number) if 0x20 <= number < 0xD800 else "□"
    return table.get(number, "□")


def translated(text: str, font: str) -> str:
    """Return the text with private symbol font characters (U+F020 to U+F0FF) translated."""
    table = _FONTS.get(font.lower(), _SYMBOL)
    return "".join(
        table.get(ord(one) - 0xF000, one) if ord(one) in _PRIVATE else one for one in text
    )
