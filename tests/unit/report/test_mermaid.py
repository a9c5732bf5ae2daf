"""A plan as a Mermaid flowchart holds what starts, and no word of Mermaid's own."""

from __future__ import annotations

from understudy.report import mermaid

END = """\
  classDef stopped stroke-dasharray:2 4,opacity:0.6
  classDef pending stroke-dasharray:6 3
  classDef missing stroke-dasharray:1 3"""


def test_a_plan_is_a_flowchart(plan):
    assert mermaid.text(plan) == f"""\
flowchart LR
  subgraph w0["ci"]
    w0j0["lint"]
    w0j1["docs"]
    w0j2["tests<br/>ubuntu,3<br/>ubuntu,3.12<br/>windows,3<br/>windows,3.12"]
    w0j3["dynamic"]:::pending
    w0j4["nightly"]:::stopped
    w0j5["after"]:::stopped
    w0j6["maybe"]:::pending
    w0j7["report"]
    w0j8["broken"]:::stopped
    subgraph w0j9["release"]
      w0j9j0["build"]
      w0j9j1["publish"]:::stopped
      w0j9j0 --> w0j9j1
    end
    w0j0 --> w0j2
    w0j0 --> w0j3
    w0j2 --> w0j3
    w0j1 --> w0j3
    w0j4 --> w0j5
    w0j0 --> w0j6
    w0j2 --> w0j7
    w0j2 --> w0j9
  end
{END}"""


def test_a_plan_that_starts_nothing_is_empty(planned, files):
    plan = planned({"nightly.yml": files["nightly.yml"]})

    assert mermaid.text(plan) == f"flowchart LR\n{END}"


def test_a_job_of_which_no_leg_can_be_played_is_marked(one, players):
    plan = one(a="runs-on: windows", b="", c="runs-on: ubuntu")

    lines = mermaid.text(plan, players).splitlines()

    assert lines[2:5] == ['    w0j0["a"]:::missing', '    w0j1["b"]', '    w0j2["c"]']


def test_many_legs_are_cut(one):
    plan = one(
        a=f"strategy: {{matrix: {{n: {list(range(9))}}}}}",
        b=f"strategy: {{matrix: {{n: {list(range(8))}}}}}",
    )

    lines = mermaid.text(plan).splitlines()

    assert (
        lines[2]
        == '    w0j0["a<br/>0<br/>1<br/>2<br/>3<br/>4<br/>5<br/>6<br/>and 2 more"]'
    )
    assert lines[3] == '    w0j1["b<br/>0<br/>1<br/>2<br/>3<br/>4<br/>5<br/>6<br/>7"]'


def test_nothing_in_a_label_means_anything_to_mermaid(planned):
    text = """
on: push
jobs:
  a:
    runs-on: x
    strategy: {matrix: {n: ['a#b <"c"> & d', 'x[y]']}}
    steps: [{run: x}]
"""
    plan = planned({'a#b <"c"> & d.yml': text})

    lines = mermaid.text(plan).splitlines()

    assert lines[1:3] == [
        '  subgraph w0["a-b---c-----d"]',
        '    w0j0["a<br/>a-b---c-----d<br/>x-y-"]',
    ]
