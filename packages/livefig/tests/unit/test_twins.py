"""Each mark's rule is written in two languages; as data, in milliseconds, they give the same."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from livefig.draw.geometry import reader
from livefig.draw.marks import KINDS, shown
from livefig.errors import FigureError
from livefig.page.bundle import joined
from livefig.spec import pack
from livefig.verify import alike
from support.samples import SAMPLES, sample

# Numbers travel as text and images as bytes, since JSON knows no NaN and no words of 32 bits.
CALL = """
const given = ([binding, values, arrays, words]) => {
  const number = (packed) => data.unpack(packed);
  const read = (source) => number("constant" in source ? arrays[source.constant] : values[source.value]);
  const plain = (v) => v instanceof Uint32Array ? Array.from(new Uint8Array(v.buffer)) : v;
  try {
    const found = marks.shown(binding, read, () => words);
    return JSON.stringify(Object.fromEntries(Object.entries(found).map(([part, attributes]) =>
      [part, Object.fromEntries(Object.entries(attributes).map(([name, all]) => [name, all.map(plain)]))])));
  } catch (error) {
    return JSON.stringify({ error: error.message });
  }
};
"""
ATOB = """
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
globalThis.atob = (text) => {
  let bytes = "", held = 0, bits = 0;
  for (const letter of text.replace(/=+$/, "")) {
    held = (held << 6) | LETTERS.indexOf(letter);
    bits += 6;
    if (bits >= 8) bytes += String.fromCharCode((held >> (bits -= 8)) & 255);
  }
  return bytes;
};
"""
SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e300, -1e300, 1e-300, 0.5, -0.5, 1.0, 5e-3]


@pytest.fixture(scope="module")
def page():
    engine = MiniRacer()
    engine.eval(ATOB)
    for name, entry in (("marks", "marks/index.js"), ("data", "data.js")):
        engine.eval(f"const {name} = (() => {{ {joined(entry)}\nreturn entry; }})();")
    engine.eval(CALL)

    def call(binding, values, arrays):
        packed = {name: pack(np.asarray(v, dtype=float)) for name, v in values.items() if not isinstance(v, str)}
        said = reader(values, arrays)(binding["text"]) if "text" in binding else ""
        given = json.dumps([binding, packed, [pack(one) for one in arrays], said])
        return json.loads(engine.eval(f"given({given})"))

    return call


@pytest.fixture(scope="module")
def drawn():
    """Return the bindings of all samples, with the arrays of each."""
    lives = [sample(name) for name in SAMPLES]
    return [
        (binding, live.constants, live.state())
        for live in lives
        for layout in live.spec["layouts"]
        for binding in layout["marks"]
    ]


def plain(value):
    return np.asarray(value).ravel().tolist() if isinstance(value, np.ndarray) else value


def in_python(binding, values, arrays):
    with np.errstate(all="ignore"):
        found = shown(binding, reader(values, arrays))
    return {
        part: {name: list(map(plain, all_)) for name, all_ in attributes.items()} for part, attributes in found.items()
    }


def assert_twins(page, binding, values, arrays):
    wanted, found = in_python(binding, values, arrays), page(binding, values, arrays)
    assert {part: set(names) for part, names in wanted.items()} == {part: set(names) for part, names in found.items()}
    for part, attributes in wanted.items():
        for name, all_ in attributes.items():
            assert alike(all_, found[part][name]), (binding["kind"], part, name, all_, found[part][name], values)


def test_every_kind_of_mark_is_among_the_samples(drawn):
    assert {binding["kind"] for binding, _, _ in drawn} == set(KINDS)


def test_twins_agree_on_the_samples_as_they_are(page, drawn):
    for binding, arrays, values in drawn:
        assert_twins(page, binding, values, arrays)


@seed(7)
@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_twins_agree_on_random_and_special_numbers(page, drawn, data):
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    for binding, arrays, values in drawn:
        changed = {}
        for name, value in values.items():
            if isinstance(value, str):
                changed[name] = value
                continue
            numbers = rng.normal(size=np.shape(value)) * 10.0 ** rng.integers(-2, 3)
            odd = rng.uniform(size=np.shape(value)) < 0.15
            changed[name] = np.where(odd, rng.choice(SPECIAL, size=np.shape(value)), numbers)
        assert_twins(page, binding, changed, arrays)


@pytest.mark.parametrize("kind", ["line", "scatter", "bars", "area", "field"])
def test_a_mark_that_has_as_many_elements_as_numbers_takes_more_and_fewer(page, drawn, kind):
    """A function that is computed in a kernel may give another number of points each time."""
    binding, arrays, values = next(one for one in drawn if one[0]["kind"] == kind)
    names = [source["value"] for source in binding.values() if isinstance(source, dict) and "value" in source]
    sources = {
        **binding,
        **{key: {"value": names[0]} for key, v in binding.items() if isinstance(v, dict) and "constant" in v},
    }
    for count in (0, 1, 4, 30):
        longer = {name: np.linspace(-1, 1, count) for name in values if np.ndim(values[name])}
        assert_twins(page, sources, {**values, **longer}, arrays)


@pytest.mark.parametrize("kind", ["line", "scatter", "area", "field", "image", "contours"])
def test_numbers_that_do_not_belong_together_are_refused_in_both(page, drawn, kind):
    binding, arrays, values = next(one for one in drawn if one[0]["kind"] == kind)
    names = [source["value"] for source in binding.values() if isinstance(source, dict) and "value" in source]
    first = next(name for name in names if np.ndim(values[name]))
    wrong = {**values, first: np.zeros(np.size(values[first]) + 1)}
    with pytest.raises(FigureError):
        in_python(binding, wrong, arrays)
    assert "error" in page(binding, wrong, arrays)


def test_a_difference_would_be_seen(page, drawn):
    """The planted fault: an axis that runs the other way in one of the two."""
    binding, arrays, values = next(one for one in drawn if one[0]["kind"] == "line")
    turned = {**binding, "map": {**binding["map"], "y": {**binding["map"]["y"], "a": -binding["map"]["y"]["a"]}}}
    wanted, found = in_python(binding, values, arrays), page(turned, values, arrays)
    assert not all(alike(wanted[part][name], found[part][name]) for part in wanted for name in wanted[part])
