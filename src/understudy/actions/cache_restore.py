"""actions/cache/restore: restore files that an earlier run has saved.

Emulated: the cache, which is empty; see `actions/cache`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping, Optional

from understudy.actions import cache, inputs
from understudy.engine.contract import Host, Played, Post, nothing_to_foresee

NAME = "actions/cache/restore"
INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "path": "",
        "key": "",
        "restore-keys": "",
        "enablecrossosarchive": "false",
        "fail-on-cache-miss": "false",
        "lookup-only": "false",
    }
)
VERSIONS = cache.VERSIONS
post: Optional[Post] = None
foresee = nothing_to_foresee


def main(host: Host) -> Played:
    """Find nothing, and say for which key."""
    host.set_output("cache-primary-key", inputs.text(host.inputs, "key"))
    cache.look_up(host)
    return Played(notes=("the cache is empty",))
