"""Owns checking nodes against their definitions, in GitHub's words and at its places.

What it reports, and in which order it narrows candidates, is `TemplateReader.cs` and
`template-reader.ts`. It builds nothing: what can be used of a wrong file is decided
where its nodes are read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Collection, Optional, Set

from understudy.dialects.github.holes import OPEN, Holes, Register, holes
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.schema import ANY, Contexts, Definition
from understudy.expressions import PURE_FUNCTIONS, ExpressionError, to_string
from understudy.text import yaml
from understudy.text.diagnostic import Label
from understudy.text.suggest import suggest

NOT_ALLOWED = "A template expression is not allowed in this context"
_UNKNOWN = re.compile("Unrecognized (function|named-value): '([^']+)'")
_DOUBLE = "Unexpected symbol: '\""
_SINGLE = "write strings in single quotes"
_CONTEXTS = frozenset(
    "env github inputs job jobs matrix needs runner secrets steps strategy vars".split()
)
# The editor's list does without them (template-reader.ts, `allowBackgroundSteps`).
_NOT_OFFERED = frozenset({"wait", "wait-all", "cancel"})


class Validator:
    """One walk over one file; `syntax` is the id of what it reports.

    `register` keeps the expressions that it read.
    """

    def __init__(self, problems: Problems, syntax: str = "workflow-syntax") -> None:
        self.problems = problems
        self.syntax = syntax
        self.register = Register()

    def check(
        self, node: yaml.Node, definition: Definition, allowed: Contexts = ()
    ) -> None:
        """Report what a definition does not allow of a node."""
        if definition.contexts:
            allowed = _joined(allowed, definition.contexts)
        if isinstance(node, yaml.Scalar):
            self._check_scalar(node, definition, allowed)
        elif isinstance(node, yaml.Sequence):
            self._check_sequence(node, definition, allowed)
        elif definition.anything or definition.shapes:
            self._check_mapping(node, definition, allowed)
        else:
            self._error("A mapping was not expected", node)

    def _check_scalar(
        self, node: yaml.Scalar, definition: Definition, allowed: Contexts
    ) -> None:
        value = node.value
        if type(value) is str and OPEN in value:
            found = self._holes(node, allowed)
            if found.is_insert:
                self._error("Unexpected value '${{ insert }}'", node)
                return
            if found.expression is not None:
                if not allowed:
                    self.problems.error("expression-place", NOT_ALLOWED, node.span)
                return
            if found.literal is not None:
                value = found.literal
        if definition.anything or definition.accepts(value):
            return
        text = to_string(value)
        if not definition.accepts(text):
            self._unexpected(text, node, did_you_mean(text, definition.constants))

    def _check_sequence(
        self, node: yaml.Sequence, definition: Definition, allowed: Contexts
    ) -> None:
        items = ANY if definition.anything else definition.items
        if items is None:
            self._error("A sequence was not expected", node)
            return
        start = len(self.register)
        for item in node.items:
            self.check(item, items, allowed)
        self.register.close(node, start)

    def _check_mapping(
        self, node: yaml.Mapping, definition: Definition, allowed: Contexts
    ) -> None:
        keys = definition.keys
        loose = (ANY, ANY) if definition.anything else definition.loose
        shapes = definition.all_shapes
        seen: Set[str] = set()
        has_expression = False
        start = len(self.register)
        for key_node, value in node.entries:
            name = self._key(key_node, allowed)
            if name is None:
                has_expression = True
                if allowed:
                    values = loose[1] if loose and not keys else ANY
                    self.check(value, values, allowed)
                continue
            if name.upper() in seen:
                self._error(f"'{name}' is already defined", key_node)
                continue
            seen.add(name.upper())
            key = keys.get(name)
            if key and key.mask & shapes:
                shapes &= key.mask
                self.check(value, key.definition, allowed)
            elif loose:
                if not (loose[0].anything or loose[0].accepts(name)):
                    self._unexpected(name, key_node, None)
                self.check(value, loose[1], allowed)
            else:
                self._unknown_key(name, key_node, definition, shapes, node)
        self.register.close(node, start)
        if definition.shapes:
            self._check_shapes(node, definition, shapes, seen, has_expression)

    def _check_shapes(
        self,
        node: yaml.Mapping,
        definition: Definition,
        shapes: int,
        seen: Set[str],
        has_expression: bool,
    ) -> None:
        if shapes & (shapes - 1):
            self._error(
                "There's not enough info to determine what you meant. "
                f"Add one of these properties: {_distinguishing(definition, shapes)}",
                node,
            )
        elif not has_expression:
            for name in definition.shapes[shapes.bit_length() - 1].required:
                if name.upper() not in seen:
                    self._error(f"Required property is missing: {name}", node)

    def _key(self, node: yaml.Node, allowed: Contexts) -> Optional[str]:
        """Return the name that a key is, None where it is an expression."""
        if not isinstance(node, yaml.Scalar):
            # GitHub's reader has no word for it: its text would be that of a class.
            self._error("Unexpected value ''", node)
            return ""
        if type(node.value) is str:
            if OPEN not in node.value:
                return node.value
            found = self._holes(node, allowed)
            if found.expression is None and not found.is_insert:
                return node.value if found.literal is None else found.literal
            if not allowed:
                self.problems.error("expression-place", NOT_ALLOWED, node.span)
            return None
        return to_string(node.value)

    def _holes(self, node: yaml.Scalar, allowed: Contexts) -> Holes:
        found = holes(node.text, allowed)
        self.register.add(node, found)
        for fault in found.faults:
            report_fault(fault, node, 0, self.problems, allowed)
        return found

    def _unknown_key(
        self,
        name: str,
        node: yaml.Node,
        definition: Definition,
        shapes: int,
        around: yaml.Mapping,
    ) -> None:
        keys = definition.keys
        beside = [key.text for key, _ in around.entries if isinstance(key, yaml.Scalar)]
        known = [key for key in keys if keys[key].mask & shapes and key not in beside]
        help = did_you_mean(name, known)
        if name in keys:
            mask = keys[name].mask
            rivals = [
                key for key in beside if key in keys and not keys[key].mask & mask
            ]
            help = f"it cannot stand beside `{rivals[0]}`" if rivals else help
        elif name == "<<":
            help = "GitHub merges no mappings: to it this is a key like any other"
        self._unexpected(name, node, help)

    def _unexpected(self, text: str, node: yaml.Node, help: Optional[str]) -> None:
        self.problems.error(
            self.syntax, f"Unexpected value '{text}'", node.span, help=help
        )

    def _error(self, message: str, node: yaml.Node) -> None:
        self.problems.error(self.syntax, message, node.span)


def report_fault(
    error: ExpressionError,
    node: yaml.Scalar,
    offset: int,
    problems: Problems,
    allowed: Contexts,
) -> None:
    """Report a broken expression where GitHub does, and label where it really is.

    Args:
        offset: where the expression begins in the scalar's text.
        allowed: the contexts and functions that it may use.
    """
    start = offset + error.offset
    span = yaml.span_in(node, start, start + max(error.length, 1))
    labels = (Label(span, "here"),)
    help = _help(error, allowed)
    problems.error("expression-syntax", str(error), node.span, labels, help)


def _help(error: ExpressionError, allowed: Contexts) -> Optional[str]:
    """Return what to write in place of a name that cannot be used."""
    found = _UNKNOWN.search(str(error))
    if found is None:
        return _SINGLE if str(error).startswith(_DOUBLE) else None
    names = [name for name in allowed if "(" not in name]
    functions = [name.partition("(")[0] for name in allowed if "(" in name]
    if found[1] == "function":
        known = [function.name for function in PURE_FUNCTIONS.values()]
        return did_you_mean(found[2], [*functions, *known])
    if names and found[2].lower() in _CONTEXTS:
        return f"`{found[2]}` is not there yet: use one of {', '.join(sorted(names))}"
    return did_you_mean(found[2], names)


def did_you_mean(word: str, known: Collection[str]) -> Optional[str]:
    """Return the help line that names the nearest of the known words."""
    nearest = suggest(word, known)
    return f"did you mean `{nearest}`?" if nearest else None


@lru_cache(maxsize=None)
def _joined(allowed: Contexts, more: Contexts) -> Contexts:
    return allowed + tuple(context for context in more if context not in allowed)


def _distinguishing(definition: Definition, shapes: int) -> str:
    """Return the keys that only one of the shapes still possible has."""
    names = [
        name
        for name, key in definition.keys.items()
        if bin(key.mask & shapes).count("1") == 1 and name not in _NOT_OFFERED
    ]
    return ", ".join(sorted(names))
