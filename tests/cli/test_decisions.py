"""`summarizer decisions`: out of a service and in again, and as gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.dataset import from_annotation
from summarizer import summarize
from summarizer.cli import main
from summarizer.readers import read_text
from summarizer.service.database import open_database
from summarizer.service.reviewing import Reviews, Ruling, matters_of
from summarizer.service.store import Job, Store, Submission
from summarizer.settings import load_settings

TEXT = "一、完成情况\n全年新增养老床位212张，群众满意度96.4%，发放补助23.6万元。\n"


@pytest.fixture
def job() -> Job:
    """A job that was done, with one decision of each kind."""
    engine = open_database(load_settings())
    store, reviews = Store(engine), Reviews(engine)
    made, _ = store.submit(Submission("local", "自评.txt", TEXT.encode()))
    summary = summarize(read_text(TEXT, "自评.txt"), "rules")
    store.begin(made.id, 1)
    store.finish(made, "succeeded", summary=summary.model_dump_json())
    done = store.get(made.id)
    assert done
    matters = list(matters_of(summary).values())
    results = [one for one in matters if one.kind == "result"]
    rulings = [
        Ruling(results[0].id, "accepted", results[0].before()),
        Ruling(results[1].id, "rejected", results[1].before(), None, "重复"),
    ]
    reviews.decide(done, rulings, by="李敏")
    engine.dispose()
    return done


def run(*arguments: str) -> int:
    try:
        return main(["decisions", *arguments]) or 0
    except SystemExit as ended:
        return int(ended.code or 0)


def out(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_decisions_go_out_and_come_in(
    job: Job, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "decisions.json"
    assert run("export", job.id, "-o", str(file)) == 0
    given = json.loads(file.read_text(encoding="utf-8"))
    assert [(one["state"], one["by"]) for one in given["decisions"]] == [
        ("accepted", "李敏"),
        ("rejected", "李敏"),
    ]
    given["decisions"][0]["before"]["text"] = "另一件事"
    file.write_text(json.dumps(given), encoding="utf-8")
    assert run("import", job.id, str(file), "--by", "王强") == 7
    assert "未导入 1 条" in capsys.readouterr().err
    assert run("export", job.id) == 0
    by = [one["by"] for one in out(capsys)["decisions"]]
    assert sorted(by) == ["李敏", "王强"]


def test_a_reviewed_summary_is_gold(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", job.id, "--gold") == 0
    annotation = out(capsys)
    gold = from_annotation("自评", TEXT, annotation)
    assert {item["agreed"] for item in gold.items} == {"human", "machine"}
    assert len(gold.items) == 2


def test_what_is_none_is_refused(job: Job, tmp_path: Path) -> None:
    assert run("export", "0" * 32) == 2
    assert run("import", job.id, str(tmp_path / "none.json")) == 3
    (tmp_path / "bad.json").write_text("[]")
    assert run("import", job.id, str(tmp_path / "bad.json")) == 3
