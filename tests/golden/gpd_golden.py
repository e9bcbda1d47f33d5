"""Golden values of the generalised Pareto fits, from scipy: best of several starts of genpareto.fit(floc=0) and of a
direct search, among laws with shape >= -1. Writes gpd_golden.json beside it."""
import json
import os
import sys
import warnings

import numpy as np
import scipy
from scipy import optimize, stats

SHAPES = [-0.5, -0.4, -0.25, -0.1, 0.0, 0.1, 0.25, 0.4, 0.6, 0.9]
SIZES = [12, 30, 80, 200, 500]


def log_likelihood(x, shape, scale):
    if scale <= 0 or shape < -1 or (shape < 0 and scale < -shape * x.max()):
        return -np.inf
    if shape == -1:
        return -len(x) * np.log(scale)
    return float(stats.genpareto.logpdf(x, shape, 0, scale).sum())


def best_fit(x):
    best = (log_likelihood(x, -1, x.max()), -1.0, float(x.max()))
    for start in (-0.8, -0.4, -0.1, 0.01, 0.3, 0.8, 1.5):
        for scale in (x.mean() * max(1 - start, 0.2), -start * x.max() * 1.05 if start < 0 else x.mean()):
            found = [stats.genpareto.fit(x, start, floc=0, scale=scale)]
            direct = optimize.minimize(lambda p: min(-log_likelihood(x, p[0], np.exp(p[1])), 1e12),
                                       [start, np.log(scale)], method="Nelder-Mead",
                                       options={"xatol": 1e-10, "fatol": 1e-11, "maxiter": 4000})
            found.append((direct.x[0], 0, np.exp(direct.x[1])))
            for shape, _, scale_found in found:
                value = log_likelihood(x, shape, scale_found)
                if value > best[0]:
                    best = (value, float(shape), float(scale_found))
    return best


def main():
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(31)
    samples = []
    for shape in SHAPES:
        for size in SIZES:
            scale = 10 ** rng.uniform(-3, 3)
            x = stats.genpareto.rvs(shape, 0, scale, size, random_state=rng)
            x = np.array([float("%.8g" % v) for v in x])
            value, fitted, fitted_scale = best_fit(x)
            samples.append({"shape": shape, "x": x.tolist(), "log_likelihood": value, "fitted_shape": fitted,
                            "fitted_scale": fitted_scale})
            print(shape, size, value, fitted, fitted_scale, flush=True)
    out = {"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__},
           "samples": samples}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gpd_golden.json"), "w") as file:
        json.dump(out, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
