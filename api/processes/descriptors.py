"""How many files and connections a process may have open, and what of them is kept for what."""

import resource
import time

import structlog

# What the database and the programs that draw need, beside connections.
RESERVED_DESCRIPTORS = 256
LOG_INTERVAL_SECONDS = 10.0
log = structlog.get_logger("api.server")
_last_logged = [0.0]


def raise_descriptor_limit() -> int:
    """Let this process have as many descriptors as it may, and return how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def max_connections() -> int:
    """Return how many connections leave descriptors for all else."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(soft - RESERVED_DESCRIPTORS, soft // 2)


def max_streams() -> int:
    """Return how many streams leave connections for pages."""
    return max_connections() * 3 // 4


def log_refused_connections(connected: int) -> None:
    """Log that connections are refused, at most every few seconds: whoever asks for so many asks again."""
    now = time.monotonic()
    if now - _last_logged[0] >= LOG_INTERVAL_SECONDS:
        _last_logged[0] = now
        log.warning("connections refused", connected=connected, most=max_connections())
