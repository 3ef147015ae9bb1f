/// The kind that a resource of the API is a list of, so that an audited `deployments` is the `Deployment` of other sources.
enum ResourceKinds {
  private static let kinds = [
    "pods": "Pod", "nodes": "Node", "services": "Service", "deployments": "Deployment", "statefulsets": "StatefulSet",
    "daemonsets": "DaemonSet", "replicasets": "ReplicaSet", "replicationcontrollers": "ReplicationController",
    "jobs": "Job",
    "cronjobs": "CronJob", "configmaps": "ConfigMap", "secrets": "Secret", "namespaces": "Namespace",
    "ingresses": "Ingress",
    "endpoints": "Endpoints", "endpointslices": "EndpointSlice", "leases": "Lease", "events": "Event",
    "serviceaccounts": "ServiceAccount", "persistentvolumeclaims": "PersistentVolumeClaim",
    "persistentvolumes": "PersistentVolume", "storageclasses": "StorageClass", "networkpolicies": "NetworkPolicy",
    "roles": "Role", "rolebindings": "RoleBinding", "clusterroles": "ClusterRole",
    "clusterrolebindings": "ClusterRoleBinding",
    "resourcequotas": "ResourceQuota", "limitranges": "LimitRange", "poddisruptionbudgets": "PodDisruptionBudget",
    "horizontalpodautoscalers": "HorizontalPodAutoscaler", "priorityclasses": "PriorityClass",
    "mutatingwebhookconfigurations": "MutatingWebhookConfiguration",
    "validatingwebhookconfigurations": "ValidatingWebhookConfiguration",
    "customresourcedefinitions": "CustomResourceDefinition",
  ]

  /// The kind, or the resource as it is where the kind is not known.
  static func kind(of resource: String) -> String { kinds[resource] ?? resource }

  private static let singular = Dictionary(
    kinds.values.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  private static let short = [
    "po": "Pod", "no": "Node", "svc": "Service", "deploy": "Deployment", "sts": "StatefulSet", "ds": "DaemonSet",
    "rs": "ReplicaSet", "rc": "ReplicationController", "cj": "CronJob", "cm": "ConfigMap", "ns": "Namespace",
    "ing": "Ingress", "ep": "Endpoints", "pvc": "PersistentVolumeClaim", "pv": "PersistentVolume",
    "hpa": "HorizontalPodAutoscaler",
  ]

  /// The kind by any name that kubectl takes or prints: `pod`, `Pods`, `deployment.apps`, `hpa`; other names as they are.
  static func named(_ name: String) -> String {
    let word = (name.split(separator: ".").first.map(String.init) ?? name).lowercased()
    return singular[word] ?? kinds[word] ?? short[word] ?? name
  }
}
