"""Requests made up from the interface's own description, by two callers: no fault of ours, no
answer that the description does not know, and nothing of the other's to see."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Served

pytestmark = pytest.mark.matrix

# So many per operation make about 2,000 cases in all, or 20,000.
TOOL = Path(sys.executable).with_name("schemathesis")
EXAMPLES = int(os.environ.get("SUMMARIZER_TEST_EXAMPLES", "1600"))
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(
        tmp_path / "data", {"requests_per_minute": "1000000", "queued_per_key": "1000000"}
    )
    yield made
    made.close()


@pytest.mark.parametrize("examples", [160, pytest.param(EXAMPLES, marks=pytest.mark.long)])
def test_two_callers_and_made_up_requests(
    served: Served, report: bytes, tmp_path: Path, examples: int
) -> None:
    keys = [
        {"Authorization": f"Bearer {served.command('keys', 'create', name).stdout.strip()}"}
        for name in ("one", "two")
    ]
    served.start()
    mine = served.submit(report, **keys[0], Prefer="wait=20").json()["id"]
    own = served.submit(report, **keys[1], Prefer="wait=20").json()["id"]
    cases = fuzz(served, keys[1], examples, tmp_path)
    print(f"{cases} requests made up, and ", end="")
    assert cases >= 12.5 * examples
    # Made-up ids name no job: what there is to say of one is asked of a job that has ended, whose
    # events end too.
    (tmp_path / "schemathesis.toml").write_text(f'[parameters]\n"path.job_id" = "{own}"\n')
    ended = ("--include-path-regex", "^/v1/summaries/[{]job_id", "--exclude-method", "DELETE")
    further = fuzz(served, keys[1], examples, tmp_path, *ended)
    print(f"{further} more about a job of one's own")
    assert further >= 2.5 * examples
    assert served.client.get(f"/v1/summaries/{mine}", headers=keys[1]).status_code == 404
    left = served.client.get(f"/v1/summaries/{mine}", headers=keys[0])
    assert left.json()["state"] == "succeeded"
    assert mine not in (tmp_path / "said.txt").read_text()
    answered = statuses_by_route(served, own)
    assert {200, 422} <= answered["/v1/summaries/{job_id}/export"]
    assert 200 in answered["/v1/summaries/{job_id}/events"]
    assert '"event": "fault"' not in served.log.read_text()


def statuses_by_route(served: Served, key: str) -> dict[str, set[int]]:
    """How requests about a job were answered, by the service's own log."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for line in served.log.read_text().splitlines():
        if key in line and (said := json.loads(line))["event"] == "request":
            found[said["route"]].add(said["status"])
    return found


def fuzz(served: Served, key: dict[str, str], examples: int, folder: Path, *more: str) -> int:
    """Runs the made-up requests; how many there were."""
    done = subprocess.run(
        [
            *(str(TOOL), "run", f"{served.url}/v1/openapi.json"),
            *("--checks", CHECKS, "--max-examples", str(examples), "--seed", "1", "--no-color"),
            *("--header", f"Authorization: {key['Authorization']}", "--phases", "coverage,fuzzing"),
            *("--suppress-health-check", "all", "--generation-database", "none"),
            *more,
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=3000,
    )
    with (folder / "said.txt").open("a") as said:
        said.write(done.stdout)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    found = re.search(r"(\d[\d,]*) generated", done.stdout)
    assert found, done.stdout[-2000:]
    return int(found[1].replace(",", ""))
