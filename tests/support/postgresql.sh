# Sourced by tests/run: a PostgreSQL server of its own for the tests, in a temporary folder, on a free port of the loopback
# address.

syncline_postgresql_folder=
syncline_postgresql_options=

# Servers refuse to run as root.
syncline_as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# pg_ctl on that server; it waits until what it does is done.
syncline_postgresql_control() {
    local programs
    programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    (cd "$syncline_postgresql_folder" && syncline_as_postgres "$programs/pg_ctl" --pgdata=data --wait --silent \
        --log=data/server.log "$@" >/dev/null)
}

# Exports SYNCLINE_TEST_POSTGRESQL as "host port user". Arguments are further options of the server.
syncline_postgresql_start() {
    local programs port
    programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    syncline_postgresql_folder=$(mktemp -d /tmp/syncline-postgresql.XXXXXX)
    [ "$(id -u)" -ne 0 ] || chown postgres "$syncline_postgresql_folder"
    # From here on it is stopped whatever happens.
    trap syncline_postgresql_stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    (cd "$syncline_postgresql_folder" && syncline_as_postgres "$programs/initdb" --pgdata=data --username=postgres \
        --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >initdb.log) || return 1
    local attempt
    for attempt in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 30000))
        syncline_postgresql_options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
            -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 $*"
        if syncline_postgresql_control --options="$syncline_postgresql_options" start; then
            export SYNCLINE_TEST_POSTGRESQL="127.0.0.1 $port postgres"
            return 0
        fi
    done
    cat "$syncline_postgresql_folder/data/server.log" >&2
    return 1
}

syncline_postgresql_stop() {
    [ -n "$syncline_postgresql_folder" ] || return 0
    syncline_postgresql_control --mode=immediate stop 2>/dev/null || true
    rm -rf "$syncline_postgresql_folder"
    syncline_postgresql_folder=
}
