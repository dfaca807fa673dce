#!/usr/bin/env bash
# Builds the release (server and islands) when a source has changed; asking cargo costs seconds.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# Its date is the start of the last successful build; its content identifies that build's binary, so that a manual
# build is noticed.
stamp="$CARGO_TARGET_DIR/.wishbridge-release"
sources=(Cargo.toml Cargo.lock rust-toolchain.toml .cargo app server style public tools/env.sh tools/precompress.mjs end2end/package-lock.json)

binary_identity() { stat -c '%Y %s' "$WISHBRIDGE"; }
up_to_date() {
  [ -f "$stamp" ] && [ -x "$WISHBRIDGE" ] && [ -d "$CARGO_TARGET_DIR/site/pkg" ] || return 1
  [ "$(cat "$stamp")" = "$(binary_identity)" ] || return 1
  # Directories too: deleting a file changes only its directory's date.
  [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit 2>&1)" ]
}

if up_to_date; then exit; fi
tools/install.sh build
say "Building the release"
mkdir -p "$CARGO_TARGET_DIR"
touch "$stamp.started"
RUST_BACKTRACE=0 cargo leptos build --release --split # its errors name the cause; a backtrace would bury it
node tools/precompress.mjs "$CARGO_TARGET_DIR/site"
binary_identity >"$stamp.started.identity"
# Written in two steps, because writing the content would change the date.
cp "$stamp.started.identity" "$stamp"
touch -r "$stamp.started" "$stamp"
rm -f "$stamp.started" "$stamp.started.identity"
