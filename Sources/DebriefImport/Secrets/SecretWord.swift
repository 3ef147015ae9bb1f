internal import DebriefParsing

/// Words that announce a secret: `password=…`, `"token": "…"`, `Authorization: Basic …`.
enum SecretWord {
  /// Their value is a secret whatever it looks like.
  private static let strong: [StaticString] = [
    "password", "passwd", "passphrase", "pwd", "api_key", "apikey", "api-key", "access_key", "accesskey", "access-key",
    "private_key", "privatekey", "private-key", "secret_key", "secretkey", "secret-key", "account_key", "accountkey",
    "client_secret", "clientsecret", "access_token", "refresh_token", "id_token", "client-key-data",
  ]
  /// These name objects of Kubernetes and turn up in prose, too.
  private static let weak: [StaticString] = ["token", "secret", "credentials", "authorization"]
  private static let schemes: [StaticString] = ["bearer", "basic", "token", "digest", "apikey"]
  private static let placeholders: [StaticString] = [
    "null", "nil", "none", "true", "false", "redacted", "undefined", "required",
  ]

  private enum Strength { case strong, weak, secret }

  /// Whether a fact of this name and value is a secret.
  static func hides(_ name: Span<UInt8>, _ value: Span<UInt8>) -> Bool {
    guard let strength = strength(name, name.count) else { return false }
    return isSecret(value, 0..<value.count, strength, isStated: true)
  }

  /// The value after the `=` or `:` at `i` where the word before it names a secret.
  static func value(_ bytes: Span<UInt8>, _ i: Int) -> Range<Int>? {
    var end = i
    while end > 0, i - end < 3, isQuoteOrBlank(bytes[end - 1]) { end -= 1 }
    guard let strength = strength(bytes, end) else { return nil }
    let isStated = bytes[i] == 0x3D || (end < i && bytes[end] != 0x20)
    var start = i + 1
    var quote: UInt8?
    while start < bytes.count, start - i < 5, quote == nil, isQuoteOrBlank(bytes[start]) {
      if bytes[start] == 0x22 || bytes[start] == 0x27 { quote = bytes[start] }
      start += 1
    }
    let stop = quote.map { quoteEnd(bytes, start, $0) } ?? wordEnd(bytes, start)
    if quote == nil, let secret = afterScheme(bytes, start..<stop) { return secret }
    return isSecret(bytes, start..<stop, strength, isStated: isStated) ? start..<stop : nil
  }

  /// `Basic dXNlcjpw`: the scheme and what follows it.
  private static func afterScheme(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Range<Int>? {
    guard word.upperBound + 1 < bytes.count, bytes[word.upperBound] == 0x20,
      schemes.contains(where: { isWord(bytes, word, $0) })
    else { return nil }
    return word.lowerBound..<wordEnd(bytes, word.upperBound + 1)
  }

  private static func isSecret(_ bytes: Span<UInt8>, _ value: Range<Int>, _ strength: Strength, isStated: Bool) -> Bool
  {
    guard let first = value.isEmpty ? nil : bytes[value.lowerBound], !isStructure(first),
      !Text.matches(bytes, at: value.lowerBound, "***")
    else { return false }
    if placeholders.contains(where: { isWord(bytes, value, $0) }) { return false }
    if strength == .strong { return first != 0x2F && !isSign(bytes, value) }
    if isNumber(bytes, value) || isObjectName(bytes, value, strength) { return false }
    return isStated || looksRandom(bytes, value)
  }

  /// The beginning of an object, of a reference to a variable, or of a placeholder.
  private static func isStructure(_ byte: UInt8) -> Bool {
    byte == 0x7B || byte == 0x5B || byte == 0x28 || byte == 0x24 || byte == 0x3C || byte == 0x25
  }

  /// `:=`, `==`, `=>`: code, not a value.
  private static func isSign(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
    value.count <= 2 && (bytes[value.lowerBound] == 0x3D || bytes[value.lowerBound] == 0x3E)
  }

  private static func isNumber(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
    for i in value where !Text.isDigit(bytes[i]) { return false }
    return value.count < 6
  }

  /// `kube-system/db`, and `db-credentials` after `secret`: the name of an object.
  private static func isObjectName(_ bytes: Span<UInt8>, _ value: Range<Int>, _ strength: Strength) -> Bool {
    var slashes = 0
    var hyphens = 0
    for i in value {
      switch bytes[i] {
      case 0x61...0x7A, 0x30...0x39, 0x2E: continue
      case 0x2D: hyphens += 1
      case 0x2F: slashes += 1
      default: return false
      }
    }
    return slashes == 1 || (slashes == 0 && hyphens > 0 && strength == .secret)
  }

  /// Long without a blank, or letters and digits mixed.
  private static func looksRandom(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
    var digits = 0
    var letters = 0
    for i in value {
      if Text.isDigit(bytes[i]) { digits += 1 } else if Text.isLetter(bytes[i]) { letters += 1 }
    }
    return value.count >= 20 || (value.count >= 8 && digits > 0 && letters > 0)
  }

  /// What the word that ends at `end` announces.
  private static func strength(_ bytes: Span<UInt8>, _ end: Int) -> Strength? {
    // The last letters of the words: most colons and equals signs stand after another.
    guard end > 2 else { return nil }
    switch bytes[end - 1] | 0x20 {
    case 0x64, 0x65, 0x79, 0x74, 0x6E, 0x73, 0x61: break
    default: return nil
    }
    if strong.contains(where: { ends(bytes, end, $0) }) { return .strong }
    guard let word = weak.first(where: { ends(bytes, end, $0) }) else { return nil }
    return word.utf8CodeUnitCount == 6 ? .secret : .weak
  }

  private static func ends(_ bytes: Span<UInt8>, _ end: Int, _ word: StaticString) -> Bool {
    let start = end - word.utf8CodeUnitCount
    return start >= 0 && isWord(bytes, start..<end, word)
  }

  /// Whether a range holds a word, its letters in any case.
  private static func isWord(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count, range.count == word.utf8CodeUnitCount else {
      return false
    }
    for i in 0..<range.count {
      let byte = bytes[range.lowerBound + i]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      guard unsafe lower == word.utf8Start[i] else { return false }
    }
    return true
  }

  private static func isQuoteOrBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x22 || byte == 0x27 || byte == 0x5C
  }

  /// The closing quote, past escaped ones; a quote that was itself escaped ends at the next such.
  private static func quoteEnd(_ bytes: Span<UInt8>, _ start: Int, _ quote: UInt8) -> Int {
    let isEscaped = start > 1 && bytes[start - 2] == 0x5C
    var i = start
    while i < bytes.count, bytes[i] != quote {
      if bytes[i] == 0x5C {
        if isEscaped, i + 1 < bytes.count, bytes[i + 1] == quote { return i }
        i += 1
      }
      i += 1
    }
    return min(i, bytes.count)
  }

  private static func wordEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < bytes.count, !Text.isSpace(bytes[end]) {
      switch bytes[end] {
      case 0x22, 0x27, 0x26, 0x2C, 0x3B, 0x7D, 0x5C, 0x23: return end
      default: end += 1
      }
    }
    return end
  }
}
