"""The pages about many documents, as a browser without script uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx
import pytest
from plain_browser import Visitor, words
from reviewing import handed_in
from served import Served

from tests.comparison.test_compare import NEW, OLD

pytestmark = pytest.mark.matrix

OFFICE = "青石县水利局"


@pytest.fixture(scope="module")
def jobs(service: Served) -> list[str]:
    return [handed_in(service, text.replace("某区水利局", OFFICE))["id"] for text in (OLD, NEW)]


@pytest.fixture
def visitor(service: Served) -> Iterator[Visitor]:
    made = Visitor(service.url)
    yield made
    made.client.close()


def rows(answer: httpx.Response) -> list[str]:
    """The rows of the ledger, as text."""
    _, _, table = answer.text.partition('<table class="ledger">')
    body = table.partition("</table>")[0].split("<tr>")[2:]
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in body]


def links(answer: httpx.Response, text: str) -> list[str]:
    """The addresses behind a text."""
    found = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>([^<]*)</a>', answer.text)
    return [unescape(address) for address, said in found if said.strip() == text]


def test_every_figure_of_the_ledger_leads_to_its_place(
    service: Served, visitor: Visitor, jobs: list[str]
) -> None:
    seen = visitor.get(f"/portfolio?office={OFFICE}")
    assert [row.split()[:4] for row in rows(seen)] == [
        [OFFICE, "2022", "部门整体支出", "已读"],
        [OFFICE, "2023", "部门整体支出", "已读"],
    ]
    for job, spent in zip(jobs, ("270", "310"), strict=True):
        (address,) = [one for one in links(seen, spent) if job in one]
        item = re.search(r"item=(\w+)", address)
        assert item
        results = service.job(job)["summary"]["results"]
        (result,) = [one for one in results if one["id"] == item[1]]
        assert result["quantity"]["text"] == f"{spent}万元"
        assert f'id="i-{item[1]}"' in visitor.get(address).text


def test_two_years_are_no_total_and_a_filter_makes_one(visitor: Visitor, jobs: list[str]) -> None:
    both = words(visitor.get(f"/portfolio?office={OFFICE}"))
    assert "2023 部门整体支出 1 1 0 0 320 310 96.88" in both
    assert "2022 部门整体支出 1 1 0 0 300 270 90.00" in both
    assert "620" not in both
    assert "580" not in both
    assert len(rows(visitor.get(f"/portfolio?office={OFFICE}&year=2022"))) == 1
    assert len(rows(visitor.get(f"/portfolio?office={OFFICE}&q=水费收缴"))) == 1
    assert rows(visitor.get(f"/portfolio?office={OFFICE}&state=missing")) == []
    assert "至少要有两个" in words(visitor.get("/portfolio?q=水"))


def test_a_list_of_what_is_expected_is_kept_refused_and_forgotten(
    visitor: Visitor, jobs: list[str]
) -> None:
    def send(text: str) -> httpx.Response:
        files = {"file": ("应报.csv", text.encode())} if text else {"file": ("", b"")}
        address = "/portfolio/expected"
        return visitor.client.post(address, data={"mark": visitor.mark()}, files=files)

    kept = send(f"单位,年度,种类\n{OFFICE},2024,部门整体\n")
    assert "应报.csv" in words(kept)
    (missing,) = rows(visitor.get(f"/portfolio?office={OFFICE}&state=missing"))
    assert missing.split()[:4] == [OFFICE, "2024", "部门整体支出", "缺报"]
    refused = send("单位,年度\n甲,今年\n")
    assert (refused.status_code, "第 2 行" in words(refused)) == (422, True)
    assert "应报.csv" not in words(send(""))
    foreign = visitor.client.post("/portfolio/expected", data={"mark": "no"}, files={"file": b"x"})
    assert foreign.status_code == 403


def test_a_statement_is_found_and_leads_to_its_item(
    service: Served, visitor: Visitor, jobs: list[str]
) -> None:
    seen = visitor.get(f"/portfolio/search?q=水费收缴&type=measure&office={OFFICE}")
    (address,) = links(seen, "开展水费收缴专项检查")
    assert address.startswith(f"/summaries/{jobs[0]}?item=m")
    assert "五、改进措施" in words(seen)
    assert "没有找到" in words(visitor.get("/portfolio/search?q=没有这样的话"))


def test_figures_by_attainment_and_finding_lead_to_so_many_statements(
    visitor: Visitor, jobs: list[str]
) -> None:
    seen = visitor.get(f"/portfolio?office={OFFICE}")
    addresses = re.findall(r'href="(/portfolio/search\?[^"]+)">(\d+)</a>', seen.text)
    assert len(addresses) >= 2
    for address, count in addresses:
        found = visitor.get(unescape(address)).text
        assert found.count('<li><p><span class="chip plain">') == int(count), address


def test_two_chosen_documents_are_compared_with_both_places(
    service: Served, visitor: Visitor, jobs: list[str]
) -> None:
    # In whatever order they were ticked: the older one stands first.
    seen = visitor.get(f"/portfolio/compare?doc={jobs[1]}&doc={jobs[0]}")
    assert "部门实际支出" in words(seen) or "实际支出" in words(seen)
    assert "已解决或已落实" in words(seen)
    for job in jobs:
        items = set(re.findall(rf"/summaries/{job}\?item=(\w+)#", seen.text))
        summary = service.job(job)["summary"]
        assert items
        assert items <= {one["id"] for one in known(summary)}
    year_before = visitor.get(f"/portfolio?office={OFFICE}")
    (address,) = links(year_before, "与上年比对")
    assert address == f"/portfolio/compare?doc={jobs[0]}&doc={jobs[1]}"
    assert visitor.get(f"/portfolio/compare?doc={jobs[0]}").status_code == 422


def known(summary: dict[str, Any]) -> list[dict[str, Any]]:
    groups = ("targets", "results", "problems", "measures")
    return [one for group in groups for one in summary[group]]


@pytest.mark.parametrize("address", ["/portfolio", "/portfolio/search?q=水费"])
def test_the_pages_speak_english_too(visitor: Visitor, jobs: list[str], address: str) -> None:
    said = visitor.get(f"{address}{'&' if '?' in address else '?'}lang=en").text
    assert '<html lang="en">' in said
    # Words of ours are English; Chinese is marked as such, or a report's.
    outside = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", said, flags=re.DOTALL)
    outside = re.sub(r"<[^>]+>", " ", outside)
    assert not re.findall(r"[\u4e00-\u9fff]+", outside.replace("中文", "").replace("水费", ""))
