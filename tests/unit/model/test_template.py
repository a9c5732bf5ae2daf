"""Text with holes knows where it stands, and what is written there."""

from __future__ import annotations

from understudy.model.template import Template
from understudy.text.nodes import Scalar, Sequence
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)


def test_a_scalar_is_its_text() -> None:
    template = Template(Scalar("${{ a }}", "${{ a }}", SPAN))

    assert template.text == "${{ a }}"
    assert template.span is SPAN
    assert repr(template) == "<template ci.yml:1:1: '${{ a }}'>"


def test_anything_else_has_no_text() -> None:
    template = Template(Sequence((), SPAN))

    assert template.text == ""
    assert repr(template) == "<template ci.yml:1:1>"


def test_a_long_text_is_cut_where_it_explains_itself() -> None:
    assert len(repr(Template(Scalar("x" * 500, "x" * 500, SPAN)))) < 240
