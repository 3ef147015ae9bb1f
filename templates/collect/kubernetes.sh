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

