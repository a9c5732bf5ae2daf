"""Owns which secrets and variables are read and nobody has set: GitHub reads ''."""

from __future__ import annotations

from contextlib import suppress
from typing import Dict, Iterable, Iterator, Mapping, Optional, Tuple

from understudy.dialects.github.nodes import walk
from understudy.dialects.github.references import references
from understudy.expressions import ExpressionError, Node, parse, parse_template
from understudy.model.template import Condition, Template
from understudy.text import yaml

_LOOKED_AT = ("secrets", "vars")
# It is made for every job.
_TOKEN = "github_token"


def unset(
    templates: Iterable[Optional[Template]],
    contexts: Mapping[str, object],
    condition: Optional[Condition] = None,
) -> Tuple[str, ...]:
    """Return what is read by its name and is not there, as `secrets.NAME`, each once.

    Names that are computed, and expressions that cannot be read, are left out.
    """
    found: Dict[str, str] = {}
    for node in _expressions(templates, condition):
        for reference in references(node):
            context = reference.names[0].lower()
            if context not in _LOOKED_AT or len(reference.names) < 2:
                continue
            name = reference.names[1]
            if name.lower() not in _known(contexts.get(context)):
                found.setdefault(f"{context}.{name}".lower(), f"{context}.{name}")
    return tuple(found.values())


def _known(values: object) -> Iterable[str]:
    names = values if isinstance(values, Mapping) else ()
    return (_TOKEN, *(str(name).lower() for name in names))


def _expressions(
    templates: Iterable[Optional[Template]], condition: Optional[Condition]
) -> Iterator[Node]:
    for template in templates:
        for node in walk(template.node) if template else ():
            if isinstance(node, yaml.Scalar) and isinstance(node.value, str):
                with suppress(ExpressionError):
                    yield from parse_template(node.value).trees
    if condition is not None:
        with suppress(ExpressionError):
            yield parse(condition.text)
