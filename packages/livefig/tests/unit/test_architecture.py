"""The package imports in one direction, and each outside library has one door."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import livefig

PACKAGE = Path(livefig.__file__).parent
ROOMS = ("trace", "emit", "controls", "draw", "text", "page")
# What a module, or every module of a room, may import beside its own room: the rooms and modules named here.
MAY_IMPORT = {
    "errors": set(),
    "spec": set(),
    "pool": {"spec"},
    "text": {"errors", "spec"},
    "trace": {"errors"},
    "emit": {"errors", "page", "trace"},
    "controls": {"errors", "spec", "text"},
    "draw": {"errors", "spec", "pool", "text"},
    "page": {"spec"},
    "network": {"errors", "draw", "text"},
    "proof": {"errors", "trace"},
    "v8": {"errors", "page"},
    "suspect": {"emit", "proof", "trace", "v8"},
    "compile": {"errors", "controls", "emit", "pool", "proof", "suspect", "trace", "v8"},
    "live": {"errors", "spec", "pool", "compile", "controls", "draw", "text"},
    "follow": set(),
    "notebook": {"errors", "spec", "controls", "follow", "live", "page", "text"},
    "claims": {"errors", "spec", "text", "v8"},
    "sphinx_ext": {"errors", "spec", "page", "v8"},
    "nbconvert": {"spec", "page"},
    "browser": set(),
    "verify": {"errors", "spec", "browser", "draw", "text"},
    "__main__": {"verify"},
    "__init__": {"controls", "errors", "network", "notebook", "trace"},
}
# Each library outside of the standard one, beside NumPy, and where alone it is imported.
DOORS = {
    "matplotlib": {"draw", "network"},
    "anywidget": {"notebook"},
    "traitlets": {"notebook", "nbconvert"},
    "IPython": {"notebook"},
    "nbconvert": {"nbconvert"},
    "jinja2": {"nbconvert"},
    "sphinx": {"sphinx_ext"},
    "docutils": {"sphinx_ext"},
    "fontTools": {"page"},
    "rjsmin": {"page"},
    "math_core": {"text"},
    "playwright": {"browser", "verify"},
    "PIL": {"verify"},
    "py_mini_racer": {"v8"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(file: Path) -> str:
    """Return the dotted name of a file inside the package."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def home_of(module: str) -> str:
    """Return the room of a module, or its own name if it stands outside of them."""
    return module.partition(".")[0]


def imports(file: Path) -> tuple[set[str], set[str]]:
    """Return the modules of the package, and the outside libraries, that a file imports."""
    package = module_of(file).split(".") if file.name == "__init__.py" else module_of(file).split(".")[:-1]
    package = [] if package == ["__init__"] else package
    inside, outside = set(), set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            for alias in node.names:
                path = PACKAGE.joinpath(*base, alias.name)
                is_module = path.with_suffix(".py").exists() or (path / "__init__.py").exists()
                inside.add(".".join([*base, alias.name] if is_module else base))
        elif isinstance(node, ast.ImportFrom):
            outside.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            outside |= {alias.name.partition(".")[0] for alias in node.names}
    return inside, outside - set(sys.stdlib_module_names) - {"numpy"}


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_a_module_imports_only_what_stands_below_its_room(file):
    home = home_of(module_of(file))
    wanted = {home_of(module) for module in imports(file)[0]} - ({home} if home in ROOMS else set())
    assert wanted <= MAY_IMPORT[home], f"{module_of(file)} imports {wanted - MAY_IMPORT[home]}"


def test_no_module_imports_itself_by_way_of_others():
    graph = {module_of(file): imports(file)[0] for file in FILES if file != PACKAGE / "__init__.py"}

    def walk(module, above):
        assert module not in above, " -> ".join([*above, module])
        for other in graph.get(module, ()):
            if other != module:
                walk(other, (*above, module))

    for module in graph:
        walk(module, ())


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_each_library_is_imported_through_its_door(file):
    for library in imports(file)[1]:
        assert home_of(module_of(file)) in DOORS.get(library, set()), f"{module_of(file)} imports {library}"


def test_no_file_of_the_engine_knows_a_book():
    for file in [*FILES, *PACKAGE.glob("js/**/*.*")]:
        text = file.read_text(encoding="utf-8").lower()
        assert "neuron" not in text, file.name
        assert "notebooks/" not in text, file.name


def test_matplotlib_is_used_through_its_public_names_only():
    """mpld3 read private attributes, and each release of Matplotlib broke it."""
    for file in [*PACKAGE.glob("draw/**/*.py"), PACKAGE / "network.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
                owner = node.value.id if isinstance(node.value, ast.Name) else ast.dump(node.value)
                assert owner in ("self", "cls"), f"{file.name} line {node.lineno}: {owner}.{node.attr}"


def test_nothing_is_found_out_by_asking_what_a_thing_has():
    """A protocol says what a control or a mark has; `hasattr` would be a second one, unwritten."""
    asked = [file.name for file in FILES if "hasattr(" in file.read_text(encoding="utf-8")]
    assert asked == []


def test_everything_that_is_no_python_reaches_the_wheel():
    project = Path(__file__).parents[2] / "pyproject.toml"  # the package may be an installed wheel
    settings = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["setuptools"]
    listed = {file for pattern in settings["package-data"]["livefig"] for file in PACKAGE.glob(pattern)}
    there = {f for f in PACKAGE.rglob("*") if f.is_file() and f.suffix not in {".py", ".pyc"}}
    assert len(there) > 30 and there == listed
    assert settings["include-package-data"] is False  # or setuptools takes js/ for a package that was forgotten


@pytest.mark.parametrize(
    ("module", "not_loaded"),
    [
        ("livefig.text.tex", {"matplotlib", "anywidget", "numpy"}),
        ("livefig.spec", {"matplotlib", "anywidget"}),
        ("livefig.trace.tracer", {"matplotlib", "anywidget"}),
        ("livefig.live", {"anywidget", "sphinx"}),
        ("livefig.sphinx_ext", {"matplotlib", "anywidget"}),
    ],
)
def test_who_wants_one_part_does_not_wait_for_the_others(module, not_loaded):
    text = f"import sys, {module}; print(sorted({not_loaded!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_no_other():
    assert {name for name in livefig.__all__ if getattr(livefig, name) is not None} == set(livefig._HOMES)
    assert set(livefig.__all__) <= set(dir(livefig))
    with pytest.raises(AttributeError, match="has no attribute 'check'"):
        _ = livefig.check
