#!/bin/sh
# Dump the database, prove the dump by restoring it beside, and only then keep it.
set -eu
stamp=$(date -u +%Y%m%dT%H%M%SZ)
fresh="$BACKUPS/.$stamp.partial"
pg_dump --format=custom --no-owner --file="$fresh" "$PGDATABASE"

dropdb --if-exists restore_check
createdb restore_check
pg_restore --no-owner --exit-on-error --dbname=restore_check "$fresh"
count='SELECT coalesce(string_agg(format($$%s=%s$$, relname, rows), $$ $$ ORDER BY relname), $$empty$$) FROM (
  SELECT c.relname, (xpath($$//n/text()$$, query_to_xml(format($$SELECT count(*) AS n FROM %I.%I$$, n.nspname, c.relname),
    false, false, $$$$)))[1]::text AS rows
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = $$r$$ AND n.nspname = $$public$$) t'
restored=$(psql --no-psqlrc --tuples-only --no-align --command="$count" restore_check)
dropdb restore_check
if [ "$restored" = empty ]; then
  echo "backup: the dump restores to an empty database; not kept" >&2
  rm -f "$fresh"
  exit 1
fi
mv "$fresh" "$BACKUPS/$stamp.dump"
echo "backup: $stamp.dump restored and counted: $restored"
ls -1 "$BACKUPS" | grep '\.dump$' | sort -r | tail -n "+$((KEEP + 1))" | while read -r old; do
  rm -f "$BACKUPS/$old"
  echo "backup: removed $old"
done
