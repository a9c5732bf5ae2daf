"""A record is what the standard library's frozen dataclass would have been."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from functools import cached_property
from importlib import import_module
from pkgutil import walk_packages

import pytest
from hypothesis import given
from hypothesis import strategies as st

import understudy
from understudy import records


def nothing() -> type:
    """Return a class without a field."""

    class Nothing:
        """Nothing."""

    return Nothing


def one() -> type:
    """Return a class with one field."""

    class One:
        """One."""

        only: object

    return One


def many() -> type:
    """Return a class with all that a field may be."""

    class Many:
        """Many."""

        first: object
        second: object = None
        made: list[object] = field(default_factory=list)
        hidden: object = field(default="secret", repr=False)
        aside: object = field(default=0, compare=False)

        @property
        def both(self) -> tuple[object, object]:
            """Return what is not a field."""
            return self.first, self.second

    return Many


def outspoken() -> type:
    """Return a class with methods of its own."""

    class Outspoken:
        """Outspoken."""

        only: object

        def __repr__(self) -> str:
            return "<Outspoken>"

        def __eq__(self, other: object) -> bool:
            return type(other) is type(self)

        def __hash__(self) -> int:
            return 7

    return Outspoken


CLASSES = [
    pytest.param(make, options, id=f"{make.__name__} {name}".strip())
    for make in (nothing, one, many, outspoken)
    for name, options in (
        ("", {}),
        ("by identity", {"eq": False}),
        ("silent", {"repr": False}),
    )
]
pairs = pytest.mark.parametrize(("make", "options"), CLASSES)


def both(make, options):
    """Return a class as it is made here, and as the standard library makes it."""
    ours = records.dataclass(frozen=True, **options)(make())
    return ours, dataclasses.dataclass(frozen=True, **options)(make())


def outcome(ask, cls):
    """Return what a question to a class comes to, be it an error."""
    try:
        return ask(cls)
    except Exception as error:
        # Where an object is has no meaning; the rest of a message has.
        return type(error), str(error).replace("_MISSING", "<factory>")


QUESTIONS = {
    "no argument": lambda cls: cls(),
    "one": lambda cls: cls(1),
    "by name": lambda cls: cls(first=1, second=2, made=[3], hidden=4, aside=5),
    "one too many": lambda cls: cls(*range(9)),
    "twice": lambda cls: cls(1, only=1, first=1),
    "unheard of": lambda cls: cls(1, other=2),
}


@pairs
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_record_is_made_from_the_same_arguments(make, options, question):
    ours, theirs = both(make, options)
    ask = QUESTIONS[question]

    def state(cls):
        return vars(ask(cls))

    assert outcome(state, ours) == outcome(state, theirs)


@pairs
def test_a_record_says_the_same_of_itself(make, options):
    ours, theirs = both(make, options)

    assert [f.name for f in fields(ours)] == [f.name for f in fields(theirs)]
    assert ours.__doc__ == theirs.__doc__
    assert ours.__init__.__qualname__ == f"{ours.__qualname__}.__init__"
    assert (ours.__repr__ is object.__repr__) == (theirs.__repr__ is object.__repr__)
    assert (ours.__eq__ is object.__eq__) == (theirs.__eq__ is object.__eq__)
    assert (ours.__hash__ is object.__hash__) == (theirs.__hash__ is object.__hash__)
    assert getattr(ours, "__match_args__", None) == getattr(
        theirs, "__match_args__", None
    )


values = st.one_of(st.integers(-2, 2), st.text("ab", max_size=1), st.none())


@given(st.lists(values, min_size=2, max_size=2), st.lists(values, max_size=2))
def test_records_are_equal_and_printed_alike(left, right):
    ours, theirs = both(many, {})
    while len(right) < 2:
        right = [*right, left[len(right)]]

    def compared(cls):
        a, b = cls(*left, aside=1), cls(*right, aside=2)
        return a == b, a != b, repr(a), a.both

    assert compared(ours) == compared(theirs)
    assert ours(*left) != theirs(*left), "they are of two classes"
    assert ours(1, (2,), ()) == ours(1.0, (2,), ())
    assert hash(ours(1, (2,), ())) == hash(ours(1.0, (2,), (), aside=3))


def test_a_record_of_a_nan_is_itself_on_every_python():
    # From 3.13 on, the standard library compares fields and no tuples of them.
    nan = float("nan")
    for make in (one, many):
        record, _ = both(make, {})

        assert record(nan) == record(nan)
        assert record(nan) != record(float("nan"))


def test_one_field_and_none_are_compared_and_hashed():
    single, empty = both(one, {})[0], both(nothing, {})[0]

    assert single(1) == single(1) != single(2)
    assert {single((1, 2)): "found"}[single((1, 2))] == "found"
    assert empty() == empty()
    assert len({empty(), empty()}) == 1
    assert empty() != single(1)


@pairs
def test_a_record_stays_as_it_is(make, options):
    for cls in both(make, options):
        record = cls(*[1] * (make is not nothing))

        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'only'"):
            record.only = 2
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'only'"):
            del record.only


def test_every_record_has_its_own_default():
    ours, _ = both(many, {})

    ours(1).made.append(2)

    assert ours(1).made == []


def test_what_knows_dataclasses_knows_records():
    ours, _ = both(many, {})
    record = ours(1, 2)

    assert dataclasses.is_dataclass(record)
    assert asdict(replace(record, first=3))["first"] == 3
    assert copy.copy(record) == copy.deepcopy(record) == record

    @dataclasses.dataclass(frozen=True)
    class Heir(ours):
        more: int = 0

    assert Heir(1, 2, more=3).more == 3


@records.dataclass(frozen=True)
class Kept:
    """Something with a value that is found out once."""

    number: int

    @cached_property
    def twice(self) -> int:
        """Return it twice."""
        return self.number * 2


def test_a_record_can_be_pickled_and_keep_what_it_found_out():
    record = Kept(3)

    assert record.twice == 6
    assert record == Kept(3)
    assert pickle.loads(pickle.dumps(record)).twice == 6


class Changing:
    """A class that is not frozen."""


class Late:
    """A class that does something once it is made."""

    def __post_init__(self) -> None:
        """Do it."""


class Partial:
    """A class with a field that is nobody's to give."""

    own: int = field(init=False)


