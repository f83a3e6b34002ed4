"""Automatic list numbers as Word prints them."""

from __future__ import annotations

import pytest
from word_files import listed, numbering, p, word_file

from summarizer.readers.docx import read_docx
from summarizer.readers.docx.numerals import numeral

LEGAL = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


def labels(body: str, inside: str, styles: str = "") -> list[str]:
    parts = read_docx(word_file(body, parts={"numbering": inside, "styles": styles}), "a.docx")
    return [one.text for one in parts.parts]  # type: ignore[union-attr]


def test_levels_count_under_each_other() -> None:
    steps = [0, 1, 1, 2, 3, 3, 0, 1]
    body = "".join(p("文", listed(1, level)) for level in steps)
    assert labels(body, numbering(*LEGAL)) == [
        "一、文",
        "（一）文",
        "（二）文",
        "1.文",
        "①文",
        "②文",
        "二、文",
        "（一）文",
    ]


def test_a_number_of_several_levels_and_a_text_that_begins_with_a_digit() -> None:
    body = p("概况", listed(1)) + p("2023年", listed(1, 1)) + p("目标", listed(1, 1))
    inside = numbering(("decimal", "%1"), ("decimal", "%1.%2"))
    assert labels(body, inside) == ["1 概况", "1.1 2023年", "1.2 目标"]


def test_legal_numbers_are_arabic() -> None:
    inside = numbering(("chineseCounting", "第%1章"), ("decimal", "%1.%2")).replace(
        '<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>'
    )
    assert labels(p("甲", listed(1)) + p("乙", listed(1, 1)), inside) == ["第一章 甲", "1.1 乙"]


def test_another_number_of_the_same_list_counts_on_unless_it_starts_anew() -> None:
    on = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    anew = (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    inside = numbering(("decimal", "%1."), instances=on + anew)
    body = "".join(p("文", listed(number)) for number in (1, 1, 2, 3, 3))
    assert labels(body, inside) == ["1.文", "2.文", "3.文", "1.文", "2.文"]


def test_bullets_and_unknown_lists_print_no_number() -> None:
    body = p("甲", listed(1)) + p("乙", listed(99)) + p("丙", listed(0))
    assert labels(body, numbering(("bullet", "\uf06c"))) == ["甲", "乙", "丙"]


def test_an_empty_paragraph_takes_a_number() -> None:
    body = p("甲", listed(1)) + p("", listed(1)) + p("乙", listed(1))
    assert labels(body, numbering(("decimal", "%1、"))) == ["1、甲", "3、乙"]


def test_the_list_of_a_style_and_its_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="x"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    inside = numbering(("decimal", "%1、"), ("decimal", "（%2）")).replace(
        '<w:lvlText w:val="（%2）"/>', '<w:pStyle w:val="H"/><w:lvlText w:val="（%2）"/>'
    )
    body = p("甲", '<w:pStyle w:val="H"/>') + p("乙", '<w:pStyle w:val="H"/>')
    off = p("丙", '<w:pStyle w:val="H"/>' + listed(0))
    assert labels(body + off, inside, styles) == ["（1）甲", "（2）乙", "丙"]


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (1003, "chineseCounting", "一千零三"),
        (12, "ideographDigital", "一二"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (13, "ideographTraditional", "丙"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (3, "decimalEnclosedParen", "⑶"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (7, "decimalZero", "07"),
        (7, "unheard-of", "7"),
        (0, "decimalEnclosedCircle", "⓪"),
        (51, "decimalEnclosedCircle", "51"),
        (22, "ordinal", "22nd"),
    ],
)
def test_numerals(number: int, style: str, printed: str) -> None:
    assert numeral(number, style) == printed
