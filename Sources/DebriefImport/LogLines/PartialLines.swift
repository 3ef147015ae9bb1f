internal import DebriefModel
internal import DebriefParsing

/// Parts of one line that the runtime wrote as several records, per stream.
struct PartialLine {
  /// A joined line is cut here: 1 MiB.
  static let longest = 1 << 20

  private(set) var bytes: [UInt8] = []
  private(set) var time: EventTime?
  private(set) var place = Provenance.none
  private(set) var isOpen = false
  private var isCut = false

  /// Adds a part; the time and the place are those of the first.
  mutating func add(_ part: Span<UInt8>, at time: EventTime?, _ place: Provenance) {
    if !isOpen {
      (self.time, self.place, isOpen, isCut) = (time, place, true, false)
      bytes.removeAll(keepingCapacity: true)
    }
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
