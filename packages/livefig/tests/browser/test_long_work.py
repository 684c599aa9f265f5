"""Figures that take long: computed in a worker, on a page from disk whose policy allows one, and where it does not."""

import re
from contextlib import ExitStack

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import LiveFigure, Slider, scan
from livefig.browser import watched
from support.site import POLICY, Site, until

ALLOWED = POLICY + "; worker-src blob:"
MANY = np.linspace(-1, 1, 1500)
# Counts the workers that are at work, and keeps every sentence that the figure shows, with the time between frames.
SPY = """
window.workers = 0;
window.Worker = class extends Worker {
  constructor(...given) { super(...given); workers++; }
  terminate() { super.terminate(); workers--; }
};
addEventListener("DOMContentLoaded", () => {
  const said = document.querySelector(".livefig-says");
  window.seen = [];
  new MutationObserver(() => seen.push(said.textContent)).observe(said, { childList: true, characterData: true });
});
"""
# As a reader's finger does: one event a frame.
SLIDE = """async (values) => {
  const slider = document.querySelector("#long input[type=range]");
  for (const value of values) {
    slider.value = Math.round(100 * value); // its step is 0.01
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise(requestAnimationFrame);
  }
}"""
AWAKE = "document.getElementById('long').dataset.live === 'yes'"
SAID = "document.querySelector('#long .livefig-says').textContent"


def wave(steps):
    def function(width):
        return {"row": scan(lambda row: np.sin(row + width * MANY), MANY, length=steps)[-1]}

    return lambda width: {"mean": np.mean(np.abs(function(width)["row"])), **function(width)}


def long_figure(steps):
    """Return a figure that computes `steps` sines of 1500 numbers."""
    figure, axes = plt.subplots(figsize=(4, 2))
    (line,) = axes.plot(MANY)
    return LiveFigure(wave(steps), figure, [Slider("width", 0, 2, value=0.5, step=0.01)], moves={line: {"y": "row"}},
                      says="{width:.2f} gives {mean:.9f}", name="long", alt="A wave")  # fmt: skip


@pytest.fixture(scope="module")
def long():
    return long_figure(2000)


@pytest.fixture(scope="module")
def short():
    return long_figure(60)


@pytest.fixture
def opened(tmp_path, browser):
    """Open a page with a figure; `planted` stands at the beginning of each call of its program."""

    contexts = ExitStack()

    def open_page(live, planted="", policy=ALLOWED):
        home = Site(tmp_path).write([live.spec])
        begins = "return function (c_width) {"
        for name, before, after in (("index.html", POLICY, policy), ("page.js", begins, begins + planted)):
            text = (tmp_path / name).read_text(encoding="utf-8")
            assert before in text
            (tmp_path / name).write_text(text.replace(before, after), encoding="utf-8")
        seen = contexts.enter_context(watched(browser, home))
        seen.page.add_init_script(SPY)
        return seen, seen.open("index.html")

    with contexts:
        yield open_page


def of_numpy(live, texts):
    """Return the sentences that NumPy gives for the settings that the shown ones name."""
    widths = [float(re.match(r"\d\.\d\d", text)[0]) for text in texts]
    return [one["sentence"] for one in live.reference([{"width": width} for width in widths])["settings"]]


def shown(page):
    """Return what the figure said since the last look, without that it computes."""
    texts = page.evaluate("seen.splice(0)")
    return [text for text in texts if not text.startswith("Computing")]


def test_long_work_leaves_the_page_free_and_picture_and_sentence_together(opened, long):
    seen, page = opened(long)
    until(page, f"{AWAKE}")
    page.evaluate(SLIDE, [k / 100 for k in range(60, 121)])
    until(page, f"{SAID}.startsWith('1.20 gives')")
    texts = shown(page)
    assert texts == of_numpy(long, texts) and page.evaluate("workers") == 1
    assert np.allclose(page.evaluate("livefig.get('long').outputs().row"), wave(2000)(1.2)["row"], rtol=1e-9, atol=1e-9)
    seen.assert_quiet()


WAITS = "for (const end = performance.now() + {ms}; performance.now() < end;);"


