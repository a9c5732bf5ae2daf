"""Owns which machine plays, in the service's words; what is installed is not asked."""

from __future__ import annotations

import os
import sys

from understudy.records import dataclass

_SYSTEMS = {"linux": "Linux", "darwin": "macOS"}
_ARCHITECTURES = {"x86_64": "X64", "amd64": "X64", "aarch64": "ARM64", "arm64": "ARM64"}


@dataclass(frozen=True)
class Here:
    """The machine that plays, in the service's words: `Linux`, `X64`."""

    system: str
    architecture: str

    @property
    def platform(self) -> str:
        """Return the system as Python names it."""
        return next(key for key, name in _SYSTEMS.items() if name == self.system)


def this_machine() -> Here:
    """Return the machine that this process runs on."""
    machine = os.uname().machine
    return Here(
        _SYSTEMS.get(sys.platform, "Linux"),
        _ARCHITECTURES.get(machine.lower(), machine.upper()),
    )
