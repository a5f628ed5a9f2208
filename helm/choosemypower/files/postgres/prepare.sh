#!/bin/sh
# Beside PostgreSQL, in our own image: the schema, and something to show where there is nothing. Then it waits for the end.
set -eu
trap 'exit 0' TERM
# The server's own socket lets its user in without a password.
export DATABASE_URL='postgresql://choosemypower@/choosemypower?host=/tmp'
choosemypower migrate
touch /tmp/prepared
[ "$FIRST_LOAD" = no ] || choosemypower ingest --if-empty
sleep infinity &
wait
