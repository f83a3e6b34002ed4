"""Briefs of small reports: the report of a test that fills every slot, and how to read a brief."""

import io

import docx

from summarizer import read_text, render, summarize
from summarizer.schema import Summary

__all__ = ["REPORT", "sentences", "summary_of", "with_told", "word"]

REPORT = """2022年度青岚县文化局项目支出绩效自评报告
一、资金情况
2022年年初预算数为120万元，决算数为139.52万元。
二、绩效目标
举办展览不少于12场，培训馆员200人次，观众满意度不低于95%。
三、完成情况
举办展览9场，培训馆员236人次，观众满意度为96.1%。“学习强国”覆盖率173%。
四、自评结论
经评价，自评得分86.4分，等次为“良好”。
五、存在的问题
展览数量没有达到计划，主要原因是场馆维修。
六、改进措施
提前编制年度展览计划。
"""


def with_told(summary: Summary, text: str) -> Summary:
    """The summary with other words in the last statement that its brief tells."""
    *others, last = summary.brief.told
    told = (*others, last.model_copy(update={"text": text}))
    return summary.model_copy(update={"brief": summary.brief.model_copy(update={"told": told})})


def summary_of(*lines: str) -> Summary:
    """The summary of a report of these lines, by the rules."""
    return summarize(read_text("\n".join(lines), "简报.txt"), "rules")


def sentences(summary: Summary, part: str) -> list[str]:
    """The sentences of a part of the brief."""
    return [one.text for one in summary.brief.told if one.part == part]


def word(summary: Summary) -> list[str]:
    """The paragraphs of the brief in Word."""
    made = render(summary, "docx")
    assert isinstance(made, bytes)
    return [one.text for one in docx.Document(io.BytesIO(made)).paragraphs]
