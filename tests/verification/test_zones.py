"""Zones: which words belong to which number of a sentence."""

from __future__ import annotations

import pytest
from verification.claims import number, report

from summarizer.genre.words import pairs
from summarizer.verification.places import Places, Zone


def zone(text: str, figure: str) -> Zone:
    """The zone of one number of a text."""
    document = report(text)
    found = Places(document).zone(number(document, figure))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "figure", "own", "foreign"),
    [
        ("受理投诉17件，办结15件", "17件", "受理投诉", "办结"),
        ("受理投诉17件，办结15件", "15件", "办结", "受理投诉"),
        ("发出23份倡议书、52份手册", "52份", "手册", "倡议书"),
        ("企业253家（其中楼宇企业142家）", "142家", "楼宇企业", "引进"),
        ("为120名老人购买保险", "120名", "购买保险", "受理"),
        ("甲镇、乙镇补助分别为12万元、15万元", "15万元", "乙镇补助", "甲镇"),
        ("甲镇、乙镇补助分别为12万元、15万元", "12万元", "甲镇补助", "乙镇"),
        ("大病救助21人6.58万元", "6.58万元", "大病救助", "受理"),
        ("覆盖率由2021年的76%提高到2022年的88%", "88%", "覆盖率", "受理"),
        ("亿元以上企业2家", "2家", "企业", "受理"),
        ("大会议室 3间，小会议室5间", "3间", "大会议室", "小会"),
    ],
)
def test_words_of_a_number(text: str, figure: str, own: str, foreign: str) -> None:
    found = zone(text, figure)
    assert pairs(own) <= found.own
    assert not pairs(foreign) & found.own


def test_a_segment_without_a_number_is_near_both() -> None:
    text = "新建泵站4座，全部投入使用，维修泵站9座"
    assert pairs("投入使用") <= zone(text, "4座").near
    assert pairs("投入使用") <= zone(text, "9座").near


def test_a_part_is_near_its_whole() -> None:
    text = "高层建筑135栋，其中重点24栋"
    assert pairs("高层建筑") <= zone(text, "24栋").near


def test_a_comma_inside_a_number_cuts_nothing() -> None:
    assert pairs("实际支出") <= zone("实际支出1,198.36万元", "1,198.36万元").own


def test_sentences_do_not_reach_over_lines() -> None:
    document = report("甲工程3处\n乙工程5处。丙工程7处")
    places = Places(document)
    assert [places.sentence(q.start) for q in document.quantities] == [(0, 5), (6, 11), (12, 17)]


def test_a_line_without_end_is_cut_at_fixed_marks() -> None:
    document = report("新增就业730人，" * 1000)
    places = Places(document)
    spans = {places.sentence(q.start) for q in document.quantities}
    assert max(end - start for start, end in spans) <= 1600
    assert len(spans) < 40


def test_a_document_without_sections_has_no_headings() -> None:
    document = report("新建泵站4座")
    assert Places(document).section(3) == ("三、绩效目标完成情况",)
    assert Places(type(document)("x", "泵站4座", "", "")).section(2) == ()