def test_who_waits_is_told_so_and_only_the_last_wish_is_computed(opened, long):
    seen, page = opened(long, WAITS.format(ms=500))
    until(page, f"{AWAKE}")
    shown(page)
    page.evaluate(SLIDE, [k / 100 for k in range(60, 81)])
    until(page, "seen.some((text) => text.startsWith('Computing'))")
    until(page, f"{SAID}.startsWith('0.80 gives')")
    texts = shown(page)
    assert texts == of_numpy(long, texts)
    assert [text[:4] for text in texts] == ["0.60", "0.80"]  # the first, and what was wished when it was done
    seen.assert_quiet()


def test_a_worker_that_is_late_says_nothing_over_what_the_page_has_computed_since(opened, long):
    seen, page = opened(long, "if (!globalThis.document) " + WAITS.format(ms=1500))
    until(page, AWAKE)
    page.evaluate(SLIDE, [0.6])
    until(page, "seen.some((text) => text.startsWith('Computing'))")
    page.evaluate("livefig.get('long').set({ width: 1 })")  # at once, in the page
    shown(page)
    page.evaluate("new Promise((done) => setTimeout(done, 2000))")  # the worker's next word and its answer are past
    assert page.evaluate(SAID) == of_numpy(long, ["1.00"])[0] and page.evaluate("seen") == []
    seen.assert_quiet()


# Time that passes as the program says, in the page and in the worker alike: a busy machine changes nothing.
CLOCK = """
const ticking = (time) => (performance.now = () => time, (ms) => (time += ms));
const passes = globalThis.passes ??= ticking(performance.now());
passes(c_width > 1 ? 30 : 1);
globalThis.calls = (globalThis.calls ?? 0) + 1;
"""


def test_work_moves_to_a_worker_where_it_takes_long_and_back_where_it_does_not(opened, short):
    seen, page = opened(short, CLOCK)
    until(page, AWAKE)
    page.evaluate(SLIDE, [0.6, 1.5, 0.7, 1.6])  # one long call is no habit: the first of a page are slow
    assert page.evaluate("[calls, workers]") == [5, 0]
    page.evaluate(SLIDE, [1.7, 1.8])
    until(page, f"{SAID}.startsWith('1.80 gives')")
    assert page.evaluate("[calls, workers]") == [6, 1]
    page.evaluate(SLIDE, [0.8])
    until(page, f"{SAID}.startsWith('0.80 gives')")
    page.evaluate(SLIDE, [0.9])
    until(page, f"{SAID}.startsWith('0.90 gives')")
    assert page.evaluate("[calls, workers]") == [7, 1]
    texts = shown(page)
    assert texts == of_numpy(short, texts)
    seen.assert_quiet()


def test_an_error_in_the_worker_is_told_and_the_next_move_works(opened, long):
    seen, page = opened(long, "if (c_width === 1) throw new RangeError('planted');")
    until(page, f"{AWAKE}")
    page.evaluate(SLIDE, [1])
    until(page, f"{SAID}.endsWith('for these values: planted')")
    page.evaluate(SLIDE, [1.1])
    until(page, f"{SAID}.startsWith('1.10 gives')")
    assert shown(page)[-1:] == of_numpy(long, ["1.10"])
    seen.assert_quiet()


def test_a_page_that_may_have_no_worker_computes_itself(opened, long):
    seen, page = opened(long, policy=POLICY)
    until(page, f"{AWAKE}")
    page.evaluate(SLIDE, [0.6, 1.2])
    until(page, f"{SAID}.startsWith('1.20 gives')")
    texts = shown(page)
    assert texts == of_numpy(long, texts)
    assert page.evaluate("workers") == 0
    assert len(seen.complaints) == 1 and "worker" in seen.complaints[0].lower()


def test_a_figure_that_ends_ends_its_worker(opened, long):
    seen, page = opened(long)
    until(page, f"{AWAKE} && workers === 1")
    page.evaluate("livefig.get('long').stop()")
    assert page.evaluate("workers") == 0
    seen.assert_quiet()


def test_only_programs_that_may_take_long_bring_a_worker(short):
    assert "new Worker(" in short.spec["programs"][0]
    assert "new Worker(" not in long_figure(5).spec["programs"][0]
