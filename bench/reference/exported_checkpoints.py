"""Makes .cache/graphs/: full-size checkpoints with random weights, and of the same weights the ONNX that an exporter writes
(`torch.onnx.export`, weight norm removed first), for `npm run bench:graphs`.

    pip install torch "transformers==5.23.0" onnx safetensors
    python bench/reference/exported_checkpoints.py
"""

import json
import logging
import warnings
from pathlib import Path

import torch
from transformers import (
    ASTConfig, ASTFeatureExtractor, ASTForAudioClassification, Wav2Vec2Config, Wav2Vec2FeatureExtractor,
    Wav2Vec2ForSequenceClassification,
)

logging.disable(logging.WARNING)
warnings.simplefilter("ignore")
OUTPUT = Path(__file__).parents[2] / ".cache" / "graphs"


class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_values):
        return self.model(input_values).logits


def export(name: str, model, extractor, features: torch.Tensor, axes: dict) -> None:
    folder = OUTPUT / name
    model = model.eval()
    model.save_pretrained(folder)
    extractor.save_pretrained(folder)
    for module in list(model.modules()):
        if hasattr(module, "parametrizations"):
            torch.nn.utils.parametrize.remove_parametrizations(module, "weight")
    (folder / "onnx").mkdir(exist_ok=True)
    with torch.no_grad():
        torch.onnx.export(
            Logits(model), (features,), str(folder / "onnx" / "model.onnx"), input_names=["input_values"], output_names=["logits"],
            opset_version=17, dynamic_axes={"input_values": axes, "logits": {0: "batch_size"}}, dynamo=False,
        )
    print(name, json.dumps(model.config.to_dict())[:80])


if __name__ == "__main__":
    torch.manual_seed(1)
    labels = {index: f"label {index}" for index in range(8)}
    export("wav2vec2-base", Wav2Vec2ForSequenceClassification(Wav2Vec2Config(id2label=labels)), Wav2Vec2FeatureExtractor(),
           torch.randn(1, 16_000), {0: "batch_size", 1: "samples"})
    large = Wav2Vec2Config(id2label=labels, hidden_size=1024, num_hidden_layers=4, num_attention_heads=16, intermediate_size=4096, conv_bias=True,
                           feat_extract_norm="layer", do_stable_layer_norm=True)
    export("wav2vec2-large-4-layers", Wav2Vec2ForSequenceClassification(large), Wav2Vec2FeatureExtractor(), torch.randn(1, 16_000),
           {0: "batch_size", 1: "samples"})
    export("ast-base", ASTForAudioClassification(ASTConfig(id2label=labels)), ASTFeatureExtractor(), torch.randn(1, 1024, 128), {0: "batch_size"})
