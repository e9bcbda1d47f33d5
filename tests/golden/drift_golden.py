"""Golden traces of the drift statistics, each from the plain definition: windows cut and counted anew at every item,
cumulative sums minus their minimum, every bet's capital, ADWIN's buckets as lists of raw values with the cut equation
solved by bisection; Kolmogorov-Smirnov distances and p-values from scipy.
Run: python3 tests/golden/drift_golden.py > tests/golden/drift_golden.json"""
import json
import sys

import numpy as np
import scipy
from scipy.optimize import brentq
from scipy.stats import entropy, ks_2samp, kstwobign, norm

rng = np.random.default_rng(7)
reference = np.round(rng.gamma(2, 1, 80), 2)
stream = np.round(np.concatenate([rng.gamma(2, 1, 130), rng.gamma(2, 1.6, 130)]), 2)
n = len(reference)
WINDOW, BINS = 40, 5


def rank(s):
    return (np.sum(reference < s) + 0.5 * (np.sum(reference == s) + 1)) / (n + 1)


def windows():
    for t in range(len(stream)):
        yield stream[t + 1 - WINDOW:t + 1] if t + 1 >= WINDOW else None


def kl():
    edges = np.unique(np.quantile(reference, np.arange(1, BINS) / BINS, method="inverted_cdf"))
    k = len(edges) + 1
    r = np.bincount(np.searchsorted(edges, reference, side="right"), minlength=k) + 0.5
    r = r / r.sum()
    return [None if w is None else
            entropy(np.bincount(np.searchsorted(edges, w, side="right"), minlength=k) / WINDOW, r) for w in windows()]


def quantiles():
    trace, last = [], None
    for w in windows():
        if w is None:
            trace.append(None)
            continue
        deviances = []
        for level in (0.5, 0.95, 0.999):
            line = np.quantile(reference, level, method="inverted_cdf")
            share = (np.sum(reference > line) + 0.5) / (n + 1)
            p = np.mean(w > line)
            deviances.append(2 * WINDOW * entropy([p, 1 - p], [share, 1 - share]))
        trace.append(max(deviances))
        last = [np.quantile(w, level, method="inverted_cdf") for level in (0.5, 0.95, 0.999)]
    return trace, last


def page_hinkley(delta):
    trace, ups, downs, mean, count = [], [0.0], [0.0], 0.0, n
    for s in stream:
        z = norm.ppf(rank(s))
        mean = (mean * count + z) / (count + 1)
        count += 1
        ups.append(ups[-1] + z - mean - delta)
        downs.append(downs[-1] + mean - z - delta)
        trace.append(max(ups[-1] - min(ups), downs[-1] - min(downs)))
    return trace


def martingale(jump):
    bets = [lambda p: 1.0, lambda p: 1 + 1.8 * (p - 0.5), lambda p: 1 - 1.8 * (p - 0.5),
            lambda p: 1 + 0.9 * (6 * (p - 0.5) ** 2 - 0.5), lambda p: 1 - 0.9 * (6 * (p - 0.5) ** 2 - 0.5)]
    capital, logs, trace = np.full(5, 0.2), [0.0], []
    for s in stream:
        p = (np.sum(reference > s) + 0.5 * (np.sum(reference == s) + 1)) / (n + 1)
        capital = (1 - jump) * capital + jump * capital.sum() / 5
        capital = capital * [bet(p) for bet in bets]
        logs.append(np.log(capital.sum()))
        trace.append(logs[-1] - min(logs[:-1]))
    return trace


def adwin(most, every):
    rows, trace, statistic = [[]], [], 0.0

    def insert(s):
        rows[0].append([rank(s)])
        size = 0
        while len(rows[size]) > most:
            if size + 1 == len(rows):
                rows.append([])
            rows[size + 1].append(rows[size][0] + rows[size][1])
            rows[size] = rows[size][2:]
            size += 1

    for s in reference:
        insert(s)
    for t, s in enumerate(stream, 1):
        insert(s)
        if t % every == 0:
            buckets = [bucket for row in reversed(rows) for bucket in row]
            everything = np.concatenate(buckets)
            statistic, cut = 0.0, 0
            for bucket in buckets:
                cut += len(bucket)
                old, new = everything[:cut], everything[cut:]
                if len(old) < 5 or len(new) < 5:
                    continue
                gap, m = abs(old.mean() - new.mean()), 1 / (1 / len(old) + 1 / len(new))
                y = 0.0 if gap == 0 else brentq(
                    lambda y: np.sqrt(2 * everything.var() * y / m) + 2 * y / (3 * m) - gap, 0, 1e6, xtol=1e-13)
                statistic = max(statistic, y)
        trace.append(statistic)
    return trace


columns = []
for before, after in [(rng.normal(0, 1, 60), rng.normal(0, 1, 45)), (rng.normal(0, 1, 60), rng.normal(1, 1, 45)),
                      (np.round(rng.normal(0, 1, 60), 1), np.round(rng.normal(0, 2, 45), 1))]:
    d = ks_2samp(before, after).statistic
    columns.append({"before": before.round(9).tolist(), "after": after.round(9).tolist(), "distance": d,
                    "p_value": kstwobign.sf(np.sqrt(60 * 45 / 105) * d),
                    "shift": (after.mean() - before.mean()) / before.std(), "spread": after.std() / before.std()})
trace, window_quantiles = quantiles()
json.dump({"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0]},
           "window": WINDOW, "bins": BINS, "reference": reference.tolist(), "stream": stream.tolist(),
           "kl": kl(), "quantiles": trace, "window_quantiles": window_quantiles,
           "page-hinkley": page_hinkley(0.25), "martingale": martingale(0.01), "adwin": adwin(5, 8),
           "columns": columns}, sys.stdout)
print()
