"""Owns reading one workflow file into the model; looks at no file that it calls."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Optional, Sequence

from understudy.dialects.github import filters
from understudy.dialects.github.holes import Register
from understudy.dialects.github.jobs import (
    check_concurrency,
    read_defaults,
    read_jobs,
)
from understudy.dialects.github.keys import WORKFLOW_KEYS
from understudy.dialects.github.listening import read_triggers
from understudy.dialects.github.listening_keys import (
    EVENTS,
    ON_BELOW,
    ON_LENIENT,
    ON_SERVER,
    ON_STRICT,
)
from understudy.dialects.github.needs import check_needs
from understudy.dialects.github.nodes import entries, templates, text, value
from understudy.dialects.github.permissions import read_permissions
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.schema import mapping
from understudy.dialects.github.validation import Validator, did_you_mean
from understudy.model.pipeline import Job, Trigger, Workflow
from understudy.records import dataclass
from understudy.text import yaml
from understudy.text.diagnostic import Authority, Diagnostic, Label, Severity
from understudy.text.source import Source

_STRICT = mapping({"on!": ON_STRICT, **WORKFLOW_KEYS})
_LENIENT = mapping({"on": ON_LENIENT, **WORKFLOW_KEYS})
_SOFTENED = (
    "GitHub's editor calls this an error; its server starts the workflow all the same, "
    "and does not do what this asks for"
)
_UNHEARD_OF = (
    "if GitHub does not know it either, it refuses the whole file in these words"
)


class Strictness(Enum):
    """Whose view of `on` counts: the server that starts workflows, or the editor."""

    SERVER = "server"
    EDITOR = "editor"


@dataclass(frozen=True)
class Document:
    """A workflow file as it was read; `node` is None where it is no YAML.

    `register` has its expressions.
    """

    source: Source
    workflow: Workflow
    problems: Problems = field(repr=False)
    node: Optional[yaml.Node] = field(default=None, repr=False)
    register: Register = field(default_factory=Register, repr=False)


def read_document(source: Source, strictness: Strictness) -> Document:
    """Return what one file says, and all that GitHub says against it.

    GitHub looks at what a file means only when its form is right: so do the problems
    reported. The workflow is always as complete as the file allows.
    """
    problems = Problems()
    node, found = yaml.load(source)
    for diagnostic in found:
        problems.add(diagnostic)
    if node is None:
        span = source.span(0, 0)
        if not problems.has_errors:
            problems.error("workflow-syntax", "Unexpected value ''", span)
        return Document(source, Workflow(source.path, span, broken=True), problems)
    register = Register()
    if not problems.has_errors:
        register = _validate(node, strictness, problems)
    meaning = Problems()
    workflow = _workflow(source, node, strictness, meaning)
    if not problems.has_errors:
        for diagnostic in meaning.sorted():
            problems.add(diagnostic)
    return Document(source, workflow, problems, node, register)


def _validate(node: yaml.Node, strictness: Strictness, problems: Problems) -> Register:
    """Report what has not the form of a workflow; return the expressions in it."""
    validator = Validator(problems)
    if strictness is Strictness.EDITOR:
        validator.check(node, _STRICT)
        return validator.register
    validator.check(node, _LENIENT)
    on = value(entries(node), "on")
    if on:
        problems.softened = _SOFTENED
        Validator(problems, "trigger-syntax").check(on, ON_BELOW)
        problems.softened = None
    return validator.register


def _workflow(
    source: Source, node: yaml.Node, strictness: Strictness, problems: Problems
) -> Workflow:
    fields = entries(node)
    get = templates(fields).get
    jobs = value(fields, "jobs")
    if strictness is Strictness.SERVER:
        problems.softened = _SOFTENED
    triggers = read_triggers(value(fields, "on"), problems)
    problems.softened = None
    check_concurrency(fields.get("concurrency"), problems)
    _check_filters(triggers, strictness, problems)
    workflow = Workflow(
        path=source.path,
        span=node.span,
        name=text(value(fields, "name")),
        run_name=get("run-name"),
        triggers=triggers,
        env=get("env"),
        defaults=read_defaults(value(fields, "defaults")),
        permissions=read_permissions(value(fields, "permissions")),
        concurrency=get("concurrency"),
        jobs=read_jobs(jobs, problems),
    )
    if strictness is Strictness.SERVER and not triggers:
        message = "No event triggers defined in `on`"
        problems.error("trigger-syntax", message, node.span)
    if strictness is Strictness.SERVER:
        _check_events(triggers, problems)
    if isinstance(jobs, yaml.Mapping):
        check_needs(workflow.jobs, jobs.span, problems)
    if strictness is Strictness.SERVER:
        _check_steps(workflow.jobs, problems)
    return workflow


def _check_steps(jobs: Sequence[Job], problems: Problems) -> None:
    """Report jobs that do nothing: neither schema has it, but GitHub's server does.

    actions/languageservices#98 has the sentence; GitHub puts it on the first line.
    """
    idle = [job for job in jobs if job.call is None and not job.steps]
    if idle:
        first, *others = [job.key_span or job.span for job in idle]
        problems.error(
            "missing-steps",
            "No steps defined in `steps` and no workflow called in `uses` for the "
            f"following jobs: {', '.join(job.id for job in idle)}",
            first,
            tuple(Label(span, "nor here") for span in others),
        )


def _check_events(triggers: Sequence[Trigger], problems: Problems) -> None:
    """Report names of no event, which GitHub's server refuses in these words.

    redhat-cop/spring-rest#63 is one of many such files. A name that is like no other
    may be that of an event which is younger than this list.
    """
    for trigger in triggers:
        if trigger.event.lower() not in EVENTS and trigger.event not in ON_SERVER:
            message = f"`{trigger.event}` is not a valid event name"
            help = did_you_mean(trigger.event, list(EVENTS))
            if help:
                problems.error("trigger-syntax", message, trigger.span, help=help)
            else:
                problems.warning("trigger-syntax", message, trigger.span, _UNHEARD_OF)


def _check_filters(
    triggers: Sequence[Trigger], strictness: Strictness, problems: Problems
) -> None:
    """Report filters that GitHub's server refuses; its editor does not look at them."""
    is_refused = strictness is Strictness.SERVER
    for trigger in triggers:
        for refusal in filters.refusals(trigger):
            in_its_words = refusal.in_its_words and is_refused
            problems.add(
                Diagnostic(
                    "invalid-filter",
                    Severity.ERROR if is_refused else Severity.WARNING,
                    refusal.message,
                    refusal.span,
                    Authority.GITHUB if in_its_words else Authority.UNDERSTUDY,
                    help=refusal.help,
                )
            )
        for found in filter(filters.matches_nothing, trigger.filters):
            problems.warning(
                "negative-filter",
                f"`{found.kind}` holds only patterns with `!`, and these match nothing",
                found.span,
                f'write `{found.kind}-ignore`, or "**" before them',
            )
