"""Makes frozen dataclasses fast: a plan needs some 150 before it says a word.

The standard library compiles six methods for every class, which takes longer than all
that a plan does with them. Here classes share the five that need not be their own.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Callable, Dict, Tuple, Type, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")

# Where a class keeps what reads the fields that it is compared and hashed by.
_KEY = "__compared__"


def _dataclass(
    *, frozen: bool, eq: bool = True, repr: bool = True
) -> Callable[[Type[T]], Type[T]]:
    """Return a decorator that does what `dataclasses.dataclass` does.

    It does so for classes like ours: they are frozen, and they are their fields, of
    which each is a parameter of the constructor.

    Raises:
        TypeError: a class is more than that.
    """

    def decorate(cls: Type[T]) -> Type[T]:
        own = vars(cls).copy()
        dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
        fields = dataclasses.fields(cls)  # type: ignore[arg-type]
        if not frozen or "__post_init__" in own or not all(f.init for f in fields):
            raise TypeError(f"`{cls.__name__}` needs a dataclass of the library's own")
        methods = {
            "__init__": _constructor(cls.__qualname__, fields),
            "__setattr__": _refuse_to_assign,
            "__delattr__": _refuse_to_delete,
        }
        if repr:
            methods["__repr__"] = _text
        if eq:
            methods.update({"__eq__": _equal, "__hash__": _hash, _KEY: _key(fields)})
        for name, method in methods.items():
            if name not in own:
                setattr(cls, name, method)
        vars(cls)["__dataclass_params__"].frozen = True
        return cls

    return decorate


if TYPE_CHECKING:
    # It is by this name that type checkers know what a dataclass is.
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _constructor(owner: str, fields: Tuple[Field[Any], ...]) -> Callable[..., None]:
    """Return `__init__`, compiled: one for all classes would cost every object time."""
    known: Dict[str, Any] = {"_MISSING": MISSING}
    parameters, values = ["self"], []
    for field in fields:
        name, value = field.name, field.name
        made = field.default_factory is not MISSING
        known[f"_default_{name}"] = field.default_factory if made else field.default
        if made:
            parameters.append(f"{name}=_MISSING")
            value = f"_default_{name}() if {name} is _MISSING else {name}"
        elif field.default is not MISSING:
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        values.append(f"{name}={value}")
    # One call takes less to compile, and to run, than an assignment for each field.
    body = f"self.__dict__.update({', '.join(values)})"
    exec(f"def __init__({', '.join(parameters)}):\n {body}", known)
    constructor: Callable[..., None] = known["__init__"]
    constructor.__qualname__ = f"{owner}.__init__"
    constructor.__annotations__ = {field.name: field.type for field in fields}
    return constructor


def _key(fields: Tuple[Field[Any], ...]) -> Callable[[Any], Any]:
    names = [field.name for field in fields if field.compare]
    if not names:
        return type
    # It makes tuples of two and more; a NaN is equal to itself in a tuple, not alone.
    return attrgetter(*(names * 2 if len(names) == 1 else names))


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__compared__(self) == self.__compared__(other)


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


def _text(self: Any) -> str:
    shown = (field.name for field in dataclasses.fields(self) if field.repr)
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{self.__class__.__qualname__}({values})"


def _refuse_to_assign(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
