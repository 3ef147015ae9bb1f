/// Which conditions mean trouble, by kind.
enum WorkloadConditions {
  /// Conditions that are good when false, whatever they belong to.
  private static let badWhenTrue: Set<String> = [
    "ReplicaFailure", "Failed", "FailureTarget", "DisruptionTarget", "Degraded", "Stalled", "ScalingLimited",
    "Suspended",
  ]
  /// Conditions that are true or false in the ordinary run of things.
  private static let neutral: Set<String> = ["Complete", "SuccessCriteriaMet"]
  /// Conditions that are bad when false in objects of any kind.
  private static let badWhenFalse: Set<String> = ["Ready", "Available", "Healthy", "Synced"]
  private static let workloads: Set<String> = [
    "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "HorizontalPodAutoscaler",
  ]

  /// The judgement on type, status and reason of a condition of such an object.
  static func isBad(kind: String) -> (String, String, String) -> Bool {
    if kind == "Pod" { return PodReading.isBad }
    if kind == "Node" { return NodeReading.isBad }
    return { type, status, reason in
      if neutral.contains(type) { return false }
      if badWhenTrue.contains(type) { return status == "True" }
      if !workloads.contains(kind) { return badWhenFalse.contains(type) && status == "False" }
      // An autoscaler of a workload at zero replicas is switched off, not broken.
      return status == "False" && reason != "ScalingDisabled"
    }
  }
}
