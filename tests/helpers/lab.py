"""JupyterLab and Notebook 7 as `make lab` starts them, with a copy of the project, since Jupyter writes into it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from measure_build import copy_project

# What a test needs and a reader does not; all else is as the tool says.
OPTIONS = (
    "--no-browser",
    "--IdentityProvider.token=",
    "--allow-root",
    "--expose-app-in-browser",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
FIRST_LOOK = 90  # seconds for a server or a page, on a machine that has much else to do


@contextlib.contextmanager
def made_lab(folder, app="jupyterlab"):
    """Start it in a copy of the project within a folder, without settings of the person's own; yield its address."""
    project = folder / "book"
    copy_project(project)
    private = {f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "RUNTIME", "DATA")}
    port = free_port()
    command = [sys.executable, "tools/open_lab.py", "--app", app, "--", f"--port={port}", *OPTIONS]
    with (folder / "jupyter.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=project, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **private},
            start_new_session=True,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_for(address + "api/status", server, folder / "jupyter.log")
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)  # the tool, and the Jupyter that it started
            server.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)  # a Jupyter that still waits for its kernels


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(address, server, log):
    deadline = time.monotonic() + FIRST_LOOK
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()[-3000:]
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"Jupyter does not answer: {log.read_text()[-3000:]}")
