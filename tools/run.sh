#!/usr/bin/env bash
# make run: builds what changed, loads the demo into a new database, and serves.
# DEMO=0 starts empty. LISTEN, DATABASE_URL, DATA_DIR and the others as for the server itself.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

tools/build.sh

setting() { # ENVIRONMENT-VARIABLE NAME-IN-FILE DEFAULT, as the server reads it
  local value="${!1:-}"
  [ -n "$value" ] || [ ! -f wishbridge.toml ] ||
    value="$(sed -nE "s/^ *$2 *= *[\"']([^\"']*)[\"'].*/\1/p" wishbridge.toml | head -n1)"
  echo "${value:-$3}"
}
LISTEN="$(setting LISTEN listen 127.0.0.1:3000)"
DATA_DIR="$(setting DATA_DIR data_dir data)"
DATABASE_URL="$(setting DATABASE_URL database_url "sqlite://$DATA_DIR/wishbridge.db")"
export LISTEN DATA_DIR DATABASE_URL
(umask 077 && mkdir -p "$DATA_DIR") # names and phones of the demo are in it, and later real ones
sign_ins="$DATA_DIR/sign-ins.txt"

# Only for SQLite can the script see that the database is new. PostgreSQL gets the demo with DEMO=1.
fresh=
case "$DATABASE_URL" in
  sqlite:*)
    file="${DATABASE_URL#sqlite:}" file="${file#//}" file="${file%%\?*}"
    [ -e "$file" ] || fresh=1
    ;;
  *) [ "${DEMO:-}" != 1 ] || [ -e "$sign_ins" ] || fresh=1 ;;
esac

if [ -n "$fresh" ] && [ "${DEMO:-}" != 0 ]; then
  say "Loading the demo (first start only; make run DEMO=0 starts empty)"
  rm -f "$sign_ins"
  if ! "$WISHBRIDGE" demo >"$sign_ins.part"; then
    # A partly loaded demo would look like a database in use.
    [ -z "${file:-}" ] || rm -f "$file" "$file-wal" "$file-shm"
    die "The demo did not load."
  fi
  mv "$sign_ins.part" "$sign_ins"
elif [ -n "$fresh" ]; then
  # A database that starts empty has none of the demo's accounts.
  rm -f "$sign_ins"
fi

host="${LISTEN%:*}" port="${LISTEN##*:}"
case "$host" in 0.0.0.0 | '[::]' | '') host=127.0.0.1 ;; esac
announce() {
  until answers "$host" "$port" /readyz; do
    kill -0 "$$" 2>/dev/null || return 0 # the server that replaced this script has ended
    sleep 0.1
  done
  if [ -s "$sign_ins" ]; then
    say "Open http://$host:$port and sign in as (role, phone, password, area):"
    print_sign_ins "$sign_ins" >&2
  else
    say "Open http://$host:$port (the command wishbridge is target/release/wishbridge here)"
  fi
  echo "Ctrl-C stops it." >&2
}
announce &
exec "$WISHBRIDGE" serve
