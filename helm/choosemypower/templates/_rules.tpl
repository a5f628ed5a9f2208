{{/* How often the probe failed, over the windows that the burn-rate alerts compare. */}}
{{- define "choosemypower.recordingRules" -}}
{{- $job := printf "%s-probe" (include "choosemypower.fullname" .) -}}
- name: {{ include "choosemypower.fullname" . }}-recording
  rules:
    {{- range list "5m" "30m" "1h" "2h" "6h" "1d" "3d" }}
    - record: choosemypower:probe_failure:ratio_{{ . }}
      expr: {{ printf "1 - avg(avg_over_time(probe_success{job=\"%s\"}[%s]))" $job . | quote }}
    {{- end }}
    {{- if .Values.metrics.enabled }}
    {{- $metrics := printf "namespace=\"%s\",service=\"%s-metrics\"" .Release.Namespace (include "choosemypower.fullname" .) }}
    {{- range list "5m" "30m" "1h" "2h" "6h" "1d" "3d" }}
    - record: choosemypower:errors:ratio_{{ . }}
      expr: {{ printf "(sum(rate(choosemypower_requests_total{%s,status=\"5xx\"}[%s])) or vector(0)) / (sum(rate(choosemypower_requests_total{%s}[%s])) > 0)" $metrics . $metrics . | quote }}
    {{- end }}
    {{- end }}
{{- end -}}

{{/*
Alerts over three sources that exist: the program's own metrics, kube-state-metrics with cAdvisor, and the blackbox probe.
The objective is 99.9 %: 14.4 times that error rate for an hour spends 2 % of a month's budget.
*/}}
{{- define "choosemypower.alerts" -}}
{{- $name := include "choosemypower.fullname" . -}}
{{- $here := printf "namespace=\"%s\"" .Release.Namespace -}}
{{- $web := printf "%s,container=\"web\",pod=~\"%s-.*\"" $here $name -}}
{{- $metrics := printf "%s,service=\"%s-metrics\"" $here $name -}}
- alert: ChooseMyPowerDown
  severity: critical
  for: 1m
  summary: No pod of the site is available.
  expr: kube_deployment_status_replicas_available{ {{- $here }},deployment="{{ $name }}"} == 0
- alert: ChooseMyPowerReplicasMissing
  severity: warning
  for: 15m
  summary: Fewer pods are available than wanted for 15 minutes.
  expr: kube_deployment_status_replicas_available{ {{- $here }},deployment="{{ $name }}"} < kube_deployment_spec_replicas{ {{- $here }},deployment="{{ $name }}"}
- alert: ChooseMyPowerRestarting
  severity: warning
  summary: A pod of the site was restarted three times or more in 15 minutes.
  expr: increase(kube_pod_container_status_restarts_total{ {{- $web }}}[15m]) > 2.5
- alert: ChooseMyPowerOutOfMemory
  severity: warning
  summary: A pod of the site was killed at its memory limit.
  expr: (increase(kube_pod_container_status_restarts_total{ {{- $web }}}[10m]) > 0) and on (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{ {{- $web }},reason="OOMKilled"} == 1)
- alert: ChooseMyPowerThrottled
  severity: warning
  for: 15m
  summary: The CPU limit stops pods of the site in more than a quarter of their time slices.
  expr: sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{ {{- $web }}}[5m])) / sum by (pod) (rate(container_cpu_cfs_periods_total{ {{- $web }}}[5m])) > 0.25
{{- if eq (include "choosemypower.autoscales" .) "yes" }}
- alert: ChooseMyPowerAtMostPods
  severity: warning
  for: 15m
  summary: The autoscaler wants no fewer than the most pods it may have.
  expr: kube_horizontalpodautoscaler_status_current_replicas{ {{- $here }},horizontalpodautoscaler="{{ $name }}"} >= kube_horizontalpodautoscaler_spec_max_replicas{ {{- $here }},horizontalpodautoscaler="{{ $name }}"}
{{- end }}
{{- if .Values.metrics.enabled }}
- alert: ChooseMyPowerMetricsMissing
  severity: warning
  for: 10m
  summary: Prometheus cannot read the server's metrics.
  expr: (up{ {{- $metrics }}} == 0) or absent(up{ {{- $metrics }}})
- alert: ChooseMyPowerConnectionsNearLimit
  severity: warning
  for: 5m
  summary: A pod holds over 80 % of the connections it accepts; beyond, nobody is answered, probes included.
  expr: process_open_fds{ {{- $metrics }}} > {{ mulf 0.8 (float64 .Values.server.backpressure) }}
- alert: ChooseMyPowerServerErrors
  severity: warning
  for: 10m
  summary: More than 1 % of the answers are errors of ours (5xx).
  expr: sum(rate(choosemypower_requests_total{ {{- $metrics }},status="5xx"}[5m])) / sum(rate(choosemypower_requests_total{ {{- $metrics }}}[5m])) > 0.01 and sum(rate(choosemypower_requests_total{ {{- $metrics }}}[5m])) > 0.1
