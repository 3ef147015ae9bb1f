internal import DebriefParsing

/// Judges a head by its lines.
enum LineShape {
  /// Lines looked at.
  static let most = 50

  /// Certain when the first line and most of the others are of a shape.
  static func confidence(_ head: FileHead, _ isOne: (Span<UInt8>) -> Bool) -> Confidence {
    head.withSpan { bytes in
      var start = Text.matches(bytes, at: 0, "\u{FEFF}") ? 3 : 0
      var (seen, own) = (0, 0)
      while start < bytes.count, seen < most {
        var end = start
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        // The last line of a full head is cut.
        if end == bytes.count, bytes.count == FileHead.size, seen > 0 { break }
        if end > start {
          seen += 1
          if isOne(bytes.extracting(start..<withoutReturn(bytes, end))) { own += 1 } else if seen == 1 { return .no }
        }
        start = end + 1
      }
      return own * 2 > seen ? .certain : .no
    }
  }

  /// `end`, or the carriage return before it.
  static func withoutReturn(_ bytes: Span<UInt8>, _ end: Int) -> Int {
    end > 0 && bytes[end - 1] == 0x0D ? end - 1 : end
  }
}
