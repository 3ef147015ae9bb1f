import DebriefModel

/// All detectors, in the order in which they are listed. A new detector is one file and one line here.
public enum DetectorRegistry {
  /// The detectors.
  public static let all: [any Detector.Type] = [
    CrashLoopDetector.self,
    OOMKilledDetector.self,
    ProcessLimitDetector.self,
    ImagePullDetector.self,
    ContainerConfigDetector.self,
    ProbeFailureDetector.self,
    FailedSchedulingDetector.self,
    NodeProvisioningDetector.self,
    FailedCreateDetector.self,
    QuotaDetector.self,
    WebhookDetector.self,
    AccessDeniedDetector.self,
    VolumeMountDetector.self,
    StorageFullDetector.self,
    PodTerminationDetector.self,
    JobFailureDetector.self,
    HPADetector.self,
    CPUThrottlingDetector.self,
    SandboxNetworkDetector.self,
    DNSFailureDetector.self,
    ConnectionFailureDetector.self,
    NetworkPolicyDetector.self,
    NoEndpointsDetector.self,
    CertificateDetector.self,
    PoolExhaustedDetector.self,
    RateLimitDetector.self,
    NodeNotReadyDetector.self,
    NodePressureDetector.self,
    NodeDrainDetector.self,
    EtcdDetector.self,
    APIServerDetector.self,
    LeaderElectionDetector.self,
    RolloutDetector.self,
    ConcurrentChangesDetector.self,
    ChangeFreezeDetector.self,
    ErrorLogBurstDetector.self,
    EventStormDetector.self,
    CascadeDetector.self,
    AlertFiringDetector.self,
  ]

  /// How the detectors present themselves.
  public static var descriptions: [DetectorDescription] { all.map { $0.description } }

  /// The description with this id.
  public static func description(_ id: String) -> DetectorDescription? { descriptions.first { $0.id == id } }
}
