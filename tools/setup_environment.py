"""Make the project's own Python environment, the folder .venv, and say plainly what is missing if it cannot.

Start it with any Python. It is written so that even Python 2.7 can read it and print the message below;
everything after that runs in a Python that the project supports.
"""

# ruff: noqa: UP010, UP031, B904
from __future__ import print_function

import hashlib
import os
import shutil
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
NEEDED_BYTES = 1500 * 1000 * 1000
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "complete.txt")
PINS = ("requirements.txt", "packages/livefig/pyproject.toml", "packages/formulacheck/pyproject.toml")

# What pip prints, what has happened, what to do. The first that fits is told.
REASONS = (
    (("No space left on device", "Errno 28"), "the disk is full. Free about 1.5 GB and start again."),
    (
        (
            "Temporary failure in name resolution",
            "Name or service not known",
            "Failed to establish a new connection",
            "Network is unreachable",
            "getaddrinfo failed",
            "nodename nor servname",
            "ConnectTimeoutError",
            "Read timed out",
            "ProxyError",
            "SSLError",
        ),
        "the packages could not be fetched. The first installation needs the network (later builds do not): "
        "check the connection, and the proxy settings if there is a proxy, and start again.",
    ),
    (
        ("No matching distribution found", "ResolutionImpossible"),
        "a pinned package is not offered for this Python and this machine. Try another Python between 3.11 and 3.13.",
    ),
    (("Permission denied", "Errno 13"), "a file could not be written. Check who owns this folder."),
)


class SetupError(Exception):
    """What is missing, and what to do."""


def supported(version):
    """Return whether the project runs on this version, a pair like (3, 12)."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def find_python():
    """Return a supported Python: this one, or the newest on the PATH."""
    if supported(sys.version_info):
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, "python3.%d" % minor)
            if os.access(path, os.X_OK) and runs(path, minor):
                return path
    raise SetupError(
        "This is Python %d.%d; the book needs Python 3.11, 3.12 or 3.13, and none was found on the PATH.\n"
        "Install one of them (Debian, Ubuntu: apt install python3 python3-venv; macOS, Windows: the "
        "installer from python.org),\nthen start this again with it, for example:\n"
        "python3.12 tools/setup_environment.py" % tuple(sys.version_info[:2])
    )


def runs(path, minor):
    """Return whether a program is that Python: the stand-ins of version managers may lead nowhere."""
    test = "import sys; sys.exit(sys.version_info[:2] != (3, %d))" % minor
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.call([path, "-c", test], stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def python_of_environment():
    """Return the path of the environment's own Python."""
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", "python.exe")
    return os.path.join(VENV, "bin", "python")


def fingerprint():
    """Return what a complete environment was made from: the pins, and the place (the packages are linked to it)."""
    digest = hashlib.sha256(ROOT.encode("utf-8", "surrogateescape"))
    for name in PINS:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def is_complete():
    """Return whether the environment was finished, from these pins, and its Python still starts."""
    try:
        with open(STAMP) as file:
            if file.read().strip() != fingerprint():
                return False
        return subprocess.call([python_of_environment(), "-c", ""]) == 0
    except OSError:
        return False


def check_machine():
    """Raise if the disk is too full or this Python cannot make environments."""
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise SetupError(
            "Only %.1f GB are free on this disk; the environment needs about %.1f GB. Free some space and "
            "start again." % (free / 1e9, NEEDED_BYTES / 1e9)
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetupError(
            "This Python (%s) lacks the module venv or ensurepip.\n"
            "Debian, Ubuntu: apt install python%d.%d-venv. Elsewhere: install Python from python.org. "
            "Then start again." % (sys.executable, sys.version_info[0], sys.version_info[1])
        )


def explain(output):
    """Return why pip failed, as far as its output tells."""
    for signs, reason in REASONS:
        if any(sign in output for sign in signs):
            return reason
    return "pip's message stands above."


def run(arguments, task):
    """Run a step of the installation; if it fails, show what it printed and raise with a reason."""
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.communicate()[0].decode("utf-8", "replace")
    if process.returncode != 0:
        print(output)
        raise SetupError("%s failed: %s" % (task, explain(output)))


def remove_old():
    """Remove an environment that is unfinished or out of date."""
    if os.path.islink(VENV):
        raise SetupError(".venv is a link. Remove it, so that the project can make an environment of its own.")
    if os.path.isdir(VENV):
        print("The environment in .venv is unfinished or out of date; it is made anew.")
        shutil.rmtree(VENV)


def make():
    """Make the environment; the stamp comes last, so that half of one is never taken for the whole."""
    check_machine()
    remove_old()
    print("Installing the book's tools into .venv. This takes some minutes, once.")
    sys.stdout.flush()
    python = python_of_environment()
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    run([sys.executable, "-m", "venv", VENV], "Making the environment")
    run(pip + ["--upgrade", "pip"], "Updating pip")
    run(pip + ["-r", "requirements.txt"], "Installing the packages")
    run([python, "-c", "import livefig, formulacheck, jupyter_book, matplotlib, numpy"], "Trying the environment")
    with open(STAMP, "w") as file:
        file.write(fingerprint() + "\n")


def lay_front_end(shared):
    """Lay livefig's front end where Jupyter looks for it, below a folder share/jupyter: pip does so with a package, and
    not with one that is only linked to."""
    package = os.path.join(ROOT, "packages", "livefig", "livefig")
    target = os.path.join(shared, "labextensions", "livefig")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(os.path.join(package, "js"), os.path.join(target, "static"))
    shutil.copy(os.path.join(package, "lab", "package.json"), target)
    shutil.copy(os.path.join(package, "lab", "remoteEntry.js"), os.path.join(target, "static"))


def main():
    try:
        python = find_python()
        if python != sys.executable:
            return subprocess.call([python, os.path.abspath(__file__)])
        if not is_complete():
            make()
        lay_front_end(os.path.join(VENV, "share", "jupyter"))
        return 0
    except SetupError as error:
        print("\n%s\n" % error, file=sys.stderr)
    except OSError as error:
        print("\nThe environment could not be made: %s\n" % error, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. The next start makes the environment anew.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
