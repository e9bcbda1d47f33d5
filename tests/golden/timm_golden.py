#!/usr/bin/env python3
"""Reference activations of timm's MobileNets with weights and images made by formula.

Run with Debian's python3 (torch 1.13) and timm 0.6.13 on the path; writes timm_golden.json beside itself. The
versions are in the file. tests/models/formula_weights.h makes the same numbers in C++.
"""
import json
import os

import timm
import torch
from backbones_golden import SIDE, formula, image, pick


def reference(name):
    network = timm.create_model(name)
    network.eval()
    state = network.state_dict()
    for key, value in state.items():
        if not key.endswith("num_batches_tracked"):
            value.copy_(formula(key, tuple(value.shape)))
    mean = torch.tensor(network.default_cfg["mean"]).view(1, 3, 1, 1)
    spread = torch.tensor(network.default_cfg["std"]).view(1, 3, 1, 1)
    maps = []
    for stage in network.blocks:
        for block in stage:
            block.register_forward_hook(lambda _m, _i, out: maps.append(out.clone()))
    with torch.no_grad():
        logits = network((image() - mean) / spread)
    return {
        "tensors": {k: list(v.shape) for k, v in state.items() if not k.endswith("num_batches_tracked")},
        "blocks": [pick(value) for value in maps],
        "logits": pick(logits),
    }


def main():
    torch.set_num_threads(1)
    names = ["mobilenetv2_100", "mobilenetv3_large_100", "mobilenetv3_small_100", "tf_mobilenetv3_small_100"]
    result = {"torch": torch.__version__, "timm": timm.__version__, "side": SIDE}
    result["networks"] = {name: reference(name) for name in names}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "timm_golden.json")
    with open(path, "w") as out:
        json.dump(result, out, separators=(",", ":"), sort_keys=True)
        out.write("\n")


if __name__ == "__main__":
    main()
