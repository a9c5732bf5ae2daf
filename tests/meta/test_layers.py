"""Imports point down the layers that docs/architecture.md lists, and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "understudy"

# What a function imports for itself, and why.
LATE = {
    ("understudy.actions.python_versions", "understudy.text.toml"): "few read a file",
    (
        "understudy.actions.setup_python",
        "understudy.actions.python_installation",
    ): "a plan sets nothing up",
    (
        "understudy.actions.setup_uv",
        "understudy.actions.uv_installation",
    ): "a plan sets nothing up",
    ("understudy.cli.loading", "understudy.outlook"): "slow to import",
    ("understudy.config", "understudy.text.toml"): "most projects do not need it",
    (
        "understudy.dialects.github.local_actions",
        "understudy.dialects.github.action_yml",
    ): "few projects have actions of their own",
    (
        "understudy.dialects.github.lost_failures",
        "understudy.dialects.github.pipes",
    ): "few scripts pipe into `tee`",
    (
        "understudy.dialects.github.scope",
        "understudy.dialects.github.hashfiles",
    ): "few expressions hash files",
    ("understudy.engine.interpreters", "understudy.engine.python_probe"): "slow",
    ("understudy.engine.prefix", "filelock"): "slow to import",
    ("understudy.engine.prefix", "virtualenv"): "slow to import",
    ("understudy.engine.prefix_template", "virtualenv.seed.wheels.embed"): "slow",
    ("understudy.engine.process", "fcntl"): "only POSIX has it",
    (
        "understudy.expressions.functions",
        "understudy.expressions.json_reader",
    ): "few expressions read JSON",
    ("understudy.repositories", "platformdirs"): "most projects do not need it",
    ("understudy.text.events", "understudy.text.pure_parser"): "libyaml is faster",
    ("understudy.text.events", "yaml._yaml"): "PyYAML may be built without libyaml",
    ("understudy.text.suggest", "difflib"): "most words are right",
}


@cache
def modules() -> dict[str, Path]:
    """Return every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


def layers() -> dict[str, int]:
    """Return the number of the layer of each name listed in docs/architecture.md."""
    text = ROOT.joinpath("docs", "architecture.md").read_text(encoding="utf-8")
    section = text.split("\n## Layers\n")[1].split("\n## ")[0]
    lines = re.findall(r"^(\d+)\. (.+)$", section, re.M)
    return {
        name: int(number)
        for number, line in lines
        for name in re.findall("`(.+?)`", line)
    }


def part(module: str) -> str:
    """Return the name that stands in the list of layers: `engine` of `…engine.job`."""
    return module.split(".")[1] if "." in module else "__init__"


def imported(node: ast.AST, module: str, is_package: bool) -> Iterator[str]:
    """Yield the dotted names that an import statement may load."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = module.split(".")
        above = above[: len(above) - node.level + is_package] if node.level else []
        base = ".".join(above + ([node.module] if node.module else []))
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield inner if inner in modules() else base


def imports() -> Iterator[tuple[str, str, int]]:
    """Yield who imports what of the package, and where, also if only for typing."""
    for module, path in modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            for name in imported(node, module, path.name == "__init__.py"):
                if name.split(".")[0] == "understudy" and name != module:
                    yield module, name, getattr(node, "lineno", 0)


def test_the_list_of_layers_names_every_part_of_the_package():
    parts = {part(module) for module in modules()} - {"__init__"}

    assert set(layers()) == parts


def test_imports_point_down():
    rank = {**layers(), "__init__": 0}

    upward = [
        f"{module}:{line} imports {name}"
        for module, name, line in imports()
        if part(module) != part(name) and rank[part(name)] >= rank[part(module)]
    ]

    assert upward == []


def test_no_import_goes_round_in_a_circle():
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for module, name, _ in imports():
        graph[module].add(name)

    try:
        circle = []
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]

    assert circle == []


def test_imports_stand_at_the_top_of_their_module():
    late = set()
    for module, path in modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(
                function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
            ):
                for node in ast.walk(function):
                    for name in imported(node, module, path.name == "__init__.py"):
                        late.add((module, name))

    assert late == set(LATE)
