internal import DebriefModel

/// How far an import has come: what was done of what there is, never an estimate of time.
public struct ImportProgress: Hashable, Sendable {
  public enum Stage: Sendable {
    /// Files are looked at, to learn their formats.
    case looking
    case reading
    /// All files are read; the store builds its index and merges what describes the same thing.
    case finishing
  }
  public package(set) var stage = Stage.looking
  /// Files looked at, or read to the end; an archive is one file.
  public package(set) var files = 0
  public package(set) var allFiles = 0
  /// Bytes read of the files as they lie on disk: of an archive the packed ones.
  public package(set) var bytes = 0
  /// nil when standard input is among them.
  public package(set) var allBytes: Int?
  public package(set) var events = 0
  /// What is being read.
  public package(set) var path = ""

  public init() {}
}

/// Counts what an import has done and tells it: after every file, and within large ones.
final class ImportMeter {
  private var progress = ImportProgress()
  private let tell: (ImportProgress) -> Void
  /// The bytes of the files that are done.
  private var finished = 0
  private var told = 0
  private static let step = 1 << 20

  init(_ files: [EvidenceFile], tell: @escaping (ImportProgress) -> Void) {
    self.tell = tell
    progress.allFiles = files.count
    progress.allBytes = files.contains { $0.location == "-" } ? nil : files.reduce(0) { $0 + $1.bytes }
  }

  /// A file was looked at.
  func looked(at file: EvidenceFile) {
    (progress.files, progress.path) = (progress.files + 1, file.path)
    tell(progress)
  }

  func start(_ stage: ImportProgress.Stage) {
    (progress.stage, progress.path) = (stage, "")
    if stage == .reading { progress.files = 0 }
    tell(progress)
  }

  /// `bytes` of the current file are read.
  func reached(_ bytes: Int, in path: String) {
    (progress.bytes, progress.path) = (finished + bytes, path)
    guard progress.bytes - told >= Self.step else { return }
    told = progress.bytes
    tell(progress)
  }

  /// A source is stored, or was there already.
  func stored(_ source: Source) {
    (progress.path, progress.events) = (source.path, progress.events + source.events)
    tell(progress)
  }

  /// A file is done.
  func finish(_ file: EvidenceFile) {
    finished = progress.allBytes == nil ? max(progress.bytes, finished + file.bytes) : finished + file.bytes
    (progress.bytes, progress.files) = (finished, progress.files + 1)
    tell(progress)
  }
}
