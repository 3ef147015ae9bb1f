/// How much an archive may make of itself. Past a limit the rest is named and left out; what came before is kept.
struct ArchiveLimits: Sendable {
  /// Members of one archive, those of archives inside it included.
  var members = 100_000
  /// A member may unpack to this many times the bytes it is packed in; deflate cannot do more than 1032.
  var ratio = 250
  /// Below this many bytes nobody asks for the ratio.
  var unsuspicious = 64 << 20
  /// Bytes unpacked from one archive: `ratio` times its size, but never less than 4 GiB nor more than 1 TiB.
  var leastTotal = 4 << 30
  var mostTotal = 1 << 40
  /// Archives inside archives are opened this deep; a compressed log may lie one level deeper.
  var depth = 2

  static let standard = ArchiveLimits()

  /// The bytes that an archive of this size may unpack to.
  func total(of bytes: Int) -> Int {
    let (product, overflows) = bytes.multipliedReportingOverflow(by: ratio)
    return min(max(overflows ? mostTotal : product, leastTotal), mostTotal)
  }
}

/// What one archive has used up of its limits.
final class ArchiveBudget {
  let limits: ArchiveLimits
  private let total: Int
  private var members = 0
  private var unpacked = 0
  /// Which limit ended the reading of the archive as a whole; nil while there is none.
  private(set) var exhausted: String?

  /// Starts a budget for an archive of `bytes` bytes.
  init(_ limits: ArchiveLimits, bytes: Int) { (self.limits, total) = (limits, limits.total(of: bytes)) }

  /// Counts a member; false when there are too many.
  func admitMember() -> Bool {
    members += 1
    if members > limits.members { exhausted = "it has more than \(limits.members) members" }
    return exhausted == nil
  }

  /// Counts unpacked bytes; false when there are too many.
  func spend(_ bytes: Int) -> Bool {
    unpacked += bytes
    if unpacked > total { exhausted = "it unpacks to more than \(total) bytes" }
    return exhausted == nil
  }
}
