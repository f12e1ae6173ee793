"""Makes e2e/checkpoints/: checkpoints of odd sizes and rare variants, random weights, with Python's logits.

Sizes are no powers of two, kernels and strides are nobody's, and each variant that changes what is computed is there. The
selection that is committed is small; a sweep of as many random ones as wanted goes to a folder of one's own:

    pip install torch "transformers==5.23.0" safetensors
    python bench/reference/odd_checkpoints.py
    python bench/reference/odd_checkpoints.py 60 .cache/odd-checkpoints
"""

import json
import logging
import random
import sys
import warnings
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import (
    AutoConfig, AutoModel, AutoModelForAudioClassification, Wav2Vec2FeatureExtractor,
)

from golden_waveform import golden_waveform

logging.disable(logging.WARNING)
warnings.simplefilter("ignore")
OUTPUT = Path(__file__).parents[2] / "e2e" / "checkpoints"
SAMPLES = (16_000, 7_333)
ARCHITECTURES = ("wav2vec2", "hubert", "wavlm", "unispeech", "unispeech-sat", "data2vec-audio", "sew")
ACTIVATIONS = ("gelu", "gelu", "relu", "gelu_new", "silu", "quick_gelu", "tanh", "mish", "relu6", "leaky_relu", "gelu_pytorch_tanh")
#: Where the tensors of the encoder lie.
BASE = {"unispeech-sat": "unispeech_sat", "data2vec-audio": "data2vec_audio"}


class OwnHead(torch.nn.Module):
    """Heads that are not the library's: two layers, with tanh between them or nothing (soxan's Wav2Vec2ClassificationHead)."""

    def __init__(self, encoder, hidden: int, labels: int, kind: str, pooling: str):
        super().__init__()
        inner = hidden if kind == "out_proj" else hidden + 3
        self.encoder, self.kind, self.pooling = encoder, kind, pooling
        self.dense, self.out = torch.nn.Linear(hidden, inner), torch.nn.Linear(inner, labels)

    def forward(self, values):
        states = self.encoder(values).last_hidden_state
        pooled = {"mean": states.mean(1), "sum": states.sum(1), "max": states.max(1).values}[self.pooling]
        inner = self.dense(pooled)
        return self.out(torch.tanh(inner) if self.kind == "out_proj" else inner)

    def tensors(self, prefix: str) -> dict:
        encoder = {f"{prefix}{name}": value for name, value in self.encoder.state_dict().items()}
        layers = (("dense", self.dense), (self.kind, self.out))
        head = {f"classifier.{name}.{part}": value for name, layer in layers for part, value in layer.state_dict().items()}
        return encoder | head


class StockHead(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, values):
        return self.model(values).logits

    def tensors(self, prefix: str) -> dict:
        return dict(self.model.state_dict())


