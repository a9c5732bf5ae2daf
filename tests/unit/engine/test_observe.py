"""What the engine tells."""

from __future__ import annotations

import threading
import time

from understudy.engine.observe import Broadcast, Event, Heartbeat, Warned


class Listening:
    """Keeps events, slowly; knows whether two came at once."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.at_once = 0
        self._inside = 0

    def notify(self, event: Event) -> None:
        self._inside += 1
        self.at_once = max(self.at_once, self._inside)
        time.sleep(0.001)
        self.events.append(event)
        self._inside -= 1


def test_every_observer_learns_of_every_event_one_at_a_time() -> None:
    first, second = Listening(), Listening()
    broadcast = Broadcast([first, second])
    events = [Warned(float(number), "careful") for number in range(20)]
    threads = [
        threading.Thread(target=broadcast.notify, args=(event,)) for event in events
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(first.events, key=lambda event: event.seconds) == events
    assert first.events == second.events
    assert (first.at_once, second.at_once) == (1, 1)


def test_an_event_says_all_that_a_screen_shows() -> None:
    event = Heartbeat(41.0, "ci/docs", "docs", "Build docs", 32.0, 30.0, "building")

    assert (event.running, event.silent, event.line) == (32.0, 30.0, "building")
