"""Golden values for the losses of the scene models, by PyTorch in float64.

Run: python3 tests/golden/scene_losses_golden.py > tests/golden/scene_losses_golden.json
"""
import json
import math

import torch
import torch.nn.functional as F


def rows(n, d, phase):
    return torch.tensor([[math.sin(1.3 * i + 0.7 * k + phase) + 0.1 * k for k in range(d)] for i in range(n)],
                        dtype=torch.float64)


def nt_xent(one, other, temperature):
    z = F.normalize(torch.cat([one, other]), dim=1)
    n = one.shape[0]
    total = 0
    for i in range(2 * n):
        keep = [k for k in range(2 * n) if k != i]
        logits = (z[i] @ z[keep].T) / temperature
        total = total + F.cross_entropy(logits[None], torch.tensor([keep.index((i + n) % (2 * n))]))
    return total / (2 * n)


cases = []
for n, d, temperature in [(2, 3, 0.1), (5, 8, 0.5), (9, 4, 0.07)]:
    one = rows(n, d, 0.0).requires_grad_()
    other = rows(n, d, 0.9)
    loss = nt_xent(one, other, temperature)
    loss.backward()
    cases.append({"n": n, "d": d, "temperature": temperature, "loss": loss.item(),
                  "gradient": one.grad.flatten().tolist()})

gates = torch.softmax(rows(6, 3, 0.4), 1)
load = gates.mean(0)
divergence = F.kl_div(torch.full((3,), 1 / 3, dtype=torch.float64).log(), load, reduction="sum")
print(json.dumps({"torch": torch.__version__, "nt_xent": cases, "gate_divergence": divergence.item()}))
