#!/usr/bin/env bash
# Runs a command with a temporary PostgreSQL server:  tools/with-postgres.sh CMD [ARG…]
# Sets TEST_POSTGRES_URL for the command. Server and data are removed afterwards, however the command ends.
#   --find   prints the directory of PostgreSQL's programs, and fails when there is none
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

find_bin() {
  local dir
  # Newest first. Debian keeps these programs off PATH.
  for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV) $(command -v initdb postgres | xargs -rn1 dirname); do
    if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
      echo "$dir"
      return
    fi
  done
  return 1
}

if [ "${1:-}" = --find ]; then find_bin; exit; fi
[ $# -gt 0 ] || die "usage: tools/with-postgres.sh CMD [ARG…]"
bin="$(find_bin)" || die "PostgreSQL is missing: tools/install.sh postgres"

# Not in TMPDIR, which only the caller may be able to enter: when root calls, the server runs as another user.
memory=/dev/shm
[ -w "$memory" ] && [ "$(df --output=avail -m "$memory" | tail -n 1)" -gt 4000 ] || memory=/tmp
dir="$(mktemp -d "$memory/wishbridge-postgres.XXXXXX")"
clean_up_on_exit QUIT # immediate shutdown: no data is kept

# PostgreSQL refuses to run as root.
as_owner=()
if [ "$(id -u)" = 0 ]; then
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  as_owner=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups)
fi

# Every user of this machine can reach a loopback port, and a database superuser can run programs; hence a password.
password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
echo "$password" >"$dir/password"
mkdir "$dir/data"
[ ${#as_owner[@]} = 0 ] || chown -R "$owner" "$dir"

"${as_owner[@]}" "$bin/initdb" -D "$dir/data" --username=wishbridge --pwfile="$dir/password" --auth=password \
  --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; die "initdb failed"; }

cat >>"$dir/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir'
max_connections = 300
shared_buffers = 128MB
# Nothing here has to survive a crash.
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
jit = off
SETTINGS

for attempt in 1 2 3 4 5 6; do
  [ "$attempt" -lt 6 ] || { cat "$dir/log" >&2; die "PostgreSQL does not start"; }
  port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)) # below the kernel's ephemeral ports
  # pdeathsig: the kernel stops the server when this script is killed.
  (cd "$dir" && exec "${as_owner[@]}" setpriv --pdeathsig=QUIT "$bin/postgres" -D "$dir/data" -p "$port") >"$dir/log" 2>&1 </dev/null &
  server=$!
  for _ in $(seq 100); do
    if [ "$(sed -n 8p "$dir/data/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ]; then break 2; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  kill -QUIT "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server= # most likely the port is in use: try another
done

export TEST_POSTGRES_URL="postgres://wishbridge:$password@127.0.0.1:$port/postgres"
"$@"
