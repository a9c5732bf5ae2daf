"""Owns telling of steps that say nothing, so that nobody takes them for dead."""

from __future__ import annotations

from typing import Dict, Mapping, Tuple

from understudy.engine.job import LegPlay
from understudy.engine.observe import Heartbeat
from understudy.engine.rehearsal import Rehearsal

SILENCE = 30.0


class Watch:
    """Watches the legs of one run while they play.

    Args:
        rehearsal: the run, with its clock.
        playing: the legs that play at the moment, by address.
        silence: after how many seconds it is worth a word, and again after as many.
    """

    def __init__(
        self,
        rehearsal: Rehearsal,
        playing: Mapping[str, LegPlay],
        silence: float = SILENCE,
    ) -> None:
        self._rehearsal = rehearsal
        self._playing = playing
        self._silence = silence
        # By address: how far the log was, since when, and when that was last told.
        self._heard: Dict[str, Tuple[int, float, float]] = {}

    def look(self) -> None:
        """Tell of every step that has been silent for long enough."""
        now = self._rehearsal.services.now()
        playing = list(self._playing.items())
        self._heard = {
            address: self._heard.get(address, _NOTHING) for address, _ in playing
        }
        for address, leg in playing:
            step, position = leg.step, leg.state.log.position
            heard, since, told = self._heard[address]
            if step is None or position != heard:
                self._heard[address] = position, now, now
            elif now - told >= self._silence:
                self._heard[address] = position, since, now
                seconds = self._rehearsal.seconds()
                tail = leg.state.log.tail.decode("utf-8", "replace").rstrip()
                self._rehearsal.observer.notify(
                    Heartbeat(
                        seconds=seconds,
                        address=address,
                        id=step.id,
                        name=step.name,
                        running=seconds - step.seconds,
                        silent=now - since,
                        line=tail.rpartition("\n")[2],
                    )
                )


_NOTHING = (-1, 0.0, 0.0)
