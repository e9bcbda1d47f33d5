"""Golden values of Cohen's kappa and confident learning: scikit-learn for kappa, the delta method with a numerical
gradient for its variance, plain loops over the definition of Northcutt et al. (2021) for unlikely labels.
Run: python3 tests/golden/agreement_golden.py > tests/golden/agreement_golden.json"""
import json
import sys

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.metrics import cohen_kappa_score

rng = np.random.default_rng(11)


def kappa_of(p):
    pe = (p.sum(1) * p.sum(0)).sum()
    return (np.trace(p) - pe) / (1 - pe)


def delta_half_width(a, b, k):
    n = len(a)
    p = np.zeros((k, k))
    for i, j in zip(a, b):
        p[i, j] += 1 / n
    gradient = np.zeros(k * k)
    for c in range(k * k):
        up, down = p.copy().ravel(), p.copy().ravel()
        up[c] += 1e-6
        down[c] -= 1e-6
        gradient[c] = (kappa_of(up.reshape(k, k)) - kappa_of(down.reshape(k, k))) / 2e-6
    flat = p.ravel()
    variance = gradient @ (np.diag(flat) - np.outer(flat, flat)) @ gradient / n
    return norm.ppf(0.975) * np.sqrt(variance)


kappas = []
for n, k, agree in [(10, 2, 0.8), (50, 2, 0.9), (50, 3, 0.7), (200, 3, 0.95), (30, 2, 0.2), (1000, 4, 0.6)]:
    a = rng.integers(0, k, n)
    b = np.where(rng.random(n) < agree, a, rng.integers(0, k, n))
    kappas.append({"classes": k, "first": a.tolist(), "second": b.tolist(), "kappa": cohen_kappa_score(a, b),
                   "half_width": delta_half_width(a, b, k)})

noises = []
for n, k in [(40, 2), (200, 2), (120, 3)]:
    truth = rng.integers(0, k, n)
    logits = rng.normal(0, 1, (n, k))
    logits[np.arange(n), truth] += 2
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    given = np.where(rng.random(n) < 0.15, rng.integers(0, k, n), truth)
    t = [float(np.mean([p[i, j] for i in range(n) if given[i] == j])) for j in range(k)]
    joint = [[0] * k for _ in range(k)]
    found = []
    for i in range(n):
        confident = [j for j in range(k) if p[i, j] >= t[j]]
        if not confident:
            continue
        likely = max(confident, key=lambda j: p[i, j])
        joint[given[i]][likely] += 1
        if likely != given[i]:
            margin = p[i, given[i]] - max(p[i, j] for j in range(k) if j != given[i])
            found.append((margin, i, likely))
    found.sort()
    noises.append({"classes": k, "probabilities": p.ravel().tolist(), "labels": given.tolist(), "thresholds": t,
                   "joint": joint, "order": [i for _, i, _ in found], "likely": [int(c) for _, _, c in found]})

json.dump({"versions": {"sklearn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
           "kappa": kappas, "noise": noises}, sys.stdout)
