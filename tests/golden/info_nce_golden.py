"""Golden values of InfoNCE, of AdamW with clipping and schedule, and of one step of the dual encoder.

Run with Debian's python3-torch; writes info_nce_golden.json beside this file.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F


def wave(shape, offset, scale):
    """The same numbers on both sides: scale * sin(0.7 i + offset)."""
    count = math.prod(shape)
    values = [scale * math.sin(0.7 * i + offset) for i in range(count)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def info_nce(command, current, tau):
    logits = tau.exp().clamp(max=100) * command @ current.T
    target = torch.arange(len(command))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def loss_case(name, tau_value, dtype):
    command = F.normalize(wave((6, 5), 0.3, 1.0), dim=1).to(dtype).requires_grad_()
    current = F.normalize(wave((6, 5), 0.9, 1.0) + wave((6, 5), 0.3, 0.4), dim=1).to(dtype).requires_grad_()
    tau = torch.tensor(tau_value, dtype=dtype, requires_grad=True)
    loss = info_nce(command, current, tau)
    loss.backward()
    return {"name": name, "dtype": str(dtype).split(".")[1], "tau": tau_value, "loss": loss.item(),
            "command_gradient": command.grad.flatten().tolist(), "current_gradient": current.grad.flatten().tolist(),
            "tau_gradient": tau.grad.item()}


def factor(step, steps, warmup_fraction):
    warmup = round(warmup_fraction * steps)
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))


def adamw_case(dtype):
    """Least squares by 12 steps; the first gradients are longer than the clip, the last ones are not."""
    x, y = wave((8, 4), 0.1, 1.0).to(dtype), wave((8, 3), 0.2, 2.0).to(dtype)
    weight = wave((4, 3), 0.5, 0.6).to(dtype).requires_grad_()
    bias = wave((3,), 0.7, 0.2).to(dtype).requires_grad_()
    steps, rate, decay, clip, warmup = 12, 0.3, 0.1, 0.25, 0.25
    optimiser = torch.optim.AdamW([weight, bias], lr=rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=decay)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: factor(step, steps, warmup))
    rows = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = ((x @ weight + bias - y) ** 2).mean()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_([weight, bias], clip)
        used = optimiser.param_groups[0]["lr"]
        optimiser.step()
        scheduler.step()
        rows.append({"loss": loss.item(), "norm": norm.item(), "rate": used, "weight": weight.flatten().tolist(),
                     "bias": bias.tolist()})
    return {"dtype": str(dtype).split(".")[1], "steps": steps, "rate": rate, "decay": decay, "clip": clip,
            "warmup": warmup, "rows": rows}


class Encoder(torch.nn.Module):
    """width 4, two blocks, embedding 4, windows of 32 samples."""

    def __init__(self):
        super().__init__()
        self.block0 = torch.nn.ModuleDict({"conv": torch.nn.Conv1d(1, 4, 7, stride=2, padding=3, bias=False),
                                           "norm": torch.nn.BatchNorm1d(4)})
        self.block1 = torch.nn.ModuleDict({"conv": torch.nn.Conv1d(4, 8, 5, stride=2, padding=2, bias=False),
                                           "norm": torch.nn.BatchNorm1d(8)})
        self.head = torch.nn.ModuleDict({"hidden": torch.nn.Linear(64, 8), "out": torch.nn.Linear(8, 4)})

    def forward(self, x):
        for block in (self.block0, self.block1):
            x = F.relu(block["norm"](block["conv"](x)))
        return F.normalize(self.head["out"](F.relu(self.head["hidden"](x.flatten(1)))), dim=1)


class Dual(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.command, self.current = Encoder(), Encoder()
        self.log_scale = torch.nn.Parameter(torch.tensor(math.log(5.0)))


def model_case():
    model = Dual().double()
    names = sorted(name for name, _ in model.named_parameters())
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for index, name in enumerate(names):
            if name != "log_scale":
                lift = 1.0 if name.endswith("norm.weight") else 0.0
                parameters[name].copy_(lift + wave(tuple(parameters[name].shape), 0.1 * index, 0.4))
            else:
                parameters[name].fill_(math.log(5.0))
    optimiser = torch.optim.AdamW([{"params": [parameters[n] for n in names if n != "log_scale"], "weight_decay": 0.05},
                                   {"params": [parameters["log_scale"]], "weight_decay": 0.0}], lr=0.01)
    command, current = wave((6, 1, 32), 0.2, 1.0), wave((6, 1, 32), 1.1, 1.0) + wave((6, 1, 32), 0.2, 0.5) ** 2
    loss = info_nce(model.command(command), model.current(current), model.log_scale)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
    result = {"loss": loss.item(), "norm": norm.item(), "parameters": []}
    for name in names:
        result["parameters"].append({"name": name, "gradient": parameters[name].grad.flatten()[:6].tolist()})
    optimiser.step()
    for row in result["parameters"]:
        value = parameters[row["name"]]
        row["after"], row["sum"] = value.flatten()[:6].tolist(), value.sum().item()
    buffers = dict(model.named_buffers())
    result["running_mean"] = buffers["current.block1.norm.running_mean"].tolist()
    result["running_var"] = buffers["current.block1.norm.running_var"].tolist()
    return result


def main():
    torch.set_num_threads(1)
    losses = [loss_case(name, tau, dtype) for dtype in (torch.float64, torch.float32)
              for name, tau in (("plain", 1.2), ("high", math.log(60.0)), ("saturated", math.log(150.0)))]
    golden = {"made_with": {"torch": torch.__version__}, "info_nce": losses,
              "adamw": [adamw_case(torch.float64), adamw_case(torch.float32)], "model": model_case()}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
