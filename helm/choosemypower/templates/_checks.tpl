{{/* What values.schema.json cannot say: rules between values. Each failure is one sentence. */}}
{{- define "choosemypower.checks" -}}
{{- include "choosemypower.checkShutdown" . -}}
{{- include "choosemypower.checkConnections" . -}}
{{- include "choosemypower.checkDatabase" . -}}
{{- include "choosemypower.checkExternalSecret" . -}}
{{- include "choosemypower.checkResources" . -}}
{{- include "choosemypower.checkVariables" . -}}
{{- include "choosemypower.checkSecret" . -}}
{{- include "choosemypower.checkPersistence" . -}}
{{- if and (eq .Values.service.type "ClusterIP") (or .Values.service.nodePort .Values.service.externalTrafficPolicy) -}}
{{- fail "service.nodePort and service.externalTrafficPolicy need service.type NodePort or LoadBalancer." -}}
{{- end -}}
{{- if and (ne .Values.service.type "LoadBalancer") (or .Values.service.loadBalancerClass .Values.service.loadBalancerSourceRanges) -}}
{{- fail "service.loadBalancerClass and service.loadBalancerSourceRanges need service.type LoadBalancer." -}}
{{- end -}}
{{- if and .Values.dnsPolicy (eq .Values.dnsPolicy "None") (not .Values.dnsConfig.nameservers) -}}
{{- fail "dnsPolicy None needs dnsConfig.nameservers." -}}
{{- end -}}
{{- if and (eq (toString .Values.rollout.maxUnavailable | trimSuffix "%") "0") (eq (toString .Values.rollout.maxSurge | trimSuffix "%") "0") -}}
{{- fail "rollout.maxUnavailable and rollout.maxSurge are both 0: no pod could ever be replaced." -}}
{{- end -}}
{{- if and (eq .Values.service.ipFamilyPolicy "SingleStack") (gt (len .Values.service.ipFamilies) 1) -}}
{{- fail "service.ipFamilyPolicy is SingleStack, but service.ipFamilies names two." -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail (printf "autoscaling.minReplicas (%d) is above autoscaling.maxReplicas (%d)." (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) -}}
{{- fail "metrics.serviceMonitor.enabled needs metrics.enabled: there is nothing to read otherwise." -}}
{{- end -}}
{{- if and .Values.metrics.podMonitor.enabled (not .Values.metrics.enabled) -}}
{{- fail "metrics.podMonitor.enabled needs metrics.enabled: there is nothing to read otherwise." -}}
{{- end -}}
{{- if and .Values.metrics.podMonitor.enabled .Values.metrics.serviceMonitor.enabled -}}
{{- fail "metrics.podMonitor and metrics.serviceMonitor are both enabled: every pod would be read twice." -}}
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
{{- include "choosemypower.checkAddress" . -}}
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
{{- $most := .Values.database.maxConnections -}}
{{- if and .Values.evaluation.enabled (not .Values.database.existingSecret) (not $most) -}}
{{- $most = 100 -}}{{/* files/postgres/start.sh */}}
{{- end -}}
{{- if and $most (not .Values.database.pooler.enabled) -}}
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
{{- if gt $needed (int64 $most) -}}
{{- fail (printf "The pods could open %d connections, but the server allows %d (database.maxConnections): (%d pods + %d surge) × (database.pool.max %d + 1 listener) + 4 for jobs + %d reserved. Lower database.pool.max or the number of pods, raise the server's limit, or set database.pooler.enabled." $needed (int $most) $pods $surge (int .Values.database.pool.max) (int .Values.database.reservedConnections)) -}}
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
{{- if and .Values.database.pooler.enabled .Values.database.webUrlKey (not .Values.database.webDirectUrlKey) -}}
{{- fail "database.pooler.enabled and database.webUrlKey need database.webDirectUrlKey: LISTEN cannot go through a pooler in transaction mode." -}}
{{- end -}}
{{- if and .Values.evaluation.enabled .Values.database.webUrlKey (not .Values.database.existingSecret) -}}
{{- fail "database.webUrlKey needs a secret of your own (database.existingSecret): the evaluation's has the owner's address only." -}}
{{- end -}}
{{- if and .Values.evaluation.enabled (eq .Values.migrations.mode "none") -}}
{{- fail "evaluation.enabled brings its own database: migrations.mode cannot be none." -}}
{{- end -}}
{{- if and .Values.evaluation.backup.enabled (not .Values.evaluation.enabled) -}}
{{- fail "evaluation.backup.enabled is the backup of the evaluation's database; for your own, use your database's backups (docs/operations.md)." -}}
{{- end -}}
{{- end -}}

{{- define "choosemypower.checkExternalSecret" -}}
{{- if .Values.externalSecret.enabled -}}
{{- if .Values.evaluation.enabled -}}
{{- fail "externalSecret.enabled and evaluation.enabled exclude each other." -}}
{{- end -}}
{{- if eq .Values.migrations.mode "hook" -}}
{{- fail "externalSecret.enabled needs migrations.mode=init (or none): at a first install the hook would run before the secret exists." -}}
{{- end -}}
{{- if not .Values.externalSecret.secretStoreRef.name -}}
{{- fail "externalSecret.enabled needs externalSecret.secretStoreRef.name." -}}
{{- end -}}
{{- if not .Values.externalSecret.databaseRemoteRef.key -}}
{{- fail "externalSecret.enabled needs externalSecret.databaseRemoteRef.key." -}}
{{- end -}}
{{- if and .Values.redis.enabled (not .Values.externalSecret.redisRemoteRef.key) -}}
{{- fail "externalSecret.enabled with redis.enabled needs externalSecret.redisRemoteRef.key." -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A quantity of Kubernetes as a number: "250m" is 0.25, "1Gi" 1073741824. */}}
{{- define "choosemypower.amount" -}}
{{- $number := regexFind "^[0-9.]+" (toString .) -}}
{{- $units := dict "m" 0.001 "k" 1000 "Ki" 1024 "M" 1000000 "Mi" 1048576 "G" 1000000000 "Gi" 1073741824 -}}
{{- mulf (float64 $number) (default 1 (get $units (trimPrefix $number (toString .)))) -}}
{{- end -}}

{{- define "choosemypower.checkResources" -}}
{{- $asked := dict "resources" .Values.resources "migrations.resources" .Values.migrations.resources "ingest.resources" .Values.ingest.resources "factsLabels.resources" .Values.factsLabels.resources "contact.retention.resources" .Values.contact.retention.resources -}}
{{- $asked = merge $asked (dict "evaluation.postgres.resources" .Values.evaluation.postgres.resources "evaluation.valkey.resources" .Values.evaluation.valkey.resources "evaluation.backup.resources" .Values.evaluation.backup.resources) -}}
{{- range $place, $resources := $asked -}}
{{- range $name, $request := $resources.requests -}}
{{- $limit := get (default dict $resources.limits) $name -}}
{{- if and $request $limit (gt (include "choosemypower.amount" $request | float64) (include "choosemypower.amount" $limit | float64)) -}}
{{- fail (printf "%s.requests.%s (%v) is above %s.limits.%s (%v)." $place $name $request $place $name $limit) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if eq (include "choosemypower.autoscales" .) "yes" -}}
{{- if not .Values.resources.requests.cpu -}}
{{- fail "autoscaling.enabled needs resources.requests.cpu: its target is a percentage of it." -}}
{{- end -}}
{{- if and .Values.autoscaling.targetMemoryUtilizationPercentage (not .Values.resources.requests.memory) -}}
{{- fail "autoscaling.targetMemoryUtilizationPercentage needs resources.requests.memory: it is a percentage of it." -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "choosemypower.checkAddress" -}}
{{- $isLocal := contains "://localhost" .Values.app.baseUrl -}}
{{- if and $isLocal (or .Values.httpRoute.enabled .Values.ingress.enabled) -}}
{{- fail (printf "app.baseUrl is %s: pages would name that as their own address. Set it to the one that visitors use." .Values.app.baseUrl) -}}
{{- end -}}
{{- if and $isLocal .Values.metrics.probe.enabled (not .Values.metrics.probe.targets) -}}
{{- fail (printf "metrics.probe.enabled would ask app.baseUrl, which is %s. Set it, or metrics.probe.targets." .Values.app.baseUrl) -}}
{{- end -}}
{{- end -}}

{{/* A variable that stands twice in a container is refused by the API server (Helm 4 applies on the server's side). */}}
{{- define "choosemypower.checkVariables" -}}
{{- $ours := concat (include "choosemypower.configuration" . | fromYaml | keys) (list "DATABASE_URL" "DATABASE_DIRECT_URL" "DATABASE_READ_URL" "REDIS_URL" "CDN_KEY" "MAX_CITIES" "BATCH_SIZE" "BATCH_DELAY_MS") -}}
{{- $seen := list -}}
{{- range .Values.extraEnv -}}
{{- if has .name $ours -}}
{{- fail (printf "extraEnv sets %s, which this chart sets from its own values." .name) -}}
{{- end -}}
{{- if has .name $seen -}}
{{- fail (printf "extraEnv sets %s twice." .name) -}}
{{- end -}}
{{- $seen = append $seen .name -}}
{{- end -}}
{{- end -}}

{{/* On a cluster (elsewhere `lookup` finds nothing): pods and hook would wait for a secret that nobody makes. */}}
{{- define "choosemypower.checkSecret" -}}
{{- $all := dict -}}
{{- if and .Values.migrations.requireSecret (not .Values.externalSecret.enabled) -}}
{{- $all = lookup "v1" "Secret" .Release.Namespace "" -}}
{{- end -}}
{{- if $all -}}
{{- if and (not (and .Values.evaluation.enabled (not .Values.database.existingSecret))) (ne .Values.migrations.mode "none") -}}
{{- $keys := compact (list .Values.database.urlKey .Values.database.directUrlKey .Values.database.readUrlKey .Values.database.webUrlKey (ternary .Values.database.webDirectUrlKey "" (ne .Values.database.webUrlKey ""))) -}}
{{- include "choosemypower.requireSecret" (dict "root" . "all" $all "name" (include "choosemypower.databaseSecret" .) "keys" $keys "what" "Pods and the migration need the database's address:" "like" "postgresql://user:password@host:5432/name") -}}
{{- end -}}
{{- if .Values.redis.enabled -}}
{{- include "choosemypower.requireSecret" (dict "root" . "all" $all "name" (include "choosemypower.redisSecret" .) "keys" (list .Values.redis.urlKey) "what" "redis.enabled needs the address of Redis:" "like" "redis://:password@host:6379/0") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* dict "root" . "all" SECRETS "name" NAME "keys" KEYS "what" SENTENCE "like" EXAMPLE */}}
{{- define "choosemypower.requireSecret" -}}
{{- $found := list -}}
{{- range .all.items -}}
{{- if eq .metadata.name $.name -}}
{{- $found = keys (default dict .data) -}}
{{- end -}}
{{- end -}}
{{- $namespace := .root.Release.Namespace -}}
{{- range .keys -}}
{{- if not (has . $found) -}}
{{- fail (printf "%s the secret %s with the key %s in the namespace %s is not there. Make it first: kubectl -n %s create secret generic %s --from-literal=%s=%s" $.what $.name . $namespace $namespace $.name . $.like) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What the secrets say now, on a cluster: an upgrade after a new password then replaces the pods. */}}
{{- define "choosemypower.secretsChecksum" -}}
{{- if and .Values.migrations.requireSecret (not .Values.evaluation.enabled) -}}
{{- $data := list -}}
{{- $names := list (include "choosemypower.databaseSecret" .) (ternary (include "choosemypower.redisSecret" .) "" .Values.redis.enabled) -}}
{{- $names = append $names (ternary .Values.cdn.existingSecret "" (ne .Values.cdn.provider "none")) -}}
{{- $names = concat $names (list .Values.alerts.existingSecret .Values.sources.existingSecret .Values.mail.existingSecret .Values.operator.existingSecret) -}}
{{- range .Values.extraEnv -}}
{{- $names = append $names (dig "valueFrom" "secretKeyRef" "name" "" .) -}}
{{- end -}}
{{- range .Values.extraVolumes -}}
{{- $names = append $names (dig "secret" "secretName" "" .) -}}
{{- end -}}
{{- range compact $names | uniq -}}
{{- with (lookup "v1" "Secret" $.Release.Namespace .).data -}}
{{- $data = append $data . -}}
{{- end -}}
{{- end -}}
{{- if $data -}}{{ $data | toJson | sha256sum }}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Kubernetes would say "Forbidden: updates to statefulset spec …": a volume cannot come or go later. */}}
{{- define "choosemypower.checkPersistence" -}}
{{- if .Values.evaluation.enabled -}}
{{- $name := printf "%s-evaluation-postgres" (include "choosemypower.fullname" .) -}}
{{- with lookup "apps/v1" "StatefulSet" .Release.Namespace $name -}}
{{- $has := gt (len (default list .spec.volumeClaimTemplates)) 0 -}}
{{- if ne $has $.Values.evaluation.postgres.persistence.enabled -}}
{{- fail (printf "evaluation.postgres.persistence.enabled is %t, but the database runs %s a volume, which cannot be changed in place. Its data does not move by itself: dump it if you need it, then kubectl -n %s delete statefulset %s, and upgrade again." $.Values.evaluation.postgres.persistence.enabled (ternary "with" "without" $has) $.Release.Namespace $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
