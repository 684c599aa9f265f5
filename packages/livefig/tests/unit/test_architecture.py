"""The package imports in one direction, and each outside library has one door."""

import ast
import sys
import tomllib
from pathlib import Path

import livefig

PACKAGE = Path(livefig.__file__).parent
# A module may import those named here, and what they import.
MAY_IMPORT = {
    "errors": set(),
    "tex": {"errors"},
    "ir": {"errors"},
    "ops": {"ir"},
    "tracer": {"ops"},
    "strides": {"ir"},
    "jsgen": {"ops", "strides"},
    "check": {"errors"},
    "controls": {"errors"},
    "words": {"errors"},
    "scan": {"tracer"},
    "compile": {"tracer", "jsgen"},
    "drawing": {"words"},
    "svg": {"errors"},
    "artists": {"drawing"},
    "points": {"artists"},
    "areas": {"artists"},
    "labels": {"artists", "words"},
    "fields": {"artists"},
    "network": {"artists", "words"},
    "movers": {"points", "areas", "labels", "fields", "network"},
    "figure": {"movers", "svg"},
    "equations": {"tex", "words"},
    "parts": {"artists", "controls", "equations"},
    "live": {"compile", "controls", "figure", "parts", "tex", "words"},
    "sphinx_ext": {"live", "check"},
    "browser": set(),
    "verify": {"live", "drawing", "browser"},
    "__main__": {"verify"},
    "__init__": {"live", "check", "controls", "scan", "network"},
}
MATPLOTLIB = {"figure", "movers", "artists", "points", "areas", "labels", "fields", "network"}
DOORS = {
    "matplotlib": MATPLOTLIB,
    "IPython": {"check"},
    "sympy": {"check"},
    "anywidget": {"live"},
    "ipywidgets": {"live"},
    "traitlets": {"live"},
    "sphinx": {"sphinx_ext"},
    "docutils": {"sphinx_ext"},
    "myst_nb": {"sphinx_ext"},
    "fontTools": {"sphinx_ext"},
    "math_core": {"tex"},
    "playwright": {"browser", "verify"},
    "PIL": {"verify"},
}


def imports(file: Path) -> tuple[set[str], set[str]]:
    """Return the modules of the package, and the outside libraries, that a file imports."""
    inside, outside = set(), set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            inside |= {node.module} if node.module else {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            outside.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            outside |= {alias.name.partition(".")[0] for alias in node.names}
    return inside, outside - set(sys.stdlib_module_names) - {"numpy"}


def reachable(module: str) -> set[str]:
    return set().union(*({m} | reachable(m) for m in MAY_IMPORT[module])) if MAY_IMPORT[module] else set()


def test_every_module_imports_only_what_stands_below_it():
    for file in PACKAGE.glob("*.py"):
        inside, _ = imports(file)
        assert inside <= reachable(file.stem), f"{file.stem} imports {inside - reachable(file.stem)}"


def test_each_library_is_imported_through_its_door():
    for file in PACKAGE.glob("*.py"):
        _, outside = imports(file)
        for library in outside:
            assert file.stem in DOORS.get(library, set()), f"{file.name} imports {library}"


def test_no_file_of_the_engine_knows_the_book():
    for file in [*PACKAGE.glob("*.py"), *PACKAGE.glob("static/*")]:
        text = file.read_text(encoding="utf-8").lower()
        assert "neuron" not in text, file.name
        assert "notebooks/" not in text, file.name


def test_matplotlib_is_used_through_its_public_names_only():
    """mpld3 read private attributes, and each release of Matplotlib broke it."""
    for name in (*MATPLOTLIB, "drawing", "svg"):
        for node in ast.walk(ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
                owner = node.value.id if isinstance(node.value, ast.Name) else ast.dump(node.value)
                assert owner in ("self", "cls"), f"{name}.py line {node.lineno}: {owner}.{node.attr}"


def test_everything_that_is_no_python_reaches_the_wheel():
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    listed = {file for pattern in settings["package-data"]["livefig"] for file in PACKAGE.glob(pattern)}
    there = {f for f in PACKAGE.rglob("*") if f.is_file() and f.suffix not in {".py", ".pyc"}}
    assert len(there) > 5 and there == listed
    assert settings["include-package-data"] is False  # or setuptools takes static/ for a package that was forgotten
