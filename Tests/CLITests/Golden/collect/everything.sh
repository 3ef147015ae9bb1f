#!/bin/sh
# Gathers what Debrief reads from a Kubernetes cluster into one new folder. Printed by `debrief collect`.
#
#   sh collect.sh -n   prints the commands instead of running them
#   sh collect.sh      runs them; events first, because Kubernetes forgets them after an hour
#   sh collect.sh -z   packs the folder as well
#
# It only reads: kubectl get, describe, logs, top, rollout history and version, helm list and history, HTTP searches.
# It leaves out Secrets and ConfigMaps, and replaces the values of environment variables, passwords in arguments and
# URLs by <redacted>. Log lines stay as the programs wrote them. It writes only below its folder, which must be new.
# What cannot be had is listed in collector-errors.jsonl, and the run goes on.
set -u
umask 077
LC_ALL=C
export LC_ALL

# What was asked for
# the kubectl context; empty: the current one
context='prod'
# 2026-08-27T17:00:00Z, in seconds since 1970; empty: `window` before the end
since_given=1787850000
# 2026-08-27T19:00:00Z, in seconds since 1970; empty: now
until_given=1787857200
# how far to look back, in seconds
window=21600
# the new folder; empty: named after the time, in the current one
dir='evidence'
# whether to pack the folder as well
archive=yes
# containers whose logs are fetched, at most
most_logs=7
# bytes of one log, at most
most_bytes=52428800
# pods or nodes that are described, at most
most_described=50
prometheus='http://127.0.0.1:9090'
# the label matcher of the namespaces
matcher='namespace=~"shop|pay"'
# seconds between samples; series of one answer, at most
step=30
most_series=10000
alertmanager='https://alerts.example/am'
loki='http://loki:3100'
loki_query='{namespace=~"shop|pay"}'
elasticsearch='http://logs:9200/logs-*'
elasticsearch_query='kubernetes.namespace_name:("shop" OR "pay") OR kubernetes.namespace:("shop" OR "pay")'
# lines of one answer; answers, at most
page_size=5000
most_pages=200

each_scope() { # COMMAND…: runs it with the folder and the option of each part of the cluster
  "$@" kubernetes/shop '--namespace=shop'
  "$@" kubernetes/pay '--namespace=pay'
}

is_wanted() { # NAMESPACE/POD: whether its logs were asked for
  case $1 in
  'shop/checkout'*) ;;
  'pay/'*) ;;
  *) return 1 ;;
  esac
}

own_queries() { # COMMAND…: runs it with the name and the text of each query asked for
  "$@" 'checkout_error_ratio' 'sum(rate(errors_total[5m]))'
}

dry=no
failures=0
kept=0
nothing=0
start_time=$(date -u +%s)

say() { printf '%s\n' "$*" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

# A body in ( ) keeps its variables to itself.
utc() ( # SECONDS since 1970, as 2026-08-27T18:00:00Z
  z=$(($1 / 86400 + 719468))
  era=$((z / 146097))
  doe=$((z - era * 146097))
  yoe=$(((doe - doe / 1460 + doe / 36524 - doe / 146096) / 365))
  doy=$((doe - (365 * yoe + yoe / 4 - yoe / 100)))
  mp=$(((5 * doy + 2) / 153))
  day=$((doy - (153 * mp + 2) / 5 + 1))
  month=$((mp < 10 ? mp + 3 : mp - 9))
  year=$((yoe + era * 400 + (month <= 2)))
  rest=$(($1 % 86400))
  printf '%04d-%02d-%02dT%02d:%02d:%02dZ\n' "$year" "$month" "$day" \
    "$((rest / 3600))" "$((rest / 60 % 60))" "$((rest % 60))"
)

plain() { # NAME: whether it can be part of a path and of a command line; names in Kubernetes always can
  case $1 in
  '' | -* | . | .. | *[!A-Za-z0-9._-]*) return 1 ;;
  esac
}

