"""Makes e2e/taggers/checkpoints/: what ../shared/hub has no ONNX of, as small as an architecture goes, random weights.

- wav2vec2-bert and whisper: checkpoints as on the Hub (config, preprocessor, onnx/model.onnx) and Python's scores.
- precisions: one tiny wav2vec2 in each precision that the Hub's exporters write; the fp32 one with external data;
  `native` is what onnxruntime gives for each.

    pip install torch "transformers==5.23.0" onnx onnx-ir onnxruntime
    python bench/reference/tiny_checkpoints.py && npm run fix
"""

import json
import logging
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_bnb4_quantizer import MatMulBnb4Quantizer
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.transformers.float16 import convert_float_to_float16
from transformers import (
    SeamlessM4TFeatureExtractor, Wav2Vec2BertConfig, Wav2Vec2BertForSequenceClassification, Wav2Vec2Config,
    Wav2Vec2FeatureExtractor, Wav2Vec2ForSequenceClassification, WhisperConfig, WhisperFeatureExtractor,
    WhisperForAudioClassification,
)

from golden_waveform import golden_waveform

logging.disable(logging.INFO)
OUTPUT = Path(__file__).parents[2] / "e2e" / "taggers" / "checkpoints"
LABELS = {0: "calm", 1: "happy", 2: "sad", 3: "angry"}
NAMES = {"id2label": LABELS, "label2id": {name: key for key, name in LABELS.items()}}


class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, features):
        return self.model(features).logits


def export(model, features: torch.Tensor, name: str, path: Path, dynamic: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Logits(model), (features,), str(path), input_names=[name], output_names=["logits"], opset_version=17,
            dynamic_axes={name: dynamic, "logits": {0: "batch_size"}}, dynamo=False,
        )


def prepared(model):
    """Random weights whose logits differ from each other, and without weight norm, which the exporter gets wrong."""
    model = model.eval()
    for module in list(model.modules()):
        if hasattr(module, "parametrizations"):
            torch.nn.utils.parametrize.remove_parametrizations(module, "weight")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "position" not in name:
                fan_in = parameter.numel() / parameter.shape[0]
                parameter.normal_(0, (2 if name.startswith("classifier") else 1) / fan_in**0.5)
    return model


def answer(model, extractor, name: str, samples: int) -> tuple[torch.Tensor, dict]:
    features = extractor(golden_waveform(samples, 16_000), sampling_rate=16_000, return_tensors="pt")
    with torch.no_grad():
        logits = model(**features).logits[0]
    scores = torch.softmax(logits, 0)
    facts = {"samples": samples, "logits": [round(float(x), 6) for x in logits], "scores": [round(float(x), 6) for x in scores]}
    return features[name], facts


def write(folder: Path, model, extractor, answers: list[dict]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    config = model.config.to_dict() | {"architectures": [type(model).__name__]}
    (folder / "config.json").write_text(json.dumps(config, indent=2, default=str) + "\n")
    extractor.save_pretrained(folder)
    (folder / "expected.json").write_text(json.dumps(answers, indent=2) + "\n")
    for answer in answers:
        print(folder.name, answer)


def check(path: Path, name: str, features: torch.Tensor, logits: list[float], tolerance: float) -> list[float]:
    """What native onnxruntime gives, which must be near the checkpoint's own logits."""
    (given,) = onnxruntime.InferenceSession(str(path)).run(None, {name: features.numpy()})
    error = float(np.abs(given[0] - np.array(logits)).max())
    assert error < tolerance, (path, given, logits)
    print(path, path.stat().st_size, error)
    return [round(float(x), 6) for x in given[0]]


def wav2vec2_bert() -> None:
    torch.manual_seed(3)
    config = Wav2Vec2BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, feature_projection_input_dim=160,
        classifier_proj_size=8, conv_depthwise_kernel_size=7, **NAMES,
    )
    model, extractor = prepared(Wav2Vec2BertForSequenceClassification(config)), SeamlessM4TFeatureExtractor(padding_value=1.0)
    features, facts = answer(model, extractor, "input_features", 32_000)
    folder = OUTPUT / "wav2vec2-bert"
    write(folder, model, extractor, [facts])
    path = folder / "onnx" / "model.onnx"
    export(model, features, "input_features", path, {0: "batch_size", 1: "steps"})
    check(path, "input_features", features, facts["logits"], 1e-4)


