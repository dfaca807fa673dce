#!/usr/bin/env bash
# make bench: the table of server/benches/table: pages rendered and shared, claims, growing feeds.
# BENCH_SIZES=1000,100000 for other feeds, BENCH_SECONDS for longer rounds.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# Commits must reach a disk, and /tmp may be in memory.
export TMPDIR="$CARGO_TARGET_DIR/bench"
mkdir -p "$TMPDIR"
cargo bench --quiet -p server --bench table "$@"
