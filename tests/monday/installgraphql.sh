#!/bin/sh
# Puts npm's graphql into the folder; 77 (skipped) where that cannot be done or is not asked for.
set -u
folder=$1
[ -n "${SYNCLINE_MONDAY_SCHEMA:-}" ] || exit 77
[ -d "$folder/node_modules/graphql" ] && exit 0
command -v npm >/dev/null || exit 77
mkdir -p "$folder"
npm install --prefix "$folder" --no-audit --no-fund --fetch-retries=0 --fetch-timeout=20000 graphql@16 || exit 77
