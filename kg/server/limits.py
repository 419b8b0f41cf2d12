"""What the server allows a client to ask of it; every limit is an option of `zhengmai serve`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one query, one client and all clients together may take."""

    seconds: float = 30
    """How long a query may run, its answer included."""
    queries_at_once: int = 16
    """How many queries of all clients run at the same time, each in a process of its own."""
    client_queries_at_once: int = 12
    """How many of them may be one client's."""
    client_queries_a_minute: int = 1200
    request_bytes: int = 1_000_000
    result_bytes: int = 500_000_000
    memory_bytes: int = 2_000_000_000
    """How much memory the process of one query may take."""
