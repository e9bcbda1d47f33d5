"""Values of tests/inspection/tst_patch_methods.cpp: neighbourhood re-weighting (Roth et al. 2022, eq. 7) and the
Mahalanobis distance of a shrunk covariance, by numpy. Input values follow a formula, so that the test makes the same."""
import json
import numpy as np

d, images, positions, shrinkage = 5, 9, 3, 0.05
x = np.array([[[np.float32(np.sin(1.7 * (i + 1) * (k + 1) + 0.3 * p)) for k in range(d)] for p in range(positions)]
              for i in range(images + 1)], dtype=np.float64)
distances = []
for p in range(positions):
    train, test = x[:images, p], x[images, p]
    cov = np.cov(train, rowvar=False)
    cov = (1 - shrinkage) * cov + shrinkage * np.trace(cov) / d * np.eye(d)
    gap = test - train.mean(0)
    distances.append(float(gap @ np.linalg.inv(cov) @ gap))
support = np.array([2.5, 2.75, 3.25, 4.0])
weight = float(1 - np.exp(support[0]) / np.exp(support).sum())
json.dump({"numpy": np.__version__, "mahalanobis": distances, "support": support.tolist(), "weight": weight},
          open(__file__.replace(".py", ".json"), "w"), indent=1)
