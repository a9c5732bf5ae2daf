"""Owns the variables that every step finds set; the ones of a workflow are not here."""

from __future__ import annotations

from typing import Dict, Mapping

# The list of GitHubContext.cs: what else the context holds (`token`) stays in it.
_SHOWN = frozenset(
    (
        "action_path",
        "action_ref",
        "action_repository",
        "action",
        "actor",
        "actor_id",
        "api_url",
        "artifacts",
        "artifacts_list",
        "base_ref",
        "env",
        "event_name",
        "event_path",
        "graphql_url",
        "head_ref",
        "job",
        "output",
        "path",
        "ref_name",
        "ref_protected",
        "ref_type",
        "ref",
        "repository",
        "repository_id",
        "repository_owner",
        "repository_owner_id",
        "retention_days",
        "run_attempt",
        "run_id",
        "run_number",
        "server_url",
        "sha",
        "state",
        "step_summary",
        "triggering_actor",
        "workflow",
        "workflow_ref",
        "workflow_sha",
        "workspace",
    )
)


def default_environment(
    github: Mapping[str, object], runner: Mapping[str, object]
) -> Dict[str, str]:
    """Return the variables that GitHub sets for a step, made of its contexts.

    `CI` is a default that a workflow may override, `GITHUB_ACTIONS` is not
    (ProcessInvoker.cs). Values that are not known are left out.
    """
    variables = {"CI": "true", "GITHUB_ACTIONS": "true"}
    for key, value in github.items():
        if key in _SHOWN:
            if isinstance(value, bool):
                variables[f"GITHUB_{key.upper()}"] = "true" if value else "false"
            elif isinstance(value, str):
                variables[f"GITHUB_{key.upper()}"] = value
    for key, value in runner.items():
        if isinstance(value, str):
            variables[f"RUNNER_{key.upper()}"] = value
    return variables
