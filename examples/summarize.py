"""One report through a running service: summarize.py REPORT [http://127.0.0.1:8000]"""

import os
import sys
import time

import httpx

key = os.environ.get("SUMMARIZER_KEY")
headers = {"Authorization": f"Bearer {key}"} if key else {}
base = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8000"
with (
    httpx.Client(base_url=base, headers=headers, timeout=60) as service,
    open(sys.argv[1], "rb") as file,
):
    job = service.post("/v1/summaries", files={"file": file}).raise_for_status().json()
    while job["state"] in ("queued", "running"):
        time.sleep(0.5)
        job = service.get(f"/v1/summaries/{job['id']}").raise_for_status().json()
    for result in (job["summary"] or {"results": []})["results"]:
        print(result["check"]["verdict"], result["text"])
