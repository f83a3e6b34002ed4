#!/bin/sh
# One report through a running service with curl: summarize.sh REPORT [http://127.0.0.1:8000]
# Set SUMMARIZER_KEY when the service asks for one.
set -eu
service=${2:-http://127.0.0.1:8000}
answer=$(curl -sS --fail-with-body ${SUMMARIZER_KEY:+-H "Authorization: Bearer $SUMMARIZER_KEY"} \
    -H 'Prefer: wait=30' -F "file=@$1" "$service/v1/summaries")
id=$(printf %s "$answer" | sed -n 's/^{"id": "\([0-9a-f]*\)".*/\1/p')
curl -sS --fail-with-body ${SUMMARIZER_KEY:+-H "Authorization: Bearer $SUMMARIZER_KEY"} \
    "$service/v1/summaries/$id/export?format=md"
