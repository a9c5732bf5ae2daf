"""actions/download-artifact: bring back what earlier jobs of this run have kept.

Real: which artifacts are meant (`name`, `artifact-ids`, `pattern`, or all), where they
are unpacked, what a missing one says, and that files come back without permissions.

Emulated: the store, which is the run's folder.

Left out: artifacts of other runs and of other repositories. A step that asks for one,
with a `github-token` and a `run-id` or `repository` of another, is not played.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import MappingProxyType
from typing import List, Mapping, Optional, Sequence

from understudy.actions import inputs, places, releases
from understudy.actions.artifacts import Artifact, Artifacts, deprecations, unpack
from understudy.actions.name_patterns import matches
from understudy.engine.contract import (
    ActionFailed,
    Host,
    NotPlayed,
    Played,
    Post,
    Versions,
    nothing_to_foresee,
)
from understudy.model.plan import Reason

NAME = "actions/download-artifact"
INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "name": "",
        "artifact-ids": "",
        "path": "",
        "pattern": "",
        "merge-multiple": "false",
        "github-token": "",
        "repository": "${{ github.repository }}",
        "run-id": "${{ github.run_id }}",
        "skip-decompress": "false",
        "digest-mismatch": "error",
    }
)
VERSIONS = Versions(
    majors=("v4", "v5", "v6", "v7", "v8"),
    retired=deprecations(NAME),
    commits=releases.of(NAME),
    branches=("main",),
)
post: Optional[Post] = None
foresee = nothing_to_foresee

_BEHAVIOURS = ("ignore", "info", "warn", "error")
_PREFIX = "Unable to download artifact(s): "


def main(host: Host) -> Played:
    """Unpack the artifacts that a step names."""
    _refuse_other_runs(host)
    try:
        _download(host)
    except ActionFailed as failure:
        raise ActionFailed(f"{_PREFIX}{failure.message}") from failure
    return Played()


def _refuse_other_runs(host: Host) -> None:
    if not inputs.text(host.inputs, "github-token"):
        return  # without one the other inputs are not looked at
    run = inputs.text(host.inputs, "run-id")
    repository = inputs.text(host.inputs, "repository")
    own = run == host.env.get("GITHUB_RUN_ID") and (
        repository.lower() == host.event.repository.lower()
    )
    if not own:
        why = f"artifacts of run {run} of {repository} are not here"
        raise NotPlayed(Reason("network", why))


def _download(host: Host) -> None:
    merge = inputs.boolean(host.inputs, "merge-multiple")
    raw = inputs.boolean(host.inputs, "skip-decompress")
    behaviour = inputs.text(host.inputs, "digest-mismatch") or _BEHAVIOURS[-1]
    if behaviour not in _BEHAVIOURS:
        raise ActionFailed(
            f"Invalid value for 'digest-mismatch': '{behaviour}'. Valid options are: "
            f"{', '.join(_BEHAVIOURS)}"
        )
    if inputs.text(host.inputs, "name") and inputs.text(host.inputs, "artifact-ids"):
        raise ActionFailed(
            "Inputs 'name' and 'artifact-ids' cannot be used together. Please specify "
            "only one."
        )
    target = _target(host)
    store = Artifacts(host)
    found = _chosen(host, list(store))
    if found:
        host.log("Preparing to download the following artifacts:")
    for artifact in found:
        host.log(
            f"- {artifact.name} (ID: {artifact.id}, Size: {artifact.size}, Expected "
            f"Digest: sha256:{artifact.digest})"
        )
    direct = merge or bool(inputs.text(host.inputs, "name"))
    # From v5 on, also the only one that was asked for in another way.
    direct = direct or (len(found) == 1 and _is_alone(host))
    for artifact in found:
        folder = places.own(host, target if direct else target / artifact.name)
        folder.mkdir(parents=True, exist_ok=True)
        _place(store, artifact, folder, raw)
        host.log(f"SHA256 digest of downloaded artifact is {artifact.digest}")
    host.log(f"Total of {len(found)} artifact(s) downloaded")
    host.set_output("download-path", host.inside(target))
    host.log("Download artifact has finished successfully")


def _is_alone(host: Host) -> bool:
    major = inputs.major(host.ref, newest=8)
    return major >= 5


def _target(host: Host) -> Path:
    text = inputs.text(host.inputs, "path")
    if text.startswith("~"):
        text = host.inside(host.home) + text[1:]
    return Path(os.path.normpath(host.workspace / places.outside(host, text)))


def _chosen(host: Host, artifacts: Sequence[Artifact]) -> List[Artifact]:
    name = inputs.text(host.inputs, "name")
    if name:
        host.log("Downloading single artifact")
        named = [artifact for artifact in artifacts if artifact.name == name]
        if not named:
            raise ActionFailed(
                f"Artifact not found for name: {name}\n"
                "        Please ensure that your artifact is not expired and the "
                "artifact was uploaded using a compatible version of "
                "toolkit/upload-artifact.\n"
                "        For more information, visit the GitHub Artifacts FAQ: "
                "https://github.com/actions/toolkit/blob/main/packages/artifact/docs/"
                "faq.md"
            )
        return named
    ids = inputs.text(host.inputs, "artifact-ids")
    if ids:
        return _by_ids(host, ids, artifacts)
    pattern = inputs.text(host.inputs, "pattern")
    if pattern:
        host.log(f"Filtering artifacts by pattern '{pattern}'")
        return [artifact for artifact in artifacts if matches(pattern, artifact.name)]
    host.log(
        "No input name, artifact-ids or pattern filtered specified, downloading all "
        "artifacts"
    )
    if not inputs.boolean(host.inputs, "merge-multiple"):
        host.log(
            "An extra directory with the artifact name will be created for each "
            "download"
        )
    return list(artifacts)


def _by_ids(host: Host, text: str, artifacts: Sequence[Artifact]) -> List[Artifact]:
    host.log("Downloading artifacts by ID")
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    if not wanted:
        raise ActionFailed("No valid artifact IDs provided in 'artifact-ids' input")
    for part in wanted:
        if not part.isdecimal():
            raise ActionFailed(f"Invalid artifact ID: '{part}'. Must be a number.")
    found = [artifact for artifact in artifacts if str(artifact.id) in wanted]
    if not found:
        raise ActionFailed("None of the provided artifact IDs were found")
    missing = [part for part in wanted if part not in {str(a.id) for a in found}]
    if missing:
        host.warn(f"Could not find the following artifact IDs: {', '.join(missing)}")
    return found


def _place(store: Artifacts, artifact: Artifact, folder: Path, raw: bool) -> None:
    content = store.path(artifact)
    if artifact.archive and not raw:
        unpack(content, folder)
        return
    name = f"{artifact.name}.zip" if artifact.archive else artifact.name
    shutil.copyfile(content, folder / name)
