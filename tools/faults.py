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


SMALL = "book/small.md"  # mutate.py writes it
CHAIN = "notebooks/mathematics/chain_rule.ipynb"
NEURON = "notebooks/mathematics/one_neuron.ipynb"
EXTENSIONS = "pytest tests/pages/test_book_extensions.py -k"
HOUSE = "pytest tests/pages/test_house.py -k"
TOOLS = "pytest tests/unit/test_tools.py -k"
SPHINX = "pytest tests/pages/test_sphinx_ext.py"

ENGINE = [
    Fault("a wrong JavaScript row", "livefig/ops.py", r'"Math\.tanh\(\{0\}\)"', '"Math.atan({0})"',
          "pytest tests/parity/test_ops.py -k tanh"),
    Fault("division instead of floor division", "livefig/ops.py", r'"L\.floorDivide\(\{0\}, \{1\}\)"', '"({0} / {1})"',
          "pytest tests/parity/test_ops.py -k floor_divide"),
    Fault("sums that forget their last number", "livefig/static/livefig-math.js", r"n - half, s\);", "n - half - 1, s);",
          "pytest tests/parity/test_ops.py -k sum"),
    Fault("NaN written as 0", "livefig/jsgen.py", r'return "NaN"', 'return "0"',
          "pytest livefig/jsgen.py"),
    Fault("loops that are one too short", "livefig/jsgen.py", r"\{index\} < \{length\};", "{index} < {length} - 1;",
          "pytest tests/parity/test_ops.py"),
    Fault("a scan that leaves out its last step", "livefig/scan.py", r"for t in range\(length\)",
          "for t in range(length - 1)", "pytest tests/parity/test_random_programs.py livefig/scan.py tests/unit"),
    Fault("x and y swapped in a binding", "livefig/points.py",
          r'x, y = \(np\.broadcast_to\(drawing\.read\(self\.ends\[name\], values\), \(self\.count,\)\) for name in "xy"\)',
          'y, x = (np.broadcast_to(drawing.read(self.ends[name], values), (self.count,)) for name in "xy")',
          "pytest tests/unit/test_figure.py"),
    Fault("a hyphen for a minus sign", "livefig/words.py", r'replace\("-", "−"\)', 'replace("-", "-")',
          "pytest tests/unit/test_words.py"),
    Fault("sliders that round down", "livefig/controls.py", r"self\.step \+ 0\.5\)", "self.step)",
          "pytest tests/unit/test_controls.py"),
    Fault("log sliders with two digits", "livefig/controls.py", r":\.2e\}", ":.1e}",
          "pytest tests/unit/test_controls.py"),
    Fault("a branch on a slider goes unnoticed", "livefig/tracer.py", r"__bool__ = _refuse\(", "__never__ = _refuse(",
          "pytest tests/unit/test_tracer.py"),
    Fault("a link may set any number", "livefig/static/livefig.js",
          r"return Number\.isFinite\(number\) \? snap\(control, number\) : undefined;", "return number;",
          "pytest tests/browser/test_runtime.py -k a_link_sets_what_it_may"),
    Fault("the page says numbers with one digit more", "livefig/static/livefig.js",
          r"\.toFixed\(", ".toFixed(1 + ", "pytest tests/browser/test_runtime.py -k numbers_are_written"),
    Fault("a module imports against the direction", "livefig/words.py", r"import math\n", "import math\nfrom . import svg\n",
          "pytest tests/unit/test_architecture.py"),
    Fault("a page may end its script early", "livefig/sphinx_ext.py", r'\.replace\("<", "\\\\u003c"\)', "", SPHINX),
    Fault("two figures of a page share their ids", "livefig/sphinx_ext.py",
          r"svg\.replace\(SENTINEL, escape\(prefix\)\)", 'svg.replace(SENTINEL, "")', SPHINX),
    Fault("a dead figure is published", "livefig/sphinx_ext.py", r'if spec\.get\("fallback"\) is not None', "if False", SPHINX),
    Fault("a check that counts errors below zero as none", "livefig/check.py", r"np\.abs\(got - want\)", "(got - want)",
          "pytest tests/unit/test_check.py"),
    Fault("a refuted formula that agrees passes", "livefig/check.py", r"<= within\) != holds", "<= within) != True",
          "pytest tests/unit/test_check.py"),
    Fault("page and NumPy may differ by a thousandth", "livefig/verify.py", r"SAME = 1e-9", "SAME = 1e-3",
          "pytest tests/unit/test_verify.py"),
]  # fmt: skip

PAGES = [
    Fault("inline scripts are not named by the policy", "book/_ext/policy.py",
          r'\[RULES\["script-src"\], \*digests\]', '[RULES["script-src"]]', f"{EXTENSIONS} digest"),
    Fault("the policy lets every inline script run", "book/_ext/policy.py",
          r'"script-src": "\'self\' file:"', '"script-src": "\'self\' file: \'unsafe-inline\'"', f"{EXTENSIONS} digest"),
    Fault("pictures of other hosts go unnoticed", "book/_ext/offline.py", r"<\(\?:img\|script", "<(?:script",
          f"{EXTENSIONS} fetch"),
    Fault("an audited item stands in two chapters", "book/_ext/audit.py", r"if row\.id in seen:", "if False:",
          f"{EXTENSIONS} two_chapters"),
    Fault("a picture without a description passes", "book/_ext/accessible.py",
          r'if not image\.get\("alt", ""\)\.strip\(\)', 'if image.get("alt") is None and False', f"{EXTENSIONS} alt_text"),
    Fault("a right prediction is called wrong", "book/_ext/prediction.py", r"RIGHT if k == position", "RIGHT if k != position",
          "pytest tests/pages/test_prediction.py"),
    Fault("the foot hides that files were changed", "book/_ext/colophon.py", r'changes since" if git\(',
          'changes since" if not git(', f"{HOUSE} commit"),
    Fault("every use of a term is underlined", "book/_ext/hints.py", r"if anchor in seen:", "if False:", f"{HOUSE} first_use"),
    Fault("capital and small Greek letters swapped", "book/_ext/symbol_search.py", r'"CAPITAL" if', '"SMALL" if',
          f"{HOUSE} symbols"),
    Fault("a failing build takes the last good book away", "tools/build_book.py",
          r"if not run_jupyter_book\(arguments\.verbose\):", "if run_jupyter_book(arguments.verbose) is None:",
          f"{TOOLS} failing_build"),
    Fault("a supported Python is turned away", "tools/setup_environment.py", r"NEWEST = \(3, 11\), \(3, 13\)",
          "NEWEST = (3, 11), (3, 12)", f"{TOOLS} supported"),
    Fault("the table of formulas stays behind its chapters", "book/_ext/pages.py", r"if what in meta\]", "if what is meta]",
          f"{EXTENSIONS} table_follows"),
    Fault("a parallel reader's notes are lost", "book/_ext/pages.py", r"self\.of\(env\)\.update\(", "dict().update(",
          f"{HOUSE} parallel"),
    Fault("the README shows another setting", "README.md", r"squared error fell from 6", "squared error fell from 7",
          f"{TOOLS} readme_shows"),
    Fault("the sentence is said before the reader rests", "livefig/static/livefig.js", r"textContent\), 500\)", "textContent), 400)",
          "pytest tests/browser/test_runtime.py -k said_after"),
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
    Fault("a stale output", NEURON, r'"versicolor petals: up to 5\.1 cm', '"versicolor petals: up to 5.2 cm', f"run {NEURON}"),
]  # fmt: skip

FAULTS = ENGINE + PAGES + CHAPTERS
