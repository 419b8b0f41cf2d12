"""The server's log: one line a request, on standard error, in UTF-8 whatever the locale."""

from __future__ import annotations

import io
import logging
import sys


def start_log() -> None:
    """Write what the server logs to standard error."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    # An answer that breaks off has a line of ours that says why.
    logging.getLogger("uvicorn.error").addFilter(
        lambda record: "without completing response" not in record.getMessage()
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
