"""Release one of the packages: see that it is ready, try what is to be published, and publish it.

Usage: python tools/release.py livefig-v0.2.0 [--publish]        RELEASING.md says what comes before

Without --publish nothing leaves this machine. The workflow of that name publishes when such a tag is pushed.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import check_packages

ROOT = Path(__file__).resolve().parent.parent
TAG = re.compile(r"(livefig|formulacheck)-v(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)")
ADDRESSES = ("Source", "Documentation", "Changelog", "Issues")


def named(tag: str) -> tuple[str, str]:
    """Return the package and the version that a tag names."""
    found = TAG.fullmatch(tag)
    if not found:
        raise SystemExit(f"{tag!r} names no release; write PACKAGE-vVERSION, such as livefig-v0.2.0")
    return found[1], found[2]


def missing(package: str, version: str) -> Iterator[str]:
    """Yield what keeps a version from being released, each as a sentence that says what to do."""
    folder = ROOT / "packages" / package
    declared = re.search(r'^__version__ = "(.+)"$', (folder / package / "__init__.py").read_text("utf-8"), re.MULTILINE)
    if not declared or declared[1] != version:
        yield f"{package}/__init__.py has the version {declared[1] if declared else 'nowhere'}; write {version}"
    heading = re.search(r"^## (.+)$", (folder / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if not heading or not re.fullmatch(rf"{re.escape(version)}, \d{{4}}-\d\d-\d\d", heading[1]):
        yield f"CHANGELOG.md begins with {heading[1] if heading else 'nothing'!r}; write '## {version}, YEAR-MONTH-DAY'"
    project = (folder / "pyproject.toml").read_text(encoding="utf-8")
    for address in ADDRESSES:
        if not re.search(rf'^{address} = "https://', project.partition("[project.urls]")[2], re.MULTILINE):
            yield f"pyproject.toml has no address {address!r} in [project.urls]; write where a user finds it"
    if "not in the package index yet" in (folder / "README.md").read_text(encoding="utf-8"):
        yield "README.md says that the package is not in the index yet"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tag", help="PACKAGE-vVERSION")
    parser.add_argument("--publish", action="store_true", help="upload it to the package index")
    arguments = parser.parse_args()
    package, version = named(arguments.tag)
    left = list(missing(package, version))
    for sentence in left:
        print(f"{package}: {sentence}", file=sys.stderr)
    if left:
        return 1
    for oldest in (True, False):  # the last one leaves the files that are published
        check_packages.try_package(package, oldest)
    files = sorted((check_packages.BUILD / package / "dist").iterdir())
    print(f"{arguments.tag} is ready: {', '.join(file.name for file in files)}")
    if arguments.publish:  # who may is settled between the index and the workflow, without a password
        subprocess.run([sys.executable, "-m", "twine", "upload", *map(str, files)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
