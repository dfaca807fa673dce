# Sourced by the other scripts: paths, tool versions and functions. Changes nothing on disk.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"

# Overrides the caller's target directory: the scripts look for the binary here.
export CARGO_TARGET_DIR="$ROOT/target"

# rust-toolchain.toml names a release. When it is installed only as `stable`, that one is used, not downloaded again.
release="$(sed -nE 's/^channel = "(.*)"/\1/p' rust-toolchain.toml)"
if command -v rustup >/dev/null && ! rustup toolchain list 2>/dev/null | grep -q "^$release"; then
  case "$(rustc +stable --version 2>/dev/null)" in "rustc $release "*) export RUSTUP_TOOLCHAIN=stable ;; esac
fi

# Build tools are kept apart from the user's `cargo install`, in a directory per version, so that two checkouts with
# different versions do not replace each other's.
TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/wishbridge/tools"

# 0.3.11 needs rustc 1.96.
CARGO_LEPTOS_VERSION=0.3.10

# The command line tool and the library must be of exactly the same version, so the lock file decides.
WASM_BINDGEN_VERSION="$(awk -F'"' '/^name = "wasm-bindgen"$/ { getline; print $2; exit }' Cargo.lock 2>/dev/null || true)"
if [ -z "$WASM_BINDGEN_VERSION" ]; then
  WASM_BINDGEN_VERSION="$(sed -nE 's/^wasm-bindgen *=.*"=?([0-9]+\.[0-9]+\.[0-9]+)".*/\1/p' Cargo.toml | head -n1)"
fi

# Of dependencies: what they are allowed to be, and whether they are used.
CARGO_DENY_VERSION=0.20.2
CARGO_SHEAR_VERSION=1.14.0
CARGO_CYCLONEDX_VERSION=0.5.9

# What make lighthouse runs; 13 needs a newer Node.
LIGHTHOUSE_VERSION=12.8.2

# What make fuzz and make mutants run.
CARGO_FUZZ_VERSION=0.13.2
CARGO_MUTANTS_VERSION=27.0.0

# npm's wasm-opt and sass before the system's: Debian's wasm-opt 108 writes modules that die at start.
export PATH="$ROOT/end2end/node_modules/.bin:$TOOLS/cargo-leptos-$CARGO_LEPTOS_VERSION/bin:$TOOLS/wasm-bindgen-cli-$WASM_BINDGEN_VERSION/bin:$PATH:$TOOLS/caddy/usr/bin"

# make test sets it to the build that its tests made.
WISHBRIDGE="${WISHBRIDGE:-$CARGO_TARGET_DIR/release/wishbridge}"

bold='' plain=''
[ ! -t 2 ] || bold=$'\033[1m' plain=$'\033[0m'
say() { printf '\n%s▸ %s%s\n' "$bold" "$*" "$plain" >&2; }
die() { printf '\n✗ %s\n' "$*" >&2; exit 1; }

# On any exit, signals the processes $server and $proxy and removes the directory $dir.
server='' proxy='' dir=''
clean_up_on_exit() { # SIGNAL
  # shellcheck disable=SC2064  # now is when $1 is known
  trap "clean_up $1" EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
clean_up() {
  local status=$?
  trap - EXIT INT TERM HUP
  local process
  for process in $proxy $server; do
    kill -"$1" "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  [ -z "$dir" ] || rm -rf "$dir"
  exit "$status"
}

# Does GET http://HOST:PORT/PATH answer 200? In bash alone, because a bare machine has no curl.
answers() { # HOST PORT PATH
  local status
  { exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$3" "$1" "$2" >&3
  read -r -t 5 _ status _ <&3 || status=
  exec 3>&- 3<&-
  [ "$status" = 200 ]
}

# Tab separated: role, phone, password, area. The area comes last, so wide characters cannot shift a column.
print_sign_ins() { # FILE
  awk -F'\t' 'NF >= 3 { printf "  %-12s %-16s %-20s %s\n", $1, $2, $3, $4 }' "$1"
}
