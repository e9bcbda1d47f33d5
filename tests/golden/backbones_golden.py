#!/usr/bin/env python3
"""Reference activations of torchvision's networks with weights and images made by formula.

Run with Debian's python3 (torch 1.13, torchvision 0.14); writes backbones_golden.json beside itself. The versions
are in the file. tests/models/formula_weights.h makes the same numbers in C++.
"""
import hashlib
import json
import os

import numpy
import torch
import torchvision

SIDE = 64
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
SPREAD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def noise(name, count):
    """Uniform in -1..1: SplitMix64 of (FNV-1a of the name + index)."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) % 2**64
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(seed) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return (z >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-52 - 1


def formula(name, shape):
    u = noise(name, int(numpy.prod(shape)))
    if len(shape) > 1:
        u = u * numpy.sqrt(4.0 / numpy.prod(shape[1:]))
    elif name.endswith("running_var"):
        u = 1 + 0.5 * u
    elif name.endswith(".weight"):
        u = 0.6 + 0.2 * u
    else:
        u = 0.2 * u
    return torch.tensor(u.astype(numpy.float32).reshape(shape))


def image():
    i = numpy.arange(SIDE * SIDE * 3, dtype=numpy.int64)
    values = ((i * 7919 + i // (3 * SIDE) * 104729) % 256).astype(numpy.float32) / numpy.float32(255)
    return torch.tensor(values.reshape(1, SIDE, SIDE, 3)).permute(0, 3, 1, 2)


def pick(values):
    flat = values.detach().numpy().ravel().astype(numpy.float64)
    at = [int(k * 7919 % flat.size) for k in range(12)]
    return {
        "shape": list(values.shape),
        "mean": flat.mean(),
        "rms": float(numpy.sqrt((flat**2).mean())),
        "largest": float(numpy.abs(flat).max()),
        "at": at,
        "values": [float(flat[k]) for k in at],
    }


def taps(network, name):
    if "resnet" in name:
        return {f"layer{k}": getattr(network, f"layer{k}") for k in range(1, 5)}
    found = {"stem": network.features[0], "head": network.features[-1]}
    third = "v3" in name
    for k in range(len(network.features) - 2):
        block = network.features[k + 1]
        found[f"block{k}"] = block
        inner = block.block if third else block.conv
        kernel = inner[0][0].kernel_size[0]
        if kernel == 1:
            found[f"block{k}.expand"] = inner[0]
    return found


def features(maps, names):
    pooled = [torch.nn.functional.avg_pool2d(maps[n], 3, 1, 1, count_include_pad=False) for n in names]
    size = pooled[0].shape[-2:]
    same = [torch.nn.functional.interpolate(p, size=size, mode="bilinear", align_corners=False) for p in pooled]
    return torch.cat(same, 1).permute(0, 2, 3, 1).contiguous()


LAYERS = {
    "mobilenet_v2": ["block6.expand", "block13.expand", "block16"],
    "mobilenet_v3_large": ["block6", "block12.expand", "block14"],
    "mobilenet_v3_small": ["block3", "block8.expand", "block10"],
}


def reference(name):
    network = getattr(torchvision.models, name)(weights=None)
    network.eval()
    state = network.state_dict()
    for key, value in state.items():
        if not key.endswith("num_batches_tracked"):
            value.copy_(formula(key, tuple(value.shape)))
    listing = "".join(f"{k} {'x'.join(map(str, v.shape))}\n" for k, v in sorted(state.items()))
    maps = {}
    for tap, module in taps(network, name).items():
        module.register_forward_hook(lambda _m, _i, out, tap=tap: maps.__setitem__(tap, out.clone()))
    with torch.no_grad():
        logits = network((image() - MEAN) / SPREAD)
    layers = LAYERS.get(name, ["layer2", "layer3"])
    return {
        "tensors": len(state),
        "names_sha256": hashlib.sha256(listing.encode()).hexdigest(),
        "taps": {tap: pick(value) for tap, value in sorted(maps.items())},
        "logits": pick(logits),
        "layers": ",".join(layers),
        "features": pick(features(maps, layers)),
    }


def main():
    torch.set_num_threads(1)
    names = ["resnet18", "resnet34", "resnet50", "wide_resnet50_2"] + list(LAYERS)
    result = {"torch": torch.__version__, "torchvision": torchvision.__version__, "side": SIDE}
    result["networks"] = {name: reference(name) for name in names}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "backbones_golden.json")
    with open(path, "w") as out:
        json.dump(result, out, indent=0, sort_keys=True)
        out.write("\n")


if __name__ == "__main__":
    main()
