"""Every kind of mark in a real browser: the page draws what Python's rule says, at every setting."""

import itertools
import json
import re

import matplotlib.pyplot as plt
import pytest

from livefig import Choice, LiveFigure, Slider
from livefig.browser import watched
from livefig.draw.geometry import reader
from livefig.draw.marks import shown
from livefig.verify import Row, compare, drawn_faults
from support.samples import SAMPLES, sample
from support.site import Site, until

SETTINGS = [{"a": a, "b": b} for a, b in itertools.product((-2, -1, 0.5, 1.6, 2), (0, 0.3, 0.8, 1))]
DRAWN = "([id, all]) => all.map((values) => { const f = livefig.get(id); f.set(values); return f.drawn(); })"


@pytest.fixture(scope="module")
def samples():
    return {name: sample(name) for name in SAMPLES}


@pytest.fixture(scope="module")
def home(tmp_path_factory, samples):
    return Site(tmp_path_factory.mktemp("site")).write([live.spec for live in samples.values()])


@pytest.fixture(scope="module", params=[1280, 360])
def page(request, browser, home):
    with watched(browser, home, viewport={"width": request.param, "height": 900}) as quiet:
        quiet.open("index.html")
        yield quiet.page
        quiet.assert_quiet()


@pytest.mark.parametrize("name", SAMPLES)
def test_page_draws_what_python_says(page, samples, name):
    live = samples[name]
    bindings = live.spec["layouts"][0 if page.viewport_size["width"] > 600 else 1]["marks"]
    found = page.evaluate(DRAWN, [name, SETTINGS])
    seen = set()
    for values, drawn in zip(SETTINGS, found, strict=True):
        state = live.state(**values)
        for number, (binding, found) in enumerate(zip(bindings, drawn, strict=True)):
            wanted = shown(binding, reader(state, live.constants))
            assert drawn_faults([binding], state, live.constants, [found]) == [], values
            seen.update((number, part, name, str(value)) for part in wanted for name, value in wanted[part].items())
    assert not re.search("nan|inf|undefined", str(found), re.I)
    for number, binding in enumerate(bindings):  # every artist does move
        assert len({value for n, *_, value in seen if n == number}) > 1, binding["kind"]


@pytest.mark.parametrize("values", SETTINGS, ids=str)
def test_one_setting_draws_on_the_page_as_it_was_built(page, samples, values):
    """What is hidden in the static picture comes back by the first move."""
    page.reload()
    found = page.evaluate(f"([ids, values]) => ids.map((id) => ({DRAWN})([id, [values]])[0])", [[*samples], values])
    for live, drawn in zip(samples.values(), found, strict=True):
        bindings = live.spec["layouts"][0 if page.viewport_size["width"] > 600 else 1]["marks"]
        assert drawn_faults(bindings, live.state(**values), live.constants, drawn) == [], live.name


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_written_that_stands_so_already_and_nothing_twice(page, name):
    written, again, twice = page.evaluate(
        """([id]) => {
          const figure = livefig.get(id), seen = new MutationObserver(() => 0);
          const kind = innerWidth > 600 ? "wide" : "narrow";
          figure.set({ a: -1 });
          seen.observe(document.querySelector(`#${id} .livefig-${kind} svg`),
            { attributes: true, attributeOldValue: true, subtree: true });
          figure.set({ a: -1.2 });
          const records = seen.takeRecords(), places = new Map();
          for (const { target, attributeName } of records) {
            if (!places.has(target)) places.set(target, []);
            places.get(target).push(attributeName);
          }
          const same = records.filter((one) => one.target.getAttribute(one.attributeName) === one.oldValue);
          const twice = [...places.values()].filter((names) => new Set(names).size < names.length);
          return [records.length, same.length, twice.length];
        }""",
        [name],
    )
    assert written > 0 or name == "words"
    assert (again, twice) == (0, 0)


def test_colours_from_outputs_are_turned_in_the_dark_and_are_the_same_in_the_light(page):
    fills = (
        "[...document.querySelectorAll('#coloured [data-move] [fill^=\"#\"]:not([display])')]"
        ".map((one) => one.getAttribute('fill'))"
    )
    page.evaluate("livefig.get('coloured').set({ a: 2, b: 0.3 })")
    own = page.evaluate(fills)
    page.evaluate("document.body.style.background = '#14181e'; document.documentElement.dataset.theme = 'dark'")
    until(page, f"JSON.stringify({fills}) !== {json.dumps(json.dumps(own, separators=(',', ':')))}")
    before = page.evaluate(DRAWN, ["coloured", [{"a": 2, "b": 1}]])
    assert page.evaluate("document.querySelector('#coloured [data-move] [data-fill]') !== null")
    dark = page.evaluate(fills)
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    until(page, f"JSON.stringify({fills}) !== {json.dumps(json.dumps(dark, separators=(',', ':')))}")
    assert page.evaluate(DRAWN, ["coloured", [{"a": 2, "b": 1}]]) == before
    page.evaluate("livefig.get('coloured').set({ a: 2, b: 0.3 })")
    assert page.evaluate(fills) == own


@pytest.mark.parametrize("values", [[1, 0.5], [0.5, 1], [True, 0.5]])
def test_a_number_that_is_whole_or_true_for_one_choice_only_is_a_number_for_all(browser, tmp_path, values):
    figure, axes = plt.subplots()
    (dot,) = axes.plot([1], [1], "o")
    live = LiveFigure(
        lambda k, x: {"y": values[k], "z": x}, figure, [Choice("k", {"a": 0, "b": 1}), Slider("x", 0, 2, 1)],
        moves={dot: {"x": "z", "y": "y"}}, says="It is {y}.", name="mixed", alt="A dot",
    )  # fmt: skip
    with watched(browser, Site(tmp_path).write([live.spec])) as seen:
        row, kept = Row("index", "mixed", 2, 0), live.reference()
        compare(seen.open("index.html"), "mixed", kept, row)
    assert {setting["sentence"] for setting in kept["settings"]} == {"It is 1.", "It is 0.5."}
    assert row.faults == []
