"""Web pages → parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import DamagedDocument, ReadError, UnreadableDocument
from summarizer.readers import read_bytes
from summarizer.readers.html import read_html
from summarizer.readers.parts import Grid, Paragraph, Parts

FRAME = """<!DOCTYPE html><html><head><meta charset="{charset}">
<meta name="ArticleTitle" content="某市民政局2023年度部门整体支出绩效自评报告">
<title>某市民政局2023年度部门整体支出绩效自评报告_某市人民政府</title>
<script>var visits = 12345;</script><style>p {{ color: red }}</style></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li>
<li><a href="/b">办事服务</a></li><li><a href="/c">互动交流</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/x">预算公开</a></div>
<div class="main"><p class="t">某市民政局2023年度部门整体支出绩效自评报告</p>
<div><span>发布日期：2024-05-06</span> <span>来源：市民政局</span> 字体：大 中 小</div>
<div id="zoom">{body}</div><div><span>【打印】</span><span>【关闭】</span></div></div>
<div class="foot"><p>主办单位：某市人民政府办公室</p>
<p>网站标识码：3300000020 浙ICP备05018911号</p></div>
</body></html>"""


def page(body: str, charset: str = "utf-8") -> bytes:
    return FRAME.format(body=body, charset=charset).encode(charset)


def texts(parts: Parts) -> list[str]:
    """Paragraphs as they are, tables as rows of cells at their places."""
    shown: list[str] = []
    for part in parts.parts:
        if isinstance(part, Paragraph):
            shown.append(part.text)
            continue
        for row in range(max(cell.row for cell in part.cells) + 1):
            cells = (cell for cell in part.cells if cell.row == row)
            shown.append(" ".join(f"{cell.column}:{cell.text}" for cell in cells))
    return shown


def of(body: str) -> list[str]:
    return texts(read_html(f"<html><body>{body}</body></html>".encode(), "x.html"))


def codes(parts: Parts) -> set[str]:
    return {note.code for note in parts.notes}


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312", "utf-16"])
def test_a_government_page_is_its_title_when_and_by_whom_and_its_text(charset: str) -> None:
    parts = read_html(page("<p>一、基本情况</p><p>全年支出1,250.5万元。</p>", charset), "x.html")
    assert texts(parts) == [
        "某市民政局2023年度部门整体支出绩效自评报告",
        "发布日期：2024-05-06 来源：市民政局 字体：大 中 小",
        "一、基本情况",
        "全年支出1,250.5万元。",
    ]
    assert "page-frame" in codes(parts)


def test_the_title_is_put_in_front_when_the_page_does_not_show_it() -> None:
    source = (
        "<html><head><title>某局2023年绩效自评报告 - 某局</title></head><body><p>支出3万元。</p>"
    )
    assert texts(read_html(source.encode(), "x")) == ["某局2023年绩效自评报告", "支出3万元。"]


def test_lists_of_files_stay_and_lists_of_links_go() -> None:
    links = "".join(f'<li><a href="/{n}.htm">相关文章{n}</a></li>' for n in range(5))
    files = "".join(f'<li><a href="/{n}.pdf">附件{n}：评价报告.pdf</a></li>' for n in range(3))
    found = of(f"<p>支出3万元。</p><ul>{files}</ul><ul>{links}</ul>")
    assert found == ["支出3万元。", *(f"附件{n}：评价报告.pdf" for n in range(3))]


def test_a_page_of_links_alone_is_kept() -> None:
    links = "".join(f'<li><a href="/{n}.htm">部门{n}决算公开</a></li>' for n in range(5))
    assert len(of(f"<ul>{links}</ul>")) == 5


def test_headings_lists_and_line_breaks() -> None:
    parts = read_html(
        "<html><body><h1>绩效<br>报告</h1><h3>一、概况</h3><p>甲。<br>　　乙&nbsp;&amp;丙。</p>"
        "<ol start=3><li>培训5场</li><li>2项任务</li></ol><ul><li>其他</li></ul>"
        "<pre>第一行\n第二行</pre></body></html>".encode(),
        "x.html",
    )
    assert texts(parts) == [
        "绩效 报告",
        "一、概况",
        "甲。",
        "乙 &丙。",
        "3. 培训5场",
        "2项任务",
        "其他",
        "第一行",
        "第二行",
    ]
    levels = [part.level for part in parts.parts if isinstance(part, Paragraph)]
    assert levels[:3] == [1, 3, 0]
    numbers = [
        part.runs[0].locator.paragraph for part in parts.parts if isinstance(part, Paragraph)
    ]
    assert numbers == list(range(1, 10))


def test_blanks_as_a_browser_shows_them() -> None:
    assert of("<p>固定\n   资产12\n  34，<span>5</span><span>6</span>个</p>") == [
        "固定资产12 34，56个"
    ]
    assert of("<p>10<sup>3</sup>立方米<sup>[1]</sup></p>") == ["10³立方米[¹]"]


FORM = """<table><caption>自评表</caption>
<thead><tr><th rowspan=2>指标</th><th colspan=3>产出</th></tr>
<tr><th>目标</th><th>完成</th><th>得分</th></tr></thead><tbody>
<tr><td rowspan="0">数量<br>指标</td><td>≥5<br>场</td><td>6</td><td></td></tr>
<tr><td colspan="900">不低于95%</td></tr></tbody></table>"""


def test_cells_stand_where_a_browser_puts_them() -> None:
    [caption, grid] = read_html(f"<html><body>{FORM}</body></html>".encode(), "x.html").parts
    assert isinstance(caption, Paragraph)
    assert isinstance(grid, Grid)
    shown = [(c.text, c.row, c.column, c.rows, c.columns) for c in grid.cells]
    assert shown == [
        ("指标", 0, 0, 2, 1),
        ("产出", 0, 1, 1, 3),
        ("目标", 1, 1, 1, 1),
        ("完成", 1, 2, 1, 1),
        ("得分", 1, 3, 1, 1),
        ("数量指标", 2, 0, 2, 1),
        ("≥5场", 2, 1, 1, 1),
        ("6", 2, 2, 1, 1),
        ("不低于95%", 3, 1, 1, 3),
    ]
    assert grid.head_rows == 2


def test_tables_that_lay_a_page_out_are_none() -> None:
    inner = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>基本</td><td>3</td></tr></table>"
    layout = f"<table><tr><td>左栏</td><td><p>说明。</p>{inner}</td></tr></table>"
    assert of(layout) == ["左栏", "说明。", "0:项目 1:金额", "0:基本 1:3"]
    assert of("<table><tr><td><p>一、概况</p><p>甲。</p></td></tr></table>") == ["一、概况", "甲。"]
    long = "<p>" + "支出情况良好。" * 30 + "</p>"
    flows = of(f"<table><tr><td>栏</td><td>{long}{long}{long}</td></tr></table>")
    assert len(flows) == 4


def test_a_table_in_a_cell_of_a_large_table_is_words_of_the_cell() -> None:
    inner = "<table><tr><td>1月</td><td>5</td></tr></table>"
    rows = "".join(f"<tr><td>指标{n}</td><td>{n}</td><td>{n}分</td></tr>" for n in range(4))
    assert (
        of(f"<table>{rows}<tr><td>明细</td><td>{inner}</td></tr></table>")[-1] == "0:明细 1:1月 5"
    )


def test_fields_of_a_form_say_what_was_entered_and_placeholders_nothing() -> None:
    parts = read_html(
        b"<%@ page language='java' %><div><table><tr><td>a</td><td><input value='98.5'></td></tr>"
        b"<tr><td>b</td><td><input value='${data.sj112}'><input type=hidden value=7></td></tr>"
        b"<tr><td>c{{ d.e5 }}</td><td><select><option>1<option selected>2</select></td></tr>",
        "x.jsp",
    )
    assert texts(parts) == ["0:a 1:98.5", "0:b", "0:c 1:2"]
    assert codes(parts) == {"placeholders"}


def test_hidden_text_is_left_out_and_told() -> None:
    hidden = '<p style="display: none">全部完成，支出99万元。</p><p hidden>5</p><p>支出3万元。</p>'
    parts = read_html(page(hidden + '<img src="a.png">'), "x.html")
    assert texts(parts)[-1] == "支出3万元。"
    assert {"hidden-text", "pictures"} <= codes(parts)
    [note] = [note for note in parts.notes if note.code == "hidden-text"]
    assert "99万元" in note.zh


def test_a_page_that_its_script_fills_in() -> None:
    words = "全年支出350万元，完成率98%。" * 5
    script = f'window.state = {{"content": "<p>{words}<\\/p><p>\\u9884\\u7b97数3万元。</p>"}};'
    parts = read_html(f"<html><body><div id=app></div><script>{script}</script>".encode(), "x.html")
    assert texts(parts) == [words, "预算数3万元。"]
    assert "script-data" in codes(parts)


def test_a_web_archive_is_its_page() -> None:
    archive = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        "<html><body><p>支出3万元。</p></body></html>\n--b--\n"
    )
    assert texts(read_html(archive.encode(), "x.mht")) == ["支出3万元。"]
    with pytest.raises(DamagedDocument):
        read_html(archive.replace("text/html", "image/png").encode(), "x.mht")


@pytest.mark.parametrize(
    "source", ["<html></html>", "<html><body><script>1</script>", "<html><p>—"]
)
def test_a_page_without_words(source: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_html(source.encode(), "x.html")
    assert caught.value.error_code == "input-empty"


def test_very_deep_and_very_wide() -> None:
    deep = "<div>" * 5_000 + "支出3万元。" + "</div>" * 5_000
    assert of(deep) == ["支出3万元。"]
    tables = "<table><tr><td>" * 60 + "预算5万元。"
    assert of(tables) == ["预算5万元。"]
    cells = "<td colspan=9999999>9</td>" * 50
    assert of(f"<table><tr>{cells}</tr><tr><td rowspan=99999>8</td></tr></table>")


def test_the_document_has_the_text_and_its_places() -> None:
    document = read_bytes(page(f"<p>一、基本情况</p>{FORM}"), "x.htm")
    at = document.text.index("不低于95%")
    assert [q.text for q in document.quantities_in(at, at + 6)] == ["不低于95%"]
    located = document.locate(at, at + 1)
    assert located is not None
    assert located.paragraph
    assert document.title == "某市民政局2023年度部门整体支出绩效自评报告"


TAGS = ["<table>", "<tr>", "<td rowspan=2>", "<td>", "</td>", "</table>", "<p>", "<br>", "<ol><li>"]
TAGS += [
    "<a href=x>",
    "</a>",
    "12万元",
    "。",
    "<input value=3>",
    "<div style='display:none'>",
    "&#0;",
    "<!--",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=4), max_size=30))
def test_no_page_breaks_it(pieces: list[str]) -> None:
    source = "<html><body>支出情况" + "".join(pieces)
    try:
        said = "".join(texts(read_html(source.encode("utf-8", "replace"), "x.html")))
    except ReadError as error:
        said = error.error_code
    # Signs of many alphabets look like another encoding, or like no text at all.
    assert "支出情况" in said or said in ("input-format", "input-encoding", "input-unreadable")
