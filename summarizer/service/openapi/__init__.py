"""The OpenAPI description: additions to the one that FastAPI generates."""

from summarizer.service.openapi.bodies import (
    BATCH_BODY,
    DOCUMENT_BODY,
    RAW_PARAMETERS,
    json_body,
)
from summarizer.service.openapi.description import INFO, complete_openapi
from summarizer.service.openapi.responses import (
    DOCUMENT,
    KEYED,
    QUEUED,
    RECEIVED,
    Responses,
    by_anybody,
    by_reader,
    by_submitter,
    problems,
    with_headers,
)

__all__ = [
    "BATCH_BODY",
    "DOCUMENT",
    "DOCUMENT_BODY",
    "INFO",
    "KEYED",
    "QUEUED",
    "RAW_PARAMETERS",
    "RECEIVED",
    "Responses",
    "by_anybody",
    "by_reader",
    "by_submitter",
    "complete_openapi",
    "json_body",
    "problems",
    "with_headers",
]
