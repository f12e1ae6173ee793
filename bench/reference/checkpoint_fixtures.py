"""Makes the checkpoints that src/models/checkpoint is tested with, and what Python reads in them.

- src/models/checkpoint/reference/: what torch.save and safetensors write of odd state dicts, a few KB each, with
  values.json: every tensor as Python has it.
- src/models/checkpoint/reference/tiny-sums.json: names, shapes and sums of every checkpoint under ../shared/hub/models/tiny.

    pip install torch safetensors numpy
    python bench/reference/checkpoint_fixtures.py
"""

import json
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "src" / "models" / "checkpoint" / "reference"
TINY = ROOT.parent / "shared" / "hub" / "models" / "tiny"

torch.manual_seed(7)


def plain() -> OrderedDict:
    return OrderedDict(
        {
            "conv.weight": torch.randn(4, 3, 5),
            "conv.bias": torch.randn(4),
            "norm.num_batches_tracked": torch.tensor(12),
            "scale": torch.tensor(0.25),
        }
    )


def odd() -> OrderedDict:
    """All that a place in a storage can be: turned, cut, stepped, repeated, shared, empty."""
    base = torch.randn(6, 8)
    state = OrderedDict(
        {
            "base": base,
            "base.shared": base,
            "turned": base.t(),
            "cut": base[1:4, 2:7],
            "stepped": base[::2, ::3],
            "axes": torch.randn(2, 3, 4).permute(2, 0, 1),
            "channels_last": torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last),
            "repeated": torch.randn(3, 1).expand(3, 4),
            "one": base[3:4, :1],
            "scalar": base[2, 2],
            "empty": torch.zeros(0, 3),
            "parameter": torch.nn.Parameter(torch.randn(3)),
            "turned.bias": torch.nn.Parameter(base.t()[2]),
            "flags": torch.tensor([True, False]),
        }
    )
    state._metadata = OrderedDict({"": {"version": 1}})
    return state


def types() -> OrderedDict:
    values = torch.tensor([[0.0, -0.0, 1.0, -2.5], [6e-8, 6.1e-5, 65504.0, -1e-3], [3.14159, 1e-6, 0.1, 2048.5]])
    return OrderedDict(
        {
            "single": values,
            "half": values.half(),
            "brain": values.bfloat16(),
            "double": values.double() * 1.000000001,
            "half.turned": values.half().t(),
            "brain.cut": values.bfloat16()[1:, 1:3],
            "small": torch.tensor([1, 2, 3], dtype=torch.int8),
        }
    )


def weight_norm() -> OrderedDict:
    """Of the parametrisation by `torch.nn.utils.weight_norm`, as old checkpoints name it."""
    conv = torch.nn.utils.weight_norm(torch.nn.Conv1d(4, 4, 3, groups=2), dim=2)
    return conv.state_dict()


