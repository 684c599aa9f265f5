"""The faults that `tools/mutate.py` plants: what, where, which text (a regular expression) is replaced by which.

Each has the smallest test set that should notice it: one of the kinds in mutate.py, and its arguments. A fault whose text is no longer there is reported as such, and a test in `tests/unit/test_mutate.py` finds it sooner.
"""

# ruff: noqa: E501

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One mistake that somebody could make."""

    what: str
    file: str
    find: str
    put: str
    by: str


LIVEFIG, FORMULACHECK = "packages/livefig/livefig", "packages/formulacheck/formulacheck"
SMALL = "book/small.md"  # mutate.py writes it
CHAIN = "notebooks/mathematics/chain_rule.ipynb"
NEURON = "notebooks/mathematics/one_neuron.ipynb"
TWO = "notebooks/mathematics/two_layers.ipynb"
BACK = "notebooks/mathematics/backpropagation.ipynb"
TRAINING = "notebooks/mathematics/training.ipynb"
ENTROPY = "notebooks/mathematics/cross_entropy.ipynb"
EXTENSIONS = "pytest tests/pages/test_book_extensions.py -k"
HOUSE = "pytest tests/pages/test_house.py -k"
TOOLS = "pytest tests/unit -k"
SPHINX = "livefig tests/pages/test_sphinx_ext.py"
AGAIN = "pytest tests/pages/test_again.py"

ENGINE = [
    Fault("a wrong JavaScript row", f"{LIVEFIG}/trace/table/elementwise.py", r'"Math\.tanh\(\{0\}\)"', '"Math.atan({0})"',
          "livefig tests/parity/test_ops.py -k tanh"),
    Fault("division instead of floor division", f"{LIVEFIG}/trace/table/elementwise.py", r'"L\.floorDivide\(\{0\}, \{1\}\)"', '"({0} / {1})"',
          "livefig tests/parity/test_ops.py -k floor_divide"),
    Fault("sums that forget their last number", f"{LIVEFIG}/js/math.js", r"n - half, s\);", "n - half - 1, s);",
          "livefig tests/parity/test_ops.py -k sum"),
    Fault("NaN written as 0", f"{LIVEFIG}/emit/writer.py", r'return "NaN"', 'return "0"',
          "livefig livefig/emit/writer.py"),
    Fault("loops that are one too short", f"{LIVEFIG}/emit/writer.py", r"\{index\} < \{length\};", "{index} < {length} - 1;",
          "livefig tests/parity/test_ops.py"),
    Fault("a scan that leaves out its last step", f"{LIVEFIG}/trace/loops.py", r"for t in range\(length\)",
          "for t in range(length - 1)", "livefig tests/parity/test_random_programs.py livefig/trace/loops.py tests/unit"),
    Fault("x and y swapped in a binding", f"{LIVEFIG}/draw/marks/line.py",
          r'x, y = places\(binding\["map"\], binding\["count"\], read',
          'y, x = places(binding["map"], binding["count"], read',
          "livefig tests/unit/test_figure.py tests/unit/test_twins.py"),
    Fault("a hyphen for a minus sign", f"{LIVEFIG}/text/words.py", r'replace\("-", "−"\)', 'replace("-", "-")',
          "livefig tests/unit/test_words.py"),
    Fault("sliders that round down", f"{LIVEFIG}/controls/slider.py", r"self\.step \+ 0\.5\)", "self.step)",
          "livefig tests/unit/test_controls.py"),
    Fault("log sliders with two digits", f"{LIVEFIG}/controls/slider.py", r":\.2e\}", ":.1e}",
          "livefig tests/unit/test_controls.py"),
    Fault("a branch on a slider goes unnoticed", f"{LIVEFIG}/trace/refusals.py", r"__bool__ = _refuse\(", "__never__ = _refuse(",
          "livefig tests/unit/test_mistakes.py"),
    Fault("a link may set any number", f"{LIVEFIG}/js/controls/slider.js",
          r"return Number\.isFinite\(number\) \? snap\(control, number\) : undefined;", "return number;",
          "livefig tests/browser/test_runtime.py -k a_link_sets_what_it_may"),
    Fault("a swipe past a slider moves it", f"{LIVEFIG}/js/controls/finger.js", r"if \(!waits\) return use\(\);", "return use();",
          "livefig tests/browser/test_sliders.py -k vertical"),
    Fault("a link leaves folded what it leads to", f"{LIVEFIG}/js/link.js", r"up\.open = true", "up.open = up.open",
          "livefig tests/browser/test_links.py -k folded"),
    Fault("the page says numbers with one digit more", f"{LIVEFIG}/js/numbers.js",
          r"\? x\.toFixed\(places\)", "? x.toFixed(places + 1)", "livefig tests/unit/test_languages.py -k numbers_are_written"),
    Fault("a module imports against the direction", f"{LIVEFIG}/text/words.py", r"import math\n", "import math\nfrom ..draw import svg\n",
          "livefig tests/unit/test_architecture.py"),
    Fault("a page may end its script early", f"{LIVEFIG}/page/markup.py", r'\.replace\("<", "\\\\u003c"\)', "", SPHINX),
    Fault("two figures of a page share their ids", f"{LIVEFIG}/page/markup.py",
          r"svg\.replace\(SENTINEL, escape\(prefix\)\)", 'svg.replace(SENTINEL, "")', SPHINX),
    Fault("a dead figure is published", f"{LIVEFIG}/sphinx_ext.py", r'if spec\["fallback"\] is not None', "if False", SPHINX),
    Fault("no figure's JavaScript is run as it is made", f"{LIVEFIG}/compile.py", r"if v8 is None:", "if True:",
          "livefig tests/unit/test_v8.py"),
    Fault("a program's JavaScript is right at the start, and nobody looks further", f"{LIVEFIG}/proof.py",
          r"for \(values, expected\), got in zip\(tried, found, strict=True\):",
          "for (values, expected), got in [*zip(tried, found)][:1]:", "livefig tests/unit/test_v8.py"),
    Fault("a book that requires V8 is built without it", f"{LIVEFIG}/sphinx_ext.py",
          r"if app\.config\.livefig_requires_v8:", "if False:", SPHINX),
    Fault("numbers of before beside controls of now", f"{LIVEFIG}/js/figure.js", r"this\.shown = values;\n(\s+)this\.stats",
          "this.shown = this.state.values;\n\\1this.stats", "livefig tests/browser/test_long_work.py -k together"),
    Fault("a worker computes every wish, however old", f"{LIVEFIG}/js/brought/aside.js", r"this\.next = \{ given, done, tell \};",
          "this.next ??= { given, done, tell };", "livefig tests/browser/test_long_work.py -k last_wish"),
    Fault("a figure that fails takes its neighbours along", f"{LIVEFIG}/js/dom.js", r"reportError\(error\);", "throw error;",
          "livefig tests/browser/test_runtime.py -k neighbours"),
    Fault("a check that counts errors below zero as none", f"{FORMULACHECK}/checking.py", r"np\.abs\(got - want\)", "(got - want)",
          "formulacheck tests/test_check.py"),
    Fault("a refuted formula that agrees passes", f"{FORMULACHECK}/checking.py", r"<= within\) != holds", "<= within) != True",
          "formulacheck tests/test_check.py"),
    Fault("page and NumPy may differ by a thousandth", f"{LIVEFIG}/verify.py", r"SAME = 1e-9", "SAME = 1e-3",
          "livefig tests/unit/test_verify.py"),
]  # fmt: skip

PAGES = [
    Fault("inline scripts are not named by the policy", "book/house/policy.py",
          r"    rules\[.script-src.\] \+= digests\n", "",
          f"{EXTENSIONS} digest"),
    Fault("the policy lets every inline script run", "book/house/policy.py",
          r'"script-src": "\'self\' file:"', '"script-src": "\'self\' file: \'unsafe-inline\'"', f"{EXTENSIONS} digest"),
    Fault("pictures of other hosts go unnoticed", "book/house/self_contained.py", r"<\(\?:img\|script", "<(?:script",
          f"{EXTENSIONS} fetch"),
    Fault("an audited item stands in two chapters", "book/house/audit.py", r"if row\.id in seen:", "if False:",
          f"{EXTENSIONS} two_chapters"),
    Fault("a picture without a description passes", "book/house/accessible.py",
          r'if not image\.get\("alt", ""\)\.strip\(\)', 'if image.get("alt") is None and False', f"{EXTENSIONS} alt_text"),
    Fault("a right prediction is called wrong", "book/house/prediction.py", r"RIGHT if k == position", "RIGHT if k != position",
          "pytest tests/pages/test_prediction.py"),
    Fault("a figure is not set to the answer", "book/house/static/prediction.js", r"figure\(\)\?\.set\(", "void (",
          "pytest tests/browser/test_predictions.py -k answers_when_an_answer"),
    Fault("the Brier score forgets its square", "book/house/static/your_predictions.js", r"\(one\.sure - Number\(one\.right\)\) \*\* 2",
          "Math.abs(one.sure - Number(one.right))", "pytest tests/browser/test_predictions.py -k as_the_formula"),
    Fault("what is kept is erased without being asked again", "book/house/static/your_predictions.js", r'button\("Erase all", ask\)',
          'button("Erase all", () => (keep.erase(), show()))', "pytest tests/browser/test_predictions.py -k asked_twice"),
    Fault("the foot hides that files were changed", "book/house/colophon.py", r'changes since" if git\(',
          'changes since" if not git(', f"{HOUSE} commit"),
    Fault("a page with a question mark in its name is built", "book/house/names.py", r'\|\?\*', "|*", f"{HOUSE} published"),
    Fault("every use of a term is underlined", "book/house/hints.py", r"if anchor in seen:", "if False:", f"{HOUSE} first_use"),
    Fault("a term in the search has lost its definition", "book/house/found.py", r'and "dd" in', 'and "dl" not in',
          "pytest tests/pages/test_search.py"),
    Fault("a preview shows what stood there at the last build", "book/house/previews.py", r'html = STORE\.sub\("", html\)', "pass",
          "pytest tests/pages/test_previews.py"),
    Fault("a failing build takes the last good book away", "tools/build_book.py",
          r"if not run_jupyter_book\(arguments\.verbose\):", "if run_jupyter_book(arguments.verbose) is None:",
          f"{TOOLS} failing_build"),
    Fault("a change of the tracer runs no notebook again", "tools/build_book.py", r'\(RUN, "packages/livefig/livefig/\*\*"\)',
          '(WRITE, "packages/livefig/livefig/**")', f"{TOOLS} drops_what"),
    Fault("a change of a style runs all notebooks again", "tools/build_book.py", r'\(COPY, "packages/\*/\*/\*\*/\*\.css"\)',
          '(RUN, "packages/*/*/**/*.css")', f"{TOOLS} drops_what"),
    Fault("a new title leaves the other pages as they were", "book/house/shared.py", r"return before != digest", "return False",
          AGAIN),
    Fault("a changed style keeps its old address", "book/house/stamps.py", r"stamped\(html, page\.parent, digest\)", "html", AGAIN),
    Fault("a mistake that says other words passes", "packages/livefig/docs/directives/cases.py",
          r"or case\.says not in said\.message", "or False", "livefig tests/unit/test_mistakes.py"),
    Fault("a chapter in a folder of no part is not checked", "tools/check_notebooks.py",
          r'if not found and "notebooks" in path\.parts', "if False", f"{TOOLS} no_part_of_the_book"),
    Fault("a property that may be missing is promised", "tools/typescript.py", r"\{'\?' if optional else ''\}", "", f"{TOOLS} interfaces"),
    Fault("a supported Python is turned away", "tools/setup_environment.py", r"NEWEST = \(3, 11\), \(3, 13\)",
          "NEWEST = (3, 11), (3, 12)", f"{TOOLS} supported"),
    Fault("the table of formulas stays behind its chapters", "book/house/pages.py", r"if what in meta\]", "if what is meta]",
          f"{EXTENSIONS} table_follows"),
    Fault("a parallel reader's notes are lost", "book/house/pages.py", r"self\.of\(env\)\.update\(", "dict().update(",
          f"{HOUSE} parallel"),
    Fault("the code that is the formula is folded away", "book/house/folding.py", r'OPEN in metadata\.get\("tags", \[\]\) or', "False or",
          "pytest tests/pages/test_folding.py -k is_the_formula"),
    Fault("a text says 'the first figure 6.2'", "book/house/figure_links.py", r"if POINTING\.search\(before\(link\)\)", "if False",
          "pytest tests/pages/test_figure_links.py -k says_the_number"),
    Fault("a fold swallows what its cell shows", "book/house/folding.py", r"\(cell\[0\], \*taken\(cell\)\)", "cell",
          "pytest tests/pages/test_folding.py -k share_a_line"),
    Fault("what a cell prints stands between the paragraphs", "book/house/folding.py", r"blocks = \[\] if .*", "blocks = []",
          "pytest tests/pages/test_folding.py -k folded_with_its_code"),
    Fault("what a solution prints is hidden", "book/house/folding.py", r"\[\] if inside_solution\(cell\) else ", "",
          "pytest tests/pages/test_folding.py -k in_a_solution"),
    Fault("open code is closed when a page is first painted", "book/house/static/folding.js", r"growing\.observe\(.*?\);", "",
          "pytest tests/browser/test_folding.py -k before_anything_is_painted"),
    Fault("the choice holds for one page only", "book/house/static/folding.js", r"keep\.change\(\(state\) => \(isOpen[^\n]*", "",
          "pytest tests/browser/test_folding.py -k choice_holds"),
    Fault("a formula that is broken loses its last term", "book/house/wrapping.py", r"edges = \[0, \*places, len\(parts\)\]",
          "edges = [0, *places, len(parts) - 1]", "pytest tests/pages/test_wrapping.py"),
    Fault("a long sum is not broken", "book/house/wrapping.py", r'SUMS = set\("\+−±⊙"\)', 'SUMS = set("⊙")',
          "pytest tests/pages/test_wrapping.py"),
    Fault("an empty place swallows what follows", "book/house/wrapping.py", r", short_empty_elements=False", "",
          "pytest tests/pages/test_wrapping.py"),
    Fault("a tab overwrites what another kept", "book/house/static/keep.js", r"const state = read\(\);\n    edit",
          "const state = (window.first ??= read());\n    edit", "pytest tests/browser/test_keep.py -k two_tabs"),
    Fault("what is kept and not understood is believed", "book/house/static/keep.js", r"\.filter\(\(\[, entry\]\) => isObject\(entry\)\)", "",
          "pytest tests/browser/test_keep.py -k not_understood"),
    Fault("a browser that keeps nothing stops the page's scripts", "book/house/static/keep.js", r"(return true;\n    \} catch) \{\n      return false;",
          r"\1 (error) {\n      throw error;", "pytest tests/browser/test_keep.py -k one_is_told"),
    Fault("a part of the side bar that the reader opened is folded on the next page", "book/_templates/side-bar-first.js",
          r"opened = JSON\.parse\(.*\)\.parts;", "opened = [];", "pytest tests/browser/test_side_bar.py -k keyboard"),
    Fault("what opens by itself in the side bar is kept as if the reader had opened it", "book/house/static/side_bar.js",
          r'if \(part\.matches\("\.current"\)\) return;', "", "pytest tests/browser/test_side_bar.py -k to_fold"),
    Fault("the mark of a chapter moves its title", "book/house/static/side_bar.css", r"position: absolute;", "position: static;",
          "pytest tests/browser/test_side_bar.py -k moves"),
    Fault("a glance at a chapter begins it", "book/house/static/keep.js", r"seconds >= BEGUN", "seconds",
          "pytest tests/browser/test_side_bar.py -k how_far"),
    Fault("an exercise that is no more counts as done", "book/house/static/keep.js", r"return labels\.filter\(.*\);",
          "return Object.keys(ticked);", "pytest tests/browser/test_exercises.py -k not_understood"),
    Fault("a tick is forgotten with the page", "book/house/static/exercises.js", r"if \(done\) page\[label\] = true;\n      else ", "",
          "pytest tests/browser/test_exercises.py -k outlasts"),
    Fault("an old answer is taken for one to the changed question", "book/house/static/prediction.js", r"entry\?\.version === version && ", "",
          "pytest tests/browser/test_predictions.py -k has_been_changed"),
    Fault("nobody is told that the question has changed", "book/house/static/prediction.js", r": earlierWords\(\)\)", ": [])",
          "pytest tests/browser/test_predictions.py -k has_been_changed"),
    Fault("a figure plays on over what sets it", f"{LIVEFIG}/js/figure.js", r"set: \(values\) => \(this\.byHand\(values\)",
          "set: (values) => (this.set(values, true)", "livefig tests/browser/test_parts.py -k takes_over"),
    Fault("an explanation may stand before the figure", "tools/opening.py", r"if words > anatomy\.way_to_figure", "if False",
          f"{TOOLS} planted_fault_breaks"),
    Fault("checks that follow one another stay single lines", f"{FORMULACHECK}/sphinx_ext.py", r"if alike and len\(checks\) > 1", "if False",
          "formulacheck tests/test_pages.py -k one_list"),
    Fault("open code before the figure is not counted", "tools/measure_reading.py", r"top\(b\) < first && ", "false && ",
          "pytest tests/browser/test_reading.py -k planted_fault"),
    Fault("the README shows another setting", "README.md", r"error fell from 6", "error fell from 7",
          f"{TOOLS} readme_says"),
    Fault("the sentence is said before the reader rests", f"{LIVEFIG}/js/sentence.js", r"QUIET = 500", "QUIET = 400",
          "livefig tests/browser/test_runtime.py -k said_after"),
    Fault("Binder gets another pin", "binder/environment.yml", r'"numpy==[^"]+"', '"numpy==1.0"', f"{TOOLS} binder"),
    Fault("a picture from another host", SMALL, r"small page\n", "small page\n\n![x](https://example.org/x.png)\n", "book"),
    Fault("a broken reference", SMALL, r"small page\n", "small page\n\n[gone](gone.md)\n", "book"),
    Fault("a picture without a description", SMALL, r"small page\n",
          "small page\n\n![](/_build/art/logo.svg)\n", "book"),
    Fault("a formula that cannot be set", SMALL, r"small page\n", "small page\n\n$\\\\frac{1$\n", "book"),
    Fault("a script in the text", SMALL, r"small page\n", 'small page\n\n<b onclick="f()">x</b>\n', "book"),
    Fault("a term explained twice", SMALL, r"\nword\n", "\nword\n  Something else.\n\nword\n", "book"),
]  # fmt: skip

CHAPTERS = [
    Fault("a stale number in the prose", CHAIN, r"answers 0\.731;", "answers 0.733;", f"rules {CHAIN}"),
    Fault("a lost label", CHAIN, r"\$\$ \(eq-chain-two-links\)", "$$", f"rules {CHAIN}"),
    Fault("the table of the audit lost its tag", CHAIN, r'("tags": \[\s*)"audit"', r'\1"audits"', f"rules {CHAIN}"),
    Fault("a chapter lost a part", CHAIN, r'"## Where it breaks', '"## Where it fails', f"rules {CHAIN}"),
    Fault("a formula whose check is gone", NEURON, r"check: (eq-[\w-]+),", r"checked: \1,", f"rules {NEURON}"),
    Fault("a sign in a gradient", CHAIN, r"(return sigmoid\(z\) \* )sigmoid\(-z\)", r"\1-sigmoid(-z)", f"run {CHAIN}"),
    Fault("a missing description of a figure", NEURON, r'alt=\\"', r'alt=\\"\\" and \\"', f"run {NEURON}"),
    Fault("copies are said to stay copies, whatever leaves them", TWO, r"assert parts\[0\] > 0\.1", "assert parts[0] < 1e-9", f"run {TWO}"),
    Fault("what three decimals drop is called lost", TWO, r"np\.unique\(h, axis=0\)", "np.unique(h.round(3), axis=0)", f"run {TWO}"),
    Fault("the strongest road is taken for all roads", BACK, r"return W2\.T @ dz2", "return np.max(W2 * dz2[:, None], axis=0)", f"run {BACK}"),
    Fault("a softmax gets the slope of a sigmoid as well", BACK, r"d_top = odds / odds\.sum\(\) - \[1, 0, 0, 0\]",
          "d_top = (odds / odds.sum() - [1, 0, 0, 0]) * odds / odds.sum()", f"run {BACK}"),
    Fault("the printed direction with its sign mended", BACK, r"np\.sum\(-d_out \* right", "np.sum(d_out * right", f"run {BACK}"),
    Fault("W2 moves first, and the new W2 leads back", TRAINING, r"update\(now, gradients\(X, Y, now, delta\),",
          "update(now, [*gradients(X, Y, update(now, gradients(X, Y, now, delta), learning_rate, (0, 0, 1, 0)), delta)[:2], "
          "*gradients(X, Y, now, delta)[2:]],", f"run {TRAINING}"),
    Fault("all arrays learn where b2 should alone", TRAINING, r"starts, rate, 100, free=free\)", "starts, rate, 100)", f"run {TRAINING}"),
    Fault("a neuron turns round sooner than it does", ENTROPY, r"np\.argmax\(path\[:, 0\] > 0\)", "np.argmax(path[:, 0] > -1)", f"run {ENTROPY}"),
    Fault("a stale output", NEURON, r'"versicolor petals: up to 5\.1 cm', '"versicolor petals: up to 5.2 cm', f"run {NEURON}"),
]  # fmt: skip

FAULTS = ENGINE + PAGES + CHAPTERS
