"""Golden values of core/metrics and core/decision, from scikit-learn, scipy and numpy. Writes metrics_golden.json beside it."""
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.metrics import (average_precision_score, f1_score, precision_recall_curve, precision_score, recall_score,
                             roc_auc_score, roc_curve)


def labelled_case(rng, name, normal, abnormal, shift, ties):
    scores = np.r_[rng.normal(0, 1, normal), rng.normal(shift, 1.3, abnormal)]
    if ties:
        scores = np.round(scores * ties) / ties
    labels = np.r_[np.zeros(normal, int), np.ones(abnormal, int)]
    order = rng.permutation(len(scores))
    return name, scores[order], labels[order]


def delong(scores, labels):
    """AUROC and the two component vectors straight from the definition, O(n^2)."""
    x, y = scores[labels == 1], scores[labels == 0]
    wins = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    return wins.mean(), wins.mean(1), wins.mean(0)


def delong_covariance(a, b):
    return np.cov(a[1], b[1])[0, 1] / len(a[1]) + np.cov(a[2], b[2])[0, 1] / len(a[2])


def metrics_of(name, scores, labels):
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    f1 = np.nan_to_num(2 * precision * recall / np.maximum(precision + recall, 1e-300))[:-1]
    best = int(np.argmax(np.round(f1, 12)))  # lowest threshold among equal ones: fewest escapes
    fpr, tpr, roc_thresholds = roc_curve(labels, scores, drop_intermediate=False)
    parts = delong(scores, labels)
    variance = delong_covariance(parts, parts)
    logit, half = np.log(parts[0] / (1 - parts[0])), stats.norm.ppf(0.975) * np.sqrt(variance) / (parts[0] * (1 - parts[0]))
    cut = float(np.median(scores))
    flagged = (scores >= cut).astype(int)
    return {
        "name": name, "scores": scores.tolist(), "labels": labels.tolist(),
        "auroc": roc_auc_score(labels, scores), "auroc_low": 1 / (1 + np.exp(half - logit)),
        "auroc_high": 1 / (1 + np.exp(-half - logit)), "average_precision": average_precision_score(labels, scores),
        "f1_max": f1[best], "f1_chosen": thresholds[best],
        "roc": {"threshold": roc_thresholds[1:].tolist(), "fpr": fpr[1:].tolist(), "tpr": tpr[1:].tolist()},
        "pr": {"threshold": thresholds.tolist(), "precision": precision[:-1].tolist(), "recall": recall[:-1].tolist()},
        "cut": cut, "precision_at_cut": precision_score(labels, flagged), "recall_at_cut": recall_score(labels, flagged),
        "f1_at_cut": f1_score(labels, flagged),
    }


def paired_case(rng):
    labels = np.r_[np.zeros(60, int), np.ones(40, int)]
    base = rng.normal(0, 1, 100) + labels
    first, second = base + rng.normal(0, 1, 100), np.round(base + rng.normal(0, 0.5, 100), 1)
    a, b = delong(first, labels), delong(second, labels)
    variance = delong_covariance(a, a) + delong_covariance(b, b) - 2 * delong_covariance(a, b)
    z = (b[0] - a[0]) / np.sqrt(variance)
    return {"first": first.tolist(), "second": second.tolist(), "labels": labels.tolist(), "difference": b[0] - a[0],
            "deviation": np.sqrt(variance), "z": z, "p_value": 2 * stats.norm.sf(abs(z))}


def intervals():
    rows = []
    for x, n in [(0, 10), (1, 10), (5, 10), (10, 10), (0, 2995), (3, 50), (199, 200), (7, 100000)]:
        p, z = x / n, stats.norm.ppf(0.975)
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        rows.append({"x": x, "n": n,
                     "cp_low": stats.beta.ppf(0.025, x, n - x + 1) if x > 0 else 0.0,
                     "cp_high": stats.beta.ppf(0.975, x + 1, n - x) if x < n else 1.0,
                     "wilson_low": max(0.0, centre - half) if x > 0 else 0.0,
                     "wilson_high": min(1.0, centre + half) if x < n else 1.0,
                     "upper": stats.beta.ppf(0.95, x + 1, n - x) if x < n else 1.0,
                     "poisson_low": stats.chi2.ppf(0.025, 2 * x) / 2 / n if x > 0 else 0.0,
                     "poisson_high": stats.chi2.ppf(0.975, 2 * x + 2) / 2 / n})
    return rows


def percentile_case(rng):
    scores = rng.gamma(2.0, 1.0, 1000)
    rows = []
    for n, p in [(1000, 0.995), (1000, 0.9), (200, 0.95), (50, 0.5)]:
        ordered = np.sort(scores[:n])
        ranks = np.arange(1, n + 1)
        below = stats.binom.cdf(ranks - 1, n, p)
        low, high = ranks[below <= 0.025], ranks[below >= 0.975]
        rows.append({"n": n, "p": p, "value": np.percentile(ordered, 100 * p),
                     "low": ordered[low[-1] - 1] if len(low) else None, "high": ordered[high[0] - 1] if len(high) else None})
    certify = []
    for n, alpha in [(1000, 0.005), (1000, 0.02), (598, 0.005), (59, 0.05)]:
        k = next(k for k in range(1, n + 1) if stats.beta.sf(alpha, n + 1 - k, k) <= 0.05)
        certify.append({"n": n, "alpha": alpha, "k": k, "risk": stats.beta.sf(alpha, n + 1 - k, k)})
    return {"scores": scores.tolist(), "rows": rows, "certify": certify}


def main():
    rng = np.random.default_rng(20260501)
    cases = [labelled_case(rng, "smooth", 70, 30, 1.0, 0), labelled_case(rng, "tied", 90, 60, 0.8, 4),
             labelled_case(rng, "few abnormal", 200, 3, 1.5, 0), labelled_case(rng, "reversed", 40, 40, -0.7, 8),
             labelled_case(rng, "coarse", 50, 50, 0.5, 1)]
    golden = {"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__,
                           "scikit-learn": sklearn.__version__},
              "cases": [metrics_of(*case) for case in cases], "paired": paired_case(rng), "intervals": intervals(),
              "percentile": percentile_case(rng)}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics_golden.json"), "w") as file:
        json.dump(golden, file, default=float)
        file.write("\n")


if __name__ == "__main__":
    main()
