"""actions/cache/save: save files for later runs.

Emulated: the cache, which keeps nothing; see `actions/cache`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping, Optional

from understudy.actions import cache, inputs
from understudy.engine.contract import Host, Played, Post, nothing_to_foresee

NAME = "actions/cache/save"
INPUTS: Mapping[str, str] = MappingProxyType(
    {"path": "", "key": "", "upload-chunk-size": "", "enablecrossosarchive": "false"}
)
VERSIONS = cache.VERSIONS
post: Optional[Post] = None
foresee = nothing_to_foresee


def main(host: Host) -> Played:
    """Save nothing."""
    if not inputs.text(host.inputs, "key"):
        host.log("[warning]Key is not specified.")
    return Played(notes=("nothing is saved",))
