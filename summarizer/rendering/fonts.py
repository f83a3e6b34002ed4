"""Fonts of official documents, and their replacements where they are not installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.opc.constants import CONTENT_TYPE
from docx.oxml.ns import qn
from lxml import etree

__all__ = ["BODY", "FALLBACKS", "HEADING", "NOTE", "SUBHEADING", "TITLE", "name_fonts"]

TITLE, HEADING, SUBHEADING, BODY, NOTE = (
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "仿宋_GB2312",
    "宋体",
)
# Font → its names on other systems, the closest first.
FALLBACKS: Mapping[str, str] = {
    TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
    SUBHEADING: "楷体,KaiTi,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,Noto Serif CJK SC",
    NOTE: "SimSun,Noto Serif CJK SC",
}


def name_fonts(document: Any, fallbacks: Mapping[str, str]) -> None:
    """Add the fonts with their alternative names to the document's font table."""
    for part in document.part.package.iter_parts():
        if part.content_type == CONTENT_TYPE.WML_FONT_TABLE:
            root = etree.fromstring(part.blob)
            for name, others in fallbacks.items():
                font = etree.SubElement(root, qn("w:font"))
                font.set(qn("w:name"), name)
                etree.SubElement(font, qn("w:altName")).set(qn("w:val"), others)
            part._blob = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
