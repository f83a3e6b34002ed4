"""Owners of figures: the project or body named by a heading, list entry or sentence."""

from __future__ import annotations

import re

from summarizer.genre.clauses import Clause
from summarizer.genre.sections import bare_heading

__all__ = ["is_owner", "owner_of_entry", "owner_of_heading"]

Offsets = tuple[int, int]

_KIND = r"(?:项目|工程|专项)"
_NAME = re.compile(
    rf"""(?:\d{{4}}年度?)?(?:第[一二三四五六]批)?(?:[^，,。；：:]{{2,24}}资金(?=[^，,。；：:项目]{{4,}}))?
    (?P<name>[^，,。；：:、\d][^，,。；：:]{{2,40}}?{_KIND})
    (?=$|[，,：:\d]|(?:实际|预算|实施|总|已|全年|支出|自评|资金|绩效))""",
    re.VERBOSE,
)
# A shorter name is a class of projects (公共服务项目) with several owners.
_SHORTEST = 7
# The whole report, or projects in general.
_GENERAL = re.compile(
    rf"""^(?:本|该|各|上述|以上|所有|全部|其他|重点|部分|单个)*{_KIND}$|^(?:开展|完成|实施|推进|加强|做好|对|抓好)
    |(?:基本|内部|重点|工程)项目$""",
    re.VERBOSE,
)
_BODY = re.compile(
    r"""(?P<name>[我本](?:街道|部门|单位|社区|中心|[区县市省镇乡校院局委处旗厅馆所站队])|学校|医院)
    (?=$|现有|实有|共有|共|内设|下设|编制|位于|为|是|属|按|有|核定|直属)""",
    re.VERBOSE,
)


def owner_of_heading(path: tuple[str, ...]) -> str:
    """Return the project that the innermost heading names, or "".

    >>> owner_of_heading(("三、完成情况", "1、卫生人才培养项目")), owner_of_heading(("重点项目",))
    ('卫生人才培养项目', '')
    """
    words = bare_heading(path[-1]) if len(path) > 1 else ""
    found = _NAME.match(words)
    ends = found is not None and words[found.end() : found.end() + 1] in ("", "，", ",")
    return found["name"] if found and ends and is_owner(found["name"]) else ""


def owner_of_entry(text: str, clause: Clause) -> tuple[str, Offsets] | None:
    """Return the project or body at the start of a sentence and its span, or None.

    >>> words = "1.养殖基地建设项目，实施后可巩固成果"
    >>> owner_of_entry(words, Clause(2, 10, marked=True))
    ('养殖基地建设项目', (2, 10))
    """
    found = _BODY.match(text, clause.start, clause.end)
    if found is None and clause.marked:
        found = _NAME.match(text, clause.start, clause.end)
        found = found if found and is_owner(found["name"]) else None
    return (found["name"], found.span("name")) if found else None


def is_owner(subject: str) -> bool:
    """Return whether a subject stays valid to the end of its paragraph.

    >>> is_owner("营养改善计划项目"), is_owner("志愿者"), is_owner("该项目")
    (True, False, False)
    """
    named = subject.endswith(("项目", "工程", "专项")) and len(subject) >= _SHORTEST
    return named and not _GENERAL.search(subject)
