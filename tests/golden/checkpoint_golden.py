#!/usr/bin/env python3
"""Small files that torch.save wrote, as archive and as the older stream, and their tensors' values as JSON.

Run with Debian's python3 (torch 1.13); writes tests/base/data/tiny*.pth, tiny.safetensors and checkpoint_golden.json.
"""
import collections
import json
import os
import struct

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "base", "data")
TYPES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64",
         torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8",
         torch.bool: "BOOL"}


def tensors():
    base = torch.arange(24, dtype=torch.float32) / 8 - 1
    module = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 3, bias=False), torch.nn.BatchNorm2d(3))
    with torch.no_grad():
        module[0].weight.copy_(torch.arange(54).reshape(3, 2, 3, 3) / 16)
    result = module.state_dict()
    result["compact"] = base.reshape(2, 3, 4)
    result["transposed"] = base.reshape(4, 6).t()
    result["slice"] = base[5:17].reshape(3, 4)[:, 1:3]
    result["channels_last"] = (torch.arange(24.0).reshape(1, 2, 3, 4) / 4).contiguous(memory_format=torch.channels_last)
    result["scalar"] = torch.tensor(2.5)
    result["empty"] = torch.zeros(0, 3)
    result["parameter"] = torch.nn.Parameter(torch.tensor([1.5, -2.25]))
    for kind, name in TYPES.items():
        result["type." + name] = torch.tensor([0, 1, 2, 3, 100]).to(kind)
    return result


def compact_bytes(tensor):
    flat = tensor.detach().contiguous().reshape(-1)
    if tensor.dtype == torch.bfloat16:
        flat = flat.view(torch.int16)
    return flat.numpy().tobytes()


def write_safetensors(path, values):
    header, data = {}, b""
    for name, tensor in sorted(values.items(), key=lambda item: (-item[1].element_size(), item[0])):
        raw = compact_bytes(tensor)
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


def main():
    os.makedirs(DATA, exist_ok=True)
    values = tensors()
    torch.save(values, os.path.join(DATA, "tiny.pth"))
    torch.save(values, os.path.join(DATA, "tiny_stream.pth"), _use_new_zipfile_serialization=False)
    torch.save({"epoch": 3, "lr": 0.5, "best": None, "state_dict": dict(values)}, os.path.join(DATA, "tiny_training.pth"))
    torch.save(torch.nn.Linear(2, 2), os.path.join(DATA, "tiny_module.pth"))
    write_safetensors(os.path.join(DATA, "tiny.safetensors"), values)
    golden = {"torch": torch.__version__, "tensors": {}}
    for name, tensor in values.items():
        golden["tensors"][name] = {"type": TYPES[tensor.dtype], "shape": list(tensor.shape),
                                   "bytes": compact_bytes(tensor).hex()}
    with open(os.path.join(HERE, "checkpoint_golden.json"), "w") as out:
        json.dump(golden, out, indent=1, sort_keys=True)
        out.write("\n")


if __name__ == "__main__":
    main()
