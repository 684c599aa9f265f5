"""Fits, gradients and neighbours, as a first course of machine learning shows them."""

import numpy as np

from livefig import Slider

from .teaching import teaches


@teaches(degree=(0, 12, 3), n=(10, 60, 20), noise=(0.0, 0.5, 0.2))
def polynomial_fit(degree, n, noise):
    """A polynomial fitted to noisy points, and its error on new ones."""
    rng = np.random.default_rng(0)
    x = np.linspace(0, 1, n)
    y = np.sin(2 * np.pi * x) + noise * rng.normal(size=n)
    X = np.vander(x, degree + 1)
    w, *_ = np.linalg.lstsq(X, y, rcond=None)
    grid = np.linspace(0, 1, 100)
    fit = np.polyval(w, grid)
    train = np.mean((X @ w - y) ** 2)
    test = np.mean((fit - np.sin(2 * np.pi * grid)) ** 2)
    return {"x": x, "y": y, "grid": grid, "fit": fit, "train": train, "test": test}


@teaches(lr=Slider("lr", 0.001, 1.2, 0.1, log=True), steps=(1, 60, 20), x0=(-3.0, 3.0, -2.0))
def gradient_descent(lr, steps, x0):
    """The way of gradient descent down a one-dimensional loss."""
    f = lambda x: x**4 / 20 - x**2 / 2 + 0.3 * x
    df = lambda x: x**3 / 5 - x + 0.3
    path = [x0]
    for i in range(steps):
        x = path[-1]
        x = x - lr * df(x)
        x = np.clip(x, -4, 4)
        path.append(x)
    path = np.array(path)
    return {"path": path, "loss": f(path), "final": path[-1]}


@teaches(w1=(-3.0, 3.0, 1.0), w2=(-3.0, 3.0, -1.0), b=(-2.0, 2.0, 0.0), activation=["sigmoid", "tanh", "relu"])
def neuron_surface(w1, w2, b, activation):
    """Output of one neuron over the plane of its two inputs."""
    x1, x2 = np.meshgrid(np.linspace(-3, 3, 40), np.linspace(-3, 3, 40))
    z = w1 * x1 + w2 * x2 + b
    if activation == "sigmoid":
        a = 1 / (1 + np.exp(-z))
    elif activation == "tanh":
        a = np.tanh(z)
    else:
        a = np.maximum(0, z)
    return {"a": a}


@teaches(k=(1, 30, 5), seed=(0, 10, 0))
def k_nearest_neighbours(k, seed):
    """Decision regions of a k-nearest-neighbour classifier."""
    rng = np.random.default_rng(seed)
    X = np.vstack([rng.normal(-0.7, 0.8, (30, 2)), rng.normal(0.7, 0.8, (30, 2))])
    y = np.array([0] * 30 + [1] * 30)
    g = np.linspace(-3, 3, 20)
    region = np.zeros((20, 20))
    for i, b in enumerate(g):
        for j, a in enumerate(g):
            dist = np.linalg.norm(X - np.array([a, b]), axis=1)
            nearest = np.argsort(dist)[:k]
            region[i, j] = y[nearest].mean()
    return {"X": X, "region": region, "boundary": region > 0.5}


@teaches(k=(2, 6, 3), iterations=(0, 10, 3), seed=(0, 20, 7))
def k_means(k, iterations, seed):
    """Clusters and centres after some iterations of k-means."""
    rng = np.random.default_rng(seed)
    X = np.concatenate([rng.normal(c, 0.5, size=(40, 2)) for c in [(-2, 0), (2, 0), (0, 2.5)]])
    centers = X[rng.choice(len(X), k, replace=False)]
    for _ in range(iterations):
        labels = np.argmin(((X[:, None] - centers) ** 2).sum(-1), axis=1)
        for j in range(k):
            if np.any(labels == j):
                centers[j] = X[labels == j].mean(axis=0)
    d = ((X[:, None] - centers) ** 2).sum(-1)
    return {"X": X, "labels": d.argmin(axis=1), "centers": centers, "inertia": d.min(axis=1).sum()}


@teaches(angle=(0.0, 180.0, 30.0), stretch=(1.0, 5.0, 3.0), n_points=(20, 200, 100))
def principal_components(angle, stretch, n_points):
    """Principal axes of a cloud of points and the share of variance of each."""
    rng = np.random.default_rng(3)
    t = np.deg2rad(angle)
    R = np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
    X = rng.standard_normal((n_points, 2)) * [stretch, 1] @ R.T
    X = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    explained = s**2 / np.sum(s**2)
    return {"X": X, "axes": Vt * s[:, None] / np.sqrt(n_points), "explained": explained, "projected": X @ Vt[0]}


