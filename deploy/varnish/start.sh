#!/bin/sh
# Varnish for compose, in front of the service `web`, wherever that is: Varnish looks an address up once, when it loads
# its configuration, and a container that was started again may have another.
set -eu
work=/tmp/varnish
configuration=/etc/varnish/default.vcl
loaded=boot

address() { getent hosts web | cut -d ' ' -f 1; }

while known=$(address); [ -z "$known" ]; do
  echo "Waiting for the address of web …"
  sleep 1
done
varnishd -F -n "$work" -f "$configuration" -a :8080,HTTP -s "malloc,${VARNISH_SIZE:-100M}" &
varnish=$!
trap 'kill "$varnish"; wait "$varnish" || true; exit 0' TERM INT
while kill -0 "$varnish" 2>/dev/null; do
  sleep 1 &
  wait "$!"
  now=$(address)
  next=web_$(date +%s)
  if [ -n "$now" ] && [ "$now" != "$known" ] && varnishadm -n "$work" vcl.load "$next" "$configuration" >/dev/null; then
    varnishadm -n "$work" vcl.use "$next" >/dev/null
    varnishadm -n "$work" vcl.discard "$loaded" >/dev/null || true
    echo "web is at $now now, no longer at $known"
    loaded=$next
    known=$now
  fi
done
wait "$varnish"
