internal import DebriefParsing

/// Hides what looks like a secret in text that people or tools wrote, so that it reaches neither the store nor a report.
///
/// Hidden are the values of words such as `password=` and `token:`, names and passwords in URLs, what follows `Bearer`, private keys,
/// and tokens with a known beginning (Slack, GitHub, GitLab, AWS, Stripe, JSON web tokens). O(n): each byte is looked at once, and
/// only the few bytes that can announce a secret are looked at again.
enum SecretMask {
  /// What was done to a text.
  struct Outcome {
    /// Values that were replaced.
    var count = 0
    /// A private key begins and does not end: the rest of it is on the lines that follow.
    var opensKey = false
  }

  /// The text with secrets replaced by `***`; the same text where there are none.
  static func masked(_ text: String) -> String {
    var text = text
    mask(&text)
    return text
  }

  /// Replaces secrets by `***`.
  @discardableResult
  static func mask(_ text: inout String) -> Outcome {
    var scan = Scan()
    text.withUTF8 { unsafe scan.run($0.span) }
    guard !scan.found.isEmpty else { return Outcome(opensKey: scan.opensKey) }
    text = text.withUTF8 { unsafe replaced($0.span, scan.found) }
    return Outcome(count: scan.found.count, opensKey: scan.opensKey)
  }

  /// Replaces the secrets among the values of facts; a fact whose name announces a secret is one as a whole. Returns how many.
  static func mask(_ facts: inout [String: String]) -> Int {
    var count = 0
    for (name, value) in facts {
      var name = name
      var text = value
      let isSecret = name.withUTF8 { name in text.withUTF8 { unsafe SecretWord.hides(name.span, $0.span) } }
      if isSecret {
        facts[name] = "***"
        count += 1
        continue
      }
      let outcome = mask(&text)
      guard outcome.count > 0 else { continue }
      facts[name] = text
      count += outcome.count
    }
    return count
  }

  private static func replaced(_ bytes: Span<UInt8>, _ secrets: [Range<Int>]) -> String {
    var clean: [UInt8] = []
    clean.reserveCapacity(bytes.count)
    var copied = 0
    for secret in secrets {
      for i in copied..<secret.lowerBound { clean.append(bytes[i]) }
      clean.append(contentsOf: [0x2A, 0x2A, 0x2A])
      copied = secret.upperBound
    }
    for i in copied..<bytes.count { clean.append(bytes[i]) }
    return Text.string(clean.span)
  }

  /// One pass over a text.
  private struct Scan {
    var found: [Range<Int>] = []
    var opensKey = false

    mutating func run(_ bytes: Span<UInt8>) {
      var i = 0
      while i < bytes.count {
        guard SecretMask.announces(bytes[i]), let secret = secret(bytes, at: i) else {
          i += 1
          continue
        }
        let isMasked = secret.count == 3 && Text.matches(bytes, at: secret.lowerBound, "***")
        if !isMasked && !secret.isEmpty { found.append(secret) }
        i = max(secret.upperBound, i + 1)
      }
    }

    /// The secret that the byte at `i` announces.
    private mutating func secret(_ bytes: Span<UInt8>, at i: Int) -> Range<Int>? {
      switch bytes[i] {
      case 0x3D: return SecretWord.value(bytes, i)
      case 0x3A: return Text.matches(bytes, at: i, "://") ? login(bytes, i + 3) : SecretWord.value(bytes, i)
      case 0x42, 0x62: return SecretToken.bearer(bytes, i)
      case 0x2D where Text.matches(bytes, at: i, "-----BEGIN "): return key(bytes, i)
      default: return SecretToken.token(bytes, around: i)
      }
    }

    /// What lies between the first and the last line of a private key.
    private mutating func key(_ bytes: Span<UInt8>, _ i: Int) -> Range<Int>? {
      let head = bytes.extracting(i..<min(i + 60, bytes.count))
      guard let name = Text.find("PRIVATE KEY-----", in: head) else { return nil }
      let start = i + name + 16
      let end = Text.find("-----END ", in: bytes, from: start)
      if end == nil { opensKey = true }
      return start..<(end ?? bytes.count)
    }

    /// `user:password` before the `@` of a URL.
    private func login(_ bytes: Span<UInt8>, _ start: Int) -> Range<Int>? {
      if Text.matches(bytes, at: start, "hooks.slack.com/services/") {
        return SecretToken.rest(bytes, start + 25)
      }
      var i = start
      var hasColon = false
      while i < bytes.count, i - start < 300, !Text.isSpace(bytes[i]), bytes[i] != 0x2F, bytes[i] != 0x3F {
        if bytes[i] == 0x40 { return hasColon && i > start ? start..<i : nil }
        if bytes[i] == 0x3A { hasColon = true }
        i += 1
      }
      return nil
    }
  }

  /// The bytes that can announce a secret: `= : - _`, and letters that are rare where tokens have them.
  @inline(__always)
  private static func announces(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x3D, 0x3A, 0x2D, 0x5F, 0x42, 0x62, 0x4A, 0x4B, 0x4C, 0x53: true
    default: false
    }
  }
}
