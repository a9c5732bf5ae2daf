"""Owns what Ctrl-C does to a run: the first one cancels it, the second one kills it."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import Iterator

from understudy.engine.cancellation import Cancellation

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def heeded(cancellation: Cancellation) -> Iterator[Cancellation]:
    """Let signals end a run, for as long as the context lasts.

    Only the main thread hears of signals; in another one nothing changes.
    """

    def hear(number: int, frame: object) -> None:
        if cancellation.requested:
            cancellation.kill()
        else:
            cancellation.cancel("interrupted")

    if threading.current_thread() is not threading.main_thread():
        yield cancellation
        return
    before = {number: signal.signal(number, hear) for number in _SIGNALS}
    try:
        yield cancellation
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