def randomise(model: torch.nn.Module) -> None:
    """Weights of which each counts: no zero biases, no norms of 1."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            if "original0" in name or "gru_rel_pos_const" in name:
                value.uniform_(0.5, 1.5)
            elif "rel_attn_embed" in name or "layer_weights" in name:
                value.normal_(0, 1)
            elif value.dim() > 1:
                value.normal_(0, 1 / (value.numel() / value.shape[0]) ** 0.5)
            elif "norm" in name and name.endswith("weight"):
                value.uniform_(0.6, 1.4)
            else:
                value.normal_(0, 0.2)
        for name, value in model.named_buffers():
            if "running" in name:
                value.uniform_(0.5, 2) if "var" in name else value.normal_(0, 0.3)


def make(folder: Path, seed: int, model_type: str, head: str = "stock", pooling: str = "mean", old_names: bool = False,
         dtype: torch.dtype = torch.float32, **fields) -> None:
    torch.manual_seed(seed)
    labels = {index: f"label {index}" for index in range(fields.pop("labels", 3))}
    config = AutoConfig.for_model(model_type, id2label=labels, label2id={v: k for k, v in labels.items()}, **fields)
    if head == "stock":
        model = StockHead(AutoModelForAudioClassification.from_config(config))
    else:
        hidden = config.output_hidden_size if getattr(config, "add_adapter", False) else config.hidden_size
        model = OwnHead(AutoModel.from_config(config), hidden, len(labels), head, pooling)
    model = model.eval()
    randomise(model)
    tensors = {name: value.to(dtype) if value.is_floating_point() else value for name, value in model.tensors(f"{BASE.get(model_type, model_type)}.").items()}
    with torch.no_grad():
        for value in model.state_dict().values():
            if value.is_floating_point():
                value.copy_(value.to(dtype))
    if old_names:
        tensors = {name.replace("parametrizations.weight.original0", "weight_g").replace("parametrizations.weight.original1", "weight_v"): value
                   for name, value in tensors.items()}
    extractor = Wav2Vec2FeatureExtractor(return_attention_mask=False)
    answers = []
    for samples in SAMPLES:
        features = extractor(golden_waveform(samples, 16_000), sampling_rate=16_000, return_tensors="pt").input_values
        with torch.no_grad():
            logits = model.double()(features.double())[0]
        answers.append({"samples": samples, "logits": [round(float(x), 6) for x in logits]})
    folder.mkdir(parents=True, exist_ok=True)
    written = json.loads(config.to_json_string()) | {"model_type": model_type}
    if head != "stock":
        written |= {"pooling_mode": pooling}
    (folder / "config.json").write_text(json.dumps(written, indent=2) + "\n")
    extractor.save_pretrained(folder)
    save_file({name: value.contiguous().clone() for name, value in tensors.items()}, folder / "model.safetensors")
    (folder / "expected.json").write_text(json.dumps(answers, indent=2) + "\n")
    print(folder.name, answers[0]["logits"])


def random_fields(chance: random.Random, model_type: str) -> dict:
    heads, size = chance.choice((1, 2, 3, 5, 7)), chance.choice((3, 4, 5, 7, 9, 12))
    hidden = heads * size
    convs = chance.randint(1, 4)
    kernels = [chance.randint(2, 14)] + [chance.randint(1, 6) for _ in range(convs - 1)]
    strides = [chance.randint(max(1, 8 - 2 * convs), 12)] + [chance.randint(1, 5) for _ in range(convs - 1)]
    strides[-1] = max(strides[-1], -(-40 // max(1, int(torch.tensor(strides[:-1]).prod()))))
    dims = [chance.randint(3, 20) for _ in range(convs)]
    if chance.random() < 0.3:
        dims[-1] = hidden
    fields = {
        "hidden_size": hidden, "num_attention_heads": heads, "num_hidden_layers": chance.randint(1, 3),
        "intermediate_size": chance.randint(5, 50), "hidden_act": chance.choice(ACTIVATIONS),
        "feat_extract_activation": chance.choice(ACTIVATIONS), "conv_dim": dims, "conv_kernel": kernels, "conv_stride": strides,
        "conv_bias": chance.random() < 0.5, "feat_extract_norm": chance.choice(("group", "layer")),
        "do_stable_layer_norm": chance.random() < 0.5, "num_conv_pos_embeddings": chance.randint(1, 20),
        "num_conv_pos_embedding_groups": chance.choice([n for n in range(1, hidden + 1) if hidden % n == 0]),
        "layer_norm_eps": chance.choice((1e-5, 1e-3, 1e-12)), "use_weighted_layer_sum": chance.random() < 0.5,
        "classifier_proj_size": chance.randint(2, 30), "labels": chance.randint(2, 9), "old_names": chance.random() < 0.3,
        "dtype": chance.choice((torch.float32, torch.float32, torch.float16, torch.bfloat16)),
        "mask_time_prob": chance.choice((0.0, 0.05)),
    }
    if model_type in ("wav2vec2", "hubert", "unispeech", "unispeech-sat") and chance.random() < 0.4:
        fields["adapter_attn_dim"] = chance.randint(2, 9)
    if model_type == "hubert":
        fields |= {"feat_proj_layer_norm": chance.random() < 0.5, "conv_pos_batch_norm": chance.random() < 0.5}
    if model_type == "wavlm":
        buckets = chance.choice((4, 7, 16, 32, 50, 320))
        fields |= {"num_buckets": buckets, "max_bucket_distance": chance.randint(buckets // 4 + 1, 900)}
    if model_type == "sew":
        fields |= {"squeeze_factor": chance.choice((1, 2, 2, 3, 4))}
    if model_type == "data2vec-audio":
        fields |= {"conv_pos_kernel_size": chance.randint(1, 20), "num_conv_pos_embeddings": chance.randint(1, 4)}
    if chance.random() < 0.35:
        fields |= {"head": chance.choice(("output", "out_proj")), "pooling": chance.choice(("mean", "sum", "max")), "use_weighted_layer_sum": False}
        if model_type in ("wav2vec2", "wavlm", "data2vec-audio") and chance.random() < 0.7:
            fields |= {"add_adapter": True, "adapter_kernel_size": chance.randint(1, 4), "adapter_stride": chance.randint(1, 3),
                       "num_adapter_layers": chance.randint(1, 3), "output_hidden_size": chance.choice((hidden, chance.randint(3, 20)))}
    return fields


SMALL = {"hidden_size": 15, "num_attention_heads": 3, "num_hidden_layers": 2, "intermediate_size": 21, "conv_dim": [7, 11, 6], "conv_kernel": [9, 4, 3],
         "conv_stride": [6, 3, 4], "num_conv_pos_embeddings": 7, "num_conv_pos_embedding_groups": 5, "classifier_proj_size": 10}


def selection() -> None:
    layer = {"feat_extract_norm": "layer"}
    cases = {
        "wav2vec2-group-stable-sum": {"model_type": "wav2vec2", "do_stable_layer_norm": True, "use_weighted_layer_sum": True, "num_conv_pos_embeddings": 8},
        "wav2vec2-layer-bias-adapter-attention": {"model_type": "wav2vec2", **layer, "conv_bias": True, "do_stable_layer_norm": True, "adapter_attn_dim": 4},
        "wav2vec2-own-head-conv-adapter-max": {"model_type": "wav2vec2", "head": "out_proj", "pooling": "max", "add_adapter": True, "output_hidden_size": 9, "old_names": True},
        "hubert-batch-norm-no-projection-norm": {"model_type": "hubert", "conv_pos_batch_norm": True, "feat_proj_layer_norm": False, "conv_bias": True, "hidden_act": "silu"},
        "wavlm-layer-stable-buckets": {"model_type": "wavlm", **layer, "do_stable_layer_norm": True, "num_buckets": 14, "max_bucket_distance": 50},
        "unispeech-activations": {"model_type": "unispeech", "hidden_act": "gelu_new", "feat_extract_activation": "relu", "dtype": torch.bfloat16},
        "unispeech-sat-layer-post": {"model_type": "unispeech-sat", **layer, "use_weighted_layer_sum": True, "dtype": torch.float16},
        "data2vec-audio-even-kernel": {"model_type": "data2vec-audio", "num_conv_pos_embeddings": 2, "conv_pos_kernel_size": 6, "conv_bias": True},
        "sew-squeeze-by-three": {"model_type": "sew", "squeeze_factor": 3, "num_conv_pos_embeddings": 8, "use_weighted_layer_sum": True},
        "sew-same-size": {"model_type": "sew", "conv_dim": [7, 11, 15]},
    }
    for seed, (name, case) in enumerate(cases.items()):
        make(OUTPUT / name, seed, **(SMALL | case))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        for seed in range(int(sys.argv[1])):
            chance = random.Random(seed)
            kind = ARCHITECTURES[seed % len(ARCHITECTURES)]
            make(Path(sys.argv[2]) / f"{seed:03d}-{kind}", seed, kind, **random_fields(chance, kind))
    else:
        selection()