quote() ( # TEXT as one word of a shell
  case $1 in
  '' | *[!A-Za-z0-9._/:=@%+,-]*) printf "'%s'" "$(printf '%s\n' "$1" | sed "s/'/'\\\\''/g")" ;;
  *) printf '%s' "$1" ;;
  esac
)

written() ( # COMMAND… as one would type it
  case $1 in
  kube)
    shift
    [ -z "$context" ] || set -- "--context=$context" "$@"
    set -- kubectl "$@"
    ;;
  releases)
    shift
    [ -z "$context" ] || set -- "--kube-context=$context" "$@"
    set -- helm "$@"
    ;;
  http)
    shift
    set -- curl --get "$@"
    ;;
  esac
  quote "$1"
  shift
  for word in "$@"; do
    printf ' '
    quote "$word"
  done
)

hide_credentials() { sed -e 's#://[^/@"[:space:]]*@#://<redacted>@#g' -e 's#[Bb]earer [^"[:space:]]*#Bearer <redacted>#g'; }

as_json() { # standard input as the inside of a JSON string
  tr '\011\012\015' '   ' | tr -d '\000-\037' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/ *$//'
}

record() { # FILE EXIT-CODE WHY COMMAND…: adds a line to the list of what could not be had
  [ "$dry" = no ] || return 0
  failures=$((failures + 1))
  say "  missing: $1: $3"
  {
    printf '{"collector_error":"%s","file":"%s","exit_code":%s,' \
      "$(printf '%s' "$3" | as_json)" "$(printf '%s' "$1" | as_json)" "$2"
    shift 3
    printf '"command":"%s","recorded_at":"%s"}\n' \
      "$([ $# -eq 0 ] || written "$@" | hide_credentials | as_json)" "$(utc "$(date -u +%s)")"
  } >>"$dir/collector-errors.jsonl"
}

first_line() { # of a file, without credentials, at most 300 bytes; what kubectl logs about itself is passed over
  { grep -v '^[IWEF][0-9][0-9][0-9][0-9] ' "$1" || cat "$1"; } | sed -n '/[^[:space:]]/{p;q;}' | hide_credentials | cut -c 1-300
}

keep() { # FILTER FILE COMMAND…: the filtered output becomes FILE; a failure is recorded. Status 1: there is no FILE
  filter=$1
  target=$2
  shift 2
  if [ "$dry" = yes ]; then
    printf '%s > %s\n' "$(written "$@")" "$(quote "$target")"
    return 1
  fi
  if [ -e "$dir/$target" ]; then
    record "$target" 1 "there is a file of this name already; it was not overwritten" "$@"
    return 1
  fi
  "$@" </dev/null >"$work/out" 2>"$work/err"
  status=$?
  if [ "$status" -ne 0 ]; then
    why=$(first_line "$work/err")
    record "$target" "$status" "${why:-no reason was given}" "$@"
    # What came before the failure is kept, but not a list that is empty because of it.
    if [ ! -s "$work/out" ] || grep -q '^ *"items": \[\],*$' "$work/out"; then return 1; fi
  fi
  if ! "$filter" <"$work/out" >"$work/kept"; then
    record "$target" 1 "the output is not laid out as kubectl does, so that secrets could not be taken out: left out" "$@"
    return 1
  fi
  if [ ! -s "$work/kept" ]; then
    nothing=$((nothing + 1))
    return 1
  fi
  mkdir -p "$dir/$(dirname "$target")" && mv "$work/kept" "$dir/$target" || return 1
  kept=$((kept + 1))
  say "  $target"
}

