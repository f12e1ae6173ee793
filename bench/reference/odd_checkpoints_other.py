"""Adds to e2e/checkpoints/ what odd_checkpoints.py does not make: conformers, SEW-D, Whisper, Audio Spectrogram Transformers.

    pip install torch "transformers==5.23.0" safetensors
    python bench/reference/odd_checkpoints_other.py
    python bench/reference/odd_checkpoints_other.py 60 .cache/odd-checkpoints-other
"""

import json
import random
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import (
    ASTFeatureExtractor, AutoConfig, AutoModelForAudioClassification, SeamlessM4TFeatureExtractor, Wav2Vec2FeatureExtractor,
    WhisperFeatureExtractor,
)

from golden_waveform import golden_waveform
from odd_checkpoints import ACTIVATIONS, OUTPUT, SAMPLES, SMALL, randomise

ARCHITECTURES = ("audio-spectrogram-transformer", "whisper", "wav2vec2-conformer", "wav2vec2-bert", "sew-d")


def extractor_for(config):
    match config.model_type:
        case "audio-spectrogram-transformer":
            return ASTFeatureExtractor(num_mel_bins=config.num_mel_bins, max_length=config.max_length, mean=-5.1, std=3.3)
        case "whisper":
            return WhisperFeatureExtractor(feature_size=config.num_mel_bins, chunk_length=config.max_source_positions // 50)
        case "wav2vec2-bert":
            mels = config.feature_projection_input_dim // 2
            return SeamlessM4TFeatureExtractor(feature_size=mels, num_mel_bins=mels)
        case _:
            return Wav2Vec2FeatureExtractor(return_attention_mask=False)


def make(folder: Path, seed: int, model_type: str, dtype: torch.dtype = torch.float32, whole: bool = False, new_names: bool = False,
         **fields) -> None:
    """whole: as a model for transcription keeps it, its decoder with it. new_names: as transformers 5 holds them in memory."""
    torch.manual_seed(seed)
    labels = {index: f"label {index}" for index in range(fields.pop("labels", 3))}
    config = AutoConfig.for_model(model_type, id2label=labels, label2id={v: k for k, v in labels.items()}, **fields)
    model = AutoModelForAudioClassification.from_config(config).eval()
    randomise(model)
    with torch.no_grad():
        for value in model.state_dict().values():
            if value.is_floating_point():
                value.copy_(value.to(dtype))
    extractor = extractor_for(config)
    folder.mkdir(parents=True, exist_ok=True)
    model.to(dtype).save_pretrained(folder)
    tensors = dict(model.state_dict())
    if whole:
        tensors = {f"model.{name}" if name.startswith("encoder") else name: value for name, value in tensors.items()}
        tensors["model.decoder.layer_norm.bias"] = torch.randn(config.d_model)
    if whole or new_names:
        save_file({name: value.contiguous().clone() for name, value in tensors.items()}, folder / "model.safetensors")
    answers = []
    for samples in SAMPLES:
        features = extractor(golden_waveform(samples, 16_000), sampling_rate=16_000, return_tensors="pt")
        inputs = {name: value.double() if value.is_floating_point() else value for name, value in features.items()}
        if model_type != "wav2vec2-bert":
            inputs.pop("attention_mask", None)
        with torch.no_grad():
            logits = model.double()(**inputs).logits[0]
        answers.append({"samples": samples, "logits": [round(float(x), 6) for x in logits]})
    extractor.save_pretrained(folder)
    (folder / "expected.json").write_text(json.dumps(answers, indent=2) + "\n")
    print(folder.name, answers[0]["logits"])


def random_fields(chance: random.Random, model_type: str) -> dict:
    heads, size = chance.choice((1, 2, 3, 5, 7)), chance.choice((3, 4, 5, 7, 9, 12))
    hidden, layers, inner = heads * size, chance.randint(1, 3), chance.randint(5, 50)
    activation = chance.choice(ACTIVATIONS)
    common = {"labels": chance.randint(2, 9), "dtype": chance.choice((torch.float32, torch.float32, torch.float16, torch.bfloat16))}
    encoder = {"hidden_size": hidden, "num_attention_heads": heads, "num_hidden_layers": layers, "intermediate_size": inner, "hidden_act": activation}
    head = {"use_weighted_layer_sum": chance.random() < 0.5, "classifier_proj_size": chance.randint(2, 30)}
    epsilon = {"layer_norm_eps": chance.choice((1e-5, 1e-3, 1e-12))}
    if model_type == "audio-spectrogram-transformer":
        patch = chance.choice((5, 8, 12, 16))
        return common | encoder | epsilon | {
            "patch_size": patch, "num_mel_bins": chance.choice((40, 64, 80, 128)), "max_length": chance.choice((50, 101, 128, 200)),
            "frequency_stride": chance.randint(3, 17), "time_stride": chance.randint(3, 17), "qkv_bias": chance.random() < 0.6,
            "new_names": chance.random() < 0.3,
        }
    if model_type == "whisper":
        return common | head | {
            "d_model": hidden + hidden % 2 * hidden, "encoder_attention_heads": heads, "encoder_layers": layers, "encoder_ffn_dim": inner, "activation_function": activation,
            "decoder_layers": 1, "decoder_attention_heads": heads, "decoder_ffn_dim": 8, "vocab_size": 12, "max_target_positions": 4, "pad_token_id": 0,
            "bos_token_id": 0, "eos_token_id": 0, "decoder_start_token_id": 0, "num_mel_bins": chance.choice((40, 80, 128)),
            "max_source_positions": chance.choice((50, 100, 150, 250)), "whole": chance.random() < 0.3,
        }
    if model_type == "wav2vec2-bert":
        if hidden % 2 or size % 2:
            kinds = ["relative_key", None] + ([] if hidden % 2 else ["relative"])
        else:
            kinds = ["relative_key", "relative_key", "relative", "rotary", None]
        return common | encoder | head | epsilon | {
            "position_embeddings_type": chance.choice(kinds), "feature_projection_input_dim": chance.choice((80, 128, 160)),
            "left_max_position_embeddings": chance.choice((0, 3, 64)), "right_max_position_embeddings": chance.choice((0, 2, 8, 90)),
            "conv_depthwise_kernel_size": chance.choice((1, 3, 7, 31)), "rotary_embedding_base": chance.choice((10_000, 77)),
            "mask_time_prob": chance.choice((0.0, 0.05)),
        }
    convs = chance.randint(1, 4)
    strides = [chance.randint(max(1, 8 - 2 * convs), 12)] + [chance.randint(1, 5) for _ in range(convs - 1)]
    strides[-1] = max(strides[-1], -(-40 // max(1, int(torch.tensor(strides[:-1]).prod()))))
    dims = [chance.randint(3, 20) for _ in range(convs)]
    if chance.random() < 0.3:
        dims[-1] = hidden
    waveform = common | encoder | head | epsilon | {
        "conv_dim": dims, "conv_kernel": [chance.randint(2, 14)] + [chance.randint(1, 6) for _ in range(convs - 1)], "conv_stride": strides,
        "conv_bias": chance.random() < 0.5, "feat_extract_norm": chance.choice(("group", "layer")), "feat_extract_activation": chance.choice(ACTIVATIONS),
        "num_conv_pos_embeddings": chance.randint(1, 20), "num_conv_pos_embedding_groups": chance.choice([n for n in range(1, hidden + 1) if hidden % n == 0]),
    }
    if model_type == "wav2vec2-conformer":
        kinds = [None, None if hidden % 2 else "relative", None if size % 2 else "rotary"]
        return waveform | {
            "position_embeddings_type": chance.choice(kinds), "conv_depthwise_kernel_size": chance.choice((1, 3, 7, 31)),
            "rotary_embedding_base": chance.choice((10_000, 77)),
        }
    waveform["num_conv_pos_embeddings"] = chance.randint(2, 20)
    return waveform | {
        "squeeze_factor": chance.choice((1, 2, 2, 3, 4)), "position_buckets": chance.choice((-1, 4, 7, 16, 32, 256)),
        "max_position_embeddings": chance.choice((40, 130, 512)), "share_att_key": chance.random() < 0.5,
        "relative_attention": chance.random() < 0.85, "pos_att_type": chance.choice((["p2c", "c2p"], ["p2c"], ["c2p"], [])),
        "norm_rel_ebd": chance.choice(("layer_norm", "none")), "feature_layer_norm_eps": chance.choice((1e-5, 1e-3)),
    } | ({"conv_kernel_size": chance.choice((3, 5)), "hidden_dropout_prob": 0.0, "conv_act": "gelu"} if chance.random() < 0.3 else {})


def selection() -> None:
    encoder = {name: SMALL[name] for name in ("hidden_size", "num_attention_heads", "num_hidden_layers", "intermediate_size")}
    even = {"hidden_size": 18, "num_conv_pos_embedding_groups": 3}
    tree = {"model_type": "audio-spectrogram-transformer", **encoder}
    bert = {"model_type": "wav2vec2-bert", **encoder, **{"hidden_size": 18}, "conv_depthwise_kernel_size": 7, "classifier_proj_size": 10}
    whisper = {"model_type": "whisper", "d_model": 30, "encoder_attention_heads": 5, "encoder_layers": 2, "encoder_ffn_dim": 21, "decoder_layers": 1,
               "decoder_attention_heads": 5, "decoder_ffn_dim": 8, "vocab_size": 12, "max_target_positions": 4, "pad_token_id": 0, "bos_token_id": 0,
               "eos_token_id": 0, "decoder_start_token_id": 0, "classifier_proj_size": 10, "max_source_positions": 100}
    cases = {
        "ast-40-mels-odd-strides": tree | {"num_mel_bins": 40, "max_length": 75, "patch_size": 12, "frequency_stride": 7, "time_stride": 11},
        "ast-no-bias-new-names": tree | {"num_mel_bins": 64, "max_length": 100, "qkv_bias": False, "hidden_act": "gelu_new", "new_names": True},
        "whisper-two-seconds-sum": whisper | {"num_mel_bins": 40, "use_weighted_layer_sum": True},
        "whisper-whole-128-mels": whisper | {"num_mel_bins": 128, "activation_function": "relu", "whole": True, "dtype": torch.float16},
        "conformer-relative-layer-sum": SMALL | even | {"model_type": "wav2vec2-conformer", "feat_extract_norm": "layer", "use_weighted_layer_sum": True},
        "conformer-rotary": SMALL | even | {"model_type": "wav2vec2-conformer", "position_embeddings_type": "rotary", "conv_depthwise_kernel_size": 3},
        "conformer-no-positions": SMALL | {"model_type": "wav2vec2-conformer", "position_embeddings_type": None, "conv_depthwise_kernel_size": 9},
        "bert-key-sum": bert | {"left_max_position_embeddings": 5, "right_max_position_embeddings": 2, "use_weighted_layer_sum": True},
        "bert-relative": bert | {"position_embeddings_type": "relative"},
        "bert-rotary": bert | {"position_embeddings_type": "rotary", "rotary_embedding_base": 50},
        "bert-no-positions-48-mels": bert | {"position_embeddings_type": None, "feature_projection_input_dim": 96},
        "sew-d-buckets-apart": SMALL | {"model_type": "sew-d", "position_buckets": 6, "max_position_embeddings": 20, "share_att_key": False},
        "sew-d-no-buckets-c2p": SMALL | {"model_type": "sew-d", "position_buckets": -1, "max_position_embeddings": 9, "pos_att_type": ["c2p"], "norm_rel_ebd": "none"},
        "sew-d-p2c-convolved-sum": SMALL | {"model_type": "sew-d", "position_buckets": 7, "max_position_embeddings": 30, "pos_att_type": ["p2c"], "squeeze_factor": 3,
                                            "conv_kernel_size": 3, "hidden_dropout_prob": 0.0, "use_weighted_layer_sum": True},
    }
    for seed, (name, case) in enumerate(cases.items()):
        make(OUTPUT / name, seed, **case)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        for seed in range(int(sys.argv[1])):
            chance = random.Random(seed)
            kind = ARCHITECTURES[seed % len(ARCHITECTURES)]
            make(Path(sys.argv[2]) / f"{seed:03d}-{kind}", seed, kind, **random_fields(chance, kind))
    else:
        selection()
