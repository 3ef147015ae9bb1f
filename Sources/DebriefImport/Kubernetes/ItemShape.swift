internal import DebriefParsing

/// Tells the kind of an object that does not name it, by fields that only this kind has.
enum ItemShape {
  static func kind(of object: JSONValue) -> String {
    let (spec, status) = (object["spec"], object["status"])
    if object["involvedObject"] != nil || object["regarding"] != nil { return "Event" }
    if spec?["containers"] != nil { return "Pod" }
    if status?["nodeInfo"] != nil { return "Node" }
    if object["subsets"] != nil { return "Endpoints" }
    if object["addressType"] != nil { return "EndpointSlice" }
    if spec?["scaleTargetRef"] != nil { return "HorizontalPodAutoscaler" }
    if spec?["template"] != nil { return workload(object, spec, status) }
    if spec?["capacity"] != nil, spec?["accessModes"] != nil { return "PersistentVolume" }
    if spec?["accessModes"] != nil, spec?["resources"] != nil { return "PersistentVolumeClaim" }
    if spec?["jobTemplate"] != nil { return "CronJob" }
    if spec?["destination"] != nil, spec?["project"] != nil { return "Application" }
    if spec?["clusterIP"] != nil || spec?["externalName"] != nil { return "Service" }
    return spec?["clusterID"] != nil && spec?["channel"] != nil ? "ClusterVersion" : ""
  }

  private static func workload(_ object: JSONValue, _ spec: JSONValue?, _ status: JSONValue?) -> String {
    if status?["desiredNumberScheduled"] != nil { return "DaemonSet" }
    if spec?["serviceName"] != nil || spec?["podManagementPolicy"] != nil { return "StatefulSet" }
    if spec?["backoffLimit"] != nil || spec?["completions"] != nil || spec?["parallelism"] != nil { return "Job" }
    if spec?["strategy"] != nil || spec?["progressDeadlineSeconds"] != nil { return "Deployment" }
    if status?["fullyLabeledReplicas"] != nil || object["metadata"]?["labels"]?["pod-template-hash"] != nil {
      return "ReplicaSet"
    }
    return ""
  }
}