@teaches(lam=Slider("lam", 1e-4, 100, 0.1, log=True), kind=["ridge", "lasso"])
def shrinkage(lam, kind):
    """Coefficients of ridge regression or the lasso (by coordinate descent)."""
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 6))
    w_true = np.array([3, -2, 0, 0, 1, 0])
    y = X @ w_true + rng.normal(size=40)
    if kind == "ridge":
        w = np.linalg.inv(X.T @ X + lam * np.eye(6)) @ X.T @ y
    else:
        w = np.zeros(6)
        for _ in range(30):
            for j in range(6):
                r = y - X @ w + X[:, j] * w[j]
                rho = X[:, j] @ r
                w[j] = np.sign(rho) * max(abs(rho) - lam, 0) / (X[:, j] @ X[:, j])
    return {"w": w, "zeros": int(np.sum(np.abs(w) < 1e-8)), "error": np.mean((y - X @ w) ** 2)}


@teaches(threshold=(0.0, 1.0, 0.5), separation=(0.0, 3.0, 1.5))
def roc_curve(threshold, separation):
    """Confusion at a threshold, the ROC curve and the area below it."""
    rng = np.random.default_rng(2)
    labels = np.repeat([0, 1], 100)
    scores = 1 / (1 + np.exp(-(rng.normal(size=200) + separation * (labels - 0.5))))
    predicted = scores > threshold
    tp = np.sum(predicted & (labels == 1))
    fp = np.sum(predicted & (labels == 0))
    precision = tp / (tp + fp) if tp + fp > 0 else 1.0
    tpr, fpr = [], []
    for s in np.sort(scores)[::-1]:
        tpr.append(np.mean(scores[labels == 1] >= s))
        fpr.append(np.mean(scores[labels == 0] >= s))
    return {"tpr": tpr, "fpr": fpr, "auc": np.trapezoid(tpr, fpr), "precision": precision, "recall": tp / 100}


@teaches(hidden=(1, 12, 4), lr=(0.01, 1.0, 0.3), epochs=(1, 60, 20))
def tiny_network(hidden, lr, epochs):
    """A network with one hidden layer that learns a sine by backpropagation."""
    np.random.seed(1)
    X = np.linspace(-1, 1, 30).reshape(-1, 1)
    Y = np.sin(3 * X)
    W1, b1 = np.random.randn(1, hidden), np.zeros(hidden)
    W2, b2 = np.random.randn(hidden, 1) * 0.5, np.zeros(1)
    losses = []
    for epoch in range(epochs):
        H = np.tanh(X @ W1 + b1)
        error = H @ W2 + b2 - Y
        losses.append(np.mean(error**2))
        dH = error @ W2.T * (1 - H**2)
        W2 -= lr * H.T @ error / 30
        b2 -= lr * error.mean(axis=0)
        W1 -= lr * X.T @ dH / 30
        b1 -= lr * dH.mean(axis=0)
    return {"prediction": (np.tanh(X @ W1 + b1) @ W2 + b2)[:, 0], "losses": losses}


@teaches(temperature=(0.1, 5.0, 1.0), top_k=(1, 6, 6))
def softmax_sampling(temperature, top_k):
    """Probabilities of the next word at a temperature, of the k likeliest words."""
    logits = np.array([2.0, 1.5, 0.3, 0.0, -0.5, -1.2])
    z = logits / temperature
    z[np.argsort(z)[: len(z) - top_k]] = -np.inf
    p = np.exp(z - z.max())
    p /= p.sum()
    entropy = -sum(pi * np.log2(pi) for pi in p if pi > 0)
    return {"p": p, "entropy": entropy, "perplexity": 2**entropy}


@teaches(w=(-2.0, 4.0, 0.5), b=(-3.0, 3.0, 0.0))
def logistic_loss(w, b):
    """A logistic curve that the reader fits, and its cross-entropy."""
    x = np.array([-2.0, -1.2, -0.5, 0.1, 0.4, 1.0, 1.7, 2.5])
    y = np.array([0, 0, 0, 1, 0, 1, 1, 1])
    p = 1 / (1 + np.exp(-(w * x + b)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    grid = np.linspace(-3, 3, 100)
    return {"curve": 1 / (1 + np.exp(-(w * grid + b))), "loss": loss, "right": np.sum((p > 0.5) == y)}


@teaches(C=(0.1, 10.0, 1.0), gamma=(0.05, 5.0, 0.5))
def kernel_ridge(C, gamma):
    """Kernel ridge regression with a Gaussian kernel."""
    x = np.array([0.0, 0.7, 1.5, 2.2, 3.1, 3.9, 5.0])
    y = np.sin(x) + np.array([0.1, -0.1, 0.05, 0.2, -0.15, 0.0, 0.1])
    k = lambda a, b: np.exp(-gamma * (a[:, None] - b[None, :]) ** 2)
    alpha = np.linalg.solve(k(x, x) + np.eye(len(x)) / C, y)
    grid = np.linspace(0, 5, 80)
    return {"grid": grid, "fit": k(grid, x) @ alpha, "alpha": alpha}
