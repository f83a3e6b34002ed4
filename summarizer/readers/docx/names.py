"""WordprocessingML names: elements and attributes by their usual prefixes."""

from __future__ import annotations

from functools import cache

from lxml import etree

__all__ = ["NAMESPACES", "STRICT", "attribute", "child", "kind", "off", "qualified", "value"]

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
# ISO strict files use other namespaces for the same names; they are replaced before parsing.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": NAMESPACES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMESPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": NAMESPACES["m"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}


@cache
def qualified(name: str) -> str:
    """Return the full name of an element or attribute.

    >>> qualified("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


# A file may hold any number of invented names: only known namespaces are cached.
_KINDS: dict[str, str] = {}


def kind(element: etree._Element) -> str:
    """Return the name of an element with its usual prefix; "" for comments and unknown
    namespaces.
    """
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    found = _KINDS.get(tag)
    if found is None:
        address, _, local = tag[1:].partition("}")
        prefix = _PREFIXES.get(address)
        found = f"{prefix}:{local}" if prefix else ""
        if len(_KINDS) < 4096:
            _KINDS[tag] = found
    return found


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of an element, "" when it is absent."""
    return element.get(qualified(name)) or ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant along a path of names."""
    for name in path:
        if element is None or not len(element):
            return None
        # Much faster than find().
        element = next(element.iterchildren(qualified(name)), None)
    return element


def value(element: etree._Element | None, *path: str) -> str | None:
    """Return the `w:val` of the descendant along a path; None when there is no such element."""
    found = child(element, *path)
    return None if found is None else attribute(found, "w:val")


def off(stated: str | None) -> bool:
    """Return whether a switch is absent or off: `<w:vanish/>` is on, `<w:vanish w:val="0"/>` is
    off.

    >>> off(None), off(""), off("0"), off("true")
    (True, False, True, False)
    """
    return stated is None or stated.lower() in ("0", "false", "off")
