"""What a model leaves open and the rules or the headings tell."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.chunking import split
from summarizer.engines.completion import completed, without_sole_project
from summarizer.engines.rules.engine import extract
from summarizer.schema import Chunk, Extraction, ResultDraft, TargetDraft

TEXT = """某县水务局部门整体支出绩效自评报告
一、2023年绩效目标
项目绩效目标
（1）供水工程
2023年新建管网12公里，按时完成供水管护。
二、2022年工作完成情况
新建泵站3座。管护制度已建立。
三、其他情况
截至10月31日，检修水表40块。
"""


def chunk_with(words: str) -> tuple[Chunk, int]:
    """The chunk of the text that holds some words, and the number of their sentence there."""
    document = summarizer.read_text(TEXT, "report.txt")
    at = TEXT.index(words)
    chunk = next(one for one in split(document) if one.start <= at < one.end)
    number = next(n for n, (low, high) in enumerate(chunk.sentences, 1) if low <= at < high)
    return chunk, number


@pytest.mark.parametrize(
    ("words", "said", "period"),
    [
        ("新建泵站", None, "2022年"),
        ("管护制度", None, "2022年"),
        ("检修水表", "截至10月31日", "截至10月31日"),
        # What is not in the sentence is not the sentence's.
        ("新建泵站", "2019年", "2019年"),
    ],
)
def test_a_period_is_that_of_the_sentence_else_of_the_heading(
    words: str, said: str | None, period: str
) -> None:
    chunk, at = chunk_with(words)
    draft = ResultDraft(metric=words, at=(at,), period=said)
    (told,) = completed(Extraction(results=(draft,)), Extraction(), chunk).results
    assert told.period == period


def test_a_wish_has_the_period_and_the_project_of_the_targets_beside_it() -> None:
    chunk, at = chunk_with("按时完成供水管护")
    read = extract(chunk)
    assert {(one.subject, one.period) for one in read.targets} == {("供水工程", "2023年")}
    draft = TargetDraft(metric="按时完成供水管护", at=(at,))
    (told,) = completed(Extraction(targets=(draft,)), read, chunk).targets
    assert (told.subject, told.period) == ("供水工程", "2023年")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["灌区改造项目", "灌区改造项目", "农户"], [None, None, "农户"]),
        # Printed in full and in short it is one; beside a second one a project tells something.
        (["2023年灌区改造项目", "灌区改造项目"], [None, None]),
        (["灌区改造项目", "水库除险工程"], ["灌区改造项目", "水库除险工程"]),
    ],
)
def test_the_only_project_of_a_report_is_left_out_of_its_targets(
    said: list[str], told: list[str | None]
) -> None:
    targets = tuple(TargetDraft(metric="完成", subject=one) for one in said)
    (found,) = without_sole_project([Extraction(targets=targets)])
    assert [one.subject for one in found.targets] == told
