import DebriefImport
import DebriefModel
import Testing

@Suite struct `Whose log a file is` {
  @Test(arguments: [
    ("var/log/pods/shop_web-1_ab-12/app/0.log", "shop/Pod/web-1[app]"),
    ("mg/namespaces/shop/pods/web-1/app/app/logs/current.log", "shop/Pod/web-1[app]"),
    ("mg/namespaces/shop/pods/web-1/app/app/logs/rotated/0.log.20260827-181500.gz", "shop/Pod/web-1[app]"),
    ("config/pod/shop/logs/web-1/errors.log", "shop/Pod/web-1"),
    ("insights/config/pod/shop/logs/web-1/app_previous.log", "shop/Pod/web-1[app]"),
    (
      "sosreport-n/sos_commands/kubernetes/cluster-info/shop/podlogs/web-1/kubectl_--kubeconfig_.etc.kubernetes.admin.conf_--namespace_shop_logs_web-1_-c_app",
      "shop/Pod/web-1[app]"
    ),
    ("bundle/cluster-resources/pods/logs/shop/web-1/app-previous.log", "shop/Pod/web-1[app]"),
  ])
  func `is told by the layout of each collector`(_ path: String, _ subject: String) {
    #expect("\(PathFacts.subject(of: path))" == subject)
  }

  @Test(arguments: [
    "config/node/logs/node-a.log", "sos_commands/kubernetes/cluster-info/kubectl_get_nodes", "app/logs/web.log",
    "logs/pod.log",
  ])
  func `is not guessed`(_ path: String) { #expect(PathFacts.subject(of: path) == .none) }

  @Test func `is at least in a namespace, for what sos lays beside the logs`() {
    let path = "sos_commands/kubernetes/cluster-info/shop/kubectl_get_-o_json_--namespace_shop_pods"
    #expect(PathFacts.subject(of: path) == Subject(namespace: "shop"))
  }
}
