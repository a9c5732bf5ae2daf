"""Owns whether something was asked to end, and how fast; ends nothing itself."""

from __future__ import annotations

from typing import Optional

from understudy.engine.command import Stop


class Cancellation:
    """A request that can be made once, hardened once, and never taken back.

    Args:
        above: a wider request, of which this one is a part.
    """

    def __init__(self, above: Optional[Cancellation] = None) -> None:
        self._above = above
        self._stop: Optional[Stop] = None
        self.why = ""

    @property
    def stop(self) -> Optional[Stop]:
        """Return how running processes are to end, None where they are not."""
        above = self._above.stop if self._above else None
        return Stop.KILL if Stop.KILL in (above, self._stop) else above or self._stop

    @property
    def requested(self) -> bool:
        """Tell whether an end was asked for."""
        return self.stop is not None

    @property
    def reason(self) -> str:
        """Return who asked for the end, in words."""
        return self.why or (self._above.reason if self._above else "")

    def cancel(self, why: str = "cancelled") -> None:
        """Ask for an end as the service does: `always()` steps still run."""
        if self._stop is None:
            self._stop, self.why = Stop.CANCEL, why

    def kill(self) -> None:
        """Ask for an end at once."""
        self.why = self.why or "killed"
        self._stop = Stop.KILL
