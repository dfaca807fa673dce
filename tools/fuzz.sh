#!/usr/bin/env bash
# make fuzz: libFuzzer on every parser of outside input, from the seeds in server/fuzz/corpus.
# FUZZ_SECONDS=60 each; FUZZ=sheets one of them alone. What makes one panic stays in target/fuzz/artifacts: mend it, and
# add the input to the seeds, which make test runs.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

rustup toolchain list 2>/dev/null | grep -q '^nightly' ||
  die "libFuzzer needs a nightly compiler: rustup toolchain install nightly. Without one, make test tries the same parsers."
tools/install.sh build fuzz
PATH="$TOOLS/cargo-fuzz-$CARGO_FUZZ_VERSION/bin:$PATH"
unset RUSTUP_TOOLCHAIN

status=0
for source in server/fuzz/targets/*.rs; do
  name="$(basename "$source" .rs)"
  [ -z "${FUZZ:-}" ] || [ "$FUZZ" = "$name" ] || continue
  found="$CARGO_TARGET_DIR/fuzz/corpus/$name"
  artifacts="$CARGO_TARGET_DIR/fuzz/artifacts/$name"
  mkdir -p "$found" "$artifacts"
  say "Fuzzing $name for ${FUZZ_SECONDS:-60} s"
  cargo +nightly fuzz run "$name" --fuzz-dir server/fuzz --target-dir "$CARGO_TARGET_DIR/fuzz" "$found" "server/fuzz/corpus/$name" -- \
    -max_total_time="${FUZZ_SECONDS:-60}" -max_len=65536 -timeout=20 -rss_limit_mb=4096 -artifact_prefix="$artifacts/" || status=1
done
exit "$status"
