"""Golden values of tests/metrics/tst_projection.cpp, written to projection_golden.json.

Made with numpy 1.24.2, scipy 1.10.1, scikit-learn 1.2.1. Run: python3 tests/golden/projection_golden.py
PCA: numpy SVD of centred data; sign: the largest entry of an axis is positive.
t-SNE: sklearn.manifold.TSNE (Barnes-Hut, angle 0.5, PCA start, learning rate auto, 1000 iterations); kl_divergence_ is the
smallest of three random states.
"""
import json
import pathlib

import numpy as np
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors


def pca(x, components):
    centred = x - x.mean(axis=0)
    _, s, vt = np.linalg.svd(centred, full_matrices=False)
    axes = vt[:components]
    axes = axes * np.sign(axes[np.arange(components), np.abs(axes).argmax(axis=1)])[:, None]
    explained = (s**2 / (s**2).sum())[:components]
    return axes, explained, centred @ axes.T


def main():
    rng = np.random.default_rng(20260504)
    small = (rng.normal(size=(40, 6)) @ rng.normal(size=(6, 6)) + 3).astype(np.float32)
    axes, explained, coordinates = pca(small.astype(np.float64), 3)

    centres = rng.normal(size=(5, 10)) * 2.5
    clusters = (centres[np.arange(300) % 5] + rng.normal(size=(300, 10))).astype(np.float32)
    neighbours = NearestNeighbors(n_neighbors=91).fit(clusters).kneighbors_graph(mode="distance")
    neighbours.data **= 2
    p = _joint_probabilities_nn(neighbours, 30, 0)
    kl = min(
        TSNE(perplexity=30, init="pca", learning_rate="auto", random_state=state).fit(clusters).kl_divergence_
        for state in range(3)
    )
    rows = [0, 7, 155, 299]
    golden = {
        "pca": {
            "rows": small.ravel().tolist(),
            "dimension": 6,
            "axes": axes.ravel().tolist(),
            "explained": explained.tolist(),
            "coordinates": coordinates.ravel().tolist(),
        },
        "tsne": {
            "rows": [round(float(v), 5) for v in clusters.ravel()],
            "dimension": 10,
            "clusters": 5,
            "kl": float(kl),
            "affinity_rows": rows,
            "affinities": [p[i].toarray().ravel().round(12).tolist() for i in rows],
        },
    }
    path = pathlib.Path(__file__).with_name("projection_golden.json")
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(kl)


main()
