#!/bin/sh
# Alertmanager for compose: Slack where SLACK_WEBHOOK_URL is set, e-mail where SMTP_URL, MAIL_FROM and ALERTS_TO are, nobody
# otherwise. The webhook's address and the password are secrets: they go into files that only this user reads, never into a
# configuration or an argument.
set -eu
here=$(dirname "$0")
work=${TMPDIR:-/tmp}
made=$work/alertmanager.yml
umask 077

trimmed() { printf %s "$1" | tr -d '[:space:]'; }
without() { sed -i "/# begin $1\$/,/# end $1\$/d" "$made"; }
# A name in capitals, and its value: no value ends the quotes that it stands in.
put() { sed -i "s|$1|$(printf %s "$2" | sed "s/'/''/g; s/[&|\\\\]/\\\\&/g")|" "$made"; }
# %40 and the like, which a user name or a password of an address may hold.
plain() {
  left=$1
  while case $left in *%[0-9A-Fa-f][0-9A-Fa-f]*) true ;; *) false ;; esac; do
    before=${left%%\%[0-9A-Fa-f][0-9A-Fa-f]*}
    left=${left#"$before"%}
    after=${left#??}
    printf "%s\\$(printf %03o "0x${left%"$after"}")" "$before"
    left=$after
  done
  printf %s "$left"
}
edged() { printf %s "$1" | sed 's/^ *//; s/ *$//'; }

slack=$(trimmed "${SLACK_WEBHOOK_URL:-}")
smtp=$(trimmed "${SMTP_URL:-}")
from=$(edged "${MAIL_FROM:-}")
to=$(edged "${ALERTS_TO:-}")

cp "$here/people.yml" "$made"
if [ -n "$slack" ]; then
  printf %s "$slack" > "$work/slack-url"
  put SLACK_URL_FILE "$work/slack-url"
else
  without slack
fi
if [ -n "$smtp" ] && [ -n "$from" ] && [ -n "$to" ]; then
  scheme=${smtp%%://*}
  rest=${smtp#*://}
  rest=${rest%%/*}
  login=
  case $rest in *@*) login=${rest%@*} rest=${rest##*@} ;; esac
  # Encryption from the first byte is what port 465 means to Alertmanager; elsewhere STARTTLS, but on this machine.
  port=587
  [ "$scheme" = smtps ] && port=465
  case $rest in *:*) port=${rest##*:} ;; esac
  host=${rest%:*}
  encrypted=true
  case $host in localhost | 127.*) encrypted=false ;; esac
  if [ -n "$login" ]; then
    plain "${login#*:}" > "$work/smtp-password"
    put SMTP_USER "$(plain "${login%%:*}")"
    put SMTP_PASSWORD_FILE "$work/smtp-password"
  else
    without password
  fi
  put SMTP_HOST "$host:$port"
  put SMTP_TLS "$encrypted"
  put MAIL_FROM "$from"
  put ALERTS_TO "$to"
else
  without mail
fi
if [ -z "$slack" ] && ! grep -q email_configs "$made"; then
  echo "Alerts of Prometheus reach nobody: set SLACK_WEBHOOK_URL, or SMTP_URL, MAIL_FROM and ALERTS_TO in .env, and start again."
  cp "$here/nobody.yml" "$made"
fi
exec "${ALERTMANAGER:-/bin/alertmanager}" --config.file="$made" --storage.path="$work/alertmanager" \
  --cluster.listen-address= "$@"
