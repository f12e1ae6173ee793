"""Runs saved ONNX folders in Python's onnxruntime on inputs that lie beside them. Prints, by name, the largest difference of a logit.

Usage: python run_saved_onnx.py cases.json  (written by src/inference/saved-onnx.test.ts)
"""

import json
import sys

import numpy as np
import onnxruntime

with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)

errors = {}
for case in cases:
    session = onnxruntime.InferenceSession(case["graph"], providers=["CPUExecutionProvider"])
    feeds = {
        given["name"]: np.fromfile(given["file"], dtype=given["type"]).reshape(given["dims"]) for given in case["inputs"]
    }
    (logits,) = session.run(["logits"], feeds)
    errors[case["name"]] = float(np.abs(logits[0] - np.array(case["logits"])).max())
print(json.dumps(errors))
