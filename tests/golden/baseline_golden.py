"""Golden values of the PCA and linear baselines, from scikit-learn and numpy. Writes baseline_golden.json beside it."""
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge


def pca_case(rng, name, rows, columns, rank):
    train = rng.normal(size=(rows, rank)) @ rng.normal(size=(rank, columns)) + 0.3 * rng.normal(size=(rows, columns)) + 5
    test = 1.5 * rng.normal(size=(6, rank)) @ rng.normal(size=(rank, columns)) + 5
    train, test = train.astype(np.float32).astype(np.float64), test.astype(np.float32).astype(np.float64)
    mean, deviation = train.mean(0), train.std(0, ddof=1)
    z, y = (train - mean) / deviation, (test - mean) / deviation
    full = PCA(svd_solver="full").fit(z)
    k = int(np.searchsorted(np.cumsum(full.explained_variance_ratio_), 0.95) + 1)
    model = PCA(n_components=k, svd_solver="full").fit(z)

    def parts(a):
        t = model.transform(a)
        return ((a - model.inverse_transform(t)) ** 2).sum(1), (t ** 2 / model.explained_variance_).sum(1)

    q_train, t2_train = parts(z)
    q, t2 = parts(y)
    return {"name": name, "rows": rows, "columns": columns, "train": train.ravel().tolist(), "test": test.ravel().tolist(),
            "components": k, "variances": model.explained_variance_.tolist(), "q": q.tolist(), "t2": t2.tolist(),
            "score": (q / q_train.mean() + t2 / t2_train.mean()).tolist()}


def ridge_case(rng):
    x, y = rng.normal(3, 2, (40, 5)), rng.normal(size=(40, 2))
    y += x @ rng.normal(size=(5, 2)) + 7
    model = Ridge(alpha=2.5).fit(x, y)
    return {"x": x.ravel().tolist(), "y": y.ravel().tolist(), "alpha": 2.5, "weights": model.coef_.T.ravel().tolist(),
            "intercept": model.intercept_.tolist()}


def lag_case(rng):
    length, rows, lags, ridge = 20, 8, 2, 1e-3
    command, current = rng.normal(size=(rows, length)), rng.normal(size=(rows, length))
    current[:, 1:] += 0.5 * command[:, :-1]
    command, current = command.astype(np.float32).astype(np.float64), current.astype(np.float32).astype(np.float64)
    scale = command.std()

    def design(v):
        return np.stack([v[t - lags:t + lags + 1] for t in range(lags, length - lags)]) / scale

    x = np.concatenate([design(v) for v in command])
    y = np.concatenate([c[lags:length - lags] for c in current])
    centred = x - x.mean(0)
    weights = np.linalg.solve(centred.T @ centred + ridge * len(y) * np.eye(2 * lags + 1), centred.T @ (y - y.mean()))
    intercept = y.mean() - x.mean(0) @ weights
    energy = ((y - x @ weights - intercept) ** 2).reshape(rows, -1).mean(1)
    return {"rows": rows, "length": length, "lags": lags, "ridge": ridge, "command": command.ravel().tolist(),
            "current": current.ravel().tolist(), "weights": weights.tolist(), "score": (energy / energy.mean()).tolist()}


def main():
    rng = np.random.default_rng(20260502)
    golden = {"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__},
              "pca": [pca_case(rng, "covariance", 40, 12, 3), pca_case(rng, "snapshots", 10, 30, 4)],
              "ridge": ridge_case(rng), "lag": lag_case(rng)}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "baseline_golden.json"), "w") as file:
        json.dump(golden, file, default=float)
        file.write("\n")


if __name__ == "__main__":
    main()
