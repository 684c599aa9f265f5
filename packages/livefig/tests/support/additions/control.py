"""A control: a whole number with two buttons."""

from support.adding import Addition

STEPPER = Addition(
    "a control",
    {"name": "stepper"},
    new={
        "livefig/controls/stepper.py": '''\
"""The stepper: a whole number that goes up and down by one."""

from typing import Any

import numpy as np

from ..errors import ControlError
from ..spec import StepperSpec
from .control import Control


class Stepper(Control[int]):
    """A whole number between two ends, with a button for one less and one for one more."""

    kind = "stepper"

    def __init__(self, name: str, min: int, max: int, value: int | None = None, label: str | None = None) -> None:
        super().__init__(name, label)
        if type(min) is not int or type(max) is not int or min >= max:
            raise ControlError(f"{self} needs two whole numbers, the smaller one first, not {min!r} and {max!r}.")
        self.min, self.max = min, max
        self.value = min if value is None else self.checked(value)

    @property
    def default(self) -> int:
        return self.value

    def checked(self, value: Any) -> int:
        number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
        if not number or value != value // 1 or not self.min <= value <= self.max:
            raise ControlError(f"{self.name} = {value!r}: the stepper counts from {self.min} to {self.max}.")
        return int(value)

    def to_page(self, value: int) -> float:
        return value

    def from_page(self, value: Any) -> int:
        return self.checked(value)

    def probes(self) -> list[int]:
        return [self.min, self.max, (self.min + self.max) // 2]

    def draw(self, rng: np.random.Generator) -> int:
        return int(rng.integers(self.min, self.max + 1))

    def spec(self) -> StepperSpec:
        return {**self._labels(), "kind": "stepper", "value": self.value, "min": self.min, "max": self.max}
''',
        "livefig/js/controls/stepper.js": """\
/** @typedef {import("livefig-spec").StepperSpec} StepperSpec */
/** @typedef {import("./index.js").Built} Built */
/** @typedef {import("./index.js").Context} Context */

import { labelled, make } from "../dom.js";

/** A whole number that goes up and down by one. */
export const stepper = {
  /**
   * @param {StepperSpec} control
   * @param {any} value
   */
  admissible(control, value) {
    const number = typeof value === "string" && !value.trim() ? NaN : Number(value);
    return Number.isInteger(number) && number >= control.min && number <= control.max ? number : undefined;
  },

  /**
   * @param {StepperSpec} control
   * @param {number} value
   */
  outward: (control, value) => value,

  /**
   * @param {StepperSpec} control
   * @param {number} value
   */
  word: (control, value) => value,

  /**
   * @param {StepperSpec} control
   * @param {number} value
   */
  code: (control, value) => String(value),

  cases: null,

  /**
   * @param {StepperSpec} control
   * @param {Context} context
   * @returns {Built}
   */
  build(control, { id, set, value, signal }) {
    const output = make("output", { id });
    const [less, more] = [-1, 1].map((step) => {
      const told = (step < 0 ? "One less: " : "One more: ") + control.text;
      const button = make("button", { type: "button", "aria-label": told }, step < 0 ? "\\u2212" : "+");
      button.addEventListener("click", () => set(value() + step), { signal });
      return button;
    });
    const label = labelled("label", control.label, { for: id });
    const element = make("div", { class: "livefig-control livefig-stepper" }, label, less, output, more);
    return { element, show: (now) => (output.textContent = String(now)) };
  },
};
""",
    },
    edits={
        "livefig/controls/__init__.py": {
            "from .slider import Slider\n": "from .slider import Slider\nfrom .stepper import Stepper\n",
            "Checkbox)": "Checkbox, Stepper)",
        },
        "livefig/js/controls/index.js": {
            'from "./slider.js";\n': 'from "./slider.js";\nimport { stepper } from "./stepper.js";\n',
            "choice, slider }": "choice, slider, stepper }",
        },
        "livefig/js/livefig.css": {
            ".livefig-options {": ".livefig-stepper {\n  display: flex;\n  gap: 0.75rem;\n}\n.livefig-options {"
        },
        "livefig/spec.py": {
            "ControlSpec = SliderSpec | ChoiceSpec | CheckboxSpec\n": '''\
class StepperSpec(Named):
    """A whole number between two ends."""

    kind: Literal["stepper"]
    value: int
    min: int
    max: int


ControlSpec = SliderSpec | ChoiceSpec | CheckboxSpec | StepperSpec
'''
        },
        "livefig/__init__.py": {
            "    from .errors ": "    from .controls.stepper import Stepper\n    from .errors ",
            '    "network_diagram": ': '    "Stepper": "controls.stepper",\n    "network_diagram": ',
            '    "Slider",\n    "network_diagram"': '    "Slider",\n    "Stepper",\n    "network_diagram"',
        },
        "docs/api.md": {"### Group\n": "### Stepper\n\n```{api} livefig.Stepper\n```\n\n### Group\n"},
        "tests/unit/test_controls.py": {
            "Choice, Group, Slider\n": "Choice, Group, Slider, Stepper\n",
            '    (Checkbox("on"), ': '    (Stepper("n", 0, 9), 3.0, 3, 3, 3.0, 3.0),\n    (Checkbox("on"), ',
        },
    },
    proof='''\
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig.errors import ControlError
from livefig.page.bundle import module, script, style
from support.twins import Page

MODULES = {"controls": "controls/index.js", "program": "program.js", "math": "math.js"}
BUILD = """
globalThis.document = { createElement: (tag) => ({
  setAttribute() {}, append() {}, addEventListener(type, act) { pressed[type].push(act); },
}) };
const pressed = { click: [] };
const pressing = (spec) => {
  const told = [];
  const { show } = controls.CONTROLS[spec.kind].build(spec, { id: "n", set: (v) => told.push(v), value: () => 2 });
  show(2);
  for (const act of pressed.click) act();
  return told;
};
const running = ([spec, values]) => {
  const factories = spec.programs.map((text) => eval("(" + text + ")"));
  const { program: call, given } = new program.Programs(spec, factories, math.L).at(values);
  const { y } = call(...given);
  return Array.from(y);
};
"""


def figure(*given):
    made, axes = plt.subplots()
    (line,) = axes.plot([0, 1, 2], [0, 0, 0])
    return livefig.LiveFigure(
        lambda n: {"y": np.arange(3.0) * n}, made, [livefig.Stepper("n", *given)],
        moves={line: {"y": "y"}}, says="{n} steps.", name="steps", alt="A line",
    )


def test_a_figure_has_a_stepper_that_is_set_and_checked():
    live = figure(0, 9, 2)
    live.n = 3
    assert (live.spec["fallback"], live.sentence()) == (None, "3 steps.")
    assert live.spec["controls"] == [
        {"kind": "stepper", "name": "n", "label": "n", "text": "n", "value": 2, "min": 0, "max": 9}
    ]
    with pytest.raises(ControlError, match="n = 10: the stepper counts from 0 to 9"):
        live.n = 10
    with pytest.raises(ControlError, match="two whole numbers"):
        figure(1, 0)
    with pytest.raises(ControlError, match="Slider, Choice, Checkbox, Stepper and Group"):
        livefig.controls.group.ungrouped(["n"])


def test_the_page_has_a_stepper_that_counts():
    live, page = figure(0, 9, 2), Page(**MODULES)
    page.engine.eval(BUILD)
    (spec,) = live.spec["controls"]
    assert all("stepper" in text for text in (module(), script(), style()))
    assert page.ask("(spec) => ['4', 9, 10, 0.5, ''].map((v) => controls.CONTROLS.stepper.admissible(spec, v) ?? '-')",
                    spec) == [4, 9, "-", "-", "-"]
    assert page.ask("pressing", spec) == [1, 3]
    assert page.ask("running", [dict(live.spec), {"n": 7}]) == list(live.outputs(n=7)["y"])
''',
    tests=[
        "tests/unit/test_controls.py::test_every_kind_of_control_is_among_the_forms",
        "tests/unit/test_controls.py::test_a_value_has_a_plain_form_and_those_of_function_page_and_sentence",
        "tests/unit/test_languages.py::test_both_languages_know_the_same_controls",
        "tests/unit/test_architecture.py::test_every_public_name_is_there_and_no_other",
        "tests/pages/test_docs.py::test_every_public_name_has_its_place_in_the_reference",
    ],
)
