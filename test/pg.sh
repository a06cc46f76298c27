#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A PostgreSQL cluster of our own for tests: C locale, UTF-8, no fsync, a unix socket and loopback, nothing else.
#   test/pg.sh start DIR    make and start one in the new folder DIR; prints the URL for WANGGE_TEST_PG
#   test/pg.sh stop DIR     end it and remove DIR
#   test/pg.sh run CMD...   run CMD with WANGGE_TEST_PG set, then stop whatever happens
set -euo pipefail

bin=$(find /usr/lib/postgresql/*/bin -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || { echo 'pg.sh: PostgreSQL is not installed' >&2; exit 3; })")

# The server refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
    local dir=$1 port try
    mkdir -p "$dir"
    [ "${#dir}" -le 80 ] || { echo "pg.sh: a socket path may have about 100 bytes: $dir" >&2; exit 2; }
    [ "$(id -u)" != 0 ] || chown postgres "$dir"
    cd "$dir"
    as_owner "$bin/initdb" -D "$dir/data" -U wangge -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log"
    as_owner tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
unix_socket_directories = '$dir'
listen_addresses = '127.0.0.1'
fsync = off
full_page_writes = off
max_connections = 120
shared_buffers = 32MB
max_wal_size = 256MB
autovacuum_naptime = 10min
max_locks_per_transaction = 256
log_min_messages = fatal
CONF
    for try in 1 2 3 4 5; do
        port=$(free_port)
        if as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -o "-p $port" -w -t 60 start >/dev/null 2>&1; then
            echo "postgresql://wangge@/postgres?host=$dir&port=$port"
            return
        fi
    done
    cat "$dir/server.log" >&2
    exit 3
}

stop() {
    local dir=$1
    [ -d "$dir" ] || return 0
    cd /
    if [ -f "$dir/data/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" -D "$dir/data" -w -t 60 -m immediate stop >/dev/null 2>&1 || true
    fi
    rm -rf "$dir"
}

case "${1:-}" in
start) [ $# = 2 ] && start "$2" ;;
stop) [ $# = 2 ] && stop "$2" ;;
run)
    shift
    dir=$(mktemp -d /tmp/wangge-pg-XXXXXX)
    # shellcheck disable=SC2064
    trap "stop '$dir'" EXIT
    trap 'exit 130' INT TERM HUP
    # Outside of the command's signals: an interrupt of the tests must not end the server before they let go.
    WANGGE_TEST_PG=$(start "$dir")
    export WANGGE_TEST_PG
    "$@"
    ;;
*)
    echo "usage: test/pg.sh start DIR | stop DIR | run COMMAND..." >&2
    exit 2
    ;;
esac
