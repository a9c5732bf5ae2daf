"""Owns what the keys of a job come to once their holes are filled."""

from __future__ import annotations

import math
from typing import Callable, Mapping, NoReturn, Optional, Tuple, TypeVar, Union

from understudy.dialects.base import Contexts, Particulars, Strategy
from understudy.dialects.github.nodes import has_hole
from understudy.dialects.github.templates import (
    TemplateError,
    evaluate,
    evaluate_boolean,
    evaluate_number,
    evaluate_string,
    unknown_in,
)
from understudy.expressions import ExpressionError, Unknown, to_string
from understudy.model.pipeline import Job
from understudy.model.plan import Concurrency
from understudy.model.template import Template
from understudy.text import yaml
from understudy.text.source import Span

T = TypeVar("T")

_LONGEST_GROUP = 400


def complaint(key: str, job: str, span: Span, *messages: str) -> str:
    """Return what GitHub says when a key of a job cannot be evaluated."""
    # WorkflowTemplateEvaluator.cs; a workflow's own concurrency has no job.
    prefix = f"Error when evaluating '{key}'" + (f" for job '{job}'" if job else "")
    place = f"{span.path} (Line: {span.line}, Col: {span.column})"
    return f"{prefix}. " + ",".join(f"{place}: {message}" for message in messages)


def strategy(job: Job, contexts: Contexts) -> Strategy:
    """Return how a job is multiplied."""
    if job.strategy is None:
        return Strategy()
    given = job.strategy
    if given.whole is not None:
        return _whole(job, given.whole, contexts)
    matrix: object = None
    try:
        if given.matrix is not None:
            matrix = _evaluate(given.matrix, contexts)
            matrix = unknown_in(matrix) or matrix
        fail_fast = _boolean(given.fail_fast, contexts)
        limit = _number(given.max_parallel, contexts)
    except TemplateError as error:
        return _broken(job, error)
    return Strategy(matrix, fail_fast is not False, _positive(limit))


def _whole(job: Job, template: Template, contexts: Contexts) -> Strategy:
    """Read a strategy that is one expression."""
    try:
        value = _evaluate(template, contexts)
    except TemplateError as error:
        return _broken(job, error)
    unknown = unknown_in(value)
    if unknown is not None:
        return Strategy(unknown)
    if not isinstance(value, Mapping):
        problem = ExpressionError("evaluation", "A mapping was expected")
        return _broken(job, TemplateError(problem, template.span))
    number = value.get("max-parallel")
    return Strategy(
        value.get("matrix"),
        value.get("fail-fast") is not False,
        _positive(number if isinstance(number, float) else None),
    )


def _broken(job: Job, error: TemplateError) -> Strategy:
    return Strategy(error=complaint("strategy", job.id, error.span, error.message))


def _positive(number: Optional[float]) -> Optional[int]:
    # 0 and less mean no limit (WorkflowTemplateConverter.cs).
    return int(number) if number is not None and 1 <= number < math.inf else None


def particulars(job: Job, contexts: Contexts) -> Particulars:
    """Return what differs from leg to leg.

    The name is None where it is not an expression: GitHub adds the values of the matrix
    to it then.
    """
    key = "name"
    try:
        name = _name(job.name, contexts)
        key = "runs-on"
        labels = _labels(job.runner, contexts)
        key = "continue-on-error"
        tolerant = _boolean(job.continue_on_error, contexts)
        key = "timeout-minutes"
        minutes = _number(job.timeout_minutes, contexts)
        key = "environment"
        environment = _environment(job.environment, contexts)
        key = "concurrency"
        group = concurrency(job.concurrency, contexts)
    except TemplateError as error:
        return Particulars(error=complaint(key, job.id, error.span, error.message))
    return Particulars(name, labels, tolerant, minutes, environment, group)


def concurrency(
    template: Optional[Template], contexts: Contexts
) -> Optional[Concurrency]:
    """Return a concurrency group; None where there is none, or it is not known.

    Raises:
        TemplateError: GitHub would fail what the group belongs to.
    """
    if template is None:
        return None
    value = _evaluate(template, contexts)
    if unknown_in(value) is not None:
        return None
    if not isinstance(value, Mapping):
        value = {"group": value}
    group = to_string(value.get("group"))
    if not group:
        _fail("Concurrency group name cannot be empty", template)
    if len(group) > _LONGEST_GROUP:
        _fail(
            f"Concurrency group name must be less than {_LONGEST_GROUP} characters",
            template,
        )
    return Concurrency(
        group,
        value.get("cancel-in-progress") is True,
        to_string(value.get("queue")) or "single",
        template.span,
    )


def _name(template: Optional[Template], contexts: Contexts) -> Optional[str]:
    if template is None or not has_hole(template.node):
        return None
    return _known(evaluate_string(*_at(template, contexts))) or None


def _boolean(template: Optional[Template], contexts: Contexts) -> Optional[bool]:
    if template is None:
        return None
    return _known(evaluate_boolean(*_at(template, contexts)))


def _number(template: Optional[Template], contexts: Contexts) -> Optional[float]:
    if template is None:
        return None
    return _known(evaluate_number(*_at(template, contexts)))


def _labels(
    template: Optional[Template], contexts: Contexts
) -> Optional[Tuple[str, ...]]:
    if template is None:
        return None
    value = _evaluate(template, contexts)
    if unknown_in(value) is not None:
        return None
    labels = value
    group = ""
    if isinstance(value, Mapping):
        labels = value.get("labels", [])
        group = to_string(value.get("group"))
    found = labels if isinstance(labels, list) else [labels]
    texts = tuple(to_string(label) for label in found)
    if not all(texts):
        # `runs-on` is a `non-empty-string`, or some, in workflow-v1.0.json.
        _fail("Unexpected value ''", template)
    return (f"group: {group}", *texts) if group else texts


def _environment(template: Optional[Template], contexts: Contexts) -> Optional[str]:
    """Return the name of an environment; its `url` is the runner's to evaluate."""
    if template is None:
        return None
    node = template.node
    if isinstance(node, yaml.Mapping):
        names = [
            value
            for key, value in node.entries
            if isinstance(key, yaml.Scalar) and key.text == "name"
        ]
        if not names:
            return None
        node = names[0]
    value = evaluate(node, contexts.values, contexts.functions)
    if isinstance(value, Mapping):
        value = value.get("name")
    return None if isinstance(value, Unknown) else to_string(value) or None


def _evaluate(template: Template, contexts: Contexts) -> object:
    return evaluate(*_at(template, contexts))


def _at(
    template: Template, contexts: Contexts
) -> Tuple[yaml.Node, Mapping[str, object], Mapping[str, Callable[..., object]]]:
    return template.node, contexts.values, contexts.functions


def _known(value: Union[T, Unknown]) -> Optional[T]:
    return None if isinstance(value, Unknown) else value


def _fail(message: str, template: Template) -> NoReturn:
    raise TemplateError(ExpressionError("evaluation", message), template.span)
