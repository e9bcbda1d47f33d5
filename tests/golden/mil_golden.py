"""Golden values of bag pooling: the definitions in float64 with PyTorch.
Run: python3 tests/golden/mil_golden.py > tests/golden/mil_golden.json"""
import json
import sys

import torch

torch.manual_seed(5)
cases = []
for n in (1, 3, 20):
    for scale in (0.1, 3.0, 40.0):
        logits = torch.randn(n, dtype=torch.float64) * scale
        p = 1 - torch.prod(1 - torch.sigmoid(logits))
        cases.append({"logits": logits.tolist(), "max": logits.max().item(),
                      "noisy_or": torch.log(p / (1 - p)).item() if 1e-12 < p < 1 - 1e-9 else None})
features = torch.randn(4, 6, dtype=torch.float64)
v, w = torch.randn(32, 6, dtype=torch.float64), torch.randn(1, 32, dtype=torch.float64)
bv, bw = torch.randn(32, dtype=torch.float64), torch.randn(1, dtype=torch.float64)
logits = torch.randn(4, dtype=torch.float64)
share = torch.softmax((torch.tanh(features @ v.T + bv) @ w.T + bw).squeeze(1), 0)
attention = {"features": features.ravel().tolist(), "v": v.ravel().tolist(), "bv": bv.tolist(), "w": w.ravel().tolist(),
             "bw": bw.tolist(), "logits": logits.tolist(), "pooled": (share * logits).sum().item()}
json.dump({"versions": {"torch": torch.__version__}, "cases": cases, "attention": attention}, sys.stdout)
