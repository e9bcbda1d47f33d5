"""Golden values of the classical detectors, from numpy, scipy and scikit-learn. Writes detectors_golden.json beside it."""
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy.signal import hilbert
from scipy.stats import norm
from sklearn.ensemble._iforest import _average_path_length
from sklearn.linear_model import Ridge


def recording(rng, rows):
    """A steady, a correlated, a wandering and a slow channel; later the first jumps."""
    a = rng.normal(5, 0.5, rows)
    b = 0.8 * a + rng.normal(0, 0.3, rows)
    c = np.cumsum(rng.normal(0, 0.2, rows)) + 40
    d = np.zeros(rows)
    for t in range(1, rows):
        d[t] = 0.7 * d[t - 1] + rng.normal()
    x = np.stack([a, b, c, d], 1)
    x[int(rows * 0.7):int(rows * 0.85), 0] += 2
    return x.astype(np.float32).astype(np.float64)


def standard(train, x):
    return (x - train.mean(0)) / train.std(0, ddof=1)


def trailing(values, width, f):
    return np.array([f(values[max(0, t + 1 - width):t + 1]) for t in range(len(values))])


def innovation(train, x, window=20, wander=0.75, ridge=1.0, settling=0.1):
    z, y = standard(train, train), standard(train, x)
    charts, wanders = [], []
    for c in range(x.shape[1]):
        blocks = z[:len(z) // window * window, c].reshape(-1, window)
        share = blocks.mean(1).var(ddof=1) / blocks.var()
        wanders.append(bool(share > wander))
        u, v = (np.diff(s[:, c], prepend=s[0, c]) if wanders[-1] else s[:, c] for s in (z, y))
        model = Ridge(alpha=ridge).fit(u[:-1, None], u[1:])

        def chart(s):
            slope, intercept = model.coef_[0], model.intercept_
            first = 0 if wanders[-1] else (s[0] - intercept / (1 - slope)) * np.sqrt(1 - slope ** 2)
            e = np.r_[first, s[1:] - model.predict(s[:-1, None])]
            return np.array([e[max(0, t + 1 - window):t + 1].sum() / window for t in range(len(e))])

        charts.append(np.abs(chart(v)) / chart(u)[1:].std())
    charts = np.array(charts).T
    peak, scores = 0, []
    for row in charts.max(1):
        peak = max(peak * np.exp(-1 / (20 * window)), row)
        scores.append(row - settling * peak)
    return charts, np.array(scores), wanders


def autoregression(train, x, lags=5, ridge=1.0, median=5):
    z, y = standard(train, train), standard(train, x)

    def design(s):
        return np.hstack([s[lags - k:len(s) - k] for k in range(1, lags + 1)])

    model = Ridge(alpha=ridge).fit(design(z), z[lags:])
    usual = ((z[lags:] - model.predict(design(z))) ** 2).mean(0)
    energy = np.r_[np.zeros(lags), (((y[lags:] - model.predict(design(y))) ** 2) / usual).mean(1)]
    return trailing(energy, median, np.median)


def nearest(train, x, window=10):
    z, y = standard(train, train), standard(train, x)
    scores = []
    for t in range(len(y)):
        w = min(window, t + 1)
        ends = range(w - 1, len(z))
        gaps = [((y[t + 1 - w:t + 1] - z[e + 1 - w:e + 1]) ** 2).sum() / w for e in ends]
        scores.append(np.sqrt(min(gaps) / y.shape[1]))
    return np.array(scores)


def spectral(train, x, smoothing=3, local=21):
    y = standard(train, x)
    result = []
    for c in range(x.shape[1]):
        f = np.fft.fft(y[:, c])
        level = np.log(np.maximum(np.abs(f), 1e-8))
        residual = level - trailing(level, smoothing, np.mean)
        saliency = np.abs(np.fft.ifft(np.exp(residual + 1j * np.angle(f))))
        usual = trailing(saliency, local, np.mean)
        result.append((saliency - usual) / usual)
    return np.max(result, axis=0)


def half_normal_line(scores, memory, rate):
    z = lambda share: norm.isf(share / 2)
    median, largest = np.median(scores), scores.max()
    top = z(1 - 0.5 ** (memory / len(scores)))
    return median + (largest - median) * (z(rate) - z(0.5)) / (top - z(0.5))


def bands(frame, rate):
    n = len(frame)

    def powers(s, edges):
        hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)
        p = np.abs(np.fft.rfft((s - s.mean()) * hann)) ** 2
        f = np.arange(len(p)) * rate / n
        return [p[(f >= lo - 1e-9) & (f < hi - 1e-9)].mean() for lo, hi in zip(edges, edges[1:])]

    third = [rate / 2]
    while third[-1] / np.cbrt(2) > rate * 4 / 1024:
        third.append(third[-1] / np.cbrt(2))
    octave = [rate / 16]
    while octave[-1] / 2 > rate * 2 / 1024:
        octave.append(octave[-1] / 2)
    d = frame - frame.mean()
    kurtosis = (d ** 4).mean() / (d ** 2).mean() ** 2
    envelope = np.abs(hilbert(frame))
    return np.log(np.array(powers(frame, third[::-1]) + powers(envelope, octave[::-1]) + [kurtosis]))


def main():
    rng = np.random.default_rng(20)
    x = recording(rng, 300)
    train = x[:200]
    charts, innovation_scores, wanders = innovation(train, x)
    scores = np.abs(rng.normal(size=400))
    t = np.arange(1024) / 12000
    frame = np.sin(2 * np.pi * 1900 * t) * (1 + 0.5 * np.sin(2 * np.pi * 160 * t)) + 0.2 * rng.normal(size=1024)
    frame = frame.astype(np.float32).astype(np.float64)
    golden = {
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__,
                     "sklearn": sklearn.__version__},
        "rows": x.ravel().tolist(), "channels": x.shape[1], "train": len(train),
        "innovation": innovation_scores.tolist(), "charts": charts.ravel().tolist(), "wanders": wanders,
        "ar": autoregression(train, x).tolist(),
        "nearest": nearest(train, x).tolist(),
        "spectral": spectral(train, x).tolist(),
        "line": {"scores": scores.tolist(), "memory": 5, "rate": 1e-3, "line": half_normal_line(scores, 5, 1e-3)},
        "depths": {str(n): float(_average_path_length(np.array([n]))[0]) for n in (1, 2, 3, 10, 256, 4000)},
        "bands": {"frame": frame.tolist(), "rate": 12000, "features": bands(frame, 12000).tolist()},
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "detectors_golden.json"), "w") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()
