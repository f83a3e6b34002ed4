"""`/v1/portfolio` and `/v1/comparisons` of a running service."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from served import Served

from summarizer.service.database import entries, open_database
from summarizer.service.listing import entries_of
from summarizer.settings import load_settings
from tests.comparison.test_compare import NEW, OLD


@pytest.fixture(scope="module")
def jobs(service: Served) -> tuple[str, str]:
    made = [service.submit(text.encode(), Prefer="wait=20").json()["id"] for text in (OLD, NEW)]
    return made[0], made[1]


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
    figures = found["figures"]
    assert (figures["spent"], figures["spent_of"]) == ("5800000", 2)  # type: ignore[index]


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
    text = OLD.replace("某区水利局", "某区林业局").encode()
    key = service.submit(text, Prefer="wait=20").json()["id"]

    def listed() -> list[object]:
        query = {"office": "某区林业局"}
        lines: list[object] = service.client.get("/v1/portfolio", params=query).json()["lines"]
        return lines

    assert len(listed()) == 1
    assert service.client.delete(f"/v1/summaries/{key}").status_code == 204
    assert listed() == []


def test_entries_are_kept_apart_by_owner(tmp_path: object) -> None:
    engine = open_database(load_settings())
    row = {
        "owner": "one", "name": "a.txt", "office": "甲局", "year": 2023, "kind": "other",
        "title": None, "state": "read", "message": None, "sha256": "", "received": 1.0,
        "budget": None, "spent": None, "rate": None, "score": None, "grade": None, "problems": 0,
        "measures": 0, "open_items": 0, "counts": '{"targets": {}, "findings": {}}', "words": "",
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(
            sa.insert(entries), [{**row, "job": "a"}, {**row, "job": "b", "owner": "two"}]
        )
    assert [one.key for one in entries_of(engine, "one")] == ["a"]
