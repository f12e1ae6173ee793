"""The model card, written from the report so that no figure in it is typed by hand."""

from card_texts import AROUND, DATA, FINAL, FRONT, LIMITS, SEEN, USES
from recipes import Recipe


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def front_matter(recipe: Recipe, report: dict) -> str:
    metrics = [("accuracy", "Accuracy (4-fold cross-validation)", report["accuracyRecordedClips"]),
               ("mean_average_precision", "Mean average precision", report["meanAveragePrecision"])]
    results = "".join(f"    - type: {kind}\n      name: {name}\n      value: {value}\n"
                      for kind, name, value in metrics)
    return (
        "---\n" + FRONT[recipe.name] + "pipeline_tag: audio-classification\nlibrary_name: transformers.js\n"
        "tags:\n- audio-classification\n- onnx\n- browser\n"
        f"model-index:\n- name: {recipe.name}\n  results:\n  - task:\n      type: audio-classification\n"
        f"    dataset:\n      name: {DATA[recipe.name][0]}\n      type: other\n    metrics:\n{results}---\n"
    )


def alarm_rows(report: dict) -> str:
    alarms = report["falseAlarms"]
    rows = [f"| **all** | {alarms['all']['windows']} | {percent(alarms['all']['rate'])} "
            f"| {percent(alarms['all']['strict'])} | |"]
    for name, group in alarms["groups"].items():
        most = sorted(group["raised"].items(), key=lambda pair: -pair[1])[:4]
        blamed = ", ".join(f"{label} {count}" for label, count in most)
        shown = f"&nbsp;&nbsp;{name.removesuffix('.ogg').replace('_', ' ')}" if name.endswith(".ogg") else name
        rows.append(f"| {shown} | {group['windows']} | {percent(group['rate'])} | {percent(group['strict'])} "
                    f"| {blamed} |")
    return "\n".join(rows)


def table(head: tuple[str, str], values: dict[str, float]) -> str:
    rows = "\n".join(f"| {name} | {percent(value)} |" for name, value in values.items())
    return f"| {head[0]} | {head[1]} |\n|---|---:|\n{rows}"


def card_of(recipe: Recipe, report: dict) -> str:
    shape, fit = recipe.shape, report["calibration"]
    seconds = recipe.window_samples / 16000
    speakers = report["accuracyBySpeaker"]
    groups = speakers or {{"esc10": "ESC-10 clips", "instruments": "instruments",
                           "made": "speech and silence (made)"}[key]: value
                          for key, value in report["accuracyByGroup"].items()}
    hours = sum(spent["seconds"] for spent in report["training"].values()) / 3600
    steps = ", ".join(f"{task} {spent['steps']}" for task, spent in report["training"].items())
    around = AROUND.format(bare=percent(report["accuracyWithoutSilenceAround"])) if recipe.silence_around else ""
    return f"""{front_matter(recipe, report)}
# {recipe.title}

{USES[recipe.name]}

- **Input** `input_values` [batch, {recipe.frames}, {recipe.mels}]: log-mel features of {seconds:g} s of mono sound at
  16 kHz, as `ASTFeatureExtractor` makes them with this folder's `preprocessor_config.json`. Pad a shorter sound with
  zeros to the window before the features are taken.
- **Outputs** `logits` [batch, {shape.labels}], to be read label by label through a sigmoid (calibrated);
  `embeddings` [batch, {2 * shape.features}], what the classifier sees.
- **Size** {report['parameters'] / 1000:.0f} k parameters, {report['bytes'] / 1e6:.2f} MB in float32,
  {report['multiplyAccumulates'] / 1e6:.1f} million multiplications a window,
  {report['millisecondsPerWindow']:.2f} ms a window in native onnxruntime on one thread of a server CPU.
- **Labels** {', '.join(report['labels'])}.

`config.json` says "audio-spectrogram-transformer" because the input is that architecture's and pipelines then know what
to feed; the network itself is a small residual convolutional network.

## How good it is

Four-fold cross-validation: every clip was scored by a model trained on the other three folds, which share no
{'speaker' if speakers else 'Freesound clip'} with it. The weights are those at the end of training (averaged); nothing
was chosen on the test fold. A clip's score is the mean of its windows' logits, hop {recipe.hop_samples / 16000:g} s,
weighted by their root mean square. {FINAL[bool(recipe.final_steps)].format(steps=report['training']['final']['steps'])}

First label right: **{percent(report['accuracyRecordedClips'])}** of the recorded clips
({report['clips']} clips{', with the made ones ' + percent(report['accuracy']) if not speakers else ''}; by fold
{', '.join(percent(value) for value in report['accuracyByFold'].values())}).
Mean average precision {report['meanAveragePrecision']:.3f}. The right label has a score of 0.5 or more in
{percent(report['recallAtHalf'])} of the clips.{around}

{table(('speaker never heard in training' if speakers else 'clips', 'first label right'), groups)}

{table(('label', 'F1'), report['f1'])}

![Confusion matrix: rows what was played, columns the first label](confusion.png)

## Sounds that it was not told about

Share of windows of {seconds:g} s that raise any label to 0.5 or more, measured with the four cross-validation models
(each calibrated on the other folds). The first column grants a sound the labels that it really has (listed in
`training/evaluate.py`: a string orchestra may be a violin; digits are speech; a window below -60 dBFS may be silence);
"strict" grants nothing. Recordings were never trained on; noises and tones come from the generators of training with
other seeds, so those two rows are the easy ones.

| sound | windows | foreign label | strict | most raised |
|---|---:|---:|---:|---|
{alarm_rows(report)}

## Calibration

One temperature and one bias, fitted on out-of-fold scores of clips and of the unknown sounds above, are folded into
the classifier. The fit supposes {recipe.unknown_share:g} unknown windows to a known clip.
The recordings had no part in these
two numbers, but in {SEEN[recipe.name]}; they were never trained on. Expected calibration error of the first label,
at those shares: {fit['eceBefore']:.3f} before, {fit['eceAfter']:.3f} after; on clips of its labels alone
{fit['eceClipsBefore']:.3f} before, {fit['eceClipsAfter']:.3f} after. Brier score of the clips {fit['brierBefore']:.3f}
before, {fit['brierAfter']:.3f} after. Each fold was judged by a fit on the other three.

## How it was trained

`python training/train.py {recipe.name} --manifest MANIFEST` in the repository: {recipe.batch} windows a step (steps:
{steps}), {hours:.1f} hours of one busy CPU thread in total.
Windows are cut where something sounds; waveforms are mixed in pairs with the union of their labels; playback speed,
room, background, level, equaliser, stretches of both axes and masks vary; a sigmoid loss and a small softmax loss;
AdamW, cosine, averaged weights. {DATA[recipe.name][2]}

## Data and licences

{DATA[recipe.name][1]}

## Limits

{LIMITS[recipe.name]}
"""
