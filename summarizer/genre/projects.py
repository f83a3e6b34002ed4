"""The project that a document evaluates: an office has many of them a year."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.genre.offices import bare_name, office_key
from summarizer.genre.words import fold

__all__ = ["OF_PROJECTS", "project_of"]

# Kinds with one document per project.
OF_PROJECTS = frozenset({"unit_self_eval", "dept_eval", "fiscal_eval", "key_project_result"})
# Words around a project's name in titles.
_AROUND = re.compile(
    r"""^.*?(?:19|20)\d\d年?度?     # all in front of the year, and the year
      | 本级|机关|部门|单位|财政|市级|区级|县级|省级
      | 项目|专项|资金|支出|预算|整体|重点|绩效|自评|评价|结果|报告|情况|公开|说明|附件
      | 修订[版稿]?|更正[版稿]?|终稿|[新旧]版?(?=$|[）)])
      | [表的及和\W\d_]""",
    re.X,
)


@lru_cache(maxsize=8192)
def project_of(title: str, office: str) -> str:
    """Return a title without office, year and document kind; "" when nothing remains.

    >>> project_of("某县水利局2023年度灌区改造项目支出绩效自评报告", "某县水利局")
    '灌区改造'
    >>> project_of("某县水利局（本级）2023年度项目支出绩效自评表", "某县水利局")
    ''
    """
    rest = fold(title)
    for name in (office, office_key(office), bare_name(office)):
        rest = rest.replace(fold(name), "")
    return _AROUND.sub("", rest)
