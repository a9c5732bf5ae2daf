"""Owns every key of a workflow but `on`: its type, and what expressions may use.

The facts are those of GitHub's `workflow-v1.0.json`, as of August 2026.
"""

from __future__ import annotations

from understudy.dialects.github.schema import (
    ANY,
    BOOLEAN,
    NAME,
    NAME_OR_NAMES,
    NAMES,
    NULL,
    NUMBER,
    SCALAR,
    STRING,
    mapping,
    one_of,
    sequence,
    table,
    values,
    within,
)

_RUN = "github inputs vars"
_JOB = f"{_RUN} needs"
_LEG = f"{_JOB} strategy matrix"
_RUNNER_WITHOUT_SECRETS = f"{_LEG} steps job runner env"
_RUNNER = f"{_RUNNER_WITHOUT_SECRETS} secrets"
_STEP = f"{_RUNNER} hashFiles(1,255)"
_JOB_STATUS = "always(0,0) failure(0,MAX) cancelled(0,0) success(0,MAX)"
_STEP_STATUS = "always(0,0) failure(0,0) cancelled(0,0) success(0,0)"

JOB_IF = within(f"{_JOB} {_JOB_STATUS}", STRING)
STEP_IF = within(
    f"{_RUNNER_WITHOUT_SECRETS} hashFiles(1,255) {_STEP_STATUS}",
    STRING,
)
SNAPSHOT_IF = STEP_IF

_LEVEL = values("read write none")
_READ = values("read none")
_WRITE = values("write none")
SCOPES = mapping(
    {
        "actions": _LEVEL,
        "artifact-metadata": _LEVEL,
        "attestations": _LEVEL,
        "checks": _LEVEL,
        "code-quality": _LEVEL,
        "contents": _LEVEL,
        "copilot-requests": _WRITE,
        "deployments": _LEVEL,
        "discussions": _LEVEL,
        "drives": _LEVEL,
        "id-token": _WRITE,
        "issues": _LEVEL,
        "models": _READ,
        "packages": _LEVEL,
        "pages": _LEVEL,
        "pull-requests": _LEVEL,
        "repository-projects": _LEVEL,
        "security-events": _LEVEL,
        "statuses": _LEVEL,
        "vulnerability-alerts": _READ,
    }
)
PERMISSIONS = one_of(SCOPES, values("read-all write-all"))

_CONCURRENCY = mapping(
    {"group!": NAME, "cancel-in-progress": BOOLEAN, "queue": values("single max")}
)
_DEFAULTS_RUN = mapping({"shell": NAME, "working-directory": NAME})
_MATRIX_ITEMS = sequence(table(ANY))
_ENVIRONMENT = mapping(
    {
        "name!": within(_LEG, STRING),
        "url": within(_RUNNER_WITHOUT_SECRETS, STRING),
        "deployment": BOOLEAN,
    }
)
_CREDENTIALS = within(
    "github inputs vars secrets env", mapping({"username": NAME, "password": NAME})
)
_CONTAINER_KEYS = {
    "image": NAME,
    "options": STRING,
    "env": table(within(_RUNNER, STRING)),
    "ports": NAMES,
    "volumes": NAMES,
    "credentials": _CREDENTIALS,
}
_SERVICE = within(
    _LEG,
    one_of(NAME, mapping({**_CONTAINER_KEYS, "entrypoint": STRING, "command": STRING})),
)

_STEP_ENV = within(_STEP, table(STRING))
_STEP_TEXT = within(_STEP, STRING)
_STEP_HEAD = {
    "name": _STEP_TEXT,
    "id": NAME,
    "continue-on-error": within(_STEP, BOOLEAN),
}
_STEP_BODY = {
    **_STEP_HEAD,
    "if": STEP_IF,
    "timeout-minutes": within(_STEP, NUMBER),
    "env": _STEP_ENV,
    "background": BOOLEAN,
}


_RUN_STEP = mapping(
    {
        **_STEP_BODY,
        "run!": _STEP_TEXT,
        "working-directory": _STEP_TEXT,
        "shell": NAME,
    }
)
_ACTION_STEP = mapping(
    {**_STEP_BODY, "uses!": NAME, "with": within(_STEP, table(STRING))}
)
_WAIT_STEP = mapping({**_STEP_HEAD, "wait!": NAME_OR_NAMES})
_WAIT_ALL_STEP = mapping({**_STEP_HEAD, "wait-all!": one_of(NULL, BOOLEAN)})
_CANCEL_STEP = mapping({**_STEP_HEAD, "cancel!": NAME})
_ONE_STEP = (_RUN_STEP, _ACTION_STEP, _WAIT_STEP, _WAIT_ALL_STEP, _CANCEL_STEP)
# A nested `parallel` is refused by its own message later: what is in it is no matter.
_INNER_STEP = one_of(*_ONE_STEP, mapping({"parallel!": sequence(ANY)}))
STEP = one_of(*_ONE_STEP, mapping({"parallel!": sequence(_INNER_STEP)}))

_STRATEGY = within(
    _JOB,
    mapping(
        {
            "fail-fast": BOOLEAN,
            "max-parallel": NUMBER,
            "matrix": mapping(
                {"include": _MATRIX_ITEMS, "exclude": _MATRIX_ITEMS},
                loose=sequence(ANY),
            ),
        }
    ),
)
_JOB_HEAD = {
    "name": within(_LEG, STRING),
    "needs": NAME_OR_NAMES,
    "if": JOB_IF,
    "strategy": _STRATEGY,
    "permissions": PERMISSIONS,
    "concurrency": within(_LEG, one_of(NAME, _CONCURRENCY)),
}
_RUNNER_JOB = mapping(
    {
        **_JOB_HEAD,
        "runs-on!": within(
            _LEG,
            one_of(NAME_OR_NAMES, mapping({"group": NAME, "labels": NAME_OR_NAMES})),
        ),
        "timeout-minutes": within(_LEG, NUMBER),
        "cancel-timeout-minutes": within(_LEG, NUMBER),
        "continue-on-error": within(_LEG, BOOLEAN),
        "container": within(_LEG, one_of(STRING, mapping(_CONTAINER_KEYS))),
        "services": within(_LEG, table(_SERVICE)),
        "env": within(f"{_LEG} secrets", table(STRING)),
        "environment": within(_LEG, one_of(STRING, _ENVIRONMENT)),
        "outputs": table(within(_RUNNER, STRING)),
        "defaults": mapping({"run": within(f"{_LEG} env", _DEFAULTS_RUN)}),
        "steps": sequence(STEP),
        "snapshot": within(
            _LEG,
            one_of(
                NAME,
                mapping({"image-name!": NAME, "if": SNAPSHOT_IF, "version": NAME}),
            ),
        ),
    }
)
_CALLING_JOB = mapping(
    {
        **_JOB_HEAD,
        "uses!": NAME,
        "with": table(within(_LEG, SCALAR)),
        "secrets": one_of(table(within(f"{_LEG} secrets", SCALAR)), values("inherit")),
    }
)
JOBS = table(one_of(_RUNNER_JOB, _CALLING_JOB))

# Every key of a workflow but `on`, whose definition is in `listening`.
WORKFLOW_KEYS = {
    "name": STRING,
    "description": STRING,
    "run-name": within(_RUN, STRING),
    "defaults": mapping({"run": _DEFAULTS_RUN}),
    "env": within(f"{_RUN} secrets", table(STRING)),
    "permissions": PERMISSIONS,
    "concurrency": within(_RUN, one_of(STRING, _CONCURRENCY)),
    "jobs!": JOBS,
}
