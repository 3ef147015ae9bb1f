import DebriefModel

/// All detectors, in the order in which they are listed. A new detector is one file and one line here.
public enum DetectorRegistry {
  /// The detectors.
  public static let all: [any Detector.Type] = [
    CrashLoopDetector.self,
    OOMKilledDetector.self,
    ImagePullDetector.self,
    ContainerConfigDetector.self,
    ProbeFailureDetector.self,
    FailedSchedulingDetector.self,
    FailedCreateDetector.self,
    VolumeMountDetector.self,
    SandboxNetworkDetector.self,
    NodeNotReadyDetector.self,
    NodePressureDetector.self,
    RolloutDetector.self,
    ErrorLogBurstDetector.self,
    AlertFiringDetector.self,
  ]

  /// How the detectors present themselves.
  public static var descriptions: [DetectorDescription] { all.map { $0.description } }

  /// The description with this id.
  public static func description(_ id: String) -> DetectorDescription? { descriptions.first { $0.id == id } }
}
