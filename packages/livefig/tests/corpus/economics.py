"""Markets, growth and inequality."""

import numpy as np
from scipy.optimize import fsolve, minimize_scalar

from .teaching import teaches


@teaches(a=(50.0, 150.0, 100.0), b=(0.5, 3.0, 1.0), c=(0.0, 40.0, 10.0), d=(0.5, 3.0, 1.0), tax=(0.0, 40.0, 10.0))
def supply_and_demand(a, b, c, d, tax):
    """Equilibrium of a linear market with a tax, and the welfare that is lost."""
    q = (a - c - tax) / (b + d)
    q0 = (a - c) / (b + d)
    p_buyer = a - b * q
    p_seller = p_buyer - tax
    Q = np.linspace(0, 100, 50)
    surplus = [0.5 * (a - p_buyer) * q, 0.5 * (p_seller - c) * q, tax * q, 0.5 * tax * (q0 - q)]
    return {"Q": Q, "demand": a - b * Q, "supply": c + d * Q, "prices": (p_buyer, p_seller), "surplus": surplus}


@teaches(s=(0.05, 0.6, 0.2), alpha=(0.1, 0.7, 0.33), delta=(0.01, 0.15, 0.05), n=(0.0, 0.05, 0.01))
def solow_growth(s, alpha, delta, n):
    """Capital per head in the Solow model, from period to period, and its steady state."""
    T = 150
    k = np.empty(T)
    k[0] = 1
    for t in range(T - 1):
        k[t + 1] = ((1 - delta) * k[t] + s * k[t] ** alpha) / (1 + n)
    k_star = (s / (n + delta)) ** (1 / (1 - alpha))
    y = k**alpha
    return {"k": k, "y": y, "c": (1 - s) * y, "k_star": k_star, "golden": alpha}


@teaches(sigma=(0.1, 2.0, 0.7), n=(20, 400, 100), top=(0.01, 0.5, 0.1))
def lorenz_curve(sigma, n, top):
    """Lorenz curve and Gini coefficient of log-normal incomes."""
    rng = np.random.default_rng(10)
    income = np.sort(np.exp(sigma * rng.standard_normal(n)))
    share = np.insert(np.cumsum(income) / income.sum(), 0, 0)
    people = np.linspace(0, 1, n + 1)
    gini = 1 - 2 * np.trapezoid(share, people)
    m = int(np.ceil(top * n))
    return {"people": people, "share": share, "gini": gini, "top": income[-m:].sum() / income.sum()}


@teaches(alpha=(0.1, 0.9, 0.5), income=(20.0, 200.0, 100.0), p1=(0.5, 10.0, 2.0), p2=(0.5, 10.0, 4.0))
def consumer_choice(alpha, income, p1, p2):
    """Best bundle of two goods with Cobb-Douglas utility, its indifference curve and the budget."""
    x1 = alpha * income / p1
    x2 = (1 - alpha) * income / p2
    U = x1**alpha * x2 ** (1 - alpha)
    grid = np.linspace(1, 100, 99)
    indifference = (U / grid**alpha) ** (1 / (1 - alpha))
    budget = (income - p1 * grid) / p2
    budget[budget < 0] = 0
    return {"grid": grid, "indifference": indifference, "budget": budget, "best": [x1, x2]}


@teaches(n_firms=(1, 10, 2), a=(50.0, 150.0, 100.0), cost=(5.0, 40.0, 10.0), rounds=(1, 30, 10))
def cournot(n_firms, a, cost, rounds):
    """Firms that answer each other's quantities, round by round."""
    q = np.full(n_firms, 1.0)
    history = [q.copy()]
    for _ in range(rounds):
        for i in range(n_firms):
            others = q.sum() - q[i]
            q[i] = max(0, (a - cost - others) / 2)
        history.append(q.copy())
    Q = q.sum()
    return {"history": np.array(history), "price": a - Q, "profit": (a - Q - cost) * q}


@teaches(c=(0.3, 0.95, 0.8), t=(0.0, 0.5, 0.25), i_r=(1.0, 50.0, 20.0), G=(50.0, 300.0, 150.0), M=(100.0, 800.0, 400.0))
def is_lm(c, t, i_r, G, M):
    """Output and interest in the IS-LM model, as a linear system."""
    A = np.array([[1 - c * (1 - t), i_r], [0.5, -40.0]])
    b = np.array([100 + 100 + G, M / 2])
    Y, r = np.linalg.solve(A, b)
    grid = np.linspace(0, 2000, 50)
    IS = (b[0] - A[0, 0] * grid) / i_r
    LM = (0.5 * grid - M / 2) / 40
    return {"Y": Y, "r": r, "IS": IS, "LM": LM, "multiplier": np.linalg.inv(A)[0, 0]}


