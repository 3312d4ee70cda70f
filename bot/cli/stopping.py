"""Being stopped: what cleans up after Ctrl-C does so after SIGTERM, too."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

TERMINATED = 128 + signal.SIGTERM
"""The exit code that a shell shows for a program that SIGTERM ended."""


@contextmanager
def sigterm_as_ctrl_c() -> Iterator[None]:
    """Let SIGTERM (of `timeout`, systemd, `docker stop`) end what is within as Ctrl-C does, but for the exit code."""
    came = False

    def end(_number: int, _frame: object) -> None:
        nonlocal came
        came = True
        signal.raise_signal(signal.SIGINT)

    before = {
        # In the background of a script it is ignored, and SIGTERM would be with it.
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGTERM: signal.signal(signal.SIGTERM, end),
    }
    try:
        yield
    except KeyboardInterrupt:
        if came:
            raise SystemExit(TERMINATED) from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
