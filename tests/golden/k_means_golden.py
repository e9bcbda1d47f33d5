"""Adjusted Rand indices and k-means inertia of scikit-learn. Writes k_means_golden.json beside it."""
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score


def main():
    rng = np.random.default_rng(3)
    centres = rng.normal(size=(5, 3)) * 6
    rows = (centres[rng.integers(0, 5, 300)] + rng.normal(size=(300, 3))).astype(np.float32)
    fit = KMeans(5, n_init=20, random_state=0).fit(rows.astype(np.float64))
    partitions = [(rng.integers(0, a, 60).tolist(), rng.integers(0, b, 60).tolist()) for a, b in ((3, 3), (2, 5), (1, 4))]
    partitions.append((partitions[0][0], [9 - each for each in partitions[0][0]]))
    near = [each if rng.random() < 0.8 else 0 for each in partitions[0][0]]
    partitions.append((partitions[0][0], near))
    golden = {"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "sklearn": sklearn.__version__},
              "rows": rows.astype(float).ravel().tolist(), "dimension": 3, "clusters": 5, "inertia": fit.inertia_,
              "labels": fit.labels_.tolist(),
              "rand": [{"first": a, "second": b, "value": adjusted_rand_score(a, b)} for a, b in partitions]}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "k_means_golden.json"), "w") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()
