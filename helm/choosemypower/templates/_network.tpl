{{/* Where our pods may go: names, database, Redis, the listing and the CDN (also on a port their address names), traces. dict "root" . "who" NAME */}}
{{- define "choosemypower.egress" -}}
{{- $policy := .root.Values.networkPolicy -}}
- ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
- {{- with $policy.databaseTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    {{- range $policy.databasePorts }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- if or .root.Values.redis.enabled .root.Values.evaluation.enabled }}
- {{- with $policy.redisTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    {{- range $policy.redisPorts }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}
{{- if $policy.outsideTo }}
- to:
    {{- range $policy.outsideTo }}
    - ipBlock:
        cidr: {{ . | quote }}
    {{- end }}
  ports:
    {{- range concat $policy.outsidePorts (ternary $policy.mailPorts list (ne .root.Values.mail.existingSecret "")) }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}
{{- $named := list }}
{{- range splitList "," (printf "%s,%s" .root.Values.cdn.url .root.Values.ingest.source) }}
{{- $named = append $named (regexFind ":[0-9]+$" (urlParse (trim .)).host | trimPrefix ":") }}
{{- end }}
{{- with compact $named | uniq }}
- ports:
    {{- range . }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}
{{- if eq .who "jobs" }}
- to:
    - podSelector:
        matchLabels:
          {{- include "choosemypower.selector" .root | nindent 10 }}
          app.kubernetes.io/component: web
  ports:
    - {protocol: TCP, port: {{ .root.Values.server.port }}}
{{- end }}
{{- with $policy.otlpPorts }}
- ports:
    {{- range . }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}
{{- with $policy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end -}}
