#!/bin/sh
# Put a dump back, in one transaction: RESTORE_FILE, or the newest.
set -eu
file=${RESTORE_FILE:-$(ls -1 "$BACKUPS" | grep '\.dump$' | sort | tail -n 1)}
if [ -z "$file" ] || [ ! -f "$BACKUPS/$file" ]; then
  echo "restore: no dump '$file' in $BACKUPS" >&2
  exit 1
fi
pg_restore --clean --if-exists --no-owner --single-transaction --exit-on-error --dbname="$PGDATABASE" "$BACKUPS/$file"
echo "restore: $file is back; the pods notice the dataset within 2 s"
