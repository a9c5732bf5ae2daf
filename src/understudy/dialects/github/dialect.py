"""Owns what GitHub answers to the planner; the answers themselves are the neighbours'.

The module as a whole is a `Dialect` (dialects/base.py).
"""

from __future__ import annotations

from typing import Dict, Mapping, Optional, Sequence

from understudy.dialects.base import (
    Contexts,
    Decision,
    Facts,
    Grouping,
    Judgement,
    Passed,
    Strategy,
)
from understudy.dialects.github import anatomy
from understudy.dialects.github import contexts as builders
from understudy.dialects.github import grants
from understudy.dialects.github import inputs as given_inputs
from understudy.dialects.github import particulars as keys
from understudy.dialects.github import status
from understudy.dialects.github import traps as pitfalls
from understudy.dialects.github import triggers
from understudy.dialects.github.anatomy import is_status, said
from understudy.dialects.github.decisions import decide_condition
from understudy.dialects.github.nodes import entries, has_hole
from understudy.dialects.github.templates import (
    TemplateError,
    evaluate,
    evaluate_string,
)
from understudy.expressions import ExpressionError, Unknown
from understudy.model.event import Event
from understudy.model.pipeline import Call, Input, Job, Workflow
from understudy.model.value import Value

dissect = anatomy.dissect
strategy = keys.strategy
particulars = keys.particulars
permissions = grants.permissions
traps = pitfalls.traps

_LATER = Unknown("it depends on the event")


def triggered(workflow: Workflow, event: Event) -> Decision:
    """Say whether an event starts a workflow."""
    found = triggers.decide(workflow, event)
    return Decision(found.starts, found.reason)


def title(job: Job) -> str:
    """Return what the names of a job's legs begin with: its name, or else its id."""
    if job.name is None or has_hole(job.name.node):
        return job.id
    return job.name.text or job.id


def inputs(workflow: Workflow, event: Optional[Event]) -> Mapping[str, object]:
    """Return the inputs that jobs of a started workflow see: those of a dispatch."""
    dispatch = workflow.trigger("workflow_dispatch")
    if event is None:
        call = workflow.trigger("workflow_call")
        declared = [input for on in (dispatch, call) if on for input in on.inputs]
        return {input.name: _LATER for input in declared}
    if event.name != "workflow_dispatch" or dispatch is None:
        return {}
    defaults = given_inputs.defaults(dispatch.inputs)
    return given_inputs.dispatched(dispatch.inputs, event.inputs, defaults)


def secrets(
    known: Mapping[str, Optional[str]], event: Optional[Event]
) -> Mapping[str, Optional[str]]:
    """Return the secrets that the jobs of a started workflow see."""
    return {} if event is not None and grants.is_untrusted(event) else known


def contexts(facts: Facts) -> Contexts:
    """Return what the condition of a job sees."""
    github: object = _LATER
    if facts.event is not None:
        github = builders.github(facts.event, facts.root, facts.run)
    ended = {
        id: builders.Ended(job.result, job.outputs) for id, job in facts.needs.items()
    }
    values: Dict[str, object] = {
        "github": github,
        "inputs": facts.inputs,
        "vars": facts.vars,
        "needs": builders.needs(ended),
        "secrets": builders.secrets(
            {
                name: Unknown("a secret") if value is None else value
                for name, value in facts.secrets.items()
            }
        ),
    }
    results = {
        id: Unknown(f"whether `{id}` starts is not known") if result is None else result
        for id, result in facts.ancestors.items()
    }
    return Contexts(values, status.job_functions(results, facts.cancelled))


def judge(job: Job, contexts: Contexts) -> Judgement:
    """Say whether the condition of a job holds."""
    condition = job.condition
    try:
        found = decide_condition(condition, contexts.values, contexts.functions)
    except ExpressionError as error:
        span = condition.span or job.span
        text = keys.complaint("if", job.id, span, error.message)
        return Judgement(None, condition.text, error=text)
    read = found.explanation.leaves
    unknown = found.value if isinstance(found.value, Unknown) else None
    return Judgement(
        None if isinstance(found.value, Unknown) else found.value,
        found.expression,
        said(read, contexts),
        unknown.reason if unknown else "",
        statuses=bool(read) and all(map(is_status, read)),
    )


def leg(
    contexts: Contexts,
    matrix: Optional[Mapping[str, Value]],
    index: int,
    total: int,
    strategy: Strategy,
) -> Contexts:
    """Return what one leg of a job sees."""
    values: Dict[str, object] = {
        **contexts.values,
        "matrix": builders.matrix(matrix),
        "strategy": builders.strategy(
            index, total, strategy.fail_fast, strategy.max_parallel
        ),
    }
    return Contexts(values)


def concurrency(workflow: Workflow, contexts: Contexts) -> Grouping:
    """Return the concurrency group of a whole workflow."""
    try:
        return Grouping(keys.concurrency(workflow.concurrency, contexts))
    except TemplateError as error:
        text = keys.complaint("concurrency", "", error.span, error.message)
        return Grouping(error=text)


def passed(job: Job, call: Call, callee: Workflow, contexts: Contexts) -> Passed:
    """Return what a call hands to the workflow it calls."""
    trigger = callee.trigger("workflow_call")
    declared: Sequence[Input] = trigger.inputs if trigger else ()
    try:
        given = call.inputs and evaluate(call.inputs.node, contexts.values)
        defaults = {
            input.name: evaluate(input.default.node, contexts.values)
            for input in declared
            if input.default is not None
        }
        found = given_inputs.called(
            declared, given if isinstance(given, Mapping) else {}, defaults
        )
        handed = _handed(call, contexts)
    except TemplateError as error:
        text = keys.complaint("with", job.id, error.span, error.message)
        return Passed({}, {}, text)
    problem = None
    if found.problems:
        span = (call.inputs or call.uses).span
        problem = keys.complaint("with", job.id, span, *found.problems)
    return Passed(found.values, handed, problem)


def returned(workflow: Workflow, facts: Facts) -> Mapping[str, str]:
    """Return the outputs of a called workflow; `needs` of the facts are its jobs."""
    trigger = workflow.trigger("workflow_call")
    seen = contexts(facts).values
    values = {**seen, "jobs": seen["needs"]}
    found: Dict[str, str] = {}
    for name, template in trigger.outputs.items() if trigger else ():
        try:
            value = evaluate_string(template.node, values)
        except TemplateError:
            continue
        found[name] = "" if isinstance(value, Unknown) else value
    return found


def complaint(job: Job, messages: Sequence[str]) -> str:
    """Return what GitHub says about a matrix that makes no legs."""
    span = job.strategy.span if job.strategy else job.span
    return keys.complaint("strategy", job.id, span, *messages)


def _handed(call: Call, contexts: Contexts) -> Mapping[str, Optional[str]]:
    """Return the secrets that a call hands on."""
    known = contexts.values["secrets"]
    if call.inherits_secrets and isinstance(known, Mapping):
        return {
            name: None if isinstance(value, Unknown) else value
            for name, value in known.items()
            if name != "github_token"
        }
    handed: Dict[str, Optional[str]] = {}
    for name, entry in entries(call.secrets.node if call.secrets else None).items():
        value = evaluate_string(entry.value, contexts.values)
        handed[name] = None if isinstance(value, Unknown) else value
    return handed
