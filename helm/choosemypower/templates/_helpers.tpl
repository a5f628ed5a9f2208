{{- define "choosemypower.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Short enough that the longest suffix, "-evaluation-postgres", and a CronJob's own one still fit. */}}
{{- define "choosemypower.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 30 | trimSuffix "-" -}}
{{- else if contains (include "choosemypower.name" .) .Release.Name -}}
{{- .Release.Name | trunc 30 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "choosemypower.name" .) | trunc 30 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "choosemypower.selector" -}}
app.kubernetes.io/name: {{ include "choosemypower.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "choosemypower.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "choosemypower.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: choosemypower
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* image of one of ours: dict "image" IMAGE-VALUES "default" TAG */}}
{{- define "choosemypower.imageOf" -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ default .default .image.tag }}
{{- end -}}
{{- end -}}

{{- define "choosemypower.image" -}}
{{- include "choosemypower.imageOf" (dict "image" .Values.image "default" .Chart.AppVersion) -}}
{{- end -}}

{{- define "choosemypower.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "choosemypower.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "choosemypower.migrationsMode" -}}
{{- if and .Values.evaluation.enabled (eq .Values.migrations.mode "hook") -}}init{{- else -}}{{ .Values.migrations.mode }}{{- end -}}
{{- end -}}

{{- define "choosemypower.autoscales" -}}
{{- if and .Values.autoscaling.enabled (not .Values.evaluation.enabled) -}}yes{{- end -}}
{{- end -}}

{{- define "choosemypower.replicas" -}}
{{- if .Values.evaluation.enabled -}}{{ .Values.evaluation.replicaCount }}
{{- else -}}{{ .Values.replicaCount }}{{- end -}}
{{- end -}}

{{- define "choosemypower.databaseSecret" -}}
{{- if .Values.database.existingSecret -}}{{ .Values.database.existingSecret }}
{{- else if .Values.evaluation.enabled -}}{{ include "choosemypower.fullname" . }}-evaluation-postgres
{{- else -}}{{ include "choosemypower.fullname" . }}-database{{- end -}}
{{- end -}}

{{- define "choosemypower.redisSecret" -}}
{{- default (printf "%s-redis" (include "choosemypower.fullname" .)) .Values.redis.existingSecret -}}
{{- end -}}

{{- define "choosemypower.labelsOfPod" -}}
{{ include "choosemypower.selector" .root }}
app.kubernetes.io/component: {{ .component }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "choosemypower.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
privileged: false
capabilities:
  drop: [ALL]
{{- with .Values.containerSecurityContext }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Annotations of an object: dict "root" . "own" ANNOTATIONS */}}
{{- define "choosemypower.annotations" -}}
{{- with merge (dict) (default (dict) .own) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
