"""Owns the notation in which `keys` says what a file may hold; reads no file itself.

A definition is the union of the kinds of value that it allows. What the notation can
say, and how candidates are narrowed by the keys that are present, is what GitHub's own
schema files can say (`TemplateSchema.cs`, `OneOfDefinition.cs`).
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import cached_property, reduce
from typing import Dict, FrozenSet, Mapping, Optional, Tuple

from understudy.records import dataclass

Contexts = Tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Key:
    """One key that a mapping may hold; `mask` has a bit for each shape that has it."""

    definition: Definition
    mask: int


@dataclass(frozen=True, eq=False)
class Shape:
    """One way in which a mapping may look.

    `loose` is the definition of the names and of the values of all other keys.
    """

    keys: Mapping[str, Definition] = field(default_factory=dict)
    required: Tuple[str, ...] = ()
    loose: Optional[Tuple[Definition, Definition]] = None


@dataclass(frozen=True, eq=False)
class Definition:
    """What one value may be, and which contexts and functions it may use.

    `text` allows every string, `name` every string but the empty one.
    """

    null: bool = False
    boolean: bool = False
    number: bool = False
    text: bool = False
    name: bool = False
    constants: FrozenSet[str] = frozenset()
    items: Optional[Definition] = None
    shapes: Tuple[Shape, ...] = ()
    contexts: Contexts = ()
    anything: bool = False

    @cached_property
    def keys(self) -> Dict[str, Key]:
        """Every key that any shape has."""
        found: Dict[str, Key] = {}
        for index, shape in enumerate(self.shapes):
            for name, definition in shape.keys.items():
                mask = found[name].mask if name in found else 0
                found[name] = Key(definition, mask | 1 << index)
        return found

    @cached_property
    def loose(self) -> Optional[Tuple[Definition, Definition]]:
        """The definitions of other keys and their values: the first shape decides."""
        return self.shapes[0].loose if self.shapes else None

    @cached_property
    def all_shapes(self) -> int:
        """The mask of every shape."""
        return (1 << len(self.shapes)) - 1

    def accepts(self, value: object) -> bool:
        """Tell whether a literal is one of the values allowed."""
        if isinstance(value, str):
            return self.text or (self.name and value != "") or value in self.constants
        if isinstance(value, bool):
            return self.boolean
        return self.null if value is None else self.number


def values(words: str) -> Definition:
    """Allow each of the words."""
    return Definition(constants=frozenset(words.split()))


def sequence(item: Definition) -> Definition:
    """Allow a list of items."""
    return Definition(items=item)


def mapping(
    keys: Mapping[str, Definition], loose: Optional[Definition] = None
) -> Definition:
    """Allow a mapping of these keys, those that end in `!` required."""
    shape = Shape(
        {name.rstrip("!"): definition for name, definition in keys.items()},
        tuple(name[:-1] for name in keys if name.endswith("!")),
        (NAME, loose) if loose else None,
    )
    return Definition(shapes=(shape,))


def table(value: Definition) -> Definition:
    """Allow a mapping of any names to values of one kind."""
    return mapping({}, loose=value)


def one_of(*definitions: Definition) -> Definition:
    """Allow what any of the definitions allows."""
    return reduce(_union, definitions)


def within(contexts: str, definition: Definition) -> Definition:
    """Allow expressions with these contexts and functions, here and below."""
    return replace(definition, contexts=tuple(contexts.split()))


def _union(left: Definition, right: Definition) -> Definition:
    return Definition(
        left.null or right.null,
        left.boolean or right.boolean,
        left.number or right.number,
        left.text or right.text,
        left.name or right.name,
        left.constants | right.constants,
        left.items or right.items,
        left.shapes + right.shapes,
    )


NULL = Definition(null=True)
BOOLEAN = Definition(boolean=True)
NUMBER = Definition(number=True)
STRING = Definition(text=True)
NAME = Definition(name=True)
SCALAR = one_of(STRING, BOOLEAN, NUMBER)
ANY = Definition(anything=True)
NAMES = sequence(NAME)
NAME_OR_NAMES = one_of(NAME, NAMES)
