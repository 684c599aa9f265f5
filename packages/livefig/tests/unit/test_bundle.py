"""The page's modules are joined without Node, in one scope, and what cannot be joined is refused."""

import gzip
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from py_mini_racer import JSEvalException, MiniRacer

import livefig
from livefig import spec
from livefig.page import bundle
from livefig.page.bundle import BundleError, joined, minified

FOLDER = files("livefig").joinpath("js")


@pytest.fixture
def modules(monkeypatch):
    """Give the bundler these modules instead of the page's own."""

    def use(**texts):
        named = {name.replace("__", "/") + ".js": text for name, text in texts.items()}
        monkeypatch.setattr(bundle, "_read", named.__getitem__)

    return use


def run(entry="main.js"):
    return MiniRacer().eval(f"{minified(joined(entry))}\nentry.result")


def test_each_module_is_run_once_and_after_those_that_it_imports(modules):
    modules(
        main='import { shared, twice } from "./a.js";\nimport {\n  other,\n} from "./b/c.js";\n'
        "const own = 1;\nexport const result = twice(shared) + other + own;\n",
        a='import { count } from "./b/d.js";\nconst ten = 10;\nexport function twice(x) {\n  return 2 * x;\n}\n'
        "export const shared = ten + count();\n",
        b__c='import { count } from "./d.js";\nconst hundred = 100;\nexport const other = hundred * count();\n',
        b__d="let made = 0;\nexport const count = () => ++made;\n",
    )
    assert run() == 2 * 11 + 200 + 1


def test_comments_and_spaces_go_and_what_looks_like_them_stays(modules):
    modules(
        main="""
// a comment: `"'
/* another */
const pattern = /[/*"'`]+\\/x/g;  // behind a pattern
const words = `a // ${"b" /* no */} /* c */`, text = "//" + '/*';
export const result = [words, text, "/x".replace(pattern, "!"), `${ `nested ${1}` }`].join("|");
"""
    )
    assert run() == "a // b /* c */|///*|/x|nested 1"
    assert "comment" not in minified(joined("main.js"))


@pytest.mark.parametrize(
    "line, said",
    [
        ('import all from "./a.js";', "the line `import all from"),
        ('import * as all from "./a.js";', "cannot be joined. Write import { a, b } from"),
        ("export default 1;", "the line `export default 1;` cannot be joined"),
        ("export { own };", "or export before a function, class or const."),
        ('import "./a.js";', "js/main.js: the line `import"),
    ],
)
def test_a_form_that_cannot_be_joined_is_refused_with_its_line(modules, line, said):
    modules(main=f"{line}\n", a="")
    with pytest.raises(BundleError, match=re.escape(said)):
        joined("main.js")


@pytest.mark.parametrize(
    "form", ["function own() {}\n", "const own = 1;\n", "export async function own() {}\n", "class own {}\n"]
)
def test_a_name_that_two_modules_give_is_refused(modules, form):
    modules(main=f'import {{ a }} from "./a.js";\n{form}', a="export const a = 1;\nlet own = 2;\n")
    with pytest.raises(BundleError, match=re.escape("js/main.js and js/a.js both give the name own.")):
        joined("main.js")


def test_a_name_that_an_import_changes_is_refused(modules):
    modules(main='import { a as b } from "./a.js";\n', a="export const a = 1;\n")
    with pytest.raises(BundleError, match=re.escape('js/main.js: import { a as b } from "./a.js"; changes a name.')):
        joined("main.js")


def test_modules_that_import_each_other_are_refused(modules):
    modules(main='import { a } from "./a.js";\n', a='import { b } from "./b.js";\n', b='import { a } from "./a.js";\n')
    with pytest.raises(BundleError, match=re.escape("js/a.js imports itself, by way of b.js")):
        joined("main.js")


# What programs bring along, with a text that stands in it alone.
BROUGHT = {
    "brought/products.js": "WebAssembly",
    "brought/many.js": "135135",
    "brought/aside.js": "new Worker(",
    "brought/worker.js": "globalThis.onmessage",
    "brought/linear.js": "a matrix without an inverse",
    "brought/rotations.js": "a matrix was met whose values",
    "brought/eigh.js": "rounds++ > 30",
    "brought/qr.js": "Math.min(m, count)",
    "brought/svd.js": "-0.125",
    "brought/erf.js": "709.782712893384",
    "brought/gamma.js": "0.5772156649015329",
    "brought/beta.js": "stdtrit",
    "brought/counts.js": "nbinom_ppf",
    "brought/bessel.js": "1e-290",
    "brought/entropy.js": "rel_entr",
    "brought/fourier.js": "octant",
    "brought/tables.js": "was counted, where there are places",
}


def test_every_module_is_reached_and_neither_host_gets_the_others_entry():
    entries = ("main.js", "widget.js", "saved.js", *BROUGHT)
    reached = {name for entry in entries for name in bundle._in_order(entry, {}, ())}
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.js")}
    assert reached == there
    assert "DOMContentLoaded" in bundle.script() and "DOMContentLoaded" not in bundle.module()
    assert "createObjectURL(new Blob" in bundle.module() and "export default [" not in bundle.script()


def test_what_few_programs_need_is_in_no_page_that_has_none():
    for name, telling in BROUGHT.items():
        assert telling in joined(name) and telling not in bundle.script() + bundle.module()
        assert "</" not in bundle.minified(joined(name))  # a program may stand in a document


def test_both_bundles_are_programs_and_only_one_is_a_module():
    engine = MiniRacer()
    engine.eval(f"() => {{ {bundle.script()} }}")
    with pytest.raises(JSEvalException, match="export"):
        engine.eval(bundle.module())
    assert bundle.script().count("globalThis.") == 1  # one name on the global
    assert "export default" in bundle.module() and "globalThis" not in bundle.module()


def test_the_scripts_of_a_page_are_small():
    script, style = (len(gzip.compress(text.encode())) for text in (bundle.script(), bundle.style()))
    assert script + style < 25_000


def test_a_wheel_lays_all_scripts_and_their_loader_where_jupyter_looks():
    """And the loader tells the truth of the version, and of what an output holds."""
    where = "share/jupyter/labextensions/livefig"
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    laid = settings["tool"]["setuptools"]["data-files"]
    folders = {path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.js")}
    assert set(laid) == {where, *(f"{where}/static/{folder}".removesuffix("/.") for folder in folders)}
    assert "livefig/lab/remoteEntry.js" in laid[f"{where}/static"] and "livefig/lab/package.json" in laid[where]
    told = json.loads((Path(livefig.__file__).parent / "lab" / "package.json").read_text(encoding="utf-8"))
    assert told["version"] == livefig.__version__
    saved = FOLDER.joinpath("saved.js").read_text(encoding="utf-8")
    assert f"const VERSION = {spec.VERSION};" in saved and f'DATA = "{spec.MIME}"' in saved
