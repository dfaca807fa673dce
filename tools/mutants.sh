#!/usr/bin/env bash
# make mutants: changes rules of claims, ledger, points, permissions and consents one at a time, and runs their tests.
# 95 of 100 must be noticed, and each other one be named in tools/mutants.txt. Takes hours: a mutant is a build.
# MUTANTS='--file server/store/src/ledger/post.rs' looks at a part; what cargo-mutants takes, this takes.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

tools/install.sh build mutants
PATH="$TOOLS/cargo-mutants-$CARGO_MUTANTS_VERSION/bin:$PATH"
out="$CARGO_TARGET_DIR/mutants"
mkdir -p "$out"
known=tools/mutants.txt
status=0
# Exit codes: 0 all were noticed, 2 some survived, 3 some ran out of time. Its target directory is its own.
# shellcheck disable=SC2086
env -u CARGO_TARGET_DIR cargo mutants --output "$out" ${MUTANTS:-} "$@" || status=$?
[ "$status" = 0 ] || [ "$status" = 2 ] || [ "$status" = 3 ] || exit "$status"

lists="$out/mutants.out"
count() { if [ -f "$lists/$1.txt" ]; then grep -c . "$lists/$1.txt" || true; else echo 0; fi; }
bare() { sed -E 's/^([^:]+):[0-9]+:[0-9]+: /\1: /' "$1" | sort -u; } # without line and column
caught=$(($(count caught) + $(count timeout)))
missed="$(count missed)"
[ $((caught + missed)) -gt 0 ] || die "no mutant was tried"
score=$((1000 * caught / (caught + missed)))
echo "$caught of $((caught + missed)) were noticed: $((score / 10)).$((score % 10)) %"

named="$(mktemp)"
found="$(mktemp)"
trap 'rm -f "$named" "$found"' EXIT
sed -nE '/^#|^$/!s/ \| .*//p' "$known" | sort -u >"$named"
bare "$lists/missed.txt" >"$found"
result=0
if comm -23 "$found" "$named" | grep .; then
  echo "✗ these survive: write a test that fails with the change, or name them in $known with the reason" >&2
  result=1
fi
if [ -z "${MUTANTS:-}" ] && comm -13 "$found" "$named" | grep .; then
  echo "✗ these are named in $known and do not survive any more: remove the lines" >&2
  result=1
fi
[ "$score" -ge 950 ] || { echo "✗ fewer than 95 % were noticed" >&2; result=1; }
exit "$result"
