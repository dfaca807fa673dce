#!/usr/bin/env bash
# make check: what a commit must pass, in under a minute once dependencies are compiled.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

say "Format"
cargo fmt --all --check

say "Words: a role or a thing instead of a pronoun"
# The stored text of one policy stays as it is.
! git grep -nwiE 'whoever|nobody|somebody|everybody' -- '*.rs' ':!app/domain/src/areas.rs'

say "Clippy, for the server and for browsers"
cargo clippy --quiet --workspace --all-targets -- -D warnings
cargo clippy --quiet -p app --no-default-features --features hydrate --target wasm32-unknown-unknown -- -D warnings

say "Order of the store's folders"
cargo test --quiet -p store --test it layers::
