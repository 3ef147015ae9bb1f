/// What the stand-ins answer for a small shop: a pod that crashes, a node that is lost, a release, alerts, log lines.
extension Rehearsal {
  func answerAsShop() throws {
    for (words, text) in Shop.answers { try answer(words, text) }
  }
}

enum Shop {
  static let answers: [(String, String)] = [
    ("get-events", list([event])), ("get-pods", list([pod])), ("get-nodes", list([node])),
    ("get-replicasets", list([replicaSet])), ("get-deployments", list([deployment])),
    ("get-statefulsets", list([workload("StatefulSet", "db")])),
    ("get-horizontalpodautoscalers", list([workload("HorizontalPodAutoscaler", "cart")])),
    ("get-persistentvolumeclaims", list([claim])),
    ("get-pods-template", "shop|cart-1|cart|3|waiting|False|Running\nshop|web-1|web|0|running|True|Running\n"),
    ("get-nodes-template", "node-a|True\nnode-b|Unknown\n"),
    ("logs-cart-1-cart", "2026-08-27T18:30:00.000000000Z starting\n2026-08-27T18:30:01.000000000Z panic: no pool\n"),
    (
      "logs-cart-1-cart-previous",
      "2026-08-27T18:20:00.000000000Z starting\n2026-08-27T18:20:09.000000000Z panic: no pool\n"
    ),
    ("describe-pod-cart-1", describedPod),
    (
      "describe-node-node-b",
      "Name:               node-b\nLabels:             <none>\nAnnotations:        <none>\nCreationTimestamp:  Thu, 27 Aug 2026 09:00:00 +0000\nConditions:\n  Type    Status\n  Ready   Unknown\n"
    ),
    (
      "rollout-history-deployment,statefulset,daemonset",
      "deployment.apps/cart\nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n"
    ),
    (
      "top-pods",
      "NAMESPACE   POD      NAME   CPU(cores)   MEMORY(bytes)\nshop        cart-1   cart   12m          240Mi\n"
    ),
    (
      "top-nodes",
      "NAME     CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%\nnode-a   250m         12%    1200Mi          31%\n"
    ),
    (
      "list",
      "NAME\tNAMESPACE\tREVISION\tUPDATED\tSTATUS\tCHART\tAPP VERSION\ncart\tshop\t2\t2026-08-27\tdeployed\tcart-1.4.0\t1.4\n"
    ),
    (
      "list-json",
      #"[{"name":"cart","namespace":"shop","revision":"2","updated":"2026-08-27 18:10:00.5 +0000 UTC","status":"deployed","chart":"cart-1.4.0","app_version":"1.4"}]"#
        + "\n"
    ),
    (
      "history-cart-json",
      #"[{"revision":1,"updated":"2026-08-20T09:00:00Z","status":"superseded","chart":"cart-1.3.0","app_version":"1.3","description":"Install complete"},{"revision":2,"updated":"2026-08-27T18:10:00.5Z","status":"deployed","chart":"cart-1.4.0","app_version":"1.4","description":"Upgrade complete"}]"#
        + "\n"
    ),
    (
      "api-v1-alerts",
      #"{"status":"success","data":{"alerts":[{"labels":{"alertname":"CartDown","namespace":"shop"},"annotations":{},"state":"firing","activeAt":"2026-08-27T18:21:00Z","value":"1e+00"}]}}"#
    ),
    (
      "api-v1-rules",
      #"{"status":"success","data":{"groups":[{"name":"shop","file":"shop.yaml","interval":30,"rules":[{"type":"alerting","name":"CartDown","query":"up == 0","duration":60,"labels":{},"annotations":{},"alerts":[],"health":"ok","state":"firing"}]}]}}"#
    ),
    (
      "api-v1-targets",
      #"{"status":"success","data":{"activeTargets":[{"discoveredLabels":{},"labels":{"job":"cart"},"scrapePool":"cart","scrapeUrl":"http://scraper:hunter2@10.0.0.7/metrics","health":"down","lastError":"connection refused","lastScrape":"2026-08-27T18:39:45Z"}],"droppedTargets":[]}}"#
    ),
    ("query-up", matrix(#""__name__":"up","job":"cart""#)),
    ("query-ALERTS", matrix(#""__name__":"ALERTS","alertname":"CartDown","alertstate":"firing""#)),
    ("query-node_memory_MemAvailable_bytes", matrix(#""instance":"node-a""#)),
    (
      "am-api-v2-alerts",
      #"[{"labels":{"alertname":"CartDown"},"annotations":{},"receivers":[{"name":"team"}],"fingerprint":"a1","startsAt":"2026-08-27T18:22:00Z","updatedAt":"2026-08-27T18:39:00Z","endsAt":"2026-08-27T18:43:00Z","status":{"state":"active","silencedBy":[],"inhibitedBy":[]},"generatorURL":"http://prometheus/graph"}]"#
    ),
    (
      "am-api-v2-silences",
      #"[{"id":"s1","status":{"state":"active"},"matchers":[{"name":"alertname","value":"CartDown","isRegex":false,"isEqual":true}],"startsAt":"2026-08-27T18:25:00Z","endsAt":"2026-08-27T20:25:00Z","updatedAt":"2026-08-27T18:25:00Z","createdBy":"sam","comment":"working on it"}]"#
    ),
    (
      "query-",
      #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"namespace":"shop","pod":"cart-1"},"values":[["1787855400000000000","panic: no pool"]]}]}}"#
    ),
    (
      "logs-*-_search",
      #"{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":1,"relation":"eq"},"hits":[{"_index":"logs-1","_id":"a","_source":{"@timestamp":"2026-08-27T18:30:01Z","message":"panic: no pool"},"sort":[1787855401000]}]}}"#
    ),
  ]

  static func matrix(_ labels: String) -> String {
    #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{\#(labels)},"values":[[1787854200,"1"],[1787854215,"0"]]}]}}"#
  }

  /// Laid out as kubectl does: four spaces, a key a line.
  static func list(_ items: [String]) -> String {
    "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n" + items.joined(separator: ",\n")
      + "\n    ],\n    \"kind\": \"List\",\n"
      + "    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n"
  }

  static let event = """
            {
                "apiVersion": "v1",
                "count": 4,
                "eventTime": null,
                "firstTimestamp": "2026-08-27T18:20:10Z",
                "involvedObject": {
                    "kind": "Pod",
                    "name": "cart-1",
                    "namespace": "shop"
                },
                "kind": "Event",
                "lastTimestamp": "2026-08-27T18:30:05Z",
                "message": "Readiness probe failed: Get \\"http://probe:hunter2@10.0.0.7/ready?token=hunter2\\": refused",
                "metadata": {
                    "name": "cart-1.17",
                    "namespace": "shop",
                    "uid": "e-1"
                },
                "reason": "Unhealthy",
                "type": "Warning"
            }
    """

  /// Secrets in all the places where a pod can hold them.
  static let pod = """
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                    "annotations": {
                        "kubectl.kubernetes.io/last-applied-configuration": "{\\"spec\\":{\\"env\\":[{\\"name\\":\\"A\\",\\"value\\":\\"hunter2\\"}]}}\\n",
                        "team.example/note": "with = and: \\"quotes\\""
                    },
                    "name": "cart-1",
                    "namespace": "shop",
                    "uid": "p-1"
                },
                "spec": {
                    "containers": [
                        {
                            "args": [
                                "--db-password",
                                "hunter2",
                                "--api-key=hunter2",
                                "--url=postgres://cart:hunter2@db/cart",
                                "--replicas=3"
                            ],
                            "env": [
                                {
                                    "name": "DB_PASSWORD",
                                    "value": "hunter2"
                                },
                                {
                                    "name": "OTHER",
                                    "valueFrom": {
                                        "secretKeyRef": {
                                            "key": "password",
                                            "name": "cart-db"
                                        }
                                    }
                                },
                                {
                                    "name": "EMPTY"
                                }
                            ],
                            "image": "cart:1.4",
                            "name": "cart"
                        }
                    ],
                    "nodeName": "node-b",
                    "tolerations": [
                        {
                            "key": "dedicated",
                            "value": "shop"
                        }
                    ]
                },
                "status": {
                    "containerStatuses": [
                        {
                            "image": "cart:1.4",
                            "imageID": "docker-pullable://cart@sha256:08bc36",
                            "lastState": {
                                "terminated": {
                                    "exitCode": 2,
                                    "finishedAt": "2026-08-27T18:30:02Z",
                                    "reason": "Error",
                                    "startedAt": "2026-08-27T18:30:00Z"
                                }
                            },
                            "name": "cart",
                            "ready": false,
                            "restartCount": 3,
                            "state": {
                                "waiting": {
                                    "message": "back-off 40s restarting failed container",
                                    "reason": "CrashLoopBackOff"
                                }
                            }
                        }
                    ],
                    "phase": "Running"
                }
            }
    """

  static let node = """
            {
                "apiVersion": "v1",
                "kind": "Node",
                "metadata": {
                    "name": "node-b"
                },
                "status": {
                    "conditions": [
                        {
                            "lastTransitionTime": "2026-08-27T18:15:00Z",
                            "message": "Kubelet stopped posting node status.",
                            "reason": "NodeStatusUnknown",
                            "status": "Unknown",
                            "type": "Ready"
                        }
                    ]
                }
            }
    """

  static let replicaSet = workload("ReplicaSet", "cart-5d9c")
  static let deployment = workload("Deployment", "cart")

  static let claim = object("PersistentVolumeClaim", "db", "\"phase\": \"Pending\"")

  private static func object(_ kind: String, _ name: String, _ status: String) -> String {
    """
            {
                "apiVersion": "v1",
                "kind": "\(kind)",
                "metadata": {
                    "creationTimestamp": "2026-08-20T09:00:00Z",
                    "name": "\(name)",
                    "namespace": "shop"
                },
                "status": {
                    \(status)
                }
            }
    """
  }

  private static func workload(_ kind: String, _ name: String) -> String {
    """
            {
                "apiVersion": "apps/v1",
                "kind": "\(kind)",
                "metadata": {
                    "annotations": {
                        "deployment.kubernetes.io/revision": "2"
                    },
                    "creationTimestamp": "2026-08-27T18:10:01Z",
                    "name": "\(name)",
                    "namespace": "shop"
                },
                "spec": {
                    "replicas": 1
                },
                "status": {
                    "replicas": 1
                }
            }
    """
  }

  static let describedPod = """
    Name:             cart-1
    Namespace:        shop
    Containers:
      cart:
        Image:      cart:1.4
        Args:
          --api-key=hunter2
          --db-password
          hunter2
          --header=Authorization: Basic hunter2
          {"password: hunter2"}
        Restart Count:  3
        Environment:
          DB_PASSWORD:  hunter2
          KEYS:         first: hunter2
                        second: hunter2
          OTHER:        <set to the key 'password' in secret 'cart-db'>  Optional: false
        Mounts:
          /var/run from x (ro)
    Events:
      Type     Reason   Age                 From     Message
      ----     ------   ----                ----     -------
      Warning  BackOff  2m (x12 over 10m)   kubelet  Back-off restarting failed container

    """
}
