#!/usr/bin/env bash
# Runs a PostgreSQL primary, a synchronous standby, and PgBouncer in transaction mode before the primary, for tests:
#   tools/postgres-pair.sh < COMMANDS
# Prints a line `ready PRIMARY STANDBY POOLER PASSWORD` with ports of this machine, then obeys a word a line and repeats it when that is
# done:
#   kill      kills the primary with all its processes, as a power cut would
#   promote   makes the standby a primary
#   freeze, thaw   stops the standby, and lets it go on
# Ends with its input, and removes everything.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

bin="$(tools/with-postgres.sh --find)" || die "PostgreSQL is missing: tools/install.sh postgres"
pgbouncer="$(command -v pgbouncer || true)"
[ -n "$pgbouncer" ] || pgbouncer="$TOOLS/pgbouncer/usr/sbin/pgbouncer"
[ -x "$pgbouncer" ] || die "PgBouncer is missing: tools/install.sh postgres"

memory=/dev/shm
[ -w "$memory" ] && [ "$(df --output=avail -m "$memory" | tail -n 1)" -gt 2000 ] || memory=/tmp
dir="$(mktemp -d "$memory/wishbridge-pair.XXXXXX")"
as_owner=()
if [ "$(id -u)" = 0 ]; then
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  as_owner=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups)
  chown "$owner" "$dir"
fi
as() { (cd "$dir" && "${as_owner[@]}" "$@"); }

# Each program leads a group of its own, so that all its processes can be signalled, and dies with this script.
primary='' standby='' pooler=''
clean() {
  local status=$? group
  trap - EXIT INT TERM HUP
  for group in $pooler $standby $primary; do kill -KILL -- "-$group" 2>/dev/null || true; done
  for group in $pooler $standby $primary; do wait "$group" 2>/dev/null || true; done
  rm -rf "$dir"
  exit "$status"
}
trap clean EXIT
trap 'exit 143' INT TERM HUP
start() { # LOG PROGRAM ARGUMENT…
  local log="$1"
  shift
  (cd "$dir" && exec setsid "${as_owner[@]}" setpriv --pdeathsig=KILL "$@") >"$dir/$log" 2>&1 </dev/null &
}

# Signals a server with its processes: each of them leads a session of its own, which no signal to the server's group reaches.
signal() { # NAME SERVER
  local children
  kill -STOP "$2" # from here on it starts no other
  children="$(awk -v server="$2" '$4 == server { print $1 }' /proc/[0-9]*/stat 2>/dev/null || true)"
  [ -z "$children" ] || kill "-$1" $children 2>/dev/null || true
  kill "-$1" "$2"
}

port() { echo $((20000 + (RANDOM * 32768 + RANDOM) % 12000)); } # below the kernel's ephemeral ports
password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
echo "$password" >"$dir/password"
[ ${#as_owner[@]} = 0 ] || chown "$owner" "$dir/password"
as "$bin/initdb" -D "$dir/one" --username=wishbridge --pwfile="$dir/password" --auth=password --encoding=UTF8 --locale=C.UTF-8 \
  --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; die "initdb failed"; }
cat >>"$dir/one/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
# Killing a process loses nothing that was given to the kernel, so nothing has to reach the disk here.
fsync = off
synchronous_standby_names = '*'
synchronous_commit = local
wal_level = replica
hot_standby = on
SETTINGS
echo 'host replication all 127.0.0.1/32 password' >>"$dir/one/pg_hba.conf"

is_ready() { # FOLDER
  [ "$(sed -n 8p "$dir/$1/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ]
}
server() { # VARIABLE FOLDER: starts it on a free port
  local -n process="$1"
  for _ in 1 2 3 4 5 6; do
    ports[$2]="$(port)"
    start "$2.log" "$bin/postgres" -D "$dir/$2" -p "${ports[$2]}"
    process=$!
    for _ in $(seq 100); do
      if is_ready "$2"; then return; fi
      kill -0 "$process" 2>/dev/null || break
      sleep 0.1
    done
  done
  cat "$dir/$2.log" >&2
  die "PostgreSQL does not start"
}
declare -A ports
export PGPASSWORD="$password" PGUSER=wishbridge PGHOST=127.0.0.1 PGCONNECT_TIMEOUT=5
server primary one
as "$bin/pg_basebackup" -D "$dir/two" -p "${ports[one]}" --write-recovery-conf --checkpoint=fast --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; die "pg_basebackup failed"; }
server standby two
ask() { as "$bin/psql" -p "$1" -d postgres -AtqX -c "$2"; }
for _ in $(seq 100); do
  [ "$(ask "${ports[one]}" "select count(*) from pg_stat_replication where sync_state = 'sync'")" = 0 ] || break
  sleep 0.1
done
# From here on a commit is acknowledged when the standby has it.
ask "${ports[one]}" "alter system set synchronous_commit = on" >/dev/null
ask "${ports[one]}" "select pg_reload_conf()" >/dev/null

pooled="$(port)"
cat >"$dir/pgbouncer.ini" <<SETTINGS
[databases]
* = host=127.0.0.1 port=${ports[one]} password=$password
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $pooled
unix_socket_dir =
auth_type = plain
auth_file = $dir/users.txt
pool_mode = transaction
default_pool_size = 8
max_client_conn = 500
# As many do for drivers that name it at the start; without this line PgBouncer refuses them.
ignore_startup_parameters = extra_float_digits
SETTINGS
echo "\"wishbridge\" \"$password\"" >"$dir/users.txt"
[ ${#as_owner[@]} = 0 ] || chown "$owner" "$dir/pgbouncer.ini" "$dir/users.txt"
# The owner may not read the folder of the tools, which can be in another user's home.
cp "$pgbouncer" "$dir/pgbouncer"
chmod 755 "$dir/pgbouncer"
start pgbouncer.log "$dir/pgbouncer" "$dir/pgbouncer.ini"
pooler=$!
for _ in $(seq 100); do
  if { : >"/dev/tcp/127.0.0.1/$pooled"; } 2>/dev/null; then break; fi
  kill -0 "$pooler" 2>/dev/null || { cat "$dir/pgbouncer.log" >&2; die "PgBouncer ended"; }
  sleep 0.1
done

echo "ready ${ports[one]} ${ports[two]} $pooled $password"
while read -r word; do
  case "$word" in
    kill) signal KILL "$primary" ;;
    promote) ask "${ports[two]}" "alter system set synchronous_standby_names = ''" >/dev/null && ask "${ports[two]}" "select pg_reload_conf(), pg_promote()" >/dev/null ;;
    freeze) signal STOP "$standby" ;;
    thaw) signal CONT "$standby" ;;
    *) die "unknown word: $word" ;;
  esac
  echo "$word"
done
