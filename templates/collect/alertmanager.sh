# Alertmanager

collect_alertmanager() {
  reachable_by_http Alertmanager || return 0
  keep hide_credentials alertmanager/alerts.json http "$alertmanager/api/v2/alerts"
  keep hide_credentials alertmanager/silences.json http "$alertmanager/api/v2/silences"
}

