"""Owns which names exist at a place of a workflow, as far as its files decide."""

from __future__ import annotations

from typing import Iterable, Mapping, NamedTuple, Optional, Sequence, Tuple

from understudy.dialects.github.nodes import entries, has_hole
from understudy.model.pipeline import Job, Step, Strategy, Workflow
from understudy.records import dataclass
from understudy.text import yaml

# None where they are only known at run time.
Names = Optional[Tuple[str, ...]]

# The properties of contexts that are the same everywhere: those that GitHub's page on
# contexts and its editor (`github.ts`, `runner.ts`, `strategy.ts`) know, and others
# that a context printed in a run has.
_PROPERTIES: Mapping[str, Tuple[str, ...]] = {
    "github": tuple(
        "action action_path action_ref action_repository action_status actor actor_id "
        "api_url artifact_cache_size_limit base_ref env event event_name event_path "
        "graphql_url head_ref job job_workflow_sha output path ref ref_name "
        "ref_protected ref_type repository repository_id repository_owner "
        "repository_owner_id repository_visibility repositoryUrl retention_days "
        "run_attempt run_id run_number secret_source server_url sha state step_summary "
        "token triggering_actor workflow workflow_ref workflow_sha workspace".split()
    ),
    "runner": tuple("arch debug environment name os temp tool_cache workspace".split()),
    "strategy": ("fail-fast", "job-index", "job-total", "max-parallel"),
}


@dataclass(frozen=True)
class Known:
    """What expressions at one place can name.

    `jobs` are the outputs of each job that can be read; `others` the ids of the jobs
    that cannot. `steps` are those that ran before.
    """

    inputs: Names = None
    matrix: Names = None
    steps: Names = None
    jobs: Optional[Mapping[str, Names]] = None
    others: Tuple[str, ...] = ()


def inputs_of(workflow: Workflow, *events: str) -> Names:
    """Return the inputs that these events give a workflow."""
    return tuple(
        input.name
        for trigger in workflow.triggers
        if trigger.event in events
        for input in trigger.inputs
    )


def matrix_keys(strategy: Optional[Strategy]) -> Names:
    """Return the keys that the legs of a job have."""
    if strategy is None or (strategy.whole is None and strategy.matrix is None):
        return ()
    matrix = strategy.matrix.node if strategy.matrix else None
    if not isinstance(matrix, yaml.Mapping):
        return None
    found = _keys(matrix)
    if found is None:
        return None
    included = entries(matrix).get("include")
    keys = [key for key in found if key not in ("include", "exclude")]
    if included is None:
        return tuple(keys)
    if not isinstance(included.value, yaml.Sequence):
        return None
    for item in included.value.items:
        more = _keys(item)
        if more is None:
            return None
        keys.extend(more)
    return tuple(keys)


def outputs_of(job: Job) -> Names:
    """Return the outputs that a job sets."""
    if job.call is None:
        return _keys(job.outputs.node) if job.outputs else ()
    called = job.call.workflow
    trigger = called.trigger("workflow_call") if called else None
    return tuple(trigger.outputs) if trigger else None


def step_ids(steps: Iterable[Step]) -> Tuple[str, ...]:
    """Return the ids of steps, those in parallel groups too."""
    return tuple(
        id for step in steps for id in (step.id, *(inner.id for inner in step.steps))
    )


def _keys(node: yaml.Node) -> Names:
    if not isinstance(node, yaml.Mapping) or any(
        has_hole(key) for key, _ in node.entries
    ):
        return None
    return tuple(entries(node))


class Unknown(NamedTuple):
    """A name of nothing: the id and words of the problem, and which name it is.

    `known` are the names that could have been meant.
    """

    id: str
    message: str
    depth: int
    name: str
    known: Tuple[str, ...] = ()
    help: Optional[str] = None


def unknown(names: Sequence[str], known: Known) -> Optional[Unknown]:
    """Return what is wrong with the names that an expression reads, if anything is."""
    context = names[0].lower()
    if len(names) == 1:
        return None
    name = names[1]
    if _lacks(_PROPERTIES.get(context), name):
        message = f"`{context}` has no `{name}`"
        return Unknown("unknown-property", message, 1, name, _PROPERTIES[context])
    if context == "matrix" and _lacks(known.matrix, name):
        message = f"no leg of this job has a matrix key `{name}`"
        return Unknown("unknown-matrix-key", message, 1, name, known.matrix or ())
    if context == "steps" and _lacks(known.steps, name):
        message = f"no step before this one has the id `{name}`"
        return Unknown("unknown-step", message, 1, name, known.steps or ())
    if context == "inputs" and _lacks(known.inputs, name):
        message = f"there is no input `{name}`"
        return Unknown("unknown-input", message, 1, name, known.inputs or ())
    if context in ("needs", "jobs") and known.jobs is not None:
        return _unknown_job(context, names, known, known.jobs)
    return None


def _unknown_job(
    context: str, names: Sequence[str], known: Known, jobs: Mapping[str, Names]
) -> Optional[Unknown]:
    name = names[1]
    if _lacks(tuple(jobs), name):
        if _lacks(known.others, name):
            message = f"there is no job `{name}`"
            return Unknown("unknown-job", message, 1, name, tuple(jobs))
        message = f"`{name}` is not among the `needs` of this job"
        help = f"add `{name}` to its `needs`"
        return Unknown("unknown-job", message, 1, name, help=help)
    if len(names) > 2 and names[2].lower() not in ("result", "outputs"):
        message = f"a job has a `result` and `outputs`, and no `{names[2]}`"
        return Unknown("unknown-output", message, 2, names[2], ("result", "outputs"))
    outputs = next(jobs[id] for id in jobs if id.lower() == name.lower())
    if len(names) > 3 and names[2].lower() == "outputs" and _lacks(outputs, names[3]):
        message = f"the job `{name}` has no output `{names[3]}`"
        return Unknown("unknown-output", message, 3, names[3], outputs or ())
    return None


def _lacks(names: Names, name: str) -> bool:
    """Tell whether a name is surely not among others, in any case."""
    return names is not None and name.lower() not in (known.lower() for known in names)
