{{/* Pods of the evaluation's own database and cache: dict "root" . "user" UID */}}
{{- define "choosemypower.evaluationPod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .user }}
  runAsGroup: {{ .user }}
  fsGroup: {{ .user }}
  # Otherwise each start makes PostgreSQL's folder writable for the group, with which it refuses to start.
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- include "choosemypower.scheduling" .root }}
{{- end -}}

{{- define "choosemypower.postgresServerEnv" -}}
- name: PGDATA
  value: /var/lib/postgresql/pgdata
- name: POSTGRES_USER
  value: choosemypower
- name: POSTGRES_DB
  value: choosemypower
- name: POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.fullname" . }}-evaluation-postgres
      key: password
{{- end -}}

{{- define "choosemypower.postgresClientEnv" -}}
- name: PGHOST
  value: {{ include "choosemypower.fullname" . }}-evaluation-postgres
- name: PGUSER
  value: choosemypower
- name: PGDATABASE
  value: choosemypower
- name: PGPASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "choosemypower.fullname" . }}-evaluation-postgres
      key: password
- name: BACKUPS
  value: /backups
- name: KEEP
  value: {{ .Values.evaluation.backup.keep | quote }}
{{- end -}}