@pytest.mark.parametrize(
    ("cls", "frozen"),
    [
        pytest.param(Changing, False, id="it changes"),
        pytest.param(Late, True, id="it does something"),
        pytest.param(Partial, True, id="a field is not given"),
    ],
)
def test_more_than_a_record_is_refused(cls, frozen):
    with pytest.raises(TypeError, match=f"`{cls.__name__}` needs a dataclass of"):
        records.dataclass(frozen=frozen)(cls)


def frozen_here():
    """Return every frozen dataclass of the package."""
    names = [found.name for found in walk_packages(understudy.__path__, "understudy.")]
    modules = [import_module(name) for name in names if "__main__" not in name]
    return {
        cls
        for module in modules
        for cls in vars(module).values()
        if isinstance(cls, type)
        and cls.__module__ == module.__name__
        and dataclasses.is_dataclass(cls)
        and cls.__dataclass_params__.frozen
    }


def test_every_frozen_dataclass_here_is_a_record():
    found = frozen_here()

    assert len(found) > 150
    assert len({cls.__setattr__ for cls in found}) == 1, "they share their methods"


def test_every_record_here_has_the_signature_of_a_dataclass():
    def shape(cls):
        found = inspect.signature(cls).parameters.values()
        return [(one.name, one.kind, one.default is one.empty) for one in found]

    def optional(one):
        given = (one.default, one.default_factory)
        return any(value is not dataclasses.MISSING for value in given)

    def copied(one):
        return one.name, one.type, field(default=None) if optional(one) else field()

    for cls in frozen_here():
        twin = dataclasses.make_dataclass("Twin", map(copied, fields(cls)), frozen=True)
        assert shape(cls) == shape(twin), cls
