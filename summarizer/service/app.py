"""The HTTP application: routes, errors and middleware combined."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from summarizer.service import pages
from summarizer.service.context import Service
from summarizer.service.middleware import install_error_handlers, install_middleware
from summarizer.service.openapi import INFO, complete_openapi
from summarizer.service.routes import ROUTERS
from summarizer.version import __version__

__all__ = ["Service", "create_app"]

THREADS = 16
# FastAPI's own telemetry would export paths, queries and exception messages; ours is in `tracing`.
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(service: Service) -> FastAPI:
    """Return the application. The jobs must already be launched."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # Every database call takes a thread; the default is six threads on two cores.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        service.feed.start()
        service.webhooks.start()
        yield
        service.stopping.set()
        await service.webhooks.stop()
        await service.feed.stop()

    app = FastAPI(
        **INFO,
        version=__version__,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry=_NO_TELEMETRY,
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
    )
    app.state.service = service
    for router in (*ROUTERS, *pages.ROUTERS):
        app.include_router(router)
    install_error_handlers(app)
    install_middleware(app, service.metrics, service.door)
    complete_openapi(app)
    return app
