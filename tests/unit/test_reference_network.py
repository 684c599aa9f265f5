"""The reference network of the book, 3-5-2: its numbers, by the functions that the chapters define.

The numbers were computed once, outside the book, and stand here as digits. A chapter that changes a function so that it
gives anything else turns this red.
"""

import ast
from collections.abc import Callable
from functools import cache

import nbformat
import numpy as np
import pytest

from chapters import ROOT

W1 = np.array([[0.1, 0.2, 0.3], [-0.2, 0.1, 0.4], [0.3, -0.1, 0.2], [0.5, 0.1, -0.3], [-0.4, 0.2, 0.1]])
W2 = np.array([[0.2, -0.3, 0.1, 0.4, 0.5], [-0.1, 0.2, 0.3, -0.2, 0.1]])
B1, B2 = np.zeros(5), np.zeros(2)
X, Y = np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0])
NET = (W1, B1, W2, B2)

HIDDEN = [0.802184, 0.768525, 0.668188, 0.450166, 0.574443]
ANSWERS = [0.613959, 0.560047]
LOSS = 0.285252
DB2 = np.array([0.145517, -0.108402])
DW2 = [[0.116731, 0.111833, 0.097232, 0.065507, 0.083591], [-0.086958, -0.083310, -0.072433, -0.048799, -0.062271]]
DB1 = np.array([0.006338, -0.011623, -0.003984, 0.019773, 0.015136])
AFTER_ONE_STEP, AFTER_THE_PRINTED_STEP = 0.179461, 0.396041
PRINTED_DW1 = [[-0.145517, -0.291033, -0.436550], [0.108402, 0.216804, 0.325206]]
DIGITS = {"rtol": 0, "atol": 5.1e-7}  # six digits, and the last may be rounded either way


@cache
def chapter(name: str) -> dict[str, Callable]:
    """Return the functions that a chapter of the mathematics defines, without running its figures.

    They must need nothing but each other and the chapter's imports; data of the chapter is not there.
    """
    path = ROOT / "notebooks" / "mathematics" / f"{name}.ipynb"
    cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    nodes = [node for cell in cells for node in ast.parse(cell).body]
    kept = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)]
    module = ast.Module(kept, type_ignores=[])
    namespace: dict[str, Callable] = {"__name__": name}
    exec(compile(module, path.name, "exec"), namespace)  # noqa: S102
    return namespace


def half_squared_error(y_hat: np.ndarray) -> float:
    return float(np.sum((y_hat - Y) ** 2) / 2)


def test_forward_gives_the_reference_numbers():
    h, y_hat = chapter("two_layers")["forward"](X, *NET)
    np.testing.assert_allclose(h, HIDDEN, **DIGITS)
    np.testing.assert_allclose(y_hat, ANSWERS, **DIGITS)
    np.testing.assert_allclose(half_squared_error(y_hat), LOSS, **DIGITS)


def test_a_batch_holds_the_reference_numbers_in_its_rows():
    h, y_hat = chapter("two_layers")["forward"](np.stack([X, -X, X]), *NET)
    assert h.shape == (3, 5) and y_hat.shape == (3, 2)
    for row in (0, 2):
        np.testing.assert_allclose(h[row], HIDDEN, **DIGITS)
        np.testing.assert_allclose(y_hat[row], ANSWERS, **DIGITS)
    assert np.all(np.abs(h[1] - HIDDEN) > 0.05)  # the middle row is another example


def test_the_loops_give_the_reference_numbers():
    layer_loop = chapter("two_layers")["layer_loop"]
    h = layer_loop(X, W1, B1)
    np.testing.assert_allclose(h, HIDDEN, **DIGITS)
    np.testing.assert_allclose(layer_loop(h, W2, B2), ANSWERS, **DIGITS)


def test_the_neuron_of_the_first_chapter_gives_each_hidden_value():
    neuron = chapter("one_neuron")["neuron"]
    np.testing.assert_allclose([neuron(X, w, b) for w, b in zip(W1, B1, strict=True)], HIDDEN, **DIGITS)


def test_the_loss_of_the_chain_rule_is_the_reference_loss():
    half_squared = chapter("chain_rule")["half_squared"]
    np.testing.assert_allclose(np.sum(half_squared(W2 @ HIDDEN, Y)), LOSS, **DIGITS)


def test_the_reference_network_has_32_parameters():
    count = chapter("two_layers")["count_parameters"]
    assert count(3, 5, 2) == 32 == sum(part.size for part in NET)


def test_without_a_bend_the_network_is_one_layer():
    defined = chapter("two_layers")
    straight = defined["forward"](X, *NET, bend=lambda z: z)[1]
    one_layer = defined["layer"](X, *defined["collapse"](*NET))
    np.testing.assert_allclose(straight, one_layer, rtol=1e-14)
    assert np.all(np.abs(straight - ANSWERS) > 1e-3)  # and another one than with the bend


