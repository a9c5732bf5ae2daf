"""Owns concurrency groups: who of a group plays, waits or gives way; starts nothing."""

from __future__ import annotations

from typing import Dict, List, Tuple

from understudy.model.plan import Concurrency


class Groups:
    """The groups of one run. Names are compared without case, as on GitHub.

    One member of a group plays. Of those that wait, a newer one takes the place of an
    older one, unless the group queues them all (`queue: max`).
    """

    def __init__(self) -> None:
        self._playing: Dict[str, str] = {}
        self._waiting: Dict[str, List[str]] = {}

    def join(self, member: str, wanted: Concurrency) -> Tuple[str, ...]:
        """Let a member wait for its group, and return those that have to end for it."""
        group = wanted.group.lower()
        waiting = self._waiting.setdefault(group, [])
        replaced = [] if wanted.queue == "max" else list(waiting)
        for other in replaced:
            waiting.remove(other)
        waiting.append(member)
        playing = self._playing.get(group)
        if wanted.cancel_in_progress and playing is not None:
            replaced.append(playing)
        return tuple(replaced)

    def enter(self, member: str, wanted: Concurrency) -> bool:
        """Let a member that joined play if it is its turn; tell whether it was."""
        group = wanted.group.lower()
        waiting = self._waiting.get(group, [])
        if group in self._playing or waiting[:1] != [member]:
            return False
        waiting.remove(member)
        self._playing[group] = member
        return True

    def leave(self, member: str) -> None:
        """Let a member go, wherever it is."""
        for waiting in self._waiting.values():
            if member in waiting:
                waiting.remove(member)
        for group, playing in list(self._playing.items()):
            if playing == member:
                del self._playing[group]
