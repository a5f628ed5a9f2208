{{/* What values.schema.json cannot say: rules between values. Each failure is one sentence. */}}
{{- define "choosemypower.checks" -}}
{{- include "choosemypower.checkShutdown" . -}}
{{- include "choosemypower.checkConnections" . -}}
{{- include "choosemypower.checkDatabase" . -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail (printf "autoscaling.minReplicas (%d) is above autoscaling.maxReplicas (%d)." (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) -}}
{{- fail "metrics.serviceMonitor.enabled needs metrics.enabled: there is nothing to read otherwise." -}}
{{- end -}}
{{- if and .Values.metrics.enabled (eq (int .Values.metrics.port) (int .Values.server.port)) -}}
{{- fail (printf "metrics.port and server.port are both %d: metrics have a port of their own." (int .Values.server.port)) -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.enabled needs httpRoute.parentRefs: name the gateway." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) -}}
{{- fail "ingress.enabled needs ingress.hosts." -}}
{{- end -}}
{{- if and (has .Values.cdn.provider (list "fastly" "cloudflare")) (not (and .Values.cdn.service .Values.cdn.existingSecret)) -}}
{{- fail (printf "cdn.provider is %s: give cdn.service and cdn.existingSecret too." .Values.cdn.provider) -}}
{{- end -}}
{{- if and (eq .Values.cdn.provider "varnish") (not .Values.cdn.url) -}}
{{- fail "cdn.provider is varnish: give cdn.url, the addresses of the Varnish servers." -}}
{{- end -}}
{{- end -}}

{{- define "choosemypower.checkShutdown" -}}
{{- $sleep := int .Values.shutdown.preStopSleepSeconds -}}
{{- $kill := int .Values.shutdown.killTimeoutSeconds -}}
{{- $grace := int .Values.shutdown.terminationGracePeriodSeconds -}}
{{- if gt (add $sleep $kill 5) $grace -}}
{{- fail (printf "A pod cannot stop in time: shutdown.preStopSleepSeconds (%d) + shutdown.killTimeoutSeconds (%d) + 5 s exceed shutdown.terminationGracePeriodSeconds (%d)." $sleep $kill $grace) -}}
{{- end -}}
{{- end -}}

{{/* Each pod may hold its pool and one connection that listens; a Job holds four; an upgrade adds the surge. */}}
{{- define "choosemypower.checkConnections" -}}
{{- if and .Values.database.maxConnections (not .Values.database.pooler.enabled) -}}
{{- $pods := ternary .Values.autoscaling.maxReplicas (include "choosemypower.replicas" . | int) (eq (include "choosemypower.autoscales" .) "yes") | int -}}
{{- $surge := 0 -}}
{{- $given := toString .Values.rollout.maxSurge -}}
{{- if hasSuffix "%" $given -}}
{{- $surge = divf (mul $pods (trimSuffix "%" $given | int)) 100 | ceil | int -}}
{{- else -}}
{{- $surge = int $given -}}
{{- end -}}
{{- $each := add 1 (int .Values.database.pool.max) -}}
{{- $needed := add (mul (add $pods $surge) $each) 4 (int .Values.database.reservedConnections) -}}
{{- if gt $needed (int64 .Values.database.maxConnections) -}}
{{- fail (printf "The pods could open %d connections, but database.maxConnections is %d: (%d pods + %d surge) × (database.pool.max %d + 1 listener) + 4 for jobs + %d reserved. Lower database.pool.max or autoscaling.maxReplicas, raise the server's limit, or set database.pooler.enabled." $needed (int .Values.database.maxConnections) $pods $surge (int .Values.database.pool.max) (int .Values.database.reservedConnections)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "choosemypower.checkDatabase" -}}
{{- if gt (int .Values.database.pool.min) (int .Values.database.pool.max) -}}
{{- fail (printf "database.pool.min (%d) is above database.pool.max (%d)." (int .Values.database.pool.min) (int .Values.database.pool.max)) -}}
{{- end -}}
{{- if and .Values.database.pooler.enabled (not .Values.database.directUrlKey) -}}
{{- fail "database.pooler.enabled needs database.directUrlKey: locks, LISTEN and migrations cannot go through a pooler in transaction mode." -}}
{{- end -}}
{{- if and .Values.externalSecret.enabled (eq .Values.migrations.mode "hook") -}}
{{- fail "externalSecret.enabled needs migrations.mode=init (or none): at a first install the hook would run before the secret exists." -}}
{{- end -}}
{{- if and .Values.externalSecret.enabled (not .Values.externalSecret.databaseRemoteRef) -}}
{{- fail "externalSecret.enabled needs externalSecret.databaseRemoteRef." -}}
{{- end -}}
{{- if and .Values.externalSecret.enabled .Values.evaluation.enabled -}}
{{- fail "externalSecret.enabled and evaluation.enabled exclude each other." -}}
{{- end -}}
{{- if and .Values.evaluation.enabled (eq .Values.migrations.mode "none") -}}
{{- fail "evaluation.enabled brings its own database: migrations.mode cannot be none." -}}
{{- end -}}
{{- if and .Values.evaluation.backup.enabled (not .Values.evaluation.enabled) -}}
{{- fail "evaluation.backup.enabled is the backup of the evaluation's database; for your own, use your database's backups (docs/operations.md)." -}}
{{- end -}}
{{- end -}}
