"""re-actors/alls-green: fail unless all the jobs before this one are well.

Real: the decision, from `jobs`, `allowed-failures` and `allowed-skips`, its outputs and
its words, in the log.

Left out: the same words in the step's summary.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import FrozenSet, Iterator, Mapping, Optional

from understudy.actions import inputs, releases
from understudy.engine.contract import (
    ActionFailed,
    Host,
    Played,
    Post,
    Versions,
    nothing_to_foresee,
)

NAME = "re-actors/alls-green"
INPUTS: Mapping[str, str] = MappingProxyType(
    {"jobs": "", "allowed-failures": "[]", "allowed-skips": "[]"}
)
VERSIONS = Versions(
    majors=("release/v1", "release/v1.0", "release/v1.1", "release/v1.2"),
    commits=releases.of(NAME),
    branches=("main", "unstable/v1"),
)
post: Optional[Post] = None
foresee = nothing_to_foresee

_FAILED = "Process completed with exit code 1."


def main(host: Host) -> Played:
    """Decide whether the needed jobs ended well enough."""
    jobs = _jobs(inputs.text(host.inputs, "jobs"))
    may_fail = _names(inputs.text(host.inputs, "allowed-failures"))
    may_skip = _names(inputs.text(host.inputs, "allowed-skips"))
    if not jobs:
        host.log(
            "# ❌ Invalid input jobs matrix, please provide a non-empty `needs` context"
        )
        raise ActionFailed(_FAILED)
    required = set(jobs) - may_fail - may_skip
    green = all(jobs[name] == "success" for name in required) and all(
        jobs[name] in ("success", "skipped") for name in may_skip & set(jobs)
    )
    host.set_output("failure", str(not green).lower())
    host.set_output("result", "success" if green else "failure")
    host.set_output("success", str(green).lower())
    host.log(*_explanation(green, jobs, may_fail, may_skip))
    if not green:
        raise ActionFailed(_FAILED)
    return Played()


def _jobs(text: str) -> Mapping[str, str]:
    """Return the results of the jobs by their names."""
    try:
        needs = json.loads(text)
        return {name: job["result"] for name, job in (needs or {}).items()}
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise ActionFailed(_FAILED) from problem


def _names(text: str) -> FrozenSet[str]:
    """Return names that are written as JSON, or with commas between them."""
    try:
        listed = json.loads(text)
    except ValueError:
        listed = [name.strip() for name in text.split(",")]
    return frozenset(name for name in listed or () if name)


def _explanation(
    green: bool,
    jobs: Mapping[str, str],
    may_fail: FrozenSet[str],
    may_skip: FrozenSet[str],
) -> Iterator[str]:
    def well(names: FrozenSet[str]) -> bool:
        return all(jobs[name] == "success" for name in names & set(jobs))

    if green:
        yield "# ✓ All of the required dependency jobs succeeded 🎉🎉🎉"
    else:
        yield "# ❌ Some of the required to succeed jobs failed 😢😢😢"
    yield ""
    if may_fail and well(may_fail):
        yield "🛈 All of the allowed to fail dependency jobs succeeded."
    elif may_fail:
        yield "🛈 Some of the allowed to fail jobs did not succeed."
    if may_skip and well(may_skip):
        yield "🛈 All of the allowed to be skipped dependency jobs succeeded."
    elif may_fail:  # sic
        yield "🛈 Some of the allowed to be skipped jobs did not succeed."
    yield "📝 Job statuses:"
    for name, result in jobs.items():
        sign = {"success": "✓", "failure": "❌"}.get(result, "⬜")
        duty = (
            "allowed to fail"
            if name in may_fail
            else (
                "required to succeed or be skipped"
                if name in may_skip
                else "required to succeed"
            )
        )
        yield f"📝 {name} → {sign} {result} [{duty}]"
