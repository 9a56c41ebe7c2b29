#!/bin/sh
# Puts npm's T-SQL grammar into the folder; 77 (skipped) where that cannot be done.
set -u
folder=$1
[ -d "$folder/node_modules/antlr4ts-sql" ] && exit 0
command -v npm >/dev/null || exit 77
mkdir -p "$folder"
npm install --prefix "$folder" --no-audit --no-fund --fetch-retries=0 --fetch-timeout=20000 \
    antlr4ts-sql@1.1.0 antlr4ts@0.5.0-alpha.4 || exit 77
