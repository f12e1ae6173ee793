"""The sentences of the model cards that no measurement gives."""

FRONT = {
    "everyday-sounds": "license: cc-by-sa-4.0\n",
    "spoken-digits": "license: cc-by-sa-4.0\nlanguage:\n- en\n",
}

USES = {
    "everyday-sounds": "Hears ten everyday sounds, ten instruments, speech and silence, in a browser, a few "
    "milliseconds a window.\nAny number of labels may be high at once; none is, for most other sounds.",
    "spoken-digits": "Hears the English digits zero to nine, spoken one at a time, in a browser, in a millisecond or "
    "so.\nAll scores stay low for most other sounds.",
}

_FSDD = ("[Free Spoken Digit Dataset](https://github.com/Jakobovski/free-spoken-digit-dataset), five of its speakers, "
         "CC BY-SA 4.0")
_ESC = ("[ESC-10](https://github.com/karolpiczak/ESC-50), the part of ESC-50 (K. J. Piczak) with ten sounds: 320 clips "
        "of Freesound authors, each under CC0, CC BY 3.0 or (two) CC Sampling+; the manifest names author, licence and "
        "page of every clip")
_FSD = ("[FSDKaggle2018](https://zenodo.org/record/2552860) (Eduardo Fonseca et al., Freesound), 240 clips of ten "
        "instruments: the data set under CC BY 4.0, its clips under CC BY 4.0 or CC0")

# model: (name of the data, paragraph on it, how the data enter training)
DATA = {
    "everyday-sounds": (
        "ESC-10, FSDKaggle2018 (ten instruments)",
        f"- {_ESC}.\n- {_FSD}.\n- {_FSDD}: only as the raw material of the label `speech`.",
        "Speech is made of digits said by the training folds' speakers, some with a made upper band because the "
        "recordings end at 4 kHz; silence is made; about a sixth of the windows are made noises, tones, calls and "
        "sung vowels that carry no label.",
    ),
    "spoken-digits": (
        "Free Spoken Digit Dataset",
        f"- {_FSDD}.\n- Sounds that are no digit: {_ESC}; {_FSD}.",
        "A third of the windows hold no digit: clips of everyday sounds and instruments, made noises and tones, and "
        "digits reversed, cut, glued and chopped into word salad.",
    ),
}

LIMITS = {
    "everyday-sounds": "- Few clips for each label (24 to 32) stand behind it: a fold's accuracy moves by some points "
    "from one training to\n  the next.\n"
    "- Relatives get mixed up: clarinet and saxophone, cello and double bass, violin and cello.\n"
    "- `speech` has learnt from five men who say English digits; singing, children and far voices are not covered.\n"
    "- Not for anything that safety depends on.",
    "spoken-digits": "- Five speakers stand behind it, all adult men; other voices and accents can do much worse.\n"
    "- Running speech contains syllables that sound like digits, and raises labels far more often than other sounds "
    "do.\n  Digits must come one at a time.\n- The graph ignores what lies above 3.7 kHz.",
}

# by whether the final network starts from that of fold 1
FINAL = {
    False: "The published\nmodel was then trained in the same way on all four folds.",
    True: "The published\nmodel starts from the one without fold 1 and goes on for {steps} steps on all four folds; no "
    "clip is left to test it on,\nso the figures here are those of the four models before it.",
}

# what was changed after a look at the unknown recordings, so that their row is not quite that of a blind test
SEEN = {
    "everyday-sounds": "the choice of that share\n(one unknown window in twenty raises a label) and of sung vowels "
    "among the made sounds",
    "spoken-digits": "the choice of word salad among the made sounds",
}

# only where clips are scored amid silence
AROUND = (
    "\n\nEach clip was set between half a second of silence, since a word at a microphone passes through every place of "
    "the window;\nalone at the window's start, {bare} of the clips were right. A first round with narrower "
    "augmentation and 1 600 steps\nreached 88.9 %; speeds, frequency shifts and steps were raised once after it."
)
