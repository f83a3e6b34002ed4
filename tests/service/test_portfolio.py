"""The portfolio, search and comparisons of a running service, on SQLite and on Postgres."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from own_postgres import OwnPostgres
from reviewing import handed_in
from served import Served

from summarizer import summarize
from summarizer.readers import read_text
from summarizer.service import statements
from summarizer.service.database import open_database
from summarizer.service.light_entries import LightEntries
from summarizer.service.listing import (
    holding,
    list_unlisted,
    listing_of,
    unlist,
    write,
)
from summarizer.service.records import Job
from summarizer.service.rows import find_job
from summarizer.service.searching import Question, search
from summarizer.service.tables import listed
from summarizer.settings import load_settings
from tests.comparison.test_compare import NEW, OLD


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.matrix)]
)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    settings = {}
    if request.param == "postgres":
        settings["database_url"] = request.getfixturevalue("own_postgres").database()
    served = Served(tmp_path_factory.mktemp("service"), settings)
    served.start()
    yield served
    served.close()


def opened(service: Served) -> sa.Engine:
    return open_database(load_settings(data_dir=service.data, **service.settings))


@pytest.fixture(scope="module")
def jobs(service: Served) -> tuple[str, str]:
    return handed_in(service, OLD)["id"], handed_in(service, NEW)["id"]


def page(service: Served, **query: object) -> dict[str, object]:
    answer = service.client.get("/v1/portfolio", params={"office": "某区水利局", **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_ended_jobs_are_lines_of_the_ledger(service: Served, jobs: tuple[str, str]) -> None:
    found = page(service)
    assert [(line["year"], line["keys"]) for line in found["lines"]] == [  # type: ignore[attr-defined]
        (2022, [jobs[0]]),
        (2023, [jobs[1]]),
    ]
    # Two years are never added up.
    totals = found["figures"]["totals"]  # type: ignore[index]
    assert [(one["year"], one["spent"], one["of"]) for one in totals] == [
        (2023, "3100000", 1),
        (2022, "2700000", 1),
    ]


def test_words_select_documents_and_pages_follow_each_other(
    service: Served, jobs: tuple[str, str]
) -> None:
    (line,) = page(service, q="水费收缴")["lines"]  # type: ignore[misc]
    assert line["keys"] == [jobs[0]]
    first = page(service, limit=1)
    assert len(first["lines"]) == 1  # type: ignore[arg-type]
    second = page(service, limit=1, cursor=first["next"])
    assert second["lines"][0]["year"] == 2023  # type: ignore[index]
    assert second["next"] is None
    assert page(service, q="100%_没有的词")["lines"] == []


def test_two_jobs_are_compared(service: Served, jobs: tuple[str, str]) -> None:
    answer = service.client.get("/v1/comparisons", params={"old": jobs[0], "new": jobs[1]})
    assert answer.status_code == 200
    found = answer.json()
    assert [one["difference"] for one in found["conflicts"]] == ["-20000"]
    assert {one["state"] for one in found["follow_up"]} == {"closed", "repeated", "unmentioned"}


def test_unknown_jobs_are_not_found(service: Served, jobs: tuple[str, str]) -> None:
    answer = service.client.get("/v1/comparisons", params={"old": jobs[0], "new": "0" * 32})
    assert answer.status_code == 404


def test_a_deleted_job_leaves_the_ledger(service: Served) -> None:
    text = OLD.replace("某区水利局", "某区林业局")
    key = handed_in(service, text)["id"]

    def listed() -> list[object]:
        query = {"office": "某区林业局"}
        lines: list[object] = service.client.get("/v1/portfolio", params=query).json()["lines"]
        return lines

    assert len(listed()) == 1
    assert service.client.delete(f"/v1/summaries/{key}").status_code == 204
    assert listed() == []


def found(service: Served, **query: object) -> list[dict[str, Any]]:
    answer = service.client.get("/v1/search", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_statements_are_found_by_words_with_their_place(
    service: Served, jobs: tuple[str, str]
) -> None:
    hits = found(service, q="水费收缴", office="某区水利局")
    assert {"measure"} <= {hit["type"] for hit in hits}
    for hit in hits:
        text = service.client.get(f"/v1/summaries/{hit['job']}/document").json()["text"]
        if hit["id"]:
            assert text[hit["start"] : hit["end"]] == hit["quote"]
            assert hit["section"]
    for job in jobs:
        measures = service.job(job)["summary"]["measures"]
        ids = {one["id"] for one in measures if "水费收缴" in one["text"]}
        assert ids == {one["id"] for one in hits if (one["job"], one["type"]) == (job, "measure")}


def test_pages_of_a_search_follow_each_other_and_hold_everything_once(
    service: Served, jobs: tuple[str, str]
) -> None:
    whole = found(service, q="2023", limit=200)
    cursor, seen = None, []
    while True:
        query = {"q": "2023", "limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = service.client.get("/v1/search", params=query).json()
        seen += answer["items"]
        cursor = answer["next"]
        if not cursor:
            break
    assert seen == whole
    assert len(seen) > 2


@pytest.mark.parametrize("words", ["", "水", "。 ，", "3 . 4"])
def test_what_cannot_be_looked_for_is_refused(service: Served, words: str) -> None:
    answer = service.client.get("/v1/search", params={"q": words})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_words_that_only_meet_across_a_mark_are_not_one_word(service: Served) -> None:
    text = "某区园林局2023年度绩效自评报告\n一、完成情况\n绿化达标，林木补种30株。\n"
    handed_in(service, text)
    assert found(service, q="林木补种")
    assert found(service, q="达标林木") == []


def test_what_a_list_expects_is_missing_until_it_comes(
    service: Served, jobs: tuple[str, str]
) -> None:
    text = (
        "单位,年度,种类,截止日期\n"
        "某区水利局,2024,部门整体,2025-04-30\n某区水利局,2023,,2020-01-01\n"
    )
    address = "/v1/portfolio/expected"
    assert service.client.get(address).status_code == 404
    kept = service.client.put(address, content=text.encode(), headers={"Content-Type": "text/csv"})
    assert kept.json() == {"name": "expected.csv", "documents": 2}
    states = {line["year"]: line["state"] for line in page(service)["lines"]}  # type: ignore[attr-defined]
    assert states == {2022: "read", 2023: "late", 2024: "missing"}
    (missing,) = page(service, state="missing")["lines"]  # type: ignore[misc]
    assert missing["keys"] == []
    assert service.client.get(address).text == text
    assert service.client.delete(address).status_code == 204
    assert len(page(service)["lines"]) == 2  # type: ignore[arg-type]


def test_a_faulty_list_is_refused_with_its_line(service: Served) -> None:
    answer = service.client.put("/v1/portfolio/expected", content="单位,年度\n甲,今年\n".encode())
    assert answer.status_code == 422
    assert "第 2 行" in answer.json()["detail"]


def test_states_of_review_are_told_and_select(service: Served, jobs: tuple[str, str]) -> None:
    keys = [line["keys"] for line in page(service, review="none")["lines"]]  # type: ignore[attr-defined]
    assert keys == [[jobs[0]], [jobs[1]]]
    item = service.job(jobs[0])["summary"]["results"][0]["id"]
    address = f"/v1/summaries/{jobs[0]}/decisions/{item}"
    assert service.client.put(address, json={"state": "accepted"}).status_code == 200
    (line,) = page(service, review="in_progress")["lines"]  # type: ignore[misc]
    assert line["keys"] == [jobs[0]]
    (entry,) = page(service, year=2022)["entries"]  # type: ignore[misc]
    assert entry["review"] == "in_progress"


def test_the_workbook_has_what_batch_run_writes(
    service: Served, jobs: tuple[str, str], tmp_path: Path
) -> None:
    for number, text in enumerate((OLD, NEW)):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    done = service.command("batch", "run", str(tmp_path), "--out", str(out), "-f", "xlsx")
    assert done.returncode == 0, done.stderr
    answer = service.client.get("/v1/portfolio/export", params={"office": "某区水利局"})
    served, batch = load_workbook(io.BytesIO(answer.content)), load_workbook(out / "ledger.xlsx")
    assert served.sheetnames == batch.sheetnames
    assert counted(served) == counted(batch)


def counted(book: Any) -> dict[str, list[list[object]]]:
    """The numbers of each sheet; names of files and times differ."""
    return {
        sheet.title: [
            [cell for cell in row if isinstance(cell, int | float)]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }


def test_a_job_that_an_earlier_program_ended_joins_the_list(
    service: Served, jobs: tuple[str, str]
) -> None:
    engine = opened(service)
    before = page(service)
    with engine.begin() as connection:
        for key in jobs:
            job = find_job(connection, key)
            assert job is not None
            unlist(connection, job)
    assert page(service)["lines"] == []
    assert list_unlisted(engine) == 2
    assert page(service) == before
    engine.dispose()


def test_entries_are_kept_apart_by_owner() -> None:
    engine = open_database(load_settings())
    listing = listing_of(summarize(read_text(OLD, "a.txt"), "rules"))
    with engine.begin() as connection:
        for number, owner in enumerate(("one", "two"), 1):
            made = {"number": number, "id": owner, "owner": owner, "created_at": 1.0}
            job = Job(**{**dict.fromkeys(field.name for field in fields(Job)), **made})
            write(connection, job, listing)
    entries = LightEntries(engine)
    assert [one.key for one in entries.of("one")] == ["one"]
    assert holding(engine, "two", "水费收缴") == {"two"}
    assert holding(engine, "three", "水费收缴") == set()
    with engine.begin() as connection:
        write(connection, replace(job, number=3, id="three"), listing)
        unlist(connection, job)
    assert [one.key for one in entries.of("two")] == ["three"]
    # There is no summary to read the statement in.
    assert search(engine, "one", Question("水费收缴"), below=None, limit=10) == ([], None)
    engine.dispose()


@pytest.mark.matrix
def test_postgres_finds_statements_and_lines_by_index(own_postgres: OwnPostgres) -> None:
    """With sequential scans off, a plan shows whether an index fits."""
    engine = open_database(load_settings(database_url=own_postgres.database()))
    with engine.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        condition, key, values = statements.condition(connection, "one", [["满意", "意度"]])
        found = sa.select(key).select_from(sa.table(statements.TABLE)).where(sa.text(condition))
        lines = sa.select(listed.c.job).where(listed.c.owner == "one")
        plans = [plan_of(connection, query, values) for query in (found, lines)]
    engine.dispose()
    assert "summarizer_said_by_grams" in plans[0]
    assert "summarizer_listed_by_owner" in plans[1]


def plan_of(connection: sa.Connection, query: sa.Select[Any], values: dict[str, str]) -> str:
    compiled = query.compile(connection)
    told = connection.exec_driver_sql(f"EXPLAIN {compiled}", {**compiled.params, **values})
    return "\n".join(told.scalars())
