"""What every format promises."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from summarizer.errors import ConfigError
from summarizer.rendering import FORMATS, RENDERERS, Look, render
from summarizer.schema import Document, Summary


def words(summary: Summary) -> list[str]:
    """What no rendering may lose: every item's words, every finding, everything uncovered."""
    said = [item.metric for item in (*summary.targets, *summary.results) if item.id != "r6"]
    said += [problem.text for problem in summary.problems]
    said += [problem.cause for problem in summary.problems if problem.cause]
    return [*said, "加强前期调研"]


def test_every_format_has_a_renderer() -> None:
    assert set(RENDERERS) == set(FORMATS)


@pytest.mark.parametrize("name", ["table", "md", "html", "csv"])
def test_nothing_that_was_found_is_lost(name: str, summary: Summary) -> None:
    shown = render(summary, name, look=Look(width=200))
    text = shown.decode("utf-8-sig") if isinstance(shown, bytes) else shown
    assert [said for said in words(summary) if said not in text] == []


@pytest.mark.parametrize("name", ["table", "md", "html"])
def test_what_went_wrong_is_said_aloud(name: str, summary: Summary) -> None:
    shown = str(render(summary, name, look=Look(width=200)))
    for said in (
        "分项之和为1259.25万元",
        "未读章节",
        "五、措施",
        "模型无回答",
        "95%",
        "不一致",
        "待复核",
    ):
        assert said in shown


@pytest.mark.parametrize("name", ["table", "md", "html"])
def test_errors_come_before_hints(name: str, summary: Summary) -> None:
    shown = str(render(summary, name, look=Look(width=200)))
    assert shown.index("分项之和") < shown.index("编码为推断")


@pytest.mark.parametrize("name", ["table", "md", "html", "csv"])
def test_labels_come_in_english_too(name: str, summary: Summary) -> None:
    shown = render(summary, name, look=Look(language="en", width=200))
    text = shown.decode("utf-8-sig") if isinstance(shown, bytes) else shown
    assert "exceeded" in text
    assert "超额达成" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_summary_without_anything_renders(name: str, summary: Summary) -> None:
    empty = summary.model_copy(
        update={"targets": (), "results": (), "problems": (), "measures": (), "findings": ()}
    )
    assert render(empty, name)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_summary_gives_the_same_bytes(
    name: str, summary: Summary, document: Document
) -> None:
    assert render(summary, name, document) == render(summary, name, document)


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_a_file_of_office_is_as_old_as_its_summary(name: str, summary: Summary) -> None:
    made = render(summary, name)
    assert isinstance(made, bytes)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        about = archive.read("docProps/core.xml").decode()
    created, modified = re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)<", about)
    assert created == modified == f"{summary.run.started_at[:19]}Z"


def test_json_keeps_the_order_of_the_models_and_chinese_as_chinese(summary: Summary) -> None:
    shown = str(render(summary))
    assert list(json.loads(shown)) == [
        "schema_version",
        "document",
        "overview",
        "brief",
        "targets",
        "results",
        "problems",
        "measures",
        "findings",
        "tables",
        "ledger",
        "decisions",
        "coverage",
        "run",
    ]
    assert "小型水库维修" in shown
    assert shown.endswith("}\n")


def test_json_comes_back_as_the_same_summary(summary: Summary) -> None:
    assert Summary.model_validate_json(str(render(summary, "json"))) == summary


def test_an_unknown_format_names_the_known_ones(summary: Summary) -> None:
    with pytest.raises(ConfigError, match="table json md html xlsx csv docx"):
        render(summary, "odt")
