"""actions/upload-artifact: keep files for later jobs, and for whoever looks at the run.

Real: which files are taken (the patterns, hidden files, the least common ancestor as
root), the archive, its size and digest, what is lost (permissions, links), and every
refusal: a name that the workflow has used already, characters, nothing found.

Emulated: the store. Artifacts lie in the run's folder under `artifacts`; the address
that `artifact-url` has leads nowhere.

Left out: `retention-days`, beyond the check that it is a number: artifacts stay as long
as their run. Versions before 4 are refused, as on GitHub.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from types import MappingProxyType
from typing import List, Mapping, Optional, Sequence, Tuple

from understudy.actions import inputs, places, releases
from understudy.actions.artifacts import (
    Artifacts,
    check_name,
    check_path,
    deprecations,
    pack,
)
from understudy.dialects.github.file_search import find_files
from understudy.engine.contract import (
    ActionFailed,
    Host,
    Played,
    Post,
    Versions,
    nothing_to_foresee,
)

NAME = "actions/upload-artifact"
INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "name": "artifact",
        "path": "",
        "if-no-files-found": "warn",
        "retention-days": "",
        "compression-level": "6",
        "overwrite": "false",
        "include-hidden-files": "false",
        "archive": "true",
    }
)
VERSIONS = Versions(
    majors=("v4", "v5", "v6", "v7"),
    retired=deprecations(NAME),
    commits=releases.of(NAME),
    branches=("main",),
)
post: Optional[Post] = None
foresee = nothing_to_foresee

_BEHAVIOURS = ("warn", "error", "ignore")


def main(host: Host) -> Played:
    """Keep the files that a step names."""
    patterns = inputs.required(host.inputs, "path")
    overwrite = inputs.boolean(host.inputs, "overwrite")
    hidden = inputs.boolean(host.inputs, "include-hidden-files")
    archived = inputs.boolean(host.inputs, "archive")
    behaviour = inputs.text(host.inputs, "if-no-files-found")
    if behaviour not in _BEHAVIOURS:
        raise ActionFailed(
            f"Unrecognized if-no-files-found input. Provided: {behaviour}. Available "
            f"options: {','.join(_BEHAVIOURS)}"
        )
    _number(host, "retention-days")
    level = _number(host, "compression-level", 6)
    if not 0 <= level <= 9:
        raise ActionFailed("Invalid compression-level. Valid values are 0-9")
    files, root = _search(host, patterns, hidden)
    if not files:
        return _nothing(host, patterns, behaviour)
    plural = "" if len(files) == 1 else "s"
    host.log(
        f"With the provided path, there will be {len(files)} file{plural} uploaded"
    )
    if not archived and len(files) > 1:
        raise ActionFailed(
            "When 'archive' is set to false, only a single file can be uploaded. Found "
            f"{len(files)} files to upload."
        )
    name = inputs.text(host.inputs, "name") if archived else files[0].name
    check_name(name)
    host.log("Artifact name is valid!")
    _keep(host, name, files, root, level if archived else None, overwrite)
    return Played()


def _number(host: Host, name: str, default: int = 0) -> int:
    text = inputs.text(host.inputs, name)
    found = re.match(r"[+-]?\d+", text)
    if text and not found:
        raise ActionFailed(f"Invalid {name}")
    return int(found.group()) if found else default


def _search(host: Host, patterns: str, hidden: bool) -> Tuple[List[Path], Path]:
    """Return the files, and the folder that their names in the archive begin at."""
    here = places.patterns_outside(host, patterns)
    try:
        found = find_files(here, host.workspace, host.home, hidden)
    except ValueError as problem:
        raise ActionFailed(str(problem)) from problem
    files = [Path(file) for file in found.files]
    if len(found.roots) > 1:
        host.log(
            "Multiple search paths detected. Calculating the least common ancestor of "
            "all paths"
        )
        root = Path(os.path.commonpath(found.roots))
        host.log(
            f"The least common ancestor is {host.inside(root)}. This will be the root "
            "directory of the artifact"
        )
        return files, root
    root = Path(found.roots[0]) if found.roots else host.workspace
    return files, root.parent if files == [root] else root


def _nothing(host: Host, patterns: str, behaviour: str) -> Played:
    message = (
        f"No files were found with the provided path: {patterns}. No artifacts will be "
        "uploaded."
    )
    if behaviour == "error":
        raise ActionFailed(message)
    if behaviour == "warn":
        host.warn(message)
    else:
        host.log(message)
    return Played()


def _keep(
    host: Host,
    name: str,
    files: Sequence[Path],
    root: Path,
    level: Optional[int],
    overwrite: bool,
) -> None:
    named = [
        (places.own(host, file), file.relative_to(root).as_posix()) for file in files
    ]
    for _, inner in named:
        check_path(inner)
    artifacts = Artifacts(host)
    if level is None:
        content = artifacts.folder / f"upload-{os.getpid()}-{id(named)}"
        shutil.copyfile(named[0][0], content)
    else:
        content = pack(named, level, artifacts.folder)
    host.log(f"Uploading artifact: {name if level is None else f'{name}.zip'}")
    try:
        kept = artifacts.add(name, content, level is not None, overwrite)
    finally:
        content.unlink(missing_ok=True)
    host.log(
        f"Artifact {name} successfully finalized. Artifact ID {kept.id}",
        f"Artifact {name} has been successfully uploaded! Final size is {kept.size} "
        f"bytes. Artifact ID is {kept.id}",
    )
    run = host.env.get("GITHUB_RUN_ID", "")
    url = f"https://github.com/{host.event.repository}/actions/runs/{run}"
    host.set_output("artifact-id", str(kept.id))
    host.set_output("artifact-digest", kept.digest)
    host.set_output("artifact-url", f"{url}/artifacts/{kept.id}")