- alert: ChooseMyPowerWorkerRespawned
  severity: warning
  summary: The server's worker died and was replaced by another.
  expr: increase(choosemypower_workers_lost_total{ {{- $metrics }}}[15m]) > 0
- alert: ChooseMyPowerMemoryNearLimit
  severity: warning
  for: 10m
  summary: A pod takes over 90 % of the memory that it may have; beyond, it is killed.
  expr: choosemypower_memory_bytes{ {{- $metrics }}} / choosemypower_memory_bytes_max{ {{- $metrics }}} > 0.9
- alert: ChooseMyPowerDiskNearlyFull
  severity: warning
  for: 10m
  summary: The disk that holds DATA_DIR has less than 10 % left.
  expr: 1 - choosemypower_disk_bytes{ {{- $metrics }}} / choosemypower_disk_bytes_max{ {{- $metrics }}} < 0.1
- alert: ChooseMyPowerDatabaseDown
  severity: critical
  for: 3m
  summary: Pods cannot use the database. Pages still come from memory; contact requests are refused.
  expr: count(choosemypower_database_reachable{ {{- $metrics }}} == 0) > 0
- alert: ChooseMyPowerDatabaseSlow
  severity: warning
  for: 3m
  summary: The database takes over a second to answer a simple question.
  expr: max(choosemypower_database_look_seconds{ {{- $metrics }}}) > 1
- alert: ChooseMyPowerDatabasePoolFull
  severity: warning
  for: 5m
  summary: Requests wait for a connection to the database; it is slow, or the pool is small.
  expr: max(choosemypower_database_pool_waiting{ {{- $metrics }}}) > 0
- alert: ChooseMyPowerCacheDown
  severity: warning
  for: 3m
  summary: Redis does not answer, or takes no writes. Each pod keeps its own pages.
  expr: (count(choosemypower_breaker_state{ {{- $metrics }},breaker="redis",state="closed"} == 0) > 0) or (count(choosemypower_redis_takes_writes{ {{- $metrics }}} == 0) > 0)
- alert: ChooseMyPowerServiceDown
  severity: warning
  for: 5m
  summary: A service of others that pods ask does not answer and is left alone; everything else works.
  expr: min by (breaker) (choosemypower_breaker_state{ {{- $metrics }},breaker!="redis",state="closed"}) == 0
- alert: ChooseMyPowerCacheHitRateLow
  severity: warning
  for: 10m
  summary: Under 85 % of the answers that are kept come from the cache.
  expr: (sum(rate(choosemypower_requests_total{ {{- $metrics }},cache=~"hit|refreshing|shared|stale"}[15m])) or vector(0)) / sum(rate(choosemypower_requests_total{ {{- $metrics }},cache!~"passed|refused"}[15m])) < 0.85 and sum(rate(choosemypower_requests_total{ {{- $metrics }},cache!~"passed|refused"}[15m])) > 3
- alert: ChooseMyPowerApiSlow
  severity: warning
  for: 3m
  summary: The API takes over a second on average to make an answer.
  expr: sum(rate(choosemypower_render_seconds_sum{ {{- $metrics }},route=~"/api/.*",route!~"/api/health/.*"}[5m])) / (sum(rate(choosemypower_render_seconds_count{ {{- $metrics }},route=~"/api/.*",route!~"/api/health/.*"}[5m])) > 0) > 1
- alert: ChooseMyPowerDataUnconfirmed
  severity: warning
  for: 5m
  summary: What pods serve was last confirmed over two hours ago; the objective is under one.
  expr: max(choosemypower_data_confirmed_age_seconds{ {{- $metrics }}}) > 7200
- alert: ChooseMyPowerIngestStaged
  severity: warning
  for: 5m
  summary: A listing looks doubtful and waits to be accepted; pages show the one before.
  expr: max(choosemypower_ingest_staged{ {{- $metrics }}}) > 0
- alert: ChooseMyPowerReadingFailed
  severity: warning
  for: 5m
  summary: The last reading of a listing failed; pages show the one before.
  expr: max(choosemypower_ingest_last_timestamp_seconds{ {{- $metrics }},outcome="failed"}) > (max(choosemypower_ingest_last_timestamp_seconds{ {{- $metrics }},outcome=~"published|unchanged|staged"}) or vector(0))
- alert: ChooseMyPowerRowsQuarantined
  severity: warning
  for: 5m
  summary: More than one row in twenty of the newest listing could not be understood and was left out.
  expr: max(choosemypower_ingest_quarantined_rows{ {{- $metrics }}}) / max(choosemypower_ingest_file_rows{ {{- $metrics }}}) > 0.05
- alert: ChooseMyPowerVitalsPoor
  severity: warning
  for: 5m
  summary: For more than one visitor in four pages are slower, or move more, than they should.
  expr: sum by (metric) (increase(choosemypower_vitals_total{ {{- $metrics }},verdict="over"}[10m])) / sum by (metric) (increase(choosemypower_vitals_total{ {{- $metrics }}}[10m])) > 0.25 and sum by (metric) (increase(choosemypower_vitals_total{ {{- $metrics }}}[10m])) >= 20
