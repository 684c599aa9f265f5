"""A figure with a large product, opened from disk: with a policy that lets it compile WebAssembly, and without."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import LiveFigure, Slider
from livefig.browser import watched
from support.site import POLICY, Site, until

rng = np.random.default_rng(3)
A, B = rng.normal(size=(2, 60, 60))
ALLOWED = POLICY.replace("script-src", "script-src 'wasm-unsafe-eval'")
# Later, since what Playwright evaluates itself may do more than the page.
COMPILES = """new Promise((done) => setTimeout(() => {
  const shortest = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
  try { new WebAssembly.Module(shortest); done("done"); } catch (error) { done(error.name); }
}))"""


def product(turn):
    return {"row": (turn * A) @ B[:, :50]}


@pytest.fixture(scope="module")
def live():
    figure, axes = plt.subplots(figsize=(4, 2))
    lines = axes.plot(np.zeros(50))
    axes.set_ylim(-20, 20)
    return LiveFigure(lambda turn: {"row": product(turn)["row"][7]}, figure, [Slider("turn", -1, 1, value=0.5)],
                      moves={lines[0]: {"y": "row"}}, says="{turn}", name="large", alt="A row")  # fmt: skip


@pytest.fixture(params=[ALLOWED, POLICY], ids=["allowed", "not allowed"])
def page(request, live, tmp_path, browser):
    home = Site(tmp_path).write([live.spec])
    file = tmp_path / "index.html"
    file.write_text(file.read_text(encoding="utf-8").replace(POLICY, request.param), encoding="utf-8")
    with watched(browser, home) as seen:
        yield seen, seen.open("index.html"), request.param


def test_a_large_product_is_right_whether_or_not_the_page_may_compile(page, live):
    seen, opened, policy = page
    assert "WebAssembly" in live.spec["programs"][0]
    until(opened, "livefig.get('large')")
    opened.evaluate("livefig.get('large').set({ turn: -0.5 })")
    found = opened.evaluate("livefig.get('large').outputs().row")
    assert np.allclose(found, product(-0.5)["row"][7], rtol=1e-12, atol=1e-12)
    assert opened.evaluate(COMPILES) == ("done" if policy == ALLOWED else "CompileError")
    seen.assert_quiet()
