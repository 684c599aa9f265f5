"""The contract is typed once: TypeScript is given what Python's classes say, and what cannot be said is named."""

import subprocess
import sys
from pathlib import Path

import pytest

import check_types
from typescript import TypeScriptError, typescript

ROOT = Path(__file__).resolve().parents[2]

SAMPLE = '''
"""A contract."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NotRequired, Required, TypedDict, final

import numpy as np
from numpy.typing import NDArray

VERSION = 2
NAMES = ("a", "b")

@final
class Value(TypedDict):
    """What it is now. */"""

    value: str

class Named(TypedDict):
    name: str

class Slider(Named):
    """A number between two ends.

    Both are reached.
    """

    kind: Literal["slider"]
    ends: tuple[float, int]
    steps: tuple[int, ...]
    label: NotRequired[str | None]
    on: bool

Later = list["Tree"]
Source = Value | Slider
Bytes = NDArray[np.uint8]
Read = Callable[[Source], NDArray[np.float64]]

class Tree(Named, total=False):
    children: Required[list[Source | None]]
    by_name: dict[str, Mapping[str, Sequence[str | Bytes]]]
    way: Literal["up", 1, True, None]
    anything: object

def function(x: int) -> int:
    return x
'''
WANTED = """\
// Written by tools/typescript.py from sample.py; change that.

/** What it is now. * / */
export interface Value {
  value: string;
}

export interface Named {
  name: string;
}

/**
 * A number between two ends.
 *
 * Both are reached.
 */
export interface Slider extends Named {
  kind: "slider";
  ends: [number, number];
  steps: number[];
  label?: string | null;
  on: boolean;
}

export type Later = Tree[];

export type Source = Value | Slider;

export type Bytes = Uint8Array;

export type Read = ((a0: Source) => Float64Array);

export interface Tree extends Named {
  children: (Source | null)[];
  by_name?: { [key: string]: { [key: string]: (string | Bytes)[] } };
  way?: "up" | 1 | true | null;
  anything?: unknown;
}
"""


def test_a_module_of_classes_becomes_its_interfaces():
    assert typescript(SAMPLE, "sample.py") == WANTED


@pytest.mark.mistake
@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("a: set[str][0]", r"line 4: set\[str\]\[0\] has no TypeScript here"),
        ("a: dict[tuple[int, int], str]", "has no TypeScript here"),
        ("a: NDArray[np.complex128]", "has no TypeScript here"),
        ("a: Literal[b'x']", "has no TypeScript here"),
        ("a: 1 + 1", "has no TypeScript here"),
        ("a: frozendict[str, int]", "has no TypeScript here"),
    ],
)
def test_what_has_no_form_in_typescript_is_named_with_its_line(member, said):
    with pytest.raises(TypeScriptError, match=said):
        typescript(f"from typing import TypedDict\n\nclass A(TypedDict):\n    {member}\n", "a.py")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a contract and one script, which is checked with the project's own settings."""
    for name in ("package.json", check_types.SCRIPTS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    package = tmp_path / "packages" / "livefig" / "livefig"
    (package / "js").mkdir(parents=True)
    (package / "spec.py").write_text("from typing import TypedDict\n\nclass Spec(TypedDict):\n    name: str\n")
    monkeypatch.setattr(check_types, "ROOT", tmp_path)
    monkeypatch.setattr(check_types, "SPEC", package / "spec.py")
    monkeypatch.setattr(check_types, "TYPES", tmp_path / "_build" / "types" / "spec.d.ts")
    monkeypatch.setattr(check_types, "FORMATTED", ("packages/*/*/**/*.{js,css}",))
    return package / "js" / "main.js"


SCRIPT = """\
/** @typedef {import("livefig-spec").Spec} Spec */

/**
 * @param {Spec} spec
 * @returns {string}
 */
export const title = (spec) => spec.name;
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ("spec.name", "spec.nome", "Property 'nome' does not exist on type 'Spec'"),
        ("{string}", "{number}", "Type 'string' is not assignable to type 'number'"),
        ("(spec) =>", "spec=>", "Code style issues"),
    ],
    ids=["nothing", "a name", "a type", "the form"],
)
def test_a_script_that_does_not_keep_the_contract_or_the_form_is_found(project, old, new, said, capfd):
    if not (check_types.NODE / "complete.json").exists():
        pytest.skip("the compiler is not installed: python tools/check_types.py scripts")
    project.write_text(SCRIPT.replace(old, new, 1))
    assert check_types.check_scripts() == (not said)
    out, err = capfd.readouterr()
    assert said in out + err


def test_where_npm_reaches_no_registry_the_message_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(check_types, "NODE", tmp_path / "node")
    failed = subprocess.CompletedProcess([], 1, "", "npm error code EAI_AGAIN")
    monkeypatch.setattr(check_types, "npm", lambda *arguments, **how: failed)
    assert check_types.install() is False
    assert "could not fetch the TypeScript compiler" in capsys.readouterr().err
    assert not (tmp_path / "node" / "complete.json").exists()


def test_the_compiler_is_installed_once_and_again_when_its_version_changes(monkeypatch, tmp_path):
    runs = []
    monkeypatch.setattr(check_types, "NODE", tmp_path / "node")
    monkeypatch.setattr(check_types, "ROOT", tmp_path)
    done = subprocess.CompletedProcess([], 0, "", "")
    monkeypatch.setattr(check_types, "npm", lambda *given, **how: runs.append(given) or done)
    for text in ("{}", "{}", '{"a": 1}'):
        (tmp_path / "package.json").write_text(text)
        assert check_types.install()
    assert len(runs) == 2
    assert all("--ignore-scripts" in given[0] for given in runs)


def test_versions_of_the_tools_for_scripts_are_exact_and_no_host_is_named():
    text = (ROOT / "package.json").read_text(encoding="utf-8")
    assert "://" not in text and "^" not in text and "~" not in text
    assert not list(ROOT.glob("package-lock.json"))


def test_an_unknown_check_is_named():
    done = subprocess.run([sys.executable, "tools/check_types.py", "nothing"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and "there are python, scripts" in done.stderr
