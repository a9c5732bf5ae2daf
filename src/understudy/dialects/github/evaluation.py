"""Owns evaluating one expression by itself, with `hashFiles` over a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping, Optional

from understudy.dialects.github.hashfiles import hash_arguments
from understudy.expressions import (
    ExpressionError,
    FunctionSpec,
    Unknown,
    evaluate_node,
    parse,
    to_string,
)

_HASH_FILES = FunctionSpec("hashFiles", 1, 255)


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

    def hashed(*arguments: object) -> str:
        given = [to_string(argument) for argument in arguments]
        return hash_arguments(given, workspace, home)

    node = parse(expression, contexts, {"hashfiles": _HASH_FILES})
    value = evaluate_node(node, contexts, {"hashfiles": hashed})
    if isinstance(value, Unknown):
        message = f"The value is known only at run time: {value.reason}"
        raise ExpressionError("evaluation", message)
    return value
