"""Render equations as a line of text: fractions with a slash, powers with ^."""

from __future__ import annotations

from lxml import etree

from summarizer.readers.docx.names import attribute, child, kind

__all__ = ["equation"]

# In deeper equations the remaining text is kept without structure.
DEEPEST = 30


def equation(element: etree._Element, deep: int = 0) -> str:
    """Return the text of an equation (`m:oMath`) or of a part of one.

    >>> plain = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    >>> one, two = "<m:r><m:t>实际</m:t></m:r>", "<m:r><m:t>预算</m:t></m:r>"
    >>> text = f"<m:f {plain}><m:num>{one}</m:num><m:den>{two}</m:den></m:f>"
    >>> equation(etree.fromstring(text))
    '实际/预算'
    """
    name = kind(element)
    if name in ("m:t", "w:t"):
        return element.text or ""
    if deep > DEEPEST or name.endswith("Pr"):
        return ""
    if name == "m:f":
        return f"{_held(element, 'm:num', deep)}/{_held(element, 'm:den', deep)}"
    if name in ("m:sSup", "m:sSub", "m:sSubSup"):
        return _scripts(element, deep)
    if name == "m:rad":
        root = _part(element, "m:deg", deep)
        return f"{root}√{_held(element, 'm:e', deep)}"
    if name == "m:nary":
        return _nary(element, deep)
    if name == "m:d":
        return _delimited(element, deep)
    if name in ("m:m", "m:eqArr"):
        rows = [equation(row, deep + 1) for row in element]
        return "; ".join(row for row in rows if row)
    return "".join(equation(one, deep + 1) for one in element)


def _part(element: etree._Element, name: str, deep: int) -> str:
    found = child(element, name)
    return "" if found is None else equation(found, deep + 1)


def _held(element: etree._Element, name: str, deep: int) -> str:
    """Return the text of a part, in brackets when it has more than one element."""
    text = _part(element, name, deep)
    return f"({text})" if any(sign in text for sign in "+-−×÷*/") else text


def _scripts(element: etree._Element, deep: int) -> str:
    below, above = _part(element, "m:sub", deep), _part(element, "m:sup", deep)
    text = _held(element, "m:e", deep)
    return text + (f"_{below}" if below else "") + (f"^{above}" if above else "")


def _nary(element: etree._Element, deep: int) -> str:
    sign = child(element, "m:naryPr", "m:chr")
    shown = attribute(sign, "m:val") if sign is not None else "∫"
    below, above = _part(element, "m:sub", deep), _part(element, "m:sup", deep)
    limits = (f"_({below})" if below else "") + (f"^({above})" if above else "")
    return f"{shown}{limits} {_part(element, 'm:e', deep)}"


def _delimited(element: etree._Element, deep: int) -> str:
    begin, end = (child(element, "m:dPr", name) for name in ("m:begChr", "m:endChr"))
    opened = attribute(begin, "m:val") if begin is not None else "("
    closed = attribute(end, "m:val") if end is not None else ")"
    inner = [equation(one, deep + 1) for one in element if kind(one) == "m:e"]
    return opened + "|".join(inner) + closed
