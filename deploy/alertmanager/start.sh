#!/bin/sh
# Alertmanager for compose: Slack where SLACK_WEBHOOK_URL is set, nobody otherwise. The webhook's address is a secret: it
# goes into a file that only this user reads, never into a configuration or an argument.
set -eu
here=$(dirname "$0")
work=${TMPDIR:-/tmp}
url=$(printf %s "${SLACK_WEBHOOK_URL:-}" | tr -d '[:space:]')
umask 077
if [ -n "$url" ]; then
  printf %s "$url" > "$work/slack-url"
  sed "s|SLACK_URL_FILE|$work/slack-url|" "$here/slack.yml" > "$work/alertmanager.yml"
else
  echo "Alerts of Prometheus reach nobody: set SLACK_WEBHOOK_URL in .env, and start again."
  cp "$here/nobody.yml" "$work/alertmanager.yml"
fi
exec "${ALERTMANAGER:-/bin/alertmanager}" --config.file="$work/alertmanager.yml" --storage.path="$work/alertmanager" \
  --cluster.listen-address= "$@"
