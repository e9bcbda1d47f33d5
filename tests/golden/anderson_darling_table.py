"""Law of the Anderson-Darling statistic of a generalised Pareto fit by maximum likelihood, by simulation: prints the
rows of core/decision/tail_threshold.cpp (statistic exceeded with each probability, a row for each shape)."""
import numpy as np

SHAPES = [-0.5, -0.3, -0.1, 0.0, 0.1, 0.2, 0.4, 0.6, 0.9]
PROBABILITIES = [0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.002]
EXCESSES, SAMPLES, BATCH = 400, 20000, 500


def fit(x):
    """Profile maximum of every row: bisection on the sign of (1 + s) mean(1/(1 + theta x)) - 1."""
    low, high = -(1 - 1e-7) / x.max(1), 20 / np.median(x, 1)
    for _ in range(38):
        theta = (low + high) / 2
        w = 1 + theta[:, None] * x
        rising = (1 + np.log(w).mean(1)) * (1 / w).mean(1) - 1 > 0
        rising |= np.log(w).mean(1) < -1  # below shape -1 the likelihood is not used
        low, high = np.where(rising, theta, low), np.where(rising, high, theta)
    theta = (low + high) / 2
    return np.log1p(theta[:, None] * x).mean(1), theta


def statistic(x):
    shape, theta = fit(x)
    tail = np.log1p(theta[:, None] * np.sort(x, 1)) / shape[:, None]  # -ln(1 - F), ascending
    n = x.shape[1]
    weight = 2 * np.arange(1, n + 1) - 1
    return -n - (weight * (np.log(-np.expm1(-tail)) - tail[:, ::-1])).sum(1) / n


def main():
    rng = np.random.default_rng(20240607)
    for shape in SHAPES:
        values = []
        for _ in range(SAMPLES // BATCH):
            e = rng.exponential(size=(BATCH, EXCESSES))
            values.append(statistic(e if shape == 0 else np.expm1(shape * e) / shape))
        quantiles = np.quantile(np.concatenate(values), 1 - np.array(PROBABILITIES))
        print("{%g, {%s}}," % (shape, ", ".join("%.3f" % q for q in quantiles)), flush=True)


if __name__ == "__main__":
    main()
