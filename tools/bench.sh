#!/usr/bin/env bash
# make bench: the table of benches/table, measured on the release build in one run. Figures that matter are
# ratios: the machine's own speed is in both numbers.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

say "Building the benchmark"
cargo build --release -p server --bench table
# The sizes a phone pays for, as they travel.
say "What a phone loads"
for file in target/site/pkg/*.wasm target/site/pkg/*.js target/site/pkg/*.css; do
  node -e '
    const zlib = require("zlib"), fs = require("fs"), file = process.argv[1], raw = fs.readFileSync(file)
    const brotli = zlib.brotliCompressSync(raw, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } })
    const kb = (n) => (n / 1000).toFixed(1).padStart(8)
    console.log(`${file.split("/").pop().padEnd(44)} ${kb(raw.length)} kB  ${kb(brotli.length)} kB in Brotli`)' "$file"
done
say "Measuring (BENCH_SIZES=$(printf '%s' "${BENCH_SIZES:-1000,100000,1000000}"))"
exec "${SERVER_ENV[@]}" cargo bench -p server --bench table
