internal import DebriefParsing

/// The first 64 KiB of a file, and what they look like: worked out once for all importers that are asked.
public final class FileHead {
  /// How much of a file the importers are shown.
  public static let size = 1 << 16

  public let bytes: [UInt8]
  /// The path below the incident's folder; a hint at most, because formats are recognised by content.
  public let path: String

  /// Keeps the first 64 KiB of `bytes`.
  public init(_ bytes: [UInt8], path: String = "") {
    self.bytes = bytes.count > Self.size ? Array(bytes.prefix(Self.size)) : bytes
    self.path = path
  }

  /// The keys and first values of a JSON or YAML file.
  private(set) lazy var outline = withSpan { ObjectOutline($0) }
  /// What kind of log its lines make, if any.
  private(set) lazy var log = withSpan { LogHead($0) }
  /// The keys and values of the object that a command printed, where lines about the command stand before it.
  private(set) lazy var capturedOutline: ObjectOutline? = {
    guard captured.hasSurroundings, let first = captured.lines.first else { return nil }
    return withSpan { ObjectOutline($0.extracting(first.lowerBound..<$0.count)) }
  }()
  /// Its first lines as text that a command printed.
  private(set) lazy var captured = withSpan { CapturedHead($0) }
  /// Whether the file begins as JSON, after white space and marks.
  private(set) lazy var isJSON = Self.looksLikeJSON(bytes)

  /// Calls `body` with the bytes.
  public func withSpan<R>(_ body: (Span<UInt8>) -> R) -> R {
    let bytes = bytes
    return body(bytes.span)
  }

  /// Whether a text stands anywhere in the head.
  func contains(_ text: StaticString) -> Bool { withSpan { Text.contains($0, text) } }

  private static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    let ignorable: [UInt8] = [0xEF, 0xBB, 0xBF, 0x1E]
    guard let first = bytes.first(where: { !Text.isSpace($0) && !ignorable.contains($0) }) else { return false }
    return first == 0x7B || first == 0x5B
  }
}
