"""The values that JSON lacks, unknown ones and case-sensitive keys; compares none."""

from __future__ import annotations

import typing

from understudy.records import dataclass


@dataclass(frozen=True)
class Unknown:
    """A value that exists only while the pipeline runs.

    `truth` says whether it counts as true where that much is certain: whatever
    `x` turns out to be, `x && false` is false, though it may be `''`.
    """

    reason: str
    truth: bool | None = None


class CaseSensitive(typing.Dict[str, object]):
    """A dictionary whose keys are looked up as they are, as `env` is on Linux.

    Every other mapping ignores the case of its keys.
    """
