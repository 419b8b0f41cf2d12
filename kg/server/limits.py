"""What the server lets a client ask of it; each limit is an option of `zhengmai serve`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one query, one client and all clients together may take."""

    seconds: float = 30.0
    """How long a query may take, its answer included."""
    queries: int = 16
    """How many queries run at the same time, each in an engine process of its own."""
    client_queries: int = 12
    """How many of them may be one client's."""
    client_rate: int = 30_000
    """How many queries one client may send in a minute."""
    request_bytes: int = 1_000_000
    result_bytes: int = 500_000_000
    memory_bytes: int = 2_000_000_000
    """How much memory the engine process of one query may take."""
