"""Owns reading `on`: the events that a workflow listens to, as the model has them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Dict, List, Mapping, Optional, Tuple

from understudy.dialects.github import cron
from understudy.dialects.github.nodes import (
    Entry,
    entries,
    has_hole,
    items,
    scalars,
    templates,
    text,
    value,
)
from understudy.dialects.github.problems import Problems
from understudy.model.pipeline import Filter, Input, Trigger
from understudy.model.template import Template
from understudy.text import yaml
from understudy.text.diagnostic import Authority, Diagnostic, Severity

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
    # A key without a value counts as if it was not there (binderhub#1216).
    fields = {
        kind: found
        for kind, found in entries(entry.value).items()
        if not (isinstance(found.value, yaml.Scalar) and found.value.value is None)
    }
    return Trigger(
        event=event,
        span=entry.key.span,
        types=_texts(value(fields, "types")) if "types" in fields else None,
        filters=tuple(
            _filter(kind, found) for kind, found in fields.items() if kind in _FILTERS
        ),
        crons=_crons(entry.value, problems) if event == "schedule" else (),
        workflows=_texts(value(fields, "workflows")),
        inputs=_inputs(value(fields, "inputs"), problems),
        secrets=_inputs(value(fields, "secrets"), problems),
        outputs=_outputs(value(fields, "outputs")),
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
    for item in items(node):
        given = value(entries(item), "cron")
        if given:
            found.append(text(given))
            # The server runs `cron: |` as well, which ends in a line break and which
            # the editor refuses: apache/arrow#47844 is about such a run.
            line = " ".join(found[-1].split()) if problems.softened else found[-1]
            if not cron.is_valid(line):
                _refuse_cron(line, given, problems)
    return tuple(found)


def _refuse_cron(line: str, given: yaml.Node, problems: Problems) -> None:
    """Report a schedule in the words of the server, or else in those of the editor."""
    message = f'invalid `cron` attribute "{line}"' if problems.softened else ""
    problems.add(
        Diagnostic(
            "invalid-cron",
            Severity.ERROR,
            message or cron.INVALID,
            given.span,
            Authority.GITHUB,
            help=cron.HELP if message else None,
        )
    )


def _inputs(node: Optional[yaml.Node], problems: Problems) -> Tuple[Input, ...]:
    return tuple(_input(name, found, problems) for name, found in entries(node).items())


def _input(name: str, entry: Entry, problems: Problems) -> Input:
    fields = entries(entry.value)
    kind = text(value(fields, "type")) or "string"
    options = scalars(value(fields, "options"))
    if kind == "choice" and not options:
        message = "Missing 'options' for choice input"
        problems.error("invalid-input", message, entry.value.span)
    elif kind != "choice" and "options" in fields:
        message = "Input type is not 'choice', but 'options' is defined"
        problems.error("invalid-input", message, entry.value.span)
    return Input(
        name=name,
        type=kind,
        required=text(value(fields, "required")) == "true",
        default=templates(fields).get("default"),
        options=tuple(map(text, options)),
        description=text(value(fields, "description")),
        span=entry.key.span,
    )


def _outputs(node: Optional[yaml.Node]) -> Mapping[str, Template]:
    found: Dict[str, Template] = {}
    for name, output in entries(node).items():
        given = value(entries(output.value), "value")
        if given:
            found[name] = Template(given)
    return MappingProxyType(found)


def _texts(node: Optional[yaml.Node]) -> Tuple[str, ...]:
    return tuple(map(text, scalars(node)))
