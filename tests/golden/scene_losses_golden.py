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



def tokens(n, d, bins, phase):
    return torch.tensor([[[math.sin(1.3 * i + 0.7 * k + 0.45 * b + phase) + 0.1 * k for b in range(bins)]
                          for k in range(d)] for i in range(n)], dtype=torch.float64)


def predictive_coding(predicted, held, cut, temperature):
    n, _, steps = predicted.shape
    total = 0
    for i in range(n):
        for k in range(steps):
            b = cut + k
            said = predicted[i, :, k][None]
            bins = F.cosine_similarity(said, held[i].T) / temperature
            sensors = F.cosine_similarity(said, held[:, :, b]) / temperature
            total = total + F.cross_entropy(bins[None], torch.tensor([b]))
            total = total + F.cross_entropy(sensors[None], torch.tensor([i]))
    return total / (2 * n * steps)


def hidden(n, bins):
    return torch.tensor([[float((3 * i + b // 2) % 3 == 0) for b in range(bins)] for i in range(n)],
                        dtype=torch.float64)


predictions = []
for n, d, bins, steps, cut, temperature in [(2, 3, 7, 2, 3, 0.1), (4, 5, 9, 4, 5, 0.5), (3, 4, 6, 1, 1, 0.2)]:
    predicted = tokens(n, d, steps, 0.3).requires_grad_()
    held = tokens(n, d, bins, 1.1).requires_grad_()
    loss = predictive_coding(predicted, held, cut, temperature)
    loss.backward()
    predictions.append({"n": n, "d": d, "bins": bins, "steps": steps, "cut": cut, "temperature": temperature,
                        "loss": loss.item(), "gradient": predicted.grad.flatten().tolist(),
                        "token_gradient": held.grad.flatten().tolist()})

masked = []
for n, d, bins in [(2, 3, 6), (4, 5, 9)]:
    mask = hidden(n, bins)
    rebuilt = tokens(n, d, bins, 0.3).requires_grad_()
    chosen = mask[:, None, :].expand(n, d, bins) > 0
    squares = F.mse_loss(rebuilt[chosen], tokens(n, d, bins, 1.1)[chosen])
    squares.backward()
    logits = tokens(n, d, bins, 0.3).requires_grad_()
    shares = (tokens(n, d, bins, 1.1) * 0.8 + 0.5).clamp(0, 1)
    bits = F.binary_cross_entropy_with_logits(logits[chosen], shares[chosen])
    bits.backward()
    entropy = torch.distributions.Bernoulli(probs=shares).entropy()[chosen].mean()
    masked.append({"n": n, "d": d, "bins": bins, "squares": squares.item(),
                   "squares_gradient": rebuilt.grad.flatten().tolist(), "bits": (bits - entropy).item(),
                   "bits_gradient": logits.grad.flatten().tolist()})

gates = torch.softmax(rows(6, 3, 0.4), 1)
load = gates.mean(0)
divergence = F.kl_div(torch.full((3,), 1 / 3, dtype=torch.float64).log(), load, reduction="sum")
print(json.dumps({"torch": torch.__version__, "nt_xent": cases, "predictive_coding": predictions, "masked": masked,
                  "gate_divergence": divergence.item()}))
