{{/* What every pod of ours has. */}}
{{- define "choosemypower.podBasics" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- include "choosemypower.scheduling" . }}
{{- with .Values.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
{{- with .Values.dnsPolicy }}
dnsPolicy: {{ . }}
{{- end }}
{{- with .Values.dnsConfig }}
dnsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.hostAliases }}
hostAliases:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "choosemypower.scheduling" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "choosemypower.tmpVolume" -}}
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: 64Mi
{{- end -}}

{{/* Volumes and mounts of whatever reads our settings: a variable may name a file, such as DATABASE_CA_CERT or *_FILE. */}}
{{- define "choosemypower.volumes" -}}
{{ include "choosemypower.tmpVolume" . }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "choosemypower.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Requests and limits without what was set to null. */}}
{{- define "choosemypower.resources" -}}
requests:
  {{- range $name, $value := .requests }}
  {{- if not (kindIs "invalid" $value) }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
  {{- end }}
limits:
  {{- range $name, $value := .limits }}
  {{- if not (kindIs "invalid" $value) }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
  {{- end }}
{{- end -}}

{{/* One run of our own image: dict "root" . "name" NAME "args" LIST "resources" RESOURCES "over" ENVIRONMENT */}}
{{- define "choosemypower.jobContainer" -}}
- name: {{ .name }}
  image: {{ include "choosemypower.image" .root }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  args: {{ toJson .args }}
  env:
    {{- include "choosemypower.jobEnv" (dict "root" .root "over" .over) | nindent 4 }}
  {{- with .root.Values.extraEnvFrom }}
  envFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  resources:
    {{- include "choosemypower.resources" .resources | nindent 4 }}
  securityContext:
    {{- include "choosemypower.containerSecurity" .root | nindent 4 }}
  volumeMounts:
    {{- include "choosemypower.volumeMounts" .root | nindent 4 }}
{{- end -}}

{{/* Schema first, then something to show. */}}
{{- define "choosemypower.prepareContainers" -}}
{{ include "choosemypower.jobContainer" (dict "root" . "name" "migrate" "args" (list "migrate") "resources" .Values.migrations.resources) }}
{{- if .Values.migrations.firstLoad }}
{{ include "choosemypower.jobContainer" (dict "root" . "name" "first-load" "args" (list "ingest" "--if-empty") "resources" .Values.migrations.resources) }}
{{- end }}
{{- end -}}
