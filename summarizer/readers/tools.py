"""Words of the buttons that web pages print around a text."""

from __future__ import annotations

import re

__all__ = ["is_tools"]

LONGEST = 40

_TOOL = re.compile(
    r"[【\[（(]?\s*(?:打印(?:本页|正文)?|下载|全屏|关闭(?:窗口|本页)?|返回(?:顶部|上一页|首页)?|收藏|分享(?:到|至)?|复制链接"
    r"|我要纠错|字\s*[体号]|加大|还原|减小|大|中|小|简体|繁体|无障碍\S{0,4}|扫一扫\S{0,20}|上一篇|下一篇|[|】])"
    r"\s*[】\]）)]?\s*[:：|\s]*",
)


def is_tools(line: str) -> bool:
    """Return whether a line consists of such words only.

    >>> is_tools("【打印】【关闭】"), is_tools("字号：大 中 小"), is_tools("中小学")
    (True, True, False)
    """
    return len(line) <= LONGEST and bool(line.strip()) and not _TOOL.sub("", line).strip()
