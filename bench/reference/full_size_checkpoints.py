"""Full-size checkpoints with random weights, as safetensors, and what Python's float32 says of the golden waveform.

Usage: python full_size_checkpoints.py [wav2vec2-large] [whisper-large-v3]   (writes .cache/full-size/NAME)
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import (
    Wav2Vec2Config,
    Wav2Vec2FeatureExtractor,
    Wav2Vec2Model,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForAudioClassification,
)

from golden_waveform import golden_waveform

OUT = pathlib.Path(".cache/full-size")
EMOTIONS = ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"]
RATE = 16_000


def write(name, config, extractor, state, samples, logits):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    save_file({key: value.contiguous() for key, value in state.items()}, folder / "model.safetensors", {"format": "pt"})
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    extractor.save_pretrained(folder)
    (folder / "expected.json").write_text(json.dumps({"samples": samples, "logits": logits.tolist()}))
    print(name, sum(value.numel() for value in state.values()), "parameters")


@torch.no_grad()
def wav2vec2_large():
    """As ehcalabres' model: 24 layers, and a head of its own (dense, output) that its configuration does not tell of."""
    config = Wav2Vec2Config(
        hidden_size=1024,
        num_hidden_layers=24,
        num_attention_heads=16,
        intermediate_size=4096,
        feat_extract_norm="layer",
        do_stable_layer_norm=True,
        conv_bias=True,
        num_conv_pos_embeddings=128,
        num_conv_pos_embedding_groups=16,
        vocab_size=33,
        id2label=dict(enumerate(EMOTIONS)),
    )
    config.architectures = ["Wav2Vec2ForSequenceClassification"]
    torch.manual_seed(1)
    model = Wav2Vec2Model(config).eval()
    dense, output = torch.nn.Linear(1024, 1024), torch.nn.Linear(1024, len(EMOTIONS))
    extractor = Wav2Vec2FeatureExtractor(do_normalize=True, return_attention_mask=True)
    samples = 5 * RATE
    features = extractor(golden_waveform(samples, RATE), sampling_rate=RATE, return_tensors="pt").input_values
    logits = output(dense(model(features).last_hidden_state.mean(1)))[0]
    state = {f"wav2vec2.{key}": value for key, value in model.state_dict().items()}
    state |= {f"classifier.dense.{key}": value for key, value in dense.state_dict().items()}
    state |= {f"classifier.output.{key}": value for key, value in output.state_dict().items()}
    write("wav2vec2-large", config.to_dict(), extractor, state, samples, logits)


@torch.no_grad()
def whisper_large_v3():
    """The encoder with a head, as firdhokk's model."""
    config = WhisperConfig(
        d_model=1280,
        encoder_layers=32,
        encoder_attention_heads=20,
        encoder_ffn_dim=5120,
        decoder_layers=1,
        num_mel_bins=128,
        id2label=dict(enumerate([label for label in EMOTIONS if label != "calm"])),
    )
    config.architectures = ["WhisperForAudioClassification"]
    torch.manual_seed(2)
    model = WhisperForAudioClassification(config).eval()
    extractor = WhisperFeatureExtractor(feature_size=128)
    samples = 30 * RATE
    features = extractor(golden_waveform(samples, RATE), sampling_rate=RATE, return_tensors="pt").input_features
    write("whisper-large-v3", config.to_dict(), extractor, model.state_dict(), samples, model(features).logits[0])


MAKERS = {"wav2vec2-large": wav2vec2_large, "whisper-large-v3": whisper_large_v3}
for wanted in sys.argv[1:] or MAKERS:
    MAKERS[wanted]()
