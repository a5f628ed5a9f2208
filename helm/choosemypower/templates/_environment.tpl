{{/* Plain configuration: names of src/choosemypower/settings/fields.py (tests/chart compares them). */}}
{{- define "choosemypower.configuration" -}}
HOST: {{ ternary "::" "0.0.0.0" (has "IPv6" .Values.service.ipFamilies) | quote }}
PORT: {{ .Values.server.port | quote }}
BASE_URL: {{ .Values.app.baseUrl | quote }}
LOG_LEVEL: {{ .Values.app.logLevel | quote }}
LOG_FORMAT: {{ .Values.app.logFormat | quote }}
READINESS_MODE: {{ .Values.probes.readiness.mode | quote }}
DB_POOL_MIN: {{ .Values.database.pool.min | quote }}
DB_POOL_MAX: {{ .Values.database.pool.max | quote }}
DB_CONNECT_TIMEOUT_SECONDS: {{ .Values.database.connectTimeoutSeconds | quote }}
DB_COMMAND_TIMEOUT_SECONDS: {{ .Values.database.commandTimeoutSeconds | quote }}
{{- if .Values.database.pooler.enabled }}
DB_STATEMENT_CACHE_SIZE: {{ .Values.database.pooler.statementCacheSize | quote }}
{{- end }}
{{- if .Values.server.trustedProxies }}
TRUSTED_PROXIES: {{ join "," .Values.server.trustedProxies | quote }}
{{- end }}
UNSEEN_PER_MINUTE: {{ .Values.server.unseenPerMinute | quote }}
SERVER_BACKLOG: {{ .Values.server.backlog | quote }}
SERVER_BACKPRESSURE: {{ .Values.server.backpressure | quote }}
SERVER_HEADER_TIMEOUT_SECONDS: {{ .Values.server.headerTimeoutSeconds | quote }}
SERVER_KILL_TIMEOUT_SECONDS: {{ .Values.shutdown.killTimeoutSeconds | quote }}
{{- if ne .Values.cdn.provider "none" }}
CDN: {{ .Values.cdn.provider | quote }}
{{- with .Values.cdn.service }}
CDN_SERVICE: {{ . | quote }}
{{- end }}
{{- with .Values.cdn.url }}
CDN_URL: {{ . | quote }}
{{- end }}
{{- end }}
{{- with .Values.mail.from }}
MAIL_FROM: {{ . | quote }}
{{- end }}
{{- with .Values.contact.operatedBy }}
OPERATED_BY: {{ . | quote }}
{{- end }}
{{- with .Values.contact.to }}
CONTACT_TO: {{ . | quote }}
{{- end }}
{{- with .Values.contact.answerDays }}
CONTACT_ANSWER_DAYS: {{ . | quote }}
{{- end }}
CONTACT_KEEP_DAYS: {{ .Values.contact.keepDays | quote }}
ALERTS_EVERY_SECONDS: {{ .Values.alerts.everySeconds | quote }}
ALERTS_DATA_HOURS: {{ .Values.alerts.dataHours | quote }}
{{- if .Values.mail.existingSecret }}
{{- with .Values.alerts.to }}
ALERTS_TO: {{ . | quote }}
{{- end }}
{{- end }}
{{- if .Values.metrics.enabled }}
METRICS_PORT: {{ .Values.metrics.port | quote }}
{{- end }}
{{- end -}}

{{/* How Jobs reach the database: as its owner, who also grants the web pods' user what it needs. */}}
{{- define "choosemypower.ownerEnv" -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.databaseSecret" . }}
      key: {{ .Values.database.urlKey }}
{{- with .Values.database.directUrlKey }}
- name: DATABASE_DIRECT_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.databaseSecret" $ }}
      key: {{ . }}
{{- end }}
{{- with .Values.database.webUrlKey }}
- name: DATABASE_WEB_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.databaseSecret" $ }}
      key: {{ . }}
{{- end }}
{{- end -}}

{{/* How web pods reach it: as a user of their own where there is one; they never see the owner's address then. */}}
{{- define "choosemypower.webEnv" -}}
{{- if .Values.database.webUrlKey -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.databaseSecret" . }}
      key: {{ .Values.database.webUrlKey }}
{{- with .Values.database.webDirectUrlKey }}
- name: DATABASE_DIRECT_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.databaseSecret" $ }}
      key: {{ . }}
{{- end }}
{{- else -}}
{{ include "choosemypower.ownerEnv" . }}
{{- end }}
{{- end -}}

{{/* What comes out of secrets besides the database's address, and what is said per pod. */}}
{{- define "choosemypower.secretEnv" -}}
{{- with .Values.database.readUrlKey -}}
- name: DATABASE_READ_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.databaseSecret" $ }}
      key: {{ . }}
{{- end }}
{{- if .Values.redis.enabled }}
- name: REDIS_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.redisSecret" . }}
      key: {{ .Values.redis.urlKey }}
{{- else if and .Values.evaluation.enabled .Values.evaluation.valkey.enabled }}
- name: REDIS_URL
  value: redis://{{ include "choosemypower.fullname" . }}-evaluation-valkey:6379/0
{{- end }}
{{- if and (ne .Values.cdn.provider "none") .Values.cdn.existingSecret }}
- name: CDN_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .Values.cdn.existingSecret }}
      key: {{ .Values.cdn.tokenKey }}
{{- end }}
{{- with .Values.alerts }}
{{- if .existingSecret }}
- name: SLACK_WEBHOOK_URL
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .slackWebhookKey }}
      optional: true
{{- end }}
{{- end }}
{{- with .Values.sources }}
{{- if and .existingSecret .comparePowerKey }}
- name: COMPAREPOWER_API_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .comparePowerKey }}
      optional: true
{{- end }}
{{- if and .existingSecret .ercotKey }}
- name: ERCOT_API_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .ercotKey }}
      optional: true
{{- end }}
{{- end }}
{{- with .Values.mail }}
{{- if .existingSecret }}
- name: SMTP_URL
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .smtpUrlKey }}
{{- end }}
{{- end }}
{{- with .Values.operator }}
{{- if .existingSecret }}
- name: OPERATOR_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .tokenKey }}
{{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The pods of Jobs need the same settings, but a smaller pool, and before the ConfigMap exists. */}}
{{- define "choosemypower.jobEnv" -}}
{{- $configuration := include "choosemypower.configuration" .root | fromYaml -}}
{{- $configuration = omit $configuration "METRICS_PORT" -}}
{{- $configuration = mergeOverwrite $configuration (dict "DB_POOL_MIN" "1" "DB_POOL_MAX" "2") (default dict .over) -}}
{{- range $name, $value := $configuration }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{ include "choosemypower.ownerEnv" .root }}
{{- with include "choosemypower.secretEnv" .root | trim }}
{{ . }}
{{- end }}
{{- end -}}

{{- define "choosemypower.envFrom" -}}
{{- with .Values.extraEnvFrom }}
{{ toYaml . }}
{{- end }}
{{- end -}}