- alert: ChooseMyPowerErrorBudgetBurnsFast
  severity: critical
  for: 2m
  summary: Answers fail so often that 2 % of the month's error budget goes in an hour, or 5 % in six.
  expr: (choosemypower:errors:ratio_1h > 0.0144 and choosemypower:errors:ratio_5m > 0.0144) or (choosemypower:errors:ratio_6h > 0.006 and choosemypower:errors:ratio_30m > 0.006)
- alert: ChooseMyPowerErrorBudgetBurnsSlowly
  severity: warning
  for: 15m
  summary: Answers fail so often that the month's error budget will not last.
  expr: (choosemypower:errors:ratio_1d > 0.003 and choosemypower:errors:ratio_2h > 0.003) or (choosemypower:errors:ratio_3d > 0.001 and choosemypower:errors:ratio_6h > 0.001)
{{- end }}
{{- if .Values.ingest.enabled }}
- alert: ChooseMyPowerDataOld
  severity: warning
  for: 5m
  summary: No listing was read for over two hours; the objective is under one.
  expr: time() - kube_cronjob_status_last_successful_time{ {{- $here }},cronjob="{{ $name }}-ingest"} > 7200
- alert: ChooseMyPowerDataStale
  severity: critical
  for: 5m
  summary: No listing was read for over a day; every page now says so.
  expr: time() - kube_cronjob_status_last_successful_time{ {{- $here }},cronjob="{{ $name }}-ingest"} > 86400
- alert: ChooseMyPowerIngestFailing
  severity: warning
  for: 10m
  summary: The last run that was due did not read the listing.
  {{- $ingest := printf "{%s,cronjob=\"%s-ingest\"}" $here $name }}
  expr: (kube_cronjob_status_last_schedule_time{{ $ingest }} > on (namespace, cronjob) kube_cronjob_status_last_successful_time{{ $ingest }} or kube_cronjob_status_last_schedule_time{{ $ingest }} unless on (namespace, cronjob) kube_cronjob_status_last_successful_time{{ $ingest }}) unless on (namespace, cronjob) kube_cronjob_status_active{{ $ingest }} > 0
{{- end }}
{{- if eq (include "choosemypower.migrationsMode" .) "hook" }}
- alert: ChooseMyPowerMigrationFailed
  severity: critical
  summary: The Job that brings the database to this release failed; the rollout waits for it.
  expr: kube_job_failed{ {{- $here }},condition="true",job_name="{{ $name }}-migrate"} == 1
{{- end }}
{{- if and .Values.evaluation.enabled .Values.evaluation.backup.enabled }}
- alert: ChooseMyPowerBackupMissing
  severity: warning
  for: 30m
  summary: The evaluation's database was not backed up for over 26 hours.
  expr: time() - kube_cronjob_status_last_successful_time{ {{- $here }},cronjob="{{ $name }}-backup"} > 93600
{{- end }}
{{- if .Values.evaluation.enabled }}
- alert: ChooseMyPowerVolumeNearlyFull
  severity: critical
  for: 10m
  summary: A volume of the evaluation has less than 10 % left; a database whose disk is full takes no writes.
  expr: kubelet_volume_stats_available_bytes{ {{- $here }},persistentvolumeclaim=~".*{{ $name }}.*"} / kubelet_volume_stats_capacity_bytes{ {{- $here }},persistentvolumeclaim=~".*{{ $name }}.*"} < 0.1
{{- end }}
{{- if .Values.metrics.probe.enabled }}
- alert: ChooseMyPowerBudgetBurnsFast
  severity: critical
  for: 2m
  summary: Probes fail so often that 2 % of the month's error budget goes in an hour, or 5 % in six.
  expr: (choosemypower:probe_failure:ratio_1h > 0.0144 and choosemypower:probe_failure:ratio_5m > 0.0144) or (choosemypower:probe_failure:ratio_6h > 0.006 and choosemypower:probe_failure:ratio_30m > 0.006)
- alert: ChooseMyPowerBudgetBurnsSlowly
  severity: warning
  for: 15m
  summary: Probes fail so often that the month's error budget will not last.
  expr: (choosemypower:probe_failure:ratio_1d > 0.003 and choosemypower:probe_failure:ratio_2h > 0.003) or (choosemypower:probe_failure:ratio_3d > 0.001 and choosemypower:probe_failure:ratio_6h > 0.001)
- alert: ChooseMyPowerSlowProbe
  severity: warning
  for: 10m
  summary: The site takes over 600 ms to answer a probe.
  expr: avg by (instance) (avg_over_time(probe_duration_seconds{job="{{ $name }}-probe"}[10m])) > 0.6
- alert: ChooseMyPowerCertificateEnds
  severity: warning
  for: 1h
  summary: The site's certificate ends within two weeks.
  expr: probe_ssl_earliest_cert_expiry{job="{{ $name }}-probe"} - time() < 1209600
{{- end }}
{{- end -}}
