"""Targets, problems and measures that running text states in passing, without a heading."""

from __future__ import annotations

import re

from summarizer.engines.rules.measures import actions_in, measure_of
from summarizer.engines.rules.passages import Passage
from summarizer.engines.rules.problems import is_deficient, problems_of
from summarizer.genre.clauses import QUOTED, clauses_of
from summarizer.schema import MeasureDraft, ProblemDraft, TargetDraft

__all__ = ["measures_in_passing", "problems_in_passing", "targets_in_passing"]

# A lack of the budget's own business; 「存在安全隐患89栋」 is none.
MATTER = re.compile(
    r"目标|指标|预算|绩效|资金|管理|进度|执行率|支出|成本|编制|拨付|核算|采购|制度|意识|沟通|评价"
)
LACK = re.compile(
    r"有待|亟待|亟需|不足(?!之处)|不够|不到位|不准确|不精准|不科学|不合理|不规范|不完善|不健全"
    r"|不细化|偏低|偏慢|滞后|流于形式"
    r"|高于(?:设定|预期|年初)|低于(?:设定|目标|预期|年初|时序)|未(?:能)?(?:达到|完成"
    r"|实现)(?:年初|预期|设定|绩效|目标)"
    r"|(?:仍|还|尚)需|需要?进一步|超出.{0,4}预算|超预算|未达(?:到)?预期|存在(?:着|一些"
    r"|一定)?的?.{0,8}(?:问题|差距|偏差|不足)|差异较大|脱节|薄弱"
)
# A goal that was missed is a problem with its figures too.
MISSED = re.compile(r"高于(?:设定|预期|年初)|低于(?:设定|目标|预期|年初)|未(?:达|完成|实现)")
# What was solved is no problem any more.
SETTLED = re.compile(
    r"^(?:无|没有|未超|未突破|不存在)|^(?:着力|逐项|有效|及时|重点)?(?:解决|整改|针对|排查|查找"
    r"|消除|补齐|克服|防止|避免|杜绝|推动|促进|改善)"
)
AHEAD = re.compile(
    r"^(?:今后|下一步|下步|下阶段|下一年度?|明年|以后年度?|后续|为此|针对(?:以上|上述|存在的?"
    r"|这些).{0,8}|在今后的.{0,8}|我(?:们|单位|局|委|办|街道|镇|乡|县|区|市|中心|校|院|站|所|队"
    r"|社区|部门)?(?:将|要)(?=在今后|继续|进一步|加强|严格|不断|认真|积极"
    r"|强化))(?:工作中?)?[，,]?"
)
CLASSES = re.compile(r"数量|质量|时效|成本|效益|满意度|产出")
AIMED = re.compile(
    r"(?:设定|设置|制定|确定|明确|围绕|包括|分为|从).{2,50}(?:目标|指标|维度)|(?:目标"
    r"|指标).{0,6}(?:包括|分为|设[定置]为).{2,50}"
)

# 「围绕“…”的总体目标」: the aim stands in the quotation marks, the scope word after them.
NAMED_AIM = re.compile(
    r"[“「\"](?P<aim>[^”」\"。；]{4,40})[”」\"]的?(?P<word>(?:总体|奋斗|发展|工作|年度|战略|总)目标)"
)


def problems_in_passing(passage: Passage) -> list[ProblemDraft]:
    """Lacks of the budget's business that a passage about something else admits."""
    text = passage.document.text
    if not LACK.search(text, passage.start, passage.end):
        return []
    return [
        problem
        for problem in problems_of(passage)
        if MATTER.search(words := QUOTED.sub("", text[slice(*problem.spans[0])]))
        and not SETTLED.match(words)
        and LACK.search(words)
        and is_deficient(words)
        and (MISSED.search(words) or not re.search(r"\d", words))
    ]


def measures_in_passing(passage: Passage) -> list[MeasureDraft]:
    """Actions that a sentence announces for later: 「…，今后应加强沟通」."""
    text = passage.document.text
    drafts = []
    for start, end in passage.sentences:
        for clause in clauses_of(text, start, end):
            if AHEAD.match(text[clause.start : clause.end]):
                drafts += [
                    measure_of(passage, span) for span in actions_in(text, clause.start, end)
                ]
                break
    return drafts


def targets_in_passing(passage: Passage) -> list[TargetDraft]:
    """A sentence that says which classes of targets were set, without a value: one wish; and the
    aim that a sentence names in quotation marks."""
    text = passage.document.text
    drafts = [_aim(match) for match in NAMED_AIM.finditer(text, passage.start, passage.end)]
    for start, end in passage.sentences:
        for clause in clauses_of(text, start, end):
            words = text[clause.start : clause.end]
            named = set(CLASSES.findall(words))
            if len(named) >= 2 and AIMED.search(words) and "完成" not in words:
                drafts.append(
                    TargetDraft(
                        metric=words, text=words, spans=((clause.start, clause.end),), soft=True
                    )
                )
    return drafts


def _aim(match: re.Match[str]) -> TargetDraft:
    spans = (match.span("aim"), match.span("word"))
    return TargetDraft(metric=match["aim"], text=match["aim"], spans=spans, soft=True)
