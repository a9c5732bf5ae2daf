from __future__ import annotations

import os
import signal
import threading

import pytest

from understudy.cli.interruption import heeded
from understudy.engine.cancellation import Cancellation
from understudy.engine.command import Stop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_cancels_and_the_second_kills(number):
    with heeded(Cancellation()) as cancellation:
        os.kill(os.getpid(), number)
        first = cancellation.stop
        os.kill(os.getpid(), number)
        second = cancellation.stop

    assert (first, second) == (Stop.CANCEL, Stop.KILL)
    assert cancellation.reason == "interrupted"


def test_afterwards_signals_mean_what_they_meant():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    with pytest.raises(ValueError, match="wrong"), heeded(Cancellation()):
        raise ValueError("wrong")

    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_another_thread_hears_of_no_signal():
    before, inside = signal.getsignal(signal.SIGINT), []

    def play():
        with heeded(Cancellation()) as cancellation:
            inside.append((signal.getsignal(signal.SIGINT), cancellation.requested))

    thread = threading.Thread(target=play)
    thread.start()
    thread.join()

    assert inside == [(before, False)]