def whisper() -> None:
    torch.manual_seed(4)
    config = WhisperConfig(
        d_model=16, encoder_layers=1, encoder_attention_heads=2, encoder_ffn_dim=32, decoder_layers=1, decoder_attention_heads=2,
        decoder_ffn_dim=32, num_mel_bins=80, vocab_size=50, max_source_positions=1500, classifier_proj_size=8, pad_token_id=0,
        bos_token_id=0, eos_token_id=0, decoder_start_token_id=0, **NAMES,
    )
    model, extractor = prepared(WhisperForAudioClassification(config)), WhisperFeatureExtractor()
    features, facts = answer(model, extractor, "input_features", 160_000)
    folder = OUTPUT / "whisper"
    write(folder, model, extractor, [facts])
    path = folder / "onnx" / "model.onnx"
    export(model, features, "input_features", path, {0: "batch_size"})
    check(path, "input_features", features, facts["logits"], 1e-4)


def precisions() -> None:
    torch.manual_seed(5)
    config = Wav2Vec2Config(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, conv_dim=(32, 32, 32), conv_kernel=(10, 8, 4),
        conv_stride=(5, 8, 8), num_conv_pos_embeddings=8, num_conv_pos_embedding_groups=8, classifier_proj_size=32, vocab_size=4, **NAMES,
    )
    model, extractor = prepared(Wav2Vec2ForSequenceClassification(config)), Wav2Vec2FeatureExtractor(return_attention_mask=False)
    features, facts = answer(model, extractor, "input_values", 16_000)
    folder = OUTPUT / "precisions"
    write(folder, model, extractor, [facts])
    plain = folder / "plain.onnx"
    export(model, features, "input_values", plain, {0: "batch_size", 1: "num_samples"})
    onnx_folder = folder / "onnx"
    shutil.rmtree(onnx_folder, ignore_errors=True)
    onnx_folder.mkdir()

    quantize_dynamic(plain, onnx_folder / "model_int8.onnx", op_types_to_quantize=["MatMul", "Gemm"], weight_type=QuantType.QInt8)
    quantize_dynamic(plain, onnx_folder / "model_uint8.onnx", op_types_to_quantize=["MatMul", "Gemm"], weight_type=QuantType.QUInt8)
    onnx.save(convert_float_to_float16(onnx.load(plain), keep_io_types=True), onnx_folder / "model_fp16.onnx")
    four_bits = MatMulNBitsQuantizer(onnx.load(plain), block_size=32, is_symmetric=True)
    four_bits.process()
    onnx.save(four_bits.model.model, onnx_folder / "model_q4.onnx")
    onnx.save(convert_float_to_float16(four_bits.model.model, keep_io_types=True), onnx_folder / "model_q4f16.onnx")
    bnb4 = MatMulBnb4Quantizer(onnx.load(plain), quant_type=1, block_size=64)
    bnb4.process()
    onnx.save(bnb4.model.model, onnx_folder / "model_bnb4.onnx")
    onnx.save(onnx.load(plain), onnx_folder / "model.onnx", save_as_external_data=True, location="model.onnx_data", size_threshold=256)
    plain.unlink()
    paths = sorted(onnx_folder.glob("*.onnx"))
    facts["native"] = {path.name: check(path, "input_values", features, facts["logits"], 0.5) for path in paths}
    (folder / "expected.json").write_text(json.dumps([facts], indent=2) + "\n")


if __name__ == "__main__":
    wav2vec2_bert()
    whisper()
    precisions()
