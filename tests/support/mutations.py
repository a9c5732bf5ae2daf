"""Spoils the text of a YAML file: at random, and the same way for the same seed."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

import yaml

PIECES = """\
${{ }} ${{ ${{ github }} '' " ' { } [ ] : - , & * # ! | > % @ ` ~ null true 1e9 0o7
.inf <<: *env &x *x !!int --- ... ? \\ \u00e9 \U0001f600 insert hashFiles( .* && needs.
jobs: steps: uses: runs-on: if: matrix: include: on: with: always() __run ../
""".split() + [" ", "\n", "\t", "\r\n", "  ", "", "\n\n", "\ufeff", "\u2028", "\x00"]
TOKENS = """\
( ) [ ] . , .* [0] ['a'] ! != == < >= && || '' 'it''s' 1 -1 0x1F 1e999 NaN null true
github github.ref github.event needs.a.outputs.b matrix steps.x.outputs env.A inputs
secrets vars runner job strategy always() success() failure('a') cancelled()
contains('a','b') format('{0}{1}',1) join(github.event.*,',') fromJSON('[1,{}]')
toJSON(github) hashFiles('**') startsWith( endsWith( case(true,1,2) insert
""".split()
SCALARS = """\
null true false 0 -1 3.10 1e309 .nan 0x10 a A push main ** !a ./x ./.github/workflows/x
a/b@v1 docker://x ubuntu-latest self-hosted read write inherit max always() success()
${{matrix.os}} ${{fromJSON('[]')}} ${{fromJSON(needs.a.outputs.b)}} ${{github}} ${{''}}
${{insert}} ${{inputs.level}} __run build test ~
""".split() + ["", "* * * * *", "x" * 300, "\u00e9\U0001f600", "a\nb", "${{ x }}"]

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER = getattr(yaml, "CBaseDumper", yaml.BaseDumper)

Text = Callable[[str, random.Random], str]
Place = tuple[Any, Any]


def mutated(text: str, dice: random.Random) -> str:
    """Return a text with some changes: to its characters and lines, or to its tree."""
    if dice.random() < 0.5:
        grown = in_tree(text, dice)
        if grown is not None:
            text = grown
            if dice.random() < 0.8:
                return text
    for _ in range(dice.choice([1, 1, 2, 3, 8])):
        text = dice.choice(CHANGES)(text, dice)
    return text


def splice(text: str, dice: random.Random) -> str:
    """Put a piece in the place of a few characters."""
    start = dice.randrange(len(text) + 1)
    end = min(len(text), start + dice.choice([0, 0, 1, 3, 20]))
    return text[:start] + dice.choice(PIECES) + text[end:]


def express(text: str, dice: random.Random) -> str:
    """Put a token in the place of a few characters of an expression."""
    holes = [at for at in range(len(text)) if text.startswith("${{", at)]
    if not holes:
        return splice(text, dice)
    start = dice.choice(holes) + 3
    end = max(text.find("}}", start), start)
    at = dice.randint(start, end)
    rest = min(end, at + dice.choice([0, 0, 1, 3, 20]))
    return f"{text[:at]} {dice.choice(TOKENS)} {text[rest:]}"


def move(text: str, dice: random.Random) -> str:
    """Copy a stretch of lines somewhere else."""
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    stretch = lines[start : start + dice.choice([1, 1, 2, 5])]
    at = dice.randrange(len(lines) + 1)
    return "\n".join(lines[:at] + stretch + lines[at:])


def drop(text: str, dice: random.Random) -> str:
    """Leave out a stretch of lines."""
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    return "\n".join(lines[:start] + lines[start + dice.choice([1, 1, 2, 5]) :])


def indent(text: str, dice: random.Random) -> str:
    """Indent one line differently."""
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    lines[at] = dice.choice(["", " ", "  ", "    ", "- "]) + lines[at].lstrip()
    return "\n".join(lines)


def swap(text: str, dice: random.Random) -> str:
    """Exchange two words."""
    words = text.split(" ")
    first, second = dice.randrange(len(words)), dice.randrange(len(words))
    words[first], words[second] = words[second], words[first]
    return " ".join(words)


CHANGES: list[Text] = [splice, splice, express, move, drop, indent, swap]


def in_tree(text: str, dice: random.Random) -> str | None:
    """Return a file whose values are others, elsewhere or gone; None if it is none."""
    try:
        tree = yaml.load(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError):
        return None
    for _ in range(dice.choice([1, 1, 2, 4])):
        places = list(within(tree))
        if not places:
            return None
        dice.choice(GROWTHS)(places, dice)
    # Nothing is quoted that need not be: `3.10` becomes a number.
    style = dice.choice([None, None, True])
    return yaml.dump(
        tree,
        Dumper=Plain,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=style,
    )


class Plain(DUMPER):  # type: ignore[misc, valid-type]
    """Writes every scalar as it is, and each list and mapping where it stands."""

    def ignore_aliases(self, data: object) -> bool:
        return True


for kind, represent in (
    (str, yaml.SafeDumper.represent_str),
    (list, yaml.SafeDumper.represent_list),
    (dict, yaml.SafeDumper.represent_dict),
):
    Plain.add_representer(kind, represent)


def within(tree: Any) -> Iterator[Place]:
    """Yield every place in a tree: a list or a mapping, and an index or a key."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield tree, key
            yield from within(value)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield tree, index
            yield from within(value)


def replace(places: list[Place], dice: random.Random) -> None:
    """Put a word in the place of a value."""
    inside, key = dice.choice(places)
    inside[key] = dice.choice(SCALARS)


def graft(places: list[Place], dice: random.Random) -> None:
    """Put a copy of one value in the place of another."""
    (inside, key), (other, at) = dice.choice(places), dice.choice(places)
    inside[key] = copy.deepcopy(other[at])


def prune(places: list[Place], dice: random.Random) -> None:
    """Take a value away, with its key."""
    inside, key = dice.choice(places)
    del inside[key]


def rename(places: list[Place], dice: random.Random) -> None:
    """Give a value another key, which may hide what had it."""
    inside, key = dice.choice(places)
    names = [at for _, at in places if isinstance(at, str)]
    if isinstance(inside, dict) and names:
        inside[dice.choice([*names, *SCALARS])] = inside.pop(key)


def wrap(places: list[Place], dice: random.Random) -> None:
    """Put a value into a list, or a mapping, of its own."""
    inside, key = dice.choice(places)
    inside[key] = dice.choice([[inside[key]], {"a": inside[key]}, [], {}])


def repeat(places: list[Place], dice: random.Random) -> None:
    """Write a value twice, in a list or under another key."""
    inside, key = dice.choice(places)
    again = copy.deepcopy(inside[key])
    if isinstance(inside, list):
        inside.insert(dice.randint(0, len(inside)), again)
    else:
        inside[f"{key}-2"] = again


GROWTHS: list[Callable[[list[Place], random.Random], None]] = [
    replace,
    replace,
    graft,
    graft,
    prune,
    rename,
    wrap,
    repeat,
]
