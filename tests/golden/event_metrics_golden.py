"""Golden values of event metrics, by definition with numpy and scipy. Writes event_metrics_golden.json beside it."""
import json
import os
import sys

import numpy as np
import scipy
from scipy.integrate import quad


def spans(flags, recordings):
    found = []
    for lo, hi in recordings:
        edge = np.flatnonzero(np.diff(np.r_[0, flags[lo:hi], 0]))
        found += [(lo + int(a), lo + int(b)) for a, b in zip(edge[::2], edge[1::2])]
    return found


def ranges(real, predicted, existence):
    def mean(these, those, alpha):
        scores = []
        for a, b in these:
            shares = [len(set(range(a, b)) & set(range(c, d))) / (b - a) for c, d in those]
            touched = sum(s > 0 for s in shares)
            scores.append(alpha * (touched > 0) + (1 - alpha) * (sum(shares) / touched if touched else 0))
        return float(np.mean(scores)) if scores else 0.0

    return {"precision": mean(predicted, real, 0), "recall": mean(real, predicted, existence)}


def affiliation(real, predicted, recordings):
    """Numerical integrals of survival probabilities, straight from the definition."""
    precision, recall = [], []
    for lo, hi in recordings:
        events = [e for e in real if lo <= e[0] < hi]
        for k, (s, e) in enumerate(events):
            a = (events[k - 1][1] + s) / 2 if k else lo
            b = (e + events[k + 1][0]) / 2 if k + 1 < len(events) else hi
            mine = [(max(c, a), min(d, b)) for c, d in predicted if lo <= c < hi and min(d, b) > max(c, a)]
            if not mine:
                recall.append(0.0)
                continue

            def at_least(x):  # P(dist(X, event) >= dist(x, event)), X uniform on the zone
                d = max(s - x, x - e, 0)
                return 1.0 if d == 0 else (max(0, s - d - a) + max(0, b - e - d)) / (b - a)

            def covered(y):  # P(|X - y| >= dist(y, predictions))
                d = min(max(c - y, y - f, 0) for c, f in mine)
                return (max(0, y - d - a) + max(0, b - y - d)) / (b - a)

            def integral(f, l, r, points):
                cuts = sorted({l, r, *[p for p in points if l < p < r]})
                return sum(quad(f, u, v, epsabs=1e-12)[0] for u, v in zip(cuts, cuts[1:]))

            kinks = [s, e, s - (b - e), e + (s - a)] + [p for m in mine for p in m]
            middles = [(m[1] + n[0]) / 2 for m, n in zip(mine, mine[1:])]
            kinks += middles + [(p + q) / 2 for p in (a, b) for m in mine for q in m]
            total = sum(r - l for l, r in mine)
            precision.append(sum(integral(at_least, l, r, kinks) for l, r in mine) / total)
            recall.append(integral(covered, s, e, kinks) / (e - s))
    return {"precision": float(np.mean(precision)) if precision else None, "recall": float(np.mean(recall))}


def volume(scores, labels, recordings, buffer):
    roc, pr = [], []
    for width in range(buffer + 1):
        soft = labels.astype(float)
        for s, e in spans(labels, recordings):
            lo, hi = next(r for r in recordings if r[0] <= s < r[1])
            for i in range(lo, hi):
                d = max(s - i, i - (e - 1), 0)
                if 0 < d <= width // 2:
                    soft[i] += np.sqrt(1 - d / width)
        soft = np.minimum(soft, 1)
        groups = spans((soft > 0).astype(int), recordings)
        p = (labels.sum() + soft.sum()) / 2
        tpr, fpr, precision = [0.0], [0.0], [1.0]
        for t in np.unique(scores)[::-1]:
            called = scores >= t
            hits = (soft * called).sum()
            exist = np.mean([called[a:b].any() for a, b in groups])
            tpr.append(min(hits / p, 1) * exist)
            fpr.append((called.sum() - hits) / (len(labels) - p))
            precision.append(hits / called.sum())
        pr.append(np.dot(np.diff(tpr), precision[1:]))
        tpr.append(1.0)
        fpr.append(1.0)
        roc.append(np.dot(np.diff(fpr), (np.array(tpr[1:]) + np.array(tpr[:-1])) / 2))
    return {"roc": float(np.mean(roc)), "pr": float(np.mean(pr))}


def case(rng, name, recordings, rate, ties):
    n = recordings[-1][1]
    labels = np.zeros(n, int)
    for lo, hi in recordings:
        for _ in range(rng.integers(0, 3) if len(recordings) > 1 else 3):
            at = int(rng.integers(lo, hi - 4))
            labels[at:min(hi, at + int(rng.integers(2, 15)))] = 1
    scores = rng.normal(size=n) + 1.5 * np.convolve(labels, np.ones(5) / 5)[:n]
    if ties:
        scores = np.round(scores, 0)
    threshold = float(np.quantile(scores, 1 - rate))
    real, predicted = spans(labels, recordings), spans((scores >= threshold).astype(int), recordings)
    both = ((scores >= threshold) & (labels == 1)).sum()
    either = ((scores >= threshold) | (labels == 1)).sum()

    def best(event):
        a = set(range(*event))
        return max([len(a & set(range(*p))) / len(a | set(range(*p))) for p in predicted], default=0)

    delays = [int(np.flatnonzero(scores[a:b] >= threshold)[0]) for a, b in real if (scores[a:b] >= threshold).any()]
    return {"name": name, "starts": [r[0] for r in recordings], "scores": scores.tolist(), "labels": labels.tolist(),
            "threshold": threshold, "real": real, "predicted": predicted, "range": ranges(real, predicted, 0),
            "range_existence": ranges(real, predicted, 0.2), "affiliation": affiliation(real, predicted, recordings),
            "iou": float(both / either), "segment_iou": float(np.mean([best(e) for e in real])), "delays": delays,
            "buffer": 12, "volume": volume(scores, labels, recordings, 12)}


def main():
    rng = np.random.default_rng(5)
    cases = [case(rng, "one recording", [(0, 120)], 0.2, False), case(rng, "few calls", [(0, 150)], 0.04, False),
             case(rng, "many calls", [(0, 90)], 0.6, False), case(rng, "ties", [(0, 120)], 0.2, True),
             case(rng, "three recordings", [(0, 60), (60, 130), (130, 200)], 0.2, False)]
    golden = {"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__},
              "cases": cases}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "event_metrics_golden.json"), "w") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()
