"""Owns anchors, and what replaying them may cost: GitHub's limits, in its words.

The limits are those of `YamlObjectReader.cs`, `TemplateMemory.cs` and `ParseOptions.cs`
in actions/runner. An alias costs as much as the node that it stands for, because GitHub
reads the events of that node again.
"""

from __future__ import annotations

from typing import Dict, Optional

from understudy.text.nodes import Node

MAX_DEPTH = 50
MAX_EVENTS = 50_000
MAX_BYTES = 10 * 1024 * 1024

_TOKEN_BYTES = 24
_STRING_BYTES = 26
_TOO_DEEP = "Maximum object depth exceeded"


class Refused(Exception):
    """GitHub stops reading here, in its own words."""

    def __init__(self, message: str, help: str, id: str = "yaml-limit") -> None:
        super().__init__(message)
        self.id = id
        self.help = help


class Anchored:
    """What an alias stands for: a node, and what reading it again costs."""

    __slots__ = ("node", "events", "bytes", "height")

    def __init__(self, events: int, size: int) -> None:
        self.node: Optional[Node] = None
        self.events = events
        self.bytes = size
        self.height = 0


class Replay:
    """Counts what was read, and remembers what was anchored."""

    def __init__(self) -> None:
        self.events = 0
        self.bytes = 0
        self._anchored: Dict[str, Anchored] = {}

    def add_string(self, text: str) -> None:
        """Count what GitHub keeps of a scalar; UTF-16, as in .NET."""
        self.bytes += _TOKEN_BYTES + _STRING_BYTES + 2 * len(text)

    def add_collection(self) -> None:
        """Count what GitHub keeps of a mapping or a sequence, its nodes aside."""
        self.bytes += _TOKEN_BYTES

    def begin(self, anchor: str) -> Anchored:
        """Remember an anchor as soon as its node's first event was counted.

        It takes the place of an earlier anchor of the same name.
        """
        self._anchored[anchor] = found = Anchored(self.events - 1, self.bytes)
        return found

    def end(self, anchored: Anchored, node: Node, height: int) -> None:
        """Settle what an anchor stands for, now that its node is complete."""
        anchored.node = node
        anchored.events = self.events - anchored.events
        anchored.bytes = self.bytes - anchored.bytes
        anchored.height = height

    def alias(self, name: str) -> Anchored:
        """Return what an alias stands for, and count it."""
        anchored = self._anchored.get(name)
        if anchored is None:
            raise Refused(
                f"Unknown anchor '{name}'",
                f"write `&{name}` before a value above, or put this in quotes",
                "yaml-anchor",
            )
        if anchored.node is None:
            raise Refused(
                _TOO_DEEP,
                f"`*{name}` stands inside of the value that `&{name}` names",
            )
        self.events += anchored.events - 1
        self.bytes += anchored.bytes
        self.check_events()
        if self.bytes > MAX_BYTES:
            raise Refused(
                "Maximum object size exceeded",
                f"with its aliases written out, it has more than {MAX_BYTES} bytes",
            )
        return anchored

    def check_events(self) -> None:
        """Stop at GitHub's limit of nodes."""
        if self.events > MAX_EVENTS:
            raise Refused(
                "Maximum YAML nodes exceeded",
                f"GitHub reads at most {MAX_EVENTS} nodes, and aliases count in full",
            )

    def check_depth(self, depth: int) -> None:
        """Stop at GitHub's limit of nested collections."""
        if depth > MAX_DEPTH:
            raise Refused(
                _TOO_DEEP,
                f"GitHub reads at most {MAX_DEPTH} mappings and lists in each other",
            )
