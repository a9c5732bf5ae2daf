"""Owns which of the developer's tools a leg sees; what stands in is `stand_ins`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, Sequence, Tuple

from understudy.engine.environ import SYSTEM_PATH

# Never a python, a pip or anything that would bring the developer's own packages.
ALLOWED: Tuple[str, ...] = (
    "aws",
    "az",
    "bun",
    "buildah",
    "cmake",
    "corepack",
    "curl",
    "deno",
    "docker",
    "docker-compose",
    "gcloud",
    "gh",
    "git",
    "git-lfs",
    "go",
    "gofmt",
    "helm",
    "hg",
    "java",
    "jq",
    "just",
    "kind",
    "kubectl",
    "make",
    "ninja",
    "node",
    "npm",
    "npx",
    "pandoc",
    "pnpm",
    "podman",
    "pwsh",
    "rsync",
    "shellcheck",
    "skopeo",
    "terraform",
    "unzip",
    "uv",
    "uvx",
    "wget",
    "yarn",
    "yq",
    "zip",
    "zstd",
)


def find_tools(path: str, allowed: Sequence[str] = ALLOWED) -> Dict[str, str]:
    """Return where the allowed tools are on a search path, by name.

    Folders of shims are left out: a shim finds its tool by settings that a leg lacks.
    """
    folders = [folder for folder in path.split(os.pathsep) if not _has_shims(folder)]
    found = {}
    for name in allowed:
        for folder in folders:
            program = os.path.join(folder, name)
            if os.path.isfile(program) and os.access(program, os.X_OK):
                found[name] = program
                break
    return found


def tools_folder(path: str, target: Path, allowed: Sequence[str] = ALLOWED) -> Path:
    """Make a folder of links to the allowed tools on a search path, and return it.

    What is in the system's own folders needs no link: a leg sees these anyway.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name, program in find_tools(path, allowed).items():
        if os.path.dirname(program) not in SYSTEM_PATH:
            link = target / name
            if not link.is_symlink():
                link.symlink_to(program)
    return target


def _has_shims(folder: str) -> bool:
    parts = Path(folder).parts
    return not os.path.isabs(folder) or "shims" in parts