def test_the_printed_layer_does_not_notice_the_order_of_the_weights():
    printed_layer = chapter("two_layers")["printed_layer"]
    for w in ([0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.3, 0.2, 0.5]):
        found = printed_layer(X, np.array(w), 0.0)
        np.testing.assert_allclose(found, [0.7311, 0.8808, 0.9526], rtol=0, atol=5e-5)


def test_backpropagation_gives_the_reference_gradients():
    dW1, db1, dW2, db2 = chapter("backpropagation")["backward"](X, Y, *NET)
    np.testing.assert_allclose(dW2, DW2, **DIGITS)
    np.testing.assert_allclose(db2, DB2, **DIGITS)
    np.testing.assert_allclose(db1, DB1, **DIGITS)
    np.testing.assert_allclose(dW1[:, 0], DB1, **DIGITS)  # the first input is 1
    np.testing.assert_allclose(dW1[3], [0.019773, 0.039547, 0.059320], **DIGITS)
    assert dW1.shape == W1.shape and np.linalg.matrix_rank(dW1) == 1  # an outer product


def test_the_gradients_are_the_slopes_of_the_loss():
    defined = chapter("backpropagation")
    gradients = np.concatenate([np.ravel(part) for part in defined["backward"](X, Y, *NET)])
    theta = np.concatenate([np.ravel(part) for part in NET])
    for place, slope in enumerate(gradients):
        losses = []
        for change in (1e-6, -1e-6):
            moved = theta.copy()
            moved[place] += change
            parts = (moved[:15].reshape(5, 3), moved[15:20], moved[20:30].reshape(2, 5), moved[30:])
            losses.append(defined["network_loss"](X, Y, *parts))
        np.testing.assert_allclose((losses[0] - losses[1]) / 2e-6, slope, rtol=0, atol=1e-9)


def test_the_loops_and_the_rows_give_the_reference_gradients():
    defined = chapter("backpropagation")
    wanted = defined["backward"](X, Y, *NET)
    z1, h, z2, y_hat = defined["forward"](X, *NET)
    loops = defined["backward_loop"](X, W2, z1, h, defined["output_delta"](y_hat, Y, z2))
    rows = defined["backward_rows"](np.stack([X, X]), np.stack([Y, Y]), *NET)
    for found in (loops, rows):
        for one, other in zip(found, wanted, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12)


def test_the_rows_average_different_examples():
    defined = chapter("backpropagation")
    rows = defined["backward_rows"](np.stack([X, -X]), np.stack([Y, Y]), *NET)
    each = [defined["backward"](x, Y, *NET) for x in (X, -X)]
    for found, one, other in zip(rows, *each, strict=True):
        np.testing.assert_allclose(found, (one + other) / 2, rtol=1e-12)
        assert np.max(np.abs(found - one)) > 1e-4  # another example has another gradient


def test_one_step_against_the_gradient_lowers_the_reference_loss():
    defined = chapter("backpropagation")
    gradients = defined["backward"](X, Y, *NET)
    right = defined["network_loss"](X, Y, *(old - slope for old, slope in zip(NET, gradients, strict=True)))
    printed = defined["network_loss"](X, Y, W1, B1, W2 + gradients[2], B2 + gradients[3])
    np.testing.assert_allclose([right, printed], [AFTER_ONE_STEP, AFTER_THE_PRINTED_STEP], **DIGITS)


def test_the_printed_gradient_has_another_shape():
    defined = chapter("backpropagation")
    np.testing.assert_allclose(-np.outer(defined["backward"](X, Y, *NET)[3], X), PRINTED_DW1, **DIGITS)
    with pytest.raises(ValueError, match="shape"):
        defined["claimed"](X, Y, NET, sign=True, roads=True, bend=True, outer=False)


@pytest.mark.parametrize("name", ["two_layers", "chain_rule", "backpropagation"])
def test_the_chapters_write_the_same_reference_weights(name):
    cells = nbformat.read(ROOT / "notebooks" / "mathematics" / f"{name}.ipynb", 4).cells
    trees = [ast.parse(cell.source) for cell in cells if cell.cell_type == "code"]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    literals = [call.args[0] for call in calls if ast.unparse(call.func) == "np.array" and call.args]
    written = [np.array(ast.literal_eval(one)) for one in literals if isinstance(one, ast.List) and _plain(one)]
    for weights in (W1, W2):
        assert any(found.shape == weights.shape and np.array_equal(found, weights) for found in written)


def _plain(node: ast.AST) -> bool:
    try:
        np.array(ast.literal_eval(node))
    except ValueError:
        return False
    return True
