"""python training/test_export.py: the published folders keep their promises."""

import json
from pathlib import Path

import numpy as np
import onnx

from golden import golden_waveform
from package import heard, session_of

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {"Conv", "Relu", "Add", "Slice", "Unsqueeze", "Squeeze", "ReduceMean", "ReduceMax", "Concat", "Gemm"}


def main() -> None:
    for folder in [*sorted((ROOT / "public/models").iterdir()), *sorted((ROOT / "e2e/models").glob("*"))]:
        graph = folder / "onnx/model.onnx"
        if not graph.is_file():
            continue
        assert graph.stat().st_size <= 2_000_000, f"{folder.name}: over 2 MB"
        model = onnx.load(graph)
        assert {node.op_type for node in model.graph.node} <= ALLOWED and model.opset_import[0].version <= 17
        golden, session = json.loads((folder / "golden.json").read_text()), session_of(folder)
        logits, shape = heard(folder, session, golden_waveform(golden["samples"]))
        assert np.abs(logits - golden["logits"]).max() < 1e-3, f"{folder.name}: golden"
        batch = np.zeros((3, *shape[1:]), np.float32)
        logits, embeddings = session.run(["logits", "embeddings"], {"input_values": batch})
        assert logits.shape == (3, len(golden["logits"])) and embeddings.shape[0] == 3
        print(f"{folder.name}: {graph.stat().st_size} bytes, golden logits agree")


if __name__ == "__main__":
    main()
