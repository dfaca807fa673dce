#!/usr/bin/env bash
# make bench: measures pages, claims, the launch minute and growing feeds on both databases, each beside a baseline of
# the same run, and writes BENCHMARKS.md. The settings are in server/benches/table/main.rs; BENCH_ONLY=claims writes nothing.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

tools/install.sh postgres
# Commits must reach a disk, and /tmp may be in memory.
export TMPDIR="$CARGO_TARGET_DIR/bench"
mkdir -p "$TMPDIR"
# A listener and its client are two descriptors.
ulimit -n "$(ulimit -Hn)"

table() { cargo bench --quiet -p server --bench table; }
if [ "${BENCH_ONLY:-}" = claims ]; then
  table
  exit
fi

slow="$TMPDIR/slow-fsync.so"
cc -shared -fPIC -O2 -o "$slow" server/benches/slow-fsync.c -ldl
out="$TMPDIR/table.txt"
tools/with-postgres.sh cargo bench --quiet -p server --bench table | tee "$out"
{
  echo
  echo "The same claims on SQLite on a disk that takes 4 ms longer for each fsync"
  BENCH_ONLY=claims LD_PRELOAD="$slow" FSYNC_MS=4 "$(ls -t "$CARGO_TARGET_DIR"/release/deps/table-* | grep -v '\.d$' | head -n 1)"
} | tee -a "$out"

# Before the file is written anew, which is a change too.
commit="$(git rev-parse --short HEAD)$(git diff --quiet HEAD || echo ' with changes')"
cat >BENCHMARKS.md <<TEXT
# Benchmarks

\`make bench\` wrote this on $(date +%Y-%m-%d), from commit $commit.

Machine: $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(awk '/MemTotal/ { print int($2 / 1048576 + 0.5) }' /proc/meminfo) GB, Linux $(uname -r). Server, database and load share it, so only the ratios say something: each
baseline ran in turn with what it is compared with. PostgreSQL keeps its files in memory and does not wait for a disk, for
Wishbridge and for the baseline alike.

\`\`\`
$(cat "$out")
\`\`\`
TEXT
