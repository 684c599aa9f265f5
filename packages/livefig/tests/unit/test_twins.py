"""Each mark's rule is written in two languages; as data, in milliseconds, they give the same."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from livefig.draw.marks import KINDS
from livefig.errors import FigureError
from livefig.verify import alike
from support.samples import SAMPLES, sample
from support.twins import Marks, assert_twins, in_python, shaken


@pytest.fixture(scope="module")
def page():
    return Marks()


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
        assert_twins(page, binding, shaken(values, rng), arrays)


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
    assert "error" in page.shown(binding, wrong, arrays)


def test_a_difference_would_be_seen(page, drawn):
    """The planted fault: an axis that runs the other way in one of the two."""
    binding, arrays, values = next(one for one in drawn if one[0]["kind"] == "line")
    turned = {**binding, "map": {**binding["map"], "y": {**binding["map"]["y"], "a": -binding["map"]["y"]["a"]}}}
    wanted, found = in_python(binding, values, arrays), page.shown(turned, values, arrays)
    assert not all(alike(wanted[part][name], found[part][name]) for part in wanted for name in wanted[part])
