"""Build both packages, and try each where nothing else is: its wheel in an empty environment, by its own tests.

Usage: python tools/check_packages.py [--oldest] [package ...]      (both if none is named)

The tests come from the source archive, without the package itself, so that what they import is what the wheel brought.
With `--oldest` the environment has the lowest versions that the metadata promise to work with, and not those of
requirements.txt. Everything happens in `_build/packages`.
"""

import argparse
import email
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build" / "packages"
# What is run of each package's own tests; a browser is for the stage of that name.
TESTS = {"livefig": ["tests/unit", "tests/parity", "tests/pages"], "formulacheck": ["tests"]}
_LOWEST = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(?:.*?)>=\s*([0-9][0-9a-z.]*)")


def run(*command: str | Path, where: Path = ROOT) -> None:
    """Run a command, or stop with its exit code."""
    done = subprocess.run(list(map(str, command)), cwd=where)
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command[:6]))} ...")


def build(package: str, target: Path) -> tuple[Path, Path]:
    """Return the source archive and the wheel of a package, freshly built and fit for an index."""
    shutil.rmtree(target, ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", target, f"packages/{package}")
    (archive,), (wheel,) = target.glob("*.tar.gz"), target.glob("*.whl")
    run(sys.executable, "-m", "twine", "check", "--strict", archive, wheel)
    return archive, wheel


def promised(wheel: Path) -> list[str]:
    """Return what a wheel says that it needs, extras included."""
    with zipfile.ZipFile(wheel) as files:
        name = next(name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(files.read(name)).get_all("Requires-Dist", [])


def lowest(requirements: list[str]) -> list[str]:
    """Return pins to the lowest version of each requirement that has one."""
    found = (_LOWEST.match(one.partition(";")[0]) for one in requirements)
    return sorted({f"{match[1]}=={match[2]}" for match in found if match})


def pins() -> list[str]:
    """Return the versions that the book is built with."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.lstrip().startswith(("#", "-"))]


def unpacked(archive: Path, package: str, target: Path) -> Path:
    """Return a folder with the tests of a source archive, and without the package."""
    with tarfile.open(archive) as files:
        files.extractall(target, filter="data")
    (folder,) = target.iterdir()
    shutil.rmtree(folder / package)
    return folder


def empty_environment(folder: Path, python: str = "") -> Path:
    """Return the Python of a new environment that holds nothing, made by this Python or by the one named."""
    if python:
        run(python, "-m", "venv", "--clear", folder)
    else:
        venv.create(folder, clear=True, with_pip=True)
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def try_package(package: str, oldest: bool, next_python: str = "") -> None:
    """Build a package and run its own tests against its wheel."""
    print(f"== {package}{', oldest versions' if oldest else ''}{f', {next_python}' if next_python else ''}", flush=True)
    archive, wheel = build(package, BUILD / package / "dist")
    python = empty_environment(BUILD / package / "environment", next_python)
    constraints = BUILD / package / "constraints.txt"
    constraints.write_text("\n".join(lowest(promised(wheel)) if oldest else pins()) + "\n", encoding="utf-8")
    quiet = ["--quiet", "--disable-pip-version-check"]
    quiet += ["--ignore-requires-python"] if next_python else []  # it is not promised before it was tried
    pip: list[str | Path] = [python, "-m", "pip", "install", *quiet, "--constraint", constraints]
    run(*pip, f"{wheel}[test]")
    shutil.rmtree(BUILD / package / "source", ignore_errors=True)
    folder = unpacked(archive, package, BUILD / package / "source")
    # An old library among newer ones that it uses may be told that its ways are old; that is none of ours.
    lenient = ["-W", "ignore::DeprecationWarning", "-W", "ignore::PendingDeprecationWarning"] if oldest else []
    run(python, "-m", "pytest", "-q", *lenient, "--pyargs", package, *TESTS[package], where=folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*", choices=[*TESTS, []], help="livefig, formulacheck")
    parser.add_argument("--oldest", action="store_true", help="with the lowest versions that the metadata promise")
    parser.add_argument("--python", default="", help="a Python to come, with which they are tried")
    arguments = parser.parse_args()
    for package in arguments.packages or TESTS:
        try_package(package, arguments.oldest, arguments.python)
    return 0


if __name__ == "__main__":
    sys.exit(main())
