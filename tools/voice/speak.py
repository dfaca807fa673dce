#!/usr/bin/env python3
"""Speaks the family's fixed phrases into public/audio/<language>/synthetic, and writes down what a recogniser hears.

Run by tools/voice/run.sh, which installs the packages. A phrase that has a sound already is left alone; delete the
sound of a phrase whose words changed. A recording by a person goes one folder up, under the same name, and is
played instead.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy
import onnxruntime
import soundfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = pathlib.Path(sys.argv[1])
RATE = 24000
# Kokoro has eight Chinese voices: this one was understood best (public/audio/README.txt).
VOICES = {"zh-CN": os.environ.get("VOICE_ZH", "zm_yunxi"), "en": os.environ.get("VOICE_EN", "af_heart")}
# Phrases of pages that a family uses, by the beginning of their keys.
FAMILY = ("category-", "item-", "size-", "free-symbol-", "home-at-", "sent-", "card-flower", "card-sun", "card-star",
          "card-tea", "points-door", "home-orders", "home-loans", "home-disputes", "home-courses", "home-groups",
          "home-market", "cases-own-title", "home-appointments", "questions-title", "home-jobs", "received-title",
          "home-openings", "home-household", "home-new", "home-send", "home-code", "home-confirm", "home-thank",
          "wish-form-whole-family", "wish-own-shelf", "wish-free-name")
# What the voice does not read as a person would.
READ_AS = {"zh-CN": [("–", "到"), ("……", "。"), ("“", ""), ("”", "")], "en": [("–", " to "), ("“", ""), ("”", "")]}
LONGEST = 30
MOST_BYTES = 15000


def phrases(tag):
    """Phrases of one line without gaps, by key."""
    found = {}
    for file in sorted((ROOT / "app/locales" / tag).rglob("*.ftl")):
        for key, words in re.findall(r"^([a-z0-9-]+) = (.+)$", file.read_text("utf-8"), re.M):
            if key.startswith(FAMILY) and "{" not in words:
                found[key] = words.strip()
    return found


def wanted(tag):
    """Phrases of the family that are short enough in Chinese, in this language."""
    short = {key for key, words in phrases("zh-CN").items() if len(words) <= LONGEST}
    return {key: words for key, words in phrases(tag).items() if key in short}


class Voice:
    def __init__(self):
        data = WORK / "model"
        self.session = onnxruntime.InferenceSession(str(data / "model.onnx"), providers=["CPUExecutionProvider"])
        self.vocabulary = json.loads((data / "vocab.json").read_text("utf-8"))["vocab"]
        from misaki.espeak import EspeakG2P
        from misaki.zh import ZHG2P
        self.sounds = {"zh-CN": ZHG2P(), "en": EspeakG2P("en-us")}

    def say(self, tag, words, voice=None, speed=0.85):
        for this, other in READ_AS[tag]:
            words = words.replace(this, other)
        # A word alone is spoken more clearly as a sentence.
        if words[-1] not in "。？！.?!":
            words += "。" if tag == "zh-CN" else "."
        said = self.sounds[tag](words)
        said = said[0] if isinstance(said, tuple) else said
        tokens = [self.vocabulary[sound] for sound in said if sound in self.vocabulary]
        styles = numpy.fromfile(WORK / "voices" / f"{voice or VOICES[tag]}.bin", dtype=numpy.float32).reshape(-1, 256)
        wave = self.session.run(None, {
            "tokens": numpy.array([[0, *tokens, 0]], dtype=numpy.int64),
            "style": styles[min(len(tokens), len(styles)) - 1].reshape(1, 256),
            "speed": numpy.array([speed], dtype=numpy.float32),
        })[0].ravel()
        loud = numpy.where(numpy.abs(wave) > 0.01)[0]
        if len(loud):
            wave = wave[max(0, loud[0] - RATE // 25):loud[-1] + RATE // 12]
        return wave / max(0.05, float(numpy.abs(wave).max())) * 0.85


def keep(wave, to):
    """Writes AAC-LC in MP4, which the oldest phones play, at the highest rate that stays small enough."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as plain:
        soundfile.write(plain.name, wave, RATE)
        for rate in ("32k", "24k", "16k", "12k"):
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", plain.name, "-ac", "1", "-ar", str(RATE), "-c:a", "aac",
                            "-b:a", rate, "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
                            "-movflags", "+faststart", str(to)], check=True)
            if to.stat().st_size <= MOST_BYTES:
                return
    to.unlink()
    print("too long, left out:", to.name)


def main():
    voice = Voice()
    for tag in VOICES:
        folder = ROOT / "public/audio" / tag / "synthetic"
        folder.mkdir(parents=True, exist_ok=True)
        for key, words in wanted(tag).items():
            to = folder / f"{key}.m4a"
            if not to.exists():
                keep(voice.say(tag, words), to)


if __name__ == "__main__":
    main()
