#!/usr/bin/env bash
# make run: builds what changed, loads the demo into an empty place, and serves.
# From the environment: LISTEN, DATABASE_URL, DATA_DIR, DEMO=0 (start empty).
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

tools/build.sh

export LISTEN="${LISTEN:-127.0.0.1:3000}" DATA_DIR="${DATA_DIR:-data}"
export DATABASE_URL="${DATABASE_URL:-sqlite://$DATA_DIR/wishbridge.db}"
mkdir -p "$DATA_DIR"
sign_ins="$DATA_DIR/sign-ins.txt"

# Only an embedded database can be seen to be new. Another one gets the demo when DEMO=1 asks for it.
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
  if ! "${SERVER_ENV[@]}" "$WISHBRIDGE" demo >"$sign_ins.part"; then
    # Half a demo would pass for a database in use.
    [ -z "${file:-}" ] || rm -f "$file" "$file-wal" "$file-shm"
    die "The demo did not load."
  fi
  mv "$sign_ins.part" "$sign_ins"
elif [ -n "$fresh" ]; then
  # A database that starts empty has none of the demo's people.
  rm -f "$sign_ins"
fi

host="${LISTEN%:*}" port="${LISTEN##*:}"
case "$host" in 0.0.0.0 | '[::]' | '') host=127.0.0.1 ;; esac
announce() {
  until answers "$host" "$port" /readyz; do
    kill -0 "$$" 2>/dev/null || return 0 # the server that this script turns into has ended
    sleep 0.1
  done
  say "Wishbridge is at http://$host:$port (Ctrl-C stops it)"
  if [ -s "$sign_ins" ]; then
    echo "  Sign in as (role, phone, password, area):" >&2
    print_sign_ins "$sign_ins" >&2
  elif [ "${DEMO:-}" = 0 ]; then
    echo "  The first administrator, from another terminal:" >&2
    echo "  DATABASE_URL='$DATABASE_URL' DATA_DIR='$DATA_DIR' target/release/wishbridge admin --phone 13800000000 --name 'Your name'" >&2
  fi
}
announce &
exec "${SERVER_ENV[@]}" "$WISHBRIDGE" serve
