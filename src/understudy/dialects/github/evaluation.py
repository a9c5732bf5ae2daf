"""Owns evaluating one expression by itself, with `hashFiles` over a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping, Optional

from understudy.dialects.github.hashfiles import hash_files
from understudy.expressions import (
    ExpressionError,
    FunctionSpec,
    Unknown,
    evaluate_node,
    parse,
    to_string,
)

_HASH_FILES = FunctionSpec("hashFiles", 1, 255)
_FOLLOW = "--follow-symbolic-links"


def evaluate(
    expression: str,
    contexts: Mapping[str, object],
    workspace: Path,
    home: Optional[Path] = None,
) -> object:
    """Return the value of an expression.

    Args:
        expression: without `${{ }}`.
        contexts: the names that it knows.
        workspace: the folder that `hashFiles` looks into.
        home: what `~` stands for there.

    Raises:
        ExpressionError: GitHub would refuse it.
    """

    def hashed(*patterns: object) -> str:
        # The runner takes an option for a first argument: HashFilesFunction.cs.
        given = [to_string(pattern) for pattern in patterns]
        follow = given[0].lower() == _FOLLOW
        return hash_files(given[1:] if follow else given, workspace, follow, home)

    node = parse(expression, contexts, {"hashfiles": _HASH_FILES})
    value = evaluate_node(node, contexts, {"hashfiles": hashed})
    if isinstance(value, Unknown):
        message = f"The value is known only at run time: {value.reason}"
        raise ExpressionError("evaluation", message)
    return value
