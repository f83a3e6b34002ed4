"""Remove the frame of a page: menus, paths, tools, footers, hidden content, scripts.

Notes count what was removed. A block of links without a sentence is a menu; links to files are
attachments and stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from summarizer.schema import Note

__all__ = ["Page", "cleaned"]

# Maximum depth of tags; pages nest about thirty levels.
DEPTH = 200
# A block with this many links that hold this share of its words is a menu.
MENU_LINKS, MENU_SHARE = 3, 0.5
LONGEST_FOOTER, LONGEST_PATH = 800, 200

_SILENT = "script, style, noscript, template, iframe, object, embed, svg, link, meta, canvas"
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    {
        "div",
        "section",
        "article",
        "main",
        "aside",
        "header",
        "footer",
        "nav",
        "ul",
        "ol",
        "dl",
        "table",
        "tbody",
        "tr",
        "td",
        "p",
        "form",
        "center",
        "body",
        "li",
        "dd",
        "dt",
        "fieldset",
        "span",
    }
)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?|txt|csv)(?:$|[?#])", re.IGNORECASE
)
_SENTENCE = re.compile("[。；]")
_FIGURE = re.compile(r"\d[\d,.]*\s*(?:%|％|万|亿|元|个|人|户|项|次|分)|≥|≤")
_FOOTER = re.compile(
    r"ICP\s*备|公网安备|版权所有|网站标识码|copyright|技术支持\s*[:：]|(?:主办|承办)单位?\s*[:：].{0,60}(?:备案|标识码)",
    re.IGNORECASE,
)
_FRAME_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|bread-?crumbs?|crumbs?|share|toolbar|search|login)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"\s*(?:您?\s*(?:当前|现在|所在)的?\s*位置|位置\s*[:：]|首页\s*(?:>|&gt;|»|/|-{2}))"
)


@dataclass(slots=True)
class Page:
    """A page without its frame.

    `full`: it had a frame. `titles` are its titles, the most reliable first; `scripts` are the
    texts of its scripts.
    """

    body: LexborNode | None
    full: bool = False
    titles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class _Weight:
    """The content of a block: characters, characters in links, links, links to files, and whether
    it holds a sentence or numbers.
    """

    words: int = 0
    linked: int = 0
    links: int = 0
    files: int = 0
    says: bool = False


def cleaned(source: str) -> Page:
    """Return the cleaned page of a source."""
    tree = LexborHTMLParser(source)
    page = Page(tree.body, titles=_titles(tree))
    page.scripts = [node.text(deep=True) for node in tree.css("script")]
    for node in tree.css(_SILENT):
        node.decompose()
    body = tree.body
    if body is None:
        return page
    hidden = _without_hidden(body)
    if hidden:
        page.notes.append(_hidden_note(hidden))
    frame = _without_frame(body)
    page.full = frame > 0
    if frame:
        page.notes.append(
            Note(
                "page-frame",
                f"网页的导航、工具和页脚（{frame} 字）没有读取",
                f"menus, tools and the footer of the page ({frame} characters) were left out",
            )
        )
    return page


def _titles(tree: LexborHTMLParser) -> list[str]:
    """Return the titles of the page: the meta tags of government pages, then its <title>."""
    contents: dict[str, str] = {}
    for node in tree.css("meta"):
        name = (node.attributes.get("name") or "").lower()
        contents.setdefault(name, node.attributes.get("content") or "")
    title = tree.css_first("title")
    said = title.text(deep=True) if title else ""
    return [
        " ".join(text.split()) for text in (contents.get("articletitle", ""), said) if text.strip()
    ]


def _without_hidden(body: LexborNode) -> str:
    """Remove what a browser does not show and return its words."""
    words: list[str] = []
    for node in body.css("[style], [hidden]"):
        hides = "hidden" in node.attributes or _HIDING.search(node.attributes.get("style") or "")
        if hides and node.tag != "body":
            words.extend(node.text(deep=True, separator=" ").split())
            node.decompose()
    return " ".join(words)


def _hidden_note(words: str) -> Note:
    shown = words if len(words) <= 40 else f"{words[:40]}…"
    return Note(
        "hidden-text",
        f"网页里有不显示的文字（{len(words)} 字），没有读取：{shown}",
        f"the page holds text that is not shown ({len(words)} characters), left out: {shown}",
    )


def _without_frame(body: LexborNode) -> int:
    """Remove menus, paths and footers and return their number of characters.

    A page that consists of nothing else stays as it is.
    """
    weights: dict[int, _Weight] = {}
    whole = _weigh(body, weights, 0)
    found: list[LexborNode] = []
    _find(body, weights, found, 0)
    left_out = sum(weights[node.mem_id].words for node in found)
    if left_out >= whole.words:
        return 0
    for node in found:
        node.decompose()
    return left_out


def _weigh(node: LexborNode, weights: dict[int, _Weight], depth: int) -> _Weight:
    weight = _Weight()
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            text = (child.text_content or "").strip()
            weight.words += len(text)
            weight.says = weight.says or bool(_SENTENCE.search(text) or _FIGURE.search(text))
        elif child.tag != "-comment" and depth < DEPTH:
            inner = _weigh(child, weights, depth + 1)
            weight.words += inner.words
            weight.links += inner.links
            weight.files += inner.files
            weight.linked += inner.words if child.tag == "a" else inner.linked
            weight.says = weight.says or (inner.says and child.tag != "a")
            if child.tag == "a":
                weight.links += 1
                target = child.attributes.get("href") or ""
                weight.files += bool(_FILE.search(target) or _FILE.search(child.text()))
    weights[node.mem_id] = weight
    return weight


def _find(
    node: LexborNode, weights: dict[int, _Weight], found: list[LexborNode], depth: int
) -> None:
    """Collect the outermost blocks of the frame."""
    for child in node.iter():
        weight = weights.get(child.mem_id)
        if weight is None or not weight.words or child.tag not in _BLOCKS:
            continue
        if child.tag == "nav" or _is_frame(child, weight):
            found.append(child)
        elif depth < DEPTH:
            _find(child, weights, found, depth + 1)


def _is_frame(node: LexborNode, weight: _Weight) -> bool:
    if weight.files:
        return False
    if not weight.says and weight.links >= MENU_LINKS:
        return weight.linked >= MENU_SHARE * weight.words
    if weight.words <= LONGEST_PATH and weight.links and not weight.says:
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _FRAME_NAME.search(names) or _PATH.match(node.text(deep=True)):
            return True
    return weight.words <= LONGEST_FOOTER and _is_footer(node)


def _is_footer(node: LexborNode) -> bool:
    if node.css_first("h1, h2, h3"):
        return False
    text = node.text(deep=True)
    return bool(_FOOTER.search(text)) and not _SENTENCE.search(text)
