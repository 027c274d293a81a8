"""The HTTP server under the app, with the options that the app counts on."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI


def build_server(app: FastAPI, *, host: str, port: int) -> uvicorn.Server:
    """A server to run with `await server.serve()`; end it by `signals.close()` and `server.should_exit = True`.

    The app writes its own access log, without addresses and ids. There are no web sockets, and the library for them that
    stands beside Rasa is too old for uvicorn. Streams that do not end by themselves are cut after five seconds.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=5,
        ws="none",
    )
    return uvicorn.Server(config)
