#!/usr/bin/env bash
# A PostgreSQL server that one test stops and starts: says "ready HOST PORT USER", then answers each line "stop MODE" or
# "start" with "done" or "failed", until its input ends.
source "$(dirname "$0")/postgresql.sh"

# What a server has confirmed must survive that it is stopped at once.
syncline_postgresql_start -c synchronous_commit=on || exit 1
echo "ready $SYNCLINE_TEST_POSTGRESQL"
while read -r verb mode; do
    case $verb in
        stop) syncline_postgresql_control --mode="$mode" stop ;;
        start) syncline_postgresql_control --options="$syncline_postgresql_options" start ;;
        *) false ;;
    esac && echo done || echo failed
done