def repacked(source: Path, target: Path, method: int) -> None:
    """The same records by another writer: no padding, no data descriptors."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), method)


def with_sizes_in_64(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.extra = b"FB\x02\x00ZZ"
            with new.open(info, "w", force_zip64=True) as record:
                record.write(old.read(name))


def index(path: Path, shards: dict[str, dict]) -> None:
    weight_map = {name: file for file, tensors in shards.items() for name in tensors}
    path.write_text(json.dumps({"metadata": {"total_size": 1}, "weight_map": weight_map}, indent=1) + "\n")


class Rogue:
    def __init__(self, call, args):
        self.call, self.args = call, args

    def __reduce__(self):
        return self.call, self.args


def write_all() -> dict[str, dict]:
    """The files; and the state dicts that are in those which can be read."""
    read = {}

    def save(name, state, **options):
        torch.save(state, FIXTURES / name, **options)
        read[name] = state

    save("plain.bin", plain())
    save("odd.bin", odd())
    for protocol in (3, 4, 5):
        save(f"odd-protocol-{protocol}.bin", odd(), pickle_protocol=protocol)
    save("types.bin", types())
    save("weight-norm.bin", weight_norm())
    nested = plain()
    torch.save({"state_dict": nested, "epoch": 3, "best": 0.5, "name": "run 1", "steps": [1, 2]}, FIXTURES / "nested.bin")
    read["nested.bin"] = nested
    for name, write in (("packed-anew.bin", lambda *paths: repacked(*paths, zipfile.ZIP_STORED)), ("zip64.bin", with_sizes_in_64)):
        write(FIXTURES / "odd.bin", FIXTURES / name)
        read[name] = torch.load(FIXTURES / name, weights_only=True)
    contiguous = {name: value.contiguous().clone() for name, value in types().items()}
    save_file(contiguous, FIXTURES / "types.safetensors", {"format": "pt"})
    read["types.safetensors"] = contiguous

    halves = {"pytorch_model-00001-of-00002.bin": dict(list(odd().items())[:6]),
              "pytorch_model-00002-of-00002.bin": dict(list(odd().items())[6:])}
    for name, state in halves.items():
        save(name, state)
    index(FIXTURES / "pytorch_model.bin.index.json", halves)

    repacked(FIXTURES / "plain.bin", FIXTURES / "refused-deflated.bin", zipfile.ZIP_DEFLATED)
    torch.save(plain(), FIXTURES / "refused-legacy.bin", _use_new_zipfile_serialization=False)
    torch.save(plain(), FIXTURES / "refused-legacy-protocol-4.bin", _use_new_zipfile_serialization=False, pickle_protocol=4)
    torch.save({"model": plain(), "ema": plain()}, FIXTURES / "refused-two-models.bin")
    torch.save([1, 2], FIXTURES / "refused-list.bin")
    torch.save(torch.nn.Linear(2, 2), FIXTURES / "refused-module.bin")
    torch.save({"w": torch.randn(2, 2, dtype=torch.complex64)}, FIXTURES / "refused-complex.bin")
    torch.save({"w": torch.randn(2, 2).to(torch.float8_e4m3fn)}, FIXTURES / "refused-float8.bin")
    save_file({"w": torch.randn(2, 2).to(torch.float8_e4m3fn)}, FIXTURES / "refused-float8.safetensors")
    # What it would leave behind is what the tests look for.
    import os
    rogue = Rogue(os.system, ("touch pickle-was-executed",))
    torch.save({"w": torch.ones(2), "x": rogue}, FIXTURES / "refused-system.bin")
    rogue = Rogue(eval, ("__import__('os').system('touch pickle-was-executed')",))
    torch.save({"w": torch.ones(2), "x": rogue}, FIXTURES / "refused-eval.bin", pickle_protocol=4)
    return read


def values_of(state: dict) -> dict:
    return {
        name: {"dims": list(value.shape), "values": value.detach().float().flatten().tolist()}
        for name, value in state.items()
        if value.is_floating_point()
    }


def load(folder: Path) -> dict:
    state = {}
    for path in sorted(folder.glob("*.safetensors")):
        state |= load_file(path)
    for path in sorted(folder.glob("*.bin")):
        state |= torch.load(path, weights_only=True)
    return state


def sums_of(state: dict) -> dict:
    """Sum, and a sum weighted by place, which sees values that changed places."""
    sums = {}
    for name, value in sorted(state.items()):
        if not value.is_floating_point():
            continue
        flat = value.double().flatten()
        places = torch.arange(len(flat), dtype=torch.double) % 97 + 1
        sums[name] = [list(value.shape), float(f"{flat.sum():.9g}"), float(f"{(flat * places).sum():.9g}")]
    return sums


def main() -> None:
    FIXTURES.mkdir(parents=True, exist_ok=True)
    values = {name: values_of(state) for name, state in write_all().items()}
    (FIXTURES / "values.json").write_text(json.dumps(values, separators=(",", ":")) + "\n")
    for path in FIXTURES.iterdir():
        path.chmod(0o644)
    if not TINY.exists():
        sys.exit(f"no {TINY}: tiny-sums.json stays as it is")
    tiny = {folder.name: sums_of(load(folder)) for folder in sorted(TINY.iterdir())}
    (FIXTURES / "tiny-sums.json").write_text(json.dumps(tiny, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
