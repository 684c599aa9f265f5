"""What pages fold away and what copy buttons take, in a small book with the settings and scripts of this one."""

import pytest

from helpers.small_book import build, notebook
from livefig.browser import served, watched
from support.site import until

LONG = "\n\n".join(["More."] * 80)
FOLDED = [
    f"# Folded\n\n{{eq}}`eq-hidden`\n\n{LONG}\n\n```{{exercise}}\n:label: ex\nDo it.\n```",
    "```{solution-start} ex\n:class: dropdown\n```",
    f"{LONG}\n\n$$x = 1$$ (eq-hidden)\n\n$$y = 2$$ (eq-other)",
    None,  # the figure
    f"```{{solution-end}}\n```\n\n{LONG}",
]
DOCTEST = """# Copied

```python
>>> def twice(x):
...     return 2 * x
...
>>> twice(3)
6
>>> for k in range(2):
...     print(k)
0
1
```

```python
a = [1,

     ...]
```

```console
$ pip install livefig
Successfully installed
$ python -m livefig
```
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    out = build(tmp_path_factory.mktemp("folded"), folded_ipynb=notebook(*FOLDED), copied_md=DOCTEST)
    with served(out) as address:
        yield address


@pytest.fixture
def seen(browser, small):
    with watched(browser, small, permissions=["clipboard-read", "clipboard-write"]) as opened:
        opened.page.set_default_timeout(4000)
        yield opened


def in_sight(page, selector):
    page.locator(selector).wait_for(state="visible")
    box = "document.querySelector(selector).getBoundingClientRect()"
    until(page, f"{box}.top > -5 && {box}.bottom < innerHeight + 5", selector=selector)


def test_a_solution_is_folded_until_a_link_leads_into_it(seen):
    page = seen.open("folded.html")
    assert page.locator("#equation-eq-hidden").is_hidden()
    page.locator("p > a[href='#equation-eq-hidden']").click()
    in_sight(page, "#equation-eq-hidden")
    button = page.locator(".toggle-button")
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert page.locator("#equation-eq-hidden").is_hidden()
    page.evaluate("scrollTo(0, 0)")
    page.locator("p > a[href='#equation-eq-hidden']").click()  # once more, where the address stays the same
    in_sight(page, "#equation-eq-hidden")


@pytest.mark.parametrize("fragment", ["equation-eq-hidden", "dot?a=-1", "dot%3Fa%3D-1", "equation-eq%2Dhidden"])
def test_an_address_unfolds_what_it_leads_to(fragment, seen):
    page = seen.open(f"folded.html#{fragment}")
    in_sight(page, "#dot" if "dot" in fragment else "#equation-eq-hidden")
    if "dot" in fragment:
        assert page.evaluate("livefig.get('dot').values().a") == -1
    seen.assert_quiet()


@pytest.mark.parametrize("fragment", ["", "%", "%E0%A4%A", "<img src=x onerror=alert(1)>", "no-such-place", "ex"])
def test_an_address_that_leads_to_nothing_folded_leaves_it_folded(fragment, seen):
    page = seen.open(f"folded.html#{fragment}")
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert page.locator("#equation-eq-hidden").is_hidden()
    seen.assert_quiet()


def copied(page, number):
    page.locator(".copybtn").nth(number).click(force=True)
    return page.evaluate("navigator.clipboard.readText()")


def test_the_copy_button_leaves_prompts_and_results(seen):
    page = seen.open("copied.html")
    page.locator(".copybtn").nth(2).wait_for(state="attached")
    assert copied(page, 0).splitlines() == [
        "def twice(x):", "    return 2 * x", "", "twice(3)", "for k in range(2):", "    print(k)",
    ]  # fmt: skip
    assert copied(page, 1) == "a = [1,\n\n     ...]"
    assert copied(page, 2) == "pip install livefig\npython -m livefig"
