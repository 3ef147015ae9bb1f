# Prometheus

# A line each: the name of the file, which names the metric where the answer does not, and the query.
signals() {
  cat <<QUERIES
ALERTS ALERTS
ALERTS_FOR_STATE ALERTS_FOR_STATE
up up
kube_pod_container_status_restarts_total kube_pod_container_status_restarts_total{$matcher}
kube_pod_container_status_waiting_reason kube_pod_container_status_waiting_reason{$matcher} > 0
kube_pod_container_status_last_terminated_reason kube_pod_container_status_last_terminated_reason{$matcher} > 0
kube_pod_status_phase kube_pod_status_phase{phase=~"Pending|Failed|Unknown",$matcher} > 0
kube_deployment_spec_replicas kube_deployment_spec_replicas{$matcher}
kube_deployment_status_replicas_available kube_deployment_status_replicas_available{$matcher}
kube_statefulset_replicas kube_statefulset_replicas{$matcher}
kube_statefulset_status_replicas_ready kube_statefulset_status_replicas_ready{$matcher}
kube_daemonset_status_number_unavailable kube_daemonset_status_number_unavailable{$matcher}
kube_horizontalpodautoscaler_status_current_replicas kube_horizontalpodautoscaler_status_current_replicas{$matcher}
kube_horizontalpodautoscaler_spec_max_replicas kube_horizontalpodautoscaler_spec_max_replicas{$matcher}
kube_job_status_failed kube_job_status_failed{$matcher} > 0
kube_node_status_condition kube_node_status_condition{condition="Ready",status="true"} or kube_node_status_condition{condition!="Ready",status="true"} > 0
kube_node_spec_unschedulable kube_node_spec_unschedulable > 0
kube_pod_container_resource_limits kube_pod_container_resource_limits{resource=~"cpu|memory",$matcher}
container_cpu_usage_cores sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{container!="",$matcher}[3m]))
container_cpu_throttled_ratio sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{container!="",$matcher}[3m])) / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{container!="",$matcher}[3m]))
container_memory_working_set_bytes sum by (namespace, pod, container) (container_memory_working_set_bytes{container!="",$matcher})
container_oom_events_total container_oom_events_total{container!="",$matcher} > 0
container_network_receive_errors sum by (namespace, pod) (rate(container_network_receive_errors_total{$matcher}[3m])) > 0
kubelet_volume_used_ratio kubelet_volume_stats_used_bytes{$matcher} / kubelet_volume_stats_capacity_bytes{$matcher}
node_cpu_usage_ratio 1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[3m]))
node_memory_available_ratio node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes
node_filesystem_used_ratio 1 - node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs"}
node_disk_io_busy_ratio rate(node_disk_io_time_seconds_total[3m])
node_load1 node_load1
node_network_drops sum by (instance) (rate(node_network_receive_drop_total[3m]) + rate(node_network_transmit_drop_total[3m]))
apiserver_request_error_ratio sum(rate(apiserver_request_total{code=~"5.."}[3m])) / sum(rate(apiserver_request_total[3m]))
coredns_error_ratio sum(rate(coredns_dns_responses_total{rcode="SERVFAIL"}[3m])) / sum(rate(coredns_dns_responses_total[3m]))
QUERIES
}

# Requests, errors and durations under the names that common libraries and meshes give them: the name of the files,
# the counter, two labels that may hold the status, the histogram.
requests() {
  cat <<'METRICS'
http http_requests_total code status http_request_duration_seconds_bucket
spring http_server_requests_seconds_count status status http_server_requests_seconds_bucket
otel http_server_request_duration_seconds_count http_response_status_code http_status_code http_server_request_duration_seconds_bucket
istio istio_requests_total response_code response_code istio_request_duration_milliseconds_bucket
ingress nginx_ingress_controller_requests status status nginx_ingress_controller_request_duration_seconds_bucket
METRICS
}

instant() { # FILE PATH
  keep hide_credentials "prometheus/$1" http "$prometheus$2"
}

range() { # NAME QUERY: an answer without series is not kept
  keep drop_empty "prometheus/range/$1.json" http "$prometheus/api/v1/query_range" --data-urlencode "query=$2" \
    --data-urlencode "start=$since" --data-urlencode "end=$until" --data-urlencode "step=$step" \
    --data-urlencode "limit=$most_series"
}

drop_empty() { grep -q '"result": *\[ *\]' "$work/out" || cat; }

request_ranges() { # NAME COUNTER LABEL LABEL HISTOGRAM
  by="sum by (namespace, service, job)"
  range "$1_request_rate" "$by (rate($2{$matcher}[3m]))"
  range "$1_request_error_ratio" "$by (rate($2{$3=~\"5..\",$matcher}[3m]) or rate($2{$4=~\"5..\",$matcher}[3m])) / $by (rate($2{$matcher}[3m]))"
  range "$1_request_latency_p99" "histogram_quantile(0.99, sum by (le, namespace, service, job) (rate($5{$matcher}[3m])))"
}

collect_prometheus() {
  reachable_by_http Prometheus || return 0
  # Prometheus refuses more than 11,000 points a series.
  least=$(((until - since) / 11000 + 1))
  if [ "$step" -lt "$least" ]; then
    say "  a step of $step s is too fine for this window: $least s is used"
    step=$least
  fi
  instant alerts.json /api/v1/alerts
  if [ "$dry" = no ] && [ ! -e "$dir/prometheus/alerts.json" ]; then return 0; fi
  instant rules.json /api/v1/rules
  instant targets.json /api/v1/targets
  own_queries range
  # A pipe would do, but what is counted in it would be lost.
  while read -r name query <&3; do range "$name" "$query"; done 3<<SIGNALS
$(signals)
SIGNALS
  while read -r name counter label other histogram <&3; do
    request_ranges "$name" "$counter" "$label" "$other" "$histogram"
  done 3<<REQUESTS
$(requests)
REQUESTS
}

