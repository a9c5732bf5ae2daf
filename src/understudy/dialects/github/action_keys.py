"""Owns every key of an action's metadata: its type, and what expressions may use.

The facts are those of the runner that plays them (`action_yaml.json`), as of August
2026. It lets more pass than GitHub's editor: unknown keys at the top and in inputs.
"""

from __future__ import annotations

from dataclasses import replace

from understudy.dialects.github.schema import (
    ANY,
    BOOLEAN,
    NAME,
    STRING,
    Definition,
    mapping,
    one_of,
    sequence,
    table,
    within,
)

_JOB = "github strategy matrix job runner"
_OUTPUT = f"{_JOB} steps inputs env"
_STEP = f"{_OUTPUT} hashFiles(1,255)"
_STATUS = "always(0,0) failure(0,0) cancelled(0,0) success(0,0)"

STEP_IF = within(f"{_STEP} {_STATUS}", STRING)
PRE_OR_POST_IF = within(f"{_JOB} env inputs {_STATUS} hashFiles(1,255)", STRING)

_TEXT = within(_STEP, STRING)
_STEP_KEYS = {
    "name": _TEXT,
    "id": NAME,
    "if": STEP_IF,
    "env": within(_STEP, table(STRING)),
    "continue-on-error": within(_STEP, BOOLEAN),
}
_RUN_STEP = mapping(
    {**_STEP_KEYS, "run!": _TEXT, "shell!": _TEXT, "working-directory": _TEXT}
)
_ACTION_STEP = mapping(
    {**_STEP_KEYS, "uses!": NAME, "with": within(_STEP, table(STRING))}
)
_AROUND = {"pre-if": NAME, "post-if": NAME}
_DOCKER = mapping(
    {
        "using": NAME,
        "image": NAME,
        "entrypoint": NAME,
        "args": sequence(within("inputs", STRING)),
        "env": within("inputs", table(STRING)),
        "pre-entrypoint": NAME,
        "post-entrypoint": NAME,
        **_AROUND,
    }
)
_JAVASCRIPT = mapping(
    {"using": NAME, "main": NAME, "pre": NAME, "post": NAME, **_AROUND}
)
# GitHub's own, as `actions/checkout@v1` was. Nobody else can have one.
_PLUGIN = mapping({"plugin": NAME})
_COMPOSITE = mapping(
    {"using": NAME, "steps": sequence(one_of(_RUN_STEP, _ACTION_STEP))}
)


def _open(definition: Definition) -> Definition:
    """Allow any other key as well."""
    shape = replace(definition.shapes[0], loose=(NAME, ANY))
    return replace(definition, shapes=(shape,))


ACTION = _open(
    mapping(
        {
            "name": STRING,
            "description": STRING,
            "inputs": table(
                _open(mapping({"default": within(f"{_JOB} hashFiles(1,255)", STRING)}))
            ),
            "outputs": table(
                mapping({"description": STRING, "value": within(_OUTPUT, STRING)})
            ),
            "runs": one_of(_DOCKER, _JAVASCRIPT, _PLUGIN, _COMPOSITE),
        }
    )
)
