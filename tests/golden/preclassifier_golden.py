"""Golden values for attention over time and the network of the pre-classifier, by PyTorch in float64.

Every course is computed alone at its own length, so nothing is padded here.

Run: python3 tests/golden/preclassifier_golden.py > tests/golden/preclassifier_golden.json
"""
import json
import math
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

CHANNELS, FACTS = 44, 57


def weight(name, shape):
    count = math.prod(shape)
    scale = 2 / math.sqrt(count / shape[0]) if len(shape) > 1 else 0.3
    phase = sum(name.encode())
    return torch.tensor([scale * math.sin(0.7 * i + 0.013 * phase + 0.0001 * i * i) for i in range(count)],
                        dtype=torch.float64).reshape(shape)


def course(sensor, channels, frames):
    return torch.tensor([[math.sin(0.9 * sensor + 0.31 * c + 0.47 * t) + 0.02 * c for t in range(frames)]
                         for c in range(channels)], dtype=torch.float64)


def attention_shares(x, prefix, hidden):
    """x [channels, time] to [time]."""
    channels = x.shape[0]
    inner = torch.tanh(F.linear(x.T, weight(prefix + "hidden.weight", (hidden, channels)),
                                weight(prefix + "hidden.bias", (hidden,))))
    score = F.linear(inner, weight(prefix + "weight.weight", (1, hidden)), weight(prefix + "weight.bias", (1,)))
    return torch.softmax(score[:, 0], 0)


pooling = []
for channels, hidden, lengths in [(3, 4, [1, 6, 4]), (8, 32, [9, 2])]:
    rows = []
    for sensor, frames in enumerate(lengths):
        x = course(sensor, channels, frames)
        shares = attention_shares(x, "", hidden)
        rows.append({"frames": frames, "shares": shares.tolist(), "pooled": (x @ shares).tolist()})
    pooling.append({"channels": channels, "hidden": hidden, "rows": rows})

networks = []
for width, embedding, with_facts in [(6, 10, True), (5, 8, False)]:
    rows = []
    for sensor, frames in enumerate([12, 3, 1, 20]):
        x = course(sensor, CHANNELS, frames)[None]
        channels = CHANNELS
        for k, kernel in enumerate([7, 5, 3]):
            layer = nn.Conv1d(channels, width, kernel, padding="same").double()
            layer.weight.data = weight(f"convolution{k}.weight", (width, channels, kernel))
            layer.bias.data = weight(f"convolution{k}.bias", (width,))
            x = torch.relu(layer(x))
            channels = width
        pooled = x[0] @ attention_shares(x[0], "attention.", 32)
        if with_facts:
            facts = torch.tensor([math.cos(0.8 * sensor + 0.23 * k) for k in range(FACTS)], dtype=torch.float64)
            pooled = torch.cat([pooled, facts])
        inner = torch.relu(F.linear(pooled, weight("embed.hidden.weight", (embedding, len(pooled))),
                                    weight("embed.hidden.bias", (embedding,))))
        vector = F.linear(inner, weight("embed.out.weight", (embedding, embedding)),
                          weight("embed.out.bias", (embedding,)))
        logits = F.linear(torch.relu(vector), weight("type.weight", (3, embedding)), weight("type.bias", (3,)))
        rows.append({"frames": frames, "embedding": vector.tolist(), "logits": logits.tolist()})
    networks.append({"width": width, "embedding": embedding, "word_facts": with_facts, "rows": rows})

json.dump({"python": sys.version.split()[0], "torch": torch.__version__, "pooling": pooling, "networks": networks},
          sys.stdout)
print()