@teaches(beta=(0.8, 0.99, 0.95), alpha=(0.2, 0.8, 0.4), iterations=(1, 30, 10))
def value_iteration(beta, alpha, iterations):
    """Value function of optimal growth on a grid."""
    k = np.linspace(0.05, 1.0, 30)
    V = np.zeros(30)
    for _ in range(iterations):
        V_new = np.zeros(30)
        policy = np.zeros(30)
        for i in range(30):
            c = k[i] ** alpha - k
            u = np.where(c > 0, np.log(np.maximum(c, 1e-10)), -1e10)
            j = np.argmax(u + beta * V)
            V_new[i] = u[j] + beta * V[j]
            policy[i] = k[j]
        V = V_new
    return {"k": k, "V": V, "policy": policy, "exact": alpha * beta * k**alpha}


@teaches(rho=(0.0, 0.99, 0.8), shock=(-3.0, 3.0, 1.0), seed=(0, 30, 12))
def business_cycle(rho, shock, seed):
    """An autoregressive output gap, its response to a shock and its autocorrelation."""
    np.random.seed(seed)
    T = 100
    gap = np.zeros(T)
    response = [shock]
    for t in range(1, T):
        gap[t] = rho * gap[t - 1] + np.random.randn()
        response.append(response[-1] * rho)
    centred = gap - gap.mean()
    acf = [np.sum(centred[: T - k] * centred[k:]) / np.sum(centred**2) for k in range(15)]
    return {"gap": gap, "response": response, "acf": acf}


@teaches(w=(5.0, 40.0, 15.0), tau=(0.0, 0.6, 0.3), b=(0.0, 200.0, 50.0), theta=(0.2, 0.8, 0.5))
def labour_supply(w, tau, b, theta):
    """Hours worked that maximise utility, by minimize_scalar, and the tax that is raised."""

    def disutility(h):
        return -(theta * np.log(w * (1 - tau) * h + b + 1) + (1 - theta) * np.log(80 - h))

    res = minimize_scalar(disutility, bounds=(0, 79), method="bounded")
    wages = np.linspace(5, 40, 30)
    return {"hours": res.x, "revenue": tau * w * res.x, "net": wages * (1 - tau) * res.x + b}


@teaches(A=(0.5, 3.0, 1.0), phi=(0.2, 3.0, 1.0), g=(0.0, 0.5, 0.2))
def general_equilibrium(A, phi, g):
    """Labour and wage of a small economy by fsolve."""

    def equations(x):
        L, w = x
        return [w - A * 0.7 * L**-0.3, L**phi - w / ((1 - g) * A * L**0.7)]

    L, w = fsolve(equations, [0.8, 0.7])
    return {"L": L, "w": w, "Y": A * L**0.7}


@teaches(elasticity=(0.2, 3.0, 1.2), price=(1.0, 10.0, 4.0))
def demand_elasticity(elasticity, price):
    """A demand curve of constant elasticity, and the revenue at each price."""
    p = np.linspace(0.5, 12, 100)
    q = 100 * p**-elasticity
    return {"p": p, "q": q, "revenue": p * q, "sold": 100 * price**-elasticity}


@teaches(K=(1.0, 100.0, 20.0), L=(1.0, 100.0, 30.0), rho=(-2.0, 0.9, 0.5), a=(0.1, 0.9, 0.4))
def ces_production(K, L, rho, a):
    """Output of a production function of constant elasticity of substitution, and its isoquant."""
    if abs(rho) < 1e-6:
        Y = K**a * L ** (1 - a)
    else:
        Y = (a * K**rho + (1 - a) * L**rho) ** (1 / rho)
    grid = np.linspace(1, 100, 60)
    output = np.array([(a * k**rho + (1 - a) * L**rho) ** (1 / rho) if rho != 0 else k**a * L ** (1 - a) for k in grid])
    return {"Y": Y, "grid": grid, "output": output, "MPK": np.gradient(output, grid)}
