"""Golden values of core/metrics/pixel_metrics, from scikit-learn (AUROC, AP) and a direct numpy/scipy computation of the
PRO curve (8-connected regions by scipy.ndimage.label) and of AUPIMO. Writes pixel_metrics_golden.json beside it."""
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy import ndimage
from sklearn.metrics import average_precision_score, roc_auc_score


def aupro(maps, masks, regions, limit):
    """Loops over every distinct threshold and looks at every region: slow and plain."""
    labels, sizes = [], []
    for mask, inside in zip(masks, regions):
        label, count = ndimage.label(mask, structure=np.ones((3, 3)))
        labels.append(label)
        sizes.append([int(((label == k) & inside).sum()) for k in range(1, count + 1)])
    good_total = sum(int((inside & (mask == 0)).sum()) for mask, inside in zip(masks, regions))
    thresholds = np.unique(np.concatenate([m[i] for m, i in zip(maps, regions)]))[::-1]
    rates, overlaps = [0.0], [0.0]
    for t in thresholds:
        false = sum(int(((m >= t) & inside & (mask == 0)).sum()) for m, mask, inside in zip(maps, masks, regions))
        hits = [((m >= t) & inside & (label == k)).sum() / size
                for m, label, all_sizes, inside in zip(maps, labels, sizes, regions)
                for k, size in enumerate(all_sizes, 1) if size > 0]
        rates.append(false / good_total)
        overlaps.append(float(np.mean(hits)))
    rates, overlaps = np.array(rates), np.array(overlaps)
    inner = rates < limit
    end = np.interp(limit, rates[np.r_[inner.nonzero()[0], inner.sum()]], overlaps[np.r_[inner.nonzero()[0], inner.sum()]])
    return float(np.trapz(np.r_[overlaps[inner], end], np.r_[rates[inner], limit]) / limit)


def aupimo(maps, masks, regions, low, high):
    good = [(m, i) for m, mask, i in zip(maps, masks, regions) if not mask.any()]

    def rate(score):
        return float(np.mean([((m >= score) & i).sum() / i.sum() for m, i in good]))

    values = []
    for m, mask, inside in zip(maps, masks, regions):
        if mask.any():
            scores = m[inside & (mask > 0)]
            clamped = np.clip([rate(s) for s in scores], low, high)
            values.append(float(np.mean(np.log(high / clamped) / np.log(high / low))))
    return values


def case(rng, name, images, size, ties, with_region, limit, low, high):
    maps, masks, regions = [], [], []
    for index in range(images):
        mask = np.zeros(size, int)
        if index % 3:
            for _ in range(rng.integers(1, 4)):
                y, x = rng.integers(0, size[0] - 3), rng.integers(0, size[1] - 3)
                mask[y:y + rng.integers(1, 4), x:x + rng.integers(1, 4)] = 1
            mask[-1, -1] = mask[-2, -2] = 1  # touch diagonally
        inside = np.ones(size, bool)
        if with_region:
            inside[:, :2] = False
        score = ndimage.gaussian_filter(rng.normal(size=size) + 1.5 * mask, 0.6)
        score = (np.round(score * ties) / ties if ties else score).astype(np.float32)
        maps.append(score)
        masks.append(mask)
        regions.append(inside)
    flat = np.concatenate([m[i] for m, i in zip(maps, regions)])
    truth = np.concatenate([m[i] for m, i in zip(masks, regions)])
    return {"name": name, "width": size[1], "height": size[0], "limit": limit, "pimo_low": low, "pimo_high": high,
            "maps": [m.reshape(-1).astype(float).tolist() for m in maps],
            "masks": [m.reshape(-1).tolist() for m in masks],
            "regions": [i.reshape(-1).astype(int).tolist() for i in regions] if with_region else [],
            "auroc": roc_auc_score(truth, flat), "average_precision": average_precision_score(truth, flat),
            "aupro": aupro(maps, masks, regions, limit), "aupimo": aupimo(maps, masks, regions, low, high)}


def main():
    rng = np.random.default_rng(20260601)
    cases = [case(rng, "smooth", 7, (14, 17), 0, False, 0.3, 0.005, 0.1),
             case(rng, "tied", 8, (12, 12), 4, False, 0.3, 0.01, 0.2),
             case(rng, "region of interest", 6, (11, 15), 8, True, 0.05, 0.01, 0.1)]
    golden = {"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__,
                           "scikit-learn": sklearn.__version__}, "cases": cases}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "pixel_metrics_golden.json"), "w") as file:
        json.dump(golden, file, default=float)
        file.write("\n")


if __name__ == "__main__":
    main()
