"""Owns reading `on`: the events that a workflow listens to, as the model has them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Dict, List, Mapping, Optional, Tuple

from understudy.dialects.github import cron
from understudy.dialects.github.nodes import (
    Entry,
    entries,
    has_hole,
    scalars,
    template,
    text,
)
from understudy.dialects.github.problems import Problems
from understudy.model.pipeline import Filter, Input, Trigger
from understudy.model.template import Template
from understudy.text import yaml
from understudy.text.source import Span

_FILTERS = (
    "branches",
    "branches-ignore",
    "tags",
    "tags-ignore",
    "paths",
    "paths-ignore",
    "names",
    "versions",
)


def read_triggers(node: Optional[yaml.Node], problems: Problems) -> Tuple[Trigger, ...]:
    """Return the events of an `on`, each with what filters it."""
    if isinstance(node, yaml.Mapping):
        return tuple(
            _trigger(name, entry, problems)
            for name, entry in entries(node).items()
            if not has_hole(entry.key)
        )
    return tuple(
        Trigger(event=text(name), span=name.span)
        for name in scalars(node)
        if not has_hole(name)
    )


def _trigger(event: str, entry: Entry, problems: Problems) -> Trigger:
    fields = entries(entry.value)
    types = fields.get("types")
    workflows = fields.get("workflows")
    return Trigger(
        event=event,
        span=entry.key.span,
        types=tuple(map(text, scalars(types.value))) if types else None,
        filters=tuple(
            _filter(kind, found) for kind, found in fields.items() if kind in _FILTERS
        ),
        crons=_crons(entry.value, problems) if event == "schedule" else (),
        workflows=tuple(map(text, scalars(workflows.value))) if workflows else (),
        inputs=_inputs(fields.get("inputs"), problems),
        secrets=_inputs(fields.get("secrets"), problems),
        outputs=_outputs(fields.get("outputs")),
    )


def _filter(kind: str, entry: Entry) -> Filter:
    patterns = scalars(entry.value)
    return Filter(
        kind,
        tuple(map(text, patterns)),
        tuple(pattern.span for pattern in patterns),
        entry.key.span,
    )


def _crons(node: yaml.Node, problems: Problems) -> Tuple[str, ...]:
    found: List[str] = []
    for item in node.items if isinstance(node, yaml.Sequence) else ():
        entry = entries(item).get("cron")
        if entry:
            found.append(text(entry.value))
            if not cron.is_valid(found[-1]):
                problems.error("invalid-cron", cron.INVALID, entry.value.span)
    return tuple(found)


def _inputs(entry: Optional[Entry], problems: Problems) -> Tuple[Input, ...]:
    if entry is None:
        return ()
    return tuple(
        _input(name, found, problems) for name, found in entries(entry.value).items()
    )


def _input(name: str, entry: Entry, problems: Problems) -> Input:
    fields = entries(entry.value)
    kind = _value(fields, "type") or "string"
    options = fields.get("options")
    _check_options(kind, options, entry.value.span, problems)
    return Input(
        name=name,
        type=kind,
        required=_value(fields, "required") == "true",
        default=template(fields.get("default")),
        options=tuple(map(text, scalars(options.value))) if options else (),
        description=_value(fields, "description"),
        span=entry.key.span,
    )


def _check_options(
    kind: str, options: Optional[Entry], span: Span, problems: Problems
) -> None:
    if kind == "choice":
        if options is None or not scalars(options.value):
            message = "Missing 'options' for choice input"
            problems.error("invalid-input", message, span)
    elif options is not None:
        message = "Input type is not 'choice', but 'options' is defined"
        problems.error("invalid-input", message, span)


def _outputs(entry: Optional[Entry]) -> Mapping[str, Template]:
    found: Dict[str, Template] = {}
    for name, output in entries(entry.value if entry else None).items():
        value = entries(output.value).get("value")
        if value:
            found[name] = Template(value.value)
    return MappingProxyType(found)


def _value(fields: Mapping[str, Entry], name: str) -> str:
    entry = fields.get(name)
    return text(entry.value) if entry else ""
