public import DebriefModel
internal import DebriefParsing

/// Reads a file once more: what it hashes to, and whether records begin where they are said to.
///
/// A place is right when its byte lies in the file and its line is the one that holds the byte. One pass, constant memory.
public struct SourceScan {
  /// How many misplaced records are kept.
  public static let mostKept = 5

  private let input: HashedInput
  private var chunk: [UInt8] = []
  /// Where `chunk` begins in the file, and how far it was looked at.
  private var start = 0
  private var looked = 0
  private var newlines = 0
  private var isAtEnd = false
  /// Places that the file does not have, at most `mostKept` of them.
  public private(set) var misplaced: [Provenance] = []
  public private(set) var misplacedCount = 0

  /// Opens the file at `location`; throws when it cannot be read.
  public init(location: String) throws { self.init(try FileInput(path: location)) }

  /// Scans the rest of an input.
  init(_ input: any ByteInput) { self.input = HashedInput(input) }

  /// The size in bytes; complete after `finish`.
  public var bytes: Int { input.count }

  /// Looks at the place of one record; places come in the order of their bytes.
  public mutating func visit(_ place: Provenance) throws {
    while !isAtEnd && place.byte >= start + chunk.count { try advance() }
    guard place.byte >= 0, place.byte < start + chunk.count else { return keep(place) }
    count(to: place.byte - start)
    if place.line > 0 && place.line != newlines + 1 { keep(place) }
  }

  /// Reads the rest; returns the SHA-256 as 64 lower-case hex digits.
  public mutating func finish() throws -> String {
    while !isAtEnd { try advance() }
    return input.sha256
  }

  private mutating func advance() throws {
    count(to: chunk.count)
    start += chunk.count
    looked = 0
    chunk.removeAll(keepingCapacity: true)
    isAtEnd = try input.read(1 << 18, into: &chunk) == 0
  }

  private mutating func count(to end: Int) {
    guard looked < end else { return }
    newlines += Self.newlines(chunk.span, looked..<end)
    looked = end
  }

  private static func newlines(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for i in range where bytes[i] == 0x0A { count += 1 }
    return count
  }

  private mutating func keep(_ place: Provenance) {
    misplacedCount += 1
    if misplaced.count < Self.mostKept { misplaced.append(place) }
  }
}