# What must not leave the cluster, in the text of one line.
mask='
  function indent(text) { return match(text, /[^ ]/) ? RSTART - 1 : 0 }
  # An argument whose value is the next one.
  function announces(text) { return tolower(text) ~ /^ *"?-+[a-z0-9_-]*(password|passwd|secret|token|api-?key)[a-z0-9_-]*"?,?$/ }
  function masked(text,   low, out, at) {
    # The digest of an image stands behind an @, too.
    gsub(/@sha256:/, "\001", text)
    gsub(/:\/\/[^\/@ "]*@/, "://<redacted>@", text)
    gsub(/\001/, "@sha256:", text)
    gsub(/[Aa]uthorization: *[A-Za-z]+ +[^ "\\]+/, "Authorization: <redacted>", text)
    gsub(/[Bb]earer +[A-Za-z0-9._~+\/=-]+/, "Bearer <redacted>", text)
    gsub(/[Pp]assw(or)?d: *[^ "\\]+/, "password: <redacted>", text)
    if (!index(text, "=")) return text
    low = tolower(text)
    out = ""
    while (match(low, /(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential)[a-z0-9_-]*=[^ "\\&,;<]+/)) {
      at = RSTART + index(substr(low, RSTART, RLENGTH), "=") - 1
      out = out substr(text, 1, at) "<redacted>"
      text = substr(text, RSTART + RLENGTH)
      low = substr(low, RSTART + RLENGTH)
    }
    return out text
  }'

mask_objects() { # the JSON of kubectl, which has a key a line; status 1 when it is laid out otherwise
  awk "$mask"'
    function blank() { sub(/": ".*"/, "\": \"<redacted>\"") }
    NR == 1 && !/^\{$/ { bad = 1; exit 1 }
    /"(env|parameters)": *\[ *[^\] ]/ || /"valuesObject": *\{ *[^} ]/ { bad = 1; exit 1 }
    inside && indent($0) <= level { inside = dropped = 0 }
    dropped { next }
    !inside && /^ *"(env|parameters)": \[$/ { inside = 1; level = indent($0) }
    !inside && /^ *"valuesObject": \{$/ { inside = dropped = 1; level = indent($0) }
    inside && /^ *"value": "/ { blank() }
    /^ *"[^"]*applied[^"]*": "/ || /^ *"values": "/ || /\\"env\\"/ { blank() }
    secret { sub(/".*"/, "\"<redacted>\"") }
    { secret = announces($0); print masked($0) }
    END { exit bad }'
}

mask_text() { # the text of kubectl describe
  awk "$mask"'
    inside && indent($0) <= level { inside = 0 }
    inside && !child { child = indent($0) }
    inside && indent($0) > child { next }
    inside { sub(/:.*/, ": <redacted>") }
    /^ *Environment:/ { inside = 1; level = indent($0); child = 0 }
    secret { sub(/[^ ].*/, "<redacted>") }
    { secret = announces($0); print masked($0) }'
}

# Kubernetes

kube() { # VERB…: kubectl, with verbs that read and no others
  case $1 in
  get | describe | logs | top | version) ;;
  rollout) [ "$2" = history ] || return 64 ;;
  *) return 64 ;;
  esac
  [ -z "$context" ] || set -- "--context=$context" "$@"
  kubectl --request-timeout=120s "$@"
}

objects() { # KIND FOLDER SCOPE
  keep mask_objects "$2/$1.json" kube get "$1" "$3" -o json
}

optional_objects() { # KIND FOLDER SCOPE: of a kind that not every cluster has
  if [ "$dry" = no ]; then
    kube get "$1" "$3" -o name </dev/null >"$work/names" 2>"$work/err" || {
      grep -q "doesn't have a resource type" "$work/err" || record "$2/$1.json" 1 "$(first_line "$work/err")" kube get "$1" "$3" -o json
      return 0
    }
    [ -s "$work/names" ] || return 0
  fi
  objects "$@"
}

# One line a container: namespace|pod|container|restarts|state|the pod's readiness|its phase
# The dollars are the template's own.
# shellcheck disable=SC2016
containers='{{range .items}}{{$pod := .}}{{$ready := "False"}}{{range .status.conditions}}{{if eq .type "Ready"}}{{$ready = .status}}{{end}}{{end}}'
for list in initContainerStatuses containerStatuses; do
  containers="$containers{{range .status.$list}}{{\$pod.metadata.namespace}}|{{\$pod.metadata.name}}|{{.name}}|{{.restartCount}}|{{if .state.waiting}}waiting{{else if .state.running}}running{{else}}terminated{{end}}|{{\$ready}}|{{\$pod.status.phase}}{{\"\\n\"}}{{end}}"
done
containers="$containers{{end}}"

# One line a node: name|readiness
nodes='{{range .items}}{{.metadata.name}}|{{range .status.conditions}}{{if eq .type "Ready"}}{{.status}}{{end}}{{end}}{{"\n"}}{{end}}'

list_containers() { # FOLDER SCOPE
  kube get pods "$2" -o "go-template=$containers" </dev/null >>"$work/containers" 2>"$work/err" ||
    record "logs of $1" 1 "$(first_line "$work/err")" kube get pods "$2"
}

# The containers whose logs are worth having: asked for first, then those of pods that are not ready, then restarted ones.
choose_containers() {
  odd=0
  while IFS='|' read -r namespace pod container restarts state ready phase; do
    case $restarts in '' | *[!0-9]*) restarts=x ;; esac
    if ! plain "$namespace" || ! plain "$pod" || ! plain "$container" || [ "$restarts" = x ]; then
      odd=$((odd + 1))
      continue
    fi
    rank=3
    [ "$restarts" -eq 0 ] || rank=2
    if [ "$ready" != True ] && [ "$phase" != Succeeded ]; then rank=1; fi
    if is_wanted "$namespace/$pod"; then rank=0; fi
    [ "$rank" -eq 3 ] || printf '%s|%s|%s|%s|%s|%s|%s\n' "$rank" "$namespace" "$pod" "$container" "$restarts" "$state" "$ready"
  done <"$work/containers" >"$work/candidates"
  [ "$odd" -eq 0 ] || record "logs of some containers" 1 "$odd lines of the list of containers are no names that Kubernetes allows"
  sort -t '|' -k 1,1n -k 5,5nr -k 2,4 "$work/candidates" >"$work/sorted"
  head -n "$most_logs" "$work/sorted" >"$work/chosen"
  total=$(($(wc -l <"$work/sorted")))
  [ "$total" -le "$most_logs" ] ||
    record "logs of some containers" 1 "$((total - most_logs)) of $total containers are beyond the limit of $most_logs (--max-logs)"
}

container_log() { # FILE NAMESPACE POD CONTAINER [--previous]
  log=$1
  shift
  namespace=$1 pod=$2 container=$3
  shift 3
  keep cat "$log" kube logs "--namespace=$namespace" "$pod" "--container=$container" --timestamps \
    "--since-time=$(utc "$since")" "--limit-bytes=$most_bytes" "$@" || return 0
  [ "$(($(wc -c <"$dir/$log")))" -lt "$most_bytes" ] ||
    record "$log" 0 "the log ends at the limit of $most_bytes bytes: what came later is missing"
}

logs() {
  if [ "$dry" = yes ]; then
    printf '# for each container that restarted, is not ready or was asked for, at most %s:\n' "$most_logs"
    container_log 'logs/NAMESPACE/POD/CONTAINER.log' NAMESPACE POD CONTAINER
    container_log 'logs/NAMESPACE/POD/CONTAINER-previous.log' NAMESPACE POD CONTAINER --previous
    return 0
  fi
  # The lists are read on a descriptor of their own: commands inside must not eat them.
  while IFS='|' read -r _ namespace pod container restarts state _ <&3; do
    # A container that never ran has no log.
    if [ "$state" = waiting ] && [ "$restarts" -eq 0 ]; then continue; fi
    base=logs/$namespace/$pod/$container
    container_log "$base.log" "$namespace" "$pod" "$container"
    [ "$restarts" -eq 0 ] || container_log "$base-previous.log" "$namespace" "$pod" "$container" --previous
    # While a container waits for its restart, both are the log of the same run.
    if [ -e "$dir/$base-previous.log" ] && cmp -s "$dir/$base.log" "$dir/$base-previous.log"; then
      rm "$dir/$base-previous.log"
      kept=$((kept - 1))
    fi
  done 3<"$work/chosen"
}

describe_pods() {
  if [ "$dry" = yes ]; then
    printf '# for each pod and node that is not ready, at most %s of each:\n' "$most_described"
    keep mask_text describe/pods/NAMESPACE/POD.txt kube describe pod --namespace=NAMESPACE POD
    return 0
  fi
  awk -F '|' '$7 != "True" && !seen[$2, $3]++ { print $2 "|" $3 }' "$work/sorted" | head -n "$most_described" >"$work/pods"
  while IFS='|' read -r namespace pod <&3; do
    keep mask_text "describe/pods/$namespace/$pod.txt" kube describe pod "--namespace=$namespace" "$pod"
  done 3<"$work/pods"
}

describe_nodes() {
  if [ "$dry" = yes ]; then
    keep mask_text describe/nodes/NODE.txt kube describe node NODE
    return 0
  fi
  kube get nodes -o "go-template=$nodes" </dev/null >"$work/nodes" 2>"$work/err" || return 0
  awk -F '|' '$2 != "True" { print $1 }' "$work/nodes" | head -n "$most_described" >"$work/unready"
  while IFS= read -r node <&3; do
    ! plain "$node" || keep mask_text "describe/nodes/$node.txt" kube describe node "$node"
  done 3<"$work/unready"
}

rollout_history() {
  if [ "$dry" = yes ]; then
    printf '# for each namespace with such a pod:\n'
    keep cat rollouts/NAMESPACE.txt kube rollout history deployment,statefulset,daemonset --namespace=NAMESPACE
    return 0
  fi
  awk -F '|' '!seen[$2]++ { print $2 }' "$work/sorted" | head -n "$most_described" >"$work/namespaces"
  while IFS= read -r namespace <&3; do
    keep cat "rollouts/$namespace.txt" kube rollout history deployment,statefulset,daemonset "--namespace=$namespace"
  done 3<"$work/namespaces"
}

usage_now() { # FOLDER SCOPE
  keep cat "$1/top-pods.txt" kube top pods "$2" --containers
}

collect_kubernetes() {
  if ! have kubectl && [ "$dry" = no ]; then
    record "everything of Kubernetes" 127 "kubectl was not found"
    return 0
  fi
  say "Kubernetes"
  each_scope objects events
  if [ "$dry" = no ] && [ "$kept" -eq 0 ] && ! kube version </dev/null >/dev/null 2>"$work/err"; then
    record "everything else of Kubernetes" 1 "$(first_line "$work/err")" kube version
    return 0
  fi
  each_scope objects pods
  keep mask_objects kubernetes/nodes.json kube get nodes -o json
  for kind in replicasets deployments statefulsets daemonsets jobs cronjobs horizontalpodautoscalers persistentvolumeclaims \
    poddisruptionbudgets resourcequotas services endpointslices networkpolicies; do
    each_scope objects "$kind"
  done
  each_scope optional_objects rollouts.argoproj.io
  each_scope optional_objects applications.argoproj.io
  if [ "$dry" = no ]; then
    : >"$work/containers"
    each_scope list_containers
    choose_containers
  fi
  logs
  describe_pods
  describe_nodes
  rollout_history
  each_scope usage_now
  keep cat kubernetes/top-nodes.txt kube top nodes
}

# Helm, where it is installed

releases() { # VERB…: helm, with verbs that read and no others
  case $1 in
  list | history) ;;
  *) return 64 ;;
  esac
  [ -z "$context" ] || set -- "--kube-context=$context" "$@"
  helm "$@"
}

list_releases() { # FOLDER SCOPE
  keep cat "$1/helm-releases.json" releases list "$2" --max=1000 --output=json
  [ "$dry" = no ] || return 0
  releases list "$2" --max=1000 </dev/null 2>/dev/null | awk 'NR > 1 { print $1 "|" $2 }' >>"$work/releases"
}

collect_helm() {
  if [ "$dry" = no ] && ! have helm; then return 0; fi
  say "Helm"
  [ "$dry" = yes ] || : >"$work/releases"
  each_scope list_releases
  if [ "$dry" = yes ]; then
    printf '# for each release, at most %s:\n' "$most_logs"
    keep hide_credentials helm/NAMESPACE/RELEASE.json releases history RELEASE --namespace=NAMESPACE --max=50 --output=json
    return 0
  fi
  head -n "$most_logs" "$work/releases" >"$work/some"
  while IFS='|' read -r release namespace <&3; do
    if plain "$release" && plain "$namespace"; then
      keep hide_credentials "helm/$namespace/$release.json" \
        releases history "$release" "--namespace=$namespace" --max=50 --output=json
    fi
  done 3<"$work/some"
}

# Servers that answer to HTTP. Credentials come from ~/.netrc, ~/.curlrc or the file that $COLLECT_CURL_CONFIG names.

http() { # URL ARGUMENT…: the body of a GET, when the answer is a good one
  # Not in quotes: two words or none.
  # shellcheck disable=SC2086
  code=$(curl --get --silent --show-error --globoff --netrc-optional --connect-timeout 10 --max-time 180 \
    ${COLLECT_CURL_CONFIG:+--config "$COLLECT_CURL_CONFIG"} \
    --output "$work/body" --write-out '%{http_code}' "$@") || return
  case $code in
  2??) cat "$work/body" ;;
  *)
    printf 'HTTP %s: ' "$code" >&2
    head -c 250 "$work/body" | tr '\n' ' ' >&2
    return 22
    ;;
  esac
}

reachable_by_http() { # NAME: says what to do when there is no curl
  if [ "$dry" = yes ] || have curl; then
    say "$1"
  else
    record "everything of $1" 127 "curl was not found"
    return 1
  fi
}

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

# Alertmanager

collect_alertmanager() {
  reachable_by_http Alertmanager || return 0
  keep hide_credentials alertmanager/alerts.json http "$alertmanager/api/v2/alerts"
  keep hide_credentials alertmanager/silences.json http "$alertmanager/api/v2/silences"
}

# Loki

# A page begins at the last time of the page before, so that no line is lost; lines that come twice are told by Debrief.
collect_loki() {
  reachable_by_http Loki || return 0
  from=${since}000000000
  page=0
  while [ "$page" -lt "$most_pages" ]; do
    page=$((page + 1))
    file=$(printf 'loki/%04d.json' "$page")
    keep cat "$file" http "$loki/loki/api/v1/query_range" --data-urlencode "query=$loki_query" \
      --data-urlencode "start=$from" --data-urlencode "end=${until}000000000" \
      --data-urlencode "limit=$page_size" --data-urlencode direction=forward || break
    grep -o '\["[0-9]\{19\}", *"' "$dir/$file" | tr -dc '0-9\n' | sort >"$work/times"
    [ "$(($(wc -l <"$work/times")))" -ge "$page_size" ] || return 0
    last=$(tail -n 1 "$work/times")
    # A page full of one instant: the next one begins after it, or the run would never end.
    if [ "$last" = "$from" ]; then
      record "$file" 0 "more than $page_size lines bear the time $last: those beyond are missing"
      last=$((last + 1))
    fi
    from=$last
  done
  if [ "$dry" = yes ]; then
    printf '# … and further pages of %s lines, at most %s\n' "$page_size" "$most_pages"
  elif [ "$page" -ge "$most_pages" ]; then
    record "loki after page $page" 0 "the limit of $most_pages pages was reached: later lines are missing"
  fi
}

# Elasticsearch or OpenSearch

# A page begins at the last millisecond of the page before, so that no hit is lost; hits that come twice have one _id.
collect_elasticsearch() {
  reachable_by_http Elasticsearch || return 0
  from=${since}000
  page=0
  while [ "$page" -lt "$most_pages" ]; do
    page=$((page + 1))
    file=$(printf 'elasticsearch/%04d.json' "$page")
    keep cat "$file" http "$elasticsearch/_search" --data-urlencode sort=@timestamp:asc --data-urlencode "size=$page_size" \
      --data-urlencode "q=($elasticsearch_query) AND @timestamp:[$from TO ${until}000]" || break
    grep -o '"sort": *\[ *[0-9]\{13,19\}' "$dir/$file" | tr -dc '0-9\n' | cut -c 1-13 | sort >"$work/times"
    [ "$(($(wc -l <"$work/times")))" -ge "$page_size" ] || return 0
    last=$(tail -n 1 "$work/times")
    if [ "$last" = "$from" ]; then
      record "$file" 0 "more than $page_size hits bear the time $last: those beyond are missing"
      last=$((last + 1))
    fi
    from=$last
  done
  if [ "$dry" = yes ]; then
    printf '# … and further pages of %s hits, at most %s\n' "$page_size" "$most_pages"
  elif [ "$page" -ge "$most_pages" ]; then
    record "elasticsearch after page $page" 0 "the limit of $most_pages pages was reached: later hits are missing"
  fi
}

collect_everything() { # in the order in which it would be lost
  collect_kubernetes
  collect_helm
  collect_prometheus
  collect_alertmanager
  collect_loki
  collect_elasticsearch
}

# The run

usage() {
  cat <<'USAGE'
usage: sh collect.sh [-n] [-z] [-h]
  -n   print the commands, run nothing, write nothing
  -z   pack the folder as a .tar.gz as well
USAGE
}

prepare() {
  until=${until_given:-$start_time}
  since=${since_given:-$((until - window))}
  [ -n "$dir" ] || dir=debrief-evidence-$(utc "$start_time" | tr -d ':-')
  case $dir in -*) dir=./$dir ;; esac
  [ "$dry" = no ] || return 0
  if [ "$archive" = yes ] && [ -e "$dir.tar.gz" ]; then
    say "error: $dir.tar.gz exists; nothing is overwritten"
    exit 1
  fi
  if ! mkdir "$dir" 2>/dev/null; then
    if [ -e "$dir" ]; then say "error: $dir exists; nothing is overwritten"; else say "error: cannot make the folder $dir"; fi
    exit 1
  fi
  work=$dir/.collecting
  mkdir "$work" || exit 1
  trap 'interrupted' HUP INT TERM
  cat >"$dir/incident.yaml" <<MANIFEST
# What the evidence cannot know. All keys are optional; take the # away where you know the answer.
captured_at: $(utc "$start_time")
# title: Card payments failing
# severity: SEV2
# services: [payments, checkout]
# timezone: Europe/Berlin   # of clocks that state none
# milestones: {detected: $(utc "$start_time")}
MANIFEST
}

finish() {
  rm -rf "$work"
  say
  say "$kept files in $dir, $(du -sk "$dir" | sed -n '1s/[^0-9].*//p') KiB, $(($(date -u +%s) - start_time)) s"
  [ "$nothing" -eq 0 ] || say "empty answers: $nothing"
  [ "$failures" -eq 0 ] || say "could not be had: $failures, see $dir/collector-errors.jsonl"
  say "look through it before you hand it on: log lines are as the programs wrote them"
}

interrupted() {
  trap '' HUP INT TERM
  record "everything after this" 130 "the run was interrupted"
  finish
  exit 130
}

pack() {
  if ! tar -czf "$dir.tar.gz" -C "$(dirname "$dir")" "$(basename "$dir")"; then
    rm -f "$dir.tar.gz"
    say "error: cannot pack $dir"
    exit 1
  fi
  say "packed: $dir.tar.gz"
}

main() {
  while getopts nzh option; do
    case $option in
    n) dry=yes ;;
    z) archive=yes ;;
    h)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 64
      ;;
    esac
  done
  prepare
  collect_everything
  [ "$dry" = no ] || exit 0
  finish
  [ "$archive" = no ] || pack
  printf '%s\n' "$dir"
  if [ "$kept" -eq 0 ]; then exit 1; fi
  say "next: debrief draft $(quote "$dir")"
}

main "$@"
