#!/usr/bin/env bash
# make test: runs every check. Later steps run even when one fails, so that one run shows everything.
# The last line is the sum over all tests; a step that fails without counting tests counts as one failure.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
exec 2>&1 </dev/null

# Settings of a running installation must not reach the tests.
unset DATABASE_URL DATABASE_DIRECT_URL DATABASE_READ_URL DATA_DIR LISTEN PUBLIC_URL TRUSTED_PROXY INSECURE_COOKIES WRITES_PER_MINUTE PAGE_CACHE_MB BACKUP_DIR METRICS_LISTEN
export CARGO_TERM_PROGRESS_WHEN=never CARGO_TERM_COLOR=never

# A first build has nothing to reuse; what it would write for the next one filled a disk of 30 GB.
[ -d "$CARGO_TARGET_DIR/debug" ] || export CARGO_INCREMENTAL=0

# Databases of tests in memory, where there is room for them: on a disk every commit waits for it.
memory=/dev/shm
if [ -w "$memory" ] && [ "$(df --output=avail -m "$memory" | tail -n 1)" -gt 4000 ]; then
  TMPDIR="$(mktemp -d "$memory/wishbridge-tests.XXXXXX")"
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
fi

logs="$CARGO_TARGET_DIR/test-logs"
mkdir -p "$logs"
passed=0 failed=0
failed_steps=()

# Hides lines of dependencies and passing tests, which the log keeps; failures are shown in full.
readable() {
  sed -uE 's/\x1b\[[0-9;]*m//g; /tree-shaker; pass/d' |
    grep --line-buffered -vE '^ +(Compiling|Checking|Documenting|Downloaded|Adding|Locking) [^ ]+ v[^ ]+( .*available.*)?$|^test .* \.\.\. ok$|^$' || true
}

step() { # NAME COMMAND…
  local name="$1" started="$SECONDS" status=0
  shift
  log="$logs/${name// /-}.log"
  echo
  echo "▸ $name"
  set +e
  "$@" 2>&1 | tee "$log" | readable
  status="${PIPESTATUS[0]}"
  set -e
  echo "  $name: $([ "$status" = 0 ] && echo ok || echo FAILED) in $((SECONDS - started)) s"
  [ "$status" = 0 ] || failed_steps+=("$name")
  return "$status"
}

# Adds a step's test counts; a failed step without a failed test counts as one failure.
count() { # STATUS PASSED FAILED
  passed=$((passed + $2))
  failed=$((failed + $3))
  if [ "$1" != 0 ] && [ "$3" = 0 ]; then failed=$((failed + 1)); fi
}

check() { # NAME COMMAND…
  local status=0
  step "$@" || status=$?
  count "$status" 0 0
  return "$status"
}

check "install" tools/install.sh build browser postgres proxy audit || true
check "format" cargo fmt --all --check || true
# --locked once, so that an outdated Cargo.lock fails here instead of being updated.
# The stored text of one policy stays as it is.
check "words" bash -c "! git grep -nwiE 'whoever|nobody|somebody|everybody' -- '*.rs' ':!app/domain/src/areas.rs'" || true
check "clippy" cargo clippy --locked --workspace --all-targets -- -D warnings || true
check "clippy for browsers" cargo clippy -p app --no-default-features --features hydrate --target wasm32-unknown-unknown -- -D warnings || true
check "dependencies" tools/audit.sh || true
check "rustdoc" env RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --workspace || true

status=0
TEST_TIMES="$logs/times.txt"
export TEST_TIMES
rm -f "$TEST_TIMES"
step "tests on SQLite and PostgreSQL" tools/with-postgres.sh cargo test --workspace --no-fail-fast || status=$?
if [ -s "$TEST_TIMES" ]; then
  echo "  The slowest ten, in seconds:"
  sort -rn "$TEST_TIMES" | sed -n '1,10s/^/    /p'
fi
read -r p f < <(awk '/^test result: / { p += $4; f += $6 } END { print p + 0, f + 0 }' "$log")
count "$status" "$p" "$f"

# The browser tests run on the server that the tests above have built, with the islands as the release has them: building
# the server once more, optimised, took 20 of the 87 minutes of a cold run, and naming it alone to cargo builds it with other
# features of its dependencies. make run and make bench build the release.
islands() {
  cargo leptos build --release --split --frontend-only && node tools/precompress.mjs "$CARGO_TARGET_DIR/site" && [ -x "$CARGO_TARGET_DIR/debug/wishbridge" ] &&
    cp "$CARGO_TARGET_DIR/release/hash.txt" "$CARGO_TARGET_DIR/debug/hash.txt"
}
if check "islands" islands; then
  export WISHBRIDGE="$CARGO_TARGET_DIR/debug/wishbridge"
  status=0
  step "browser" env PICTURES= tools/e2e.sh || status=$?
  read -r p f < <(node -e '
    const s = JSON.parse(require("fs").readFileSync("target/e2e/results.json")).stats
    console.log(s.expected + s.flaky, s.unexpected)' 2>/dev/null || echo 0 0)
  count "$status" "$p" "$f"

  status=0
  step "proxy" tools/proxy/test.sh || status=$?
  read -r p f < <(awk '/^# pass / { p = $3 } /^# fail / { f = $3 } END { print p + 0, f + 0 }' "$log")
  count "$status" "$p" "$f"
else
  echo "  browser, proxy: not run, the islands do not build"
fi

echo
grep -h '^NOT CHECKED' "$logs/dependencies.log" || true
# Once more at the end: where only the end of a long output is kept, the names would be lost.
for name in "${failed_steps[@]}"; do
  echo "FAILED: $name"
  grep -hE '^test .* \.\.\. FAILED$|^ +✘|^not ok|^error' "$logs/${name// /-}.log" | sed 's/^ */  /' | head -n 40 || true
done
echo "All steps took $((SECONDS / 60)) min $((SECONDS % 60)) s; full logs in target/test-logs/"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
