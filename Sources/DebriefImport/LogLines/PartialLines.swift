internal import DebriefModel
internal import DebriefParsing

/// Parts of one line that the runtime wrote as several records, per stream.
struct PartialLine {
  /// A joined line is cut here: 1 MiB.
  static let longest = 1 << 20
  /// A part that comes later than this belongs to another line: the end of the first was lost.
  static let patience = TimeSpan.seconds(60)

  private(set) var bytes: [UInt8] = []
  private(set) var time: EventTime?
  private(set) var place = Provenance.none
  private(set) var isOpen = false
  private var last: EventTime?
  private var isCut = false

  /// Whether a part at `time` may go on this line.
  func follows(_ time: EventTime) -> Bool {
    guard let last else { return true }
    return Int64(clamping: (time.start - last.start).nanoseconds.magnitude) <= Self.patience.nanoseconds
  }

  /// Adds a part; the time and the place are those of the first.
  mutating func add(_ part: Span<UInt8>, at time: EventTime?, _ place: Provenance) {
    if !isOpen {
      (self.time, self.place, isOpen, isCut) = (time, place, true, false)
      bytes.removeAll(keepingCapacity: true)
    }
    last = time
    guard bytes.count + part.count <= Self.longest else {
      isCut = true
      return
    }
    for i in 0..<part.count { bytes.append(part[i]) }
  }

  /// Closes the line and says when it was too long to be kept whole.
  mutating func close(_ batch: inout EventBatch) {
    isOpen = false
    if isCut { batch.note(.limit, "a line of more than \(Self.longest >> 20) MiB was cut") }
  }
}
