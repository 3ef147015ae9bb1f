internal import DebriefModel

/// Masks what one source puts into the store, and counts it.
struct SecretLedger {
  /// Lines that a private key, printed line by line, may take.
  private static let mostKeyLines = 200

  private(set) var count = 0
  /// Lines that may still belong to a private key that was begun.
  private var keyLines = 0

  /// What is said of the source; nil when nothing was masked.
  var note: SourceNote? {
    guard count > 0 else { return nil }
    return SourceNote(
      .warning,
      count == 1 ? "1 value that looks like a secret was masked" : "\(count) values that look like secrets were masked")
  }

  /// Masks an event's texts.
  mutating func mask(_ event: inout Event) {
    mask(&event.message)
    if !event.reason.isEmpty { count += SecretMask.mask(&event.reason).count }
    if !event.attributes.isEmpty { count += SecretMask.mask(&event.attributes) }
  }

  /// Masks a text that stands in the order of the file.
  mutating func mask(_ text: inout String) {
    if keyLines > 0, isOfKey(&text) { return }
    let outcome = SecretMask.mask(&text)
    count += outcome.count
    if outcome.opensKey { keyLines = Self.mostKeyLines }
  }

  /// A program that prints a key line by line makes an event of each line.
  private mutating func isOfKey(_ text: inout String) -> Bool {
    keyLines -= 1
    if text.hasPrefix("-----END ") { keyLines = 0 }
    guard text.withUTF8({ unsafe SecretToken.isKeyLine($0.span) }) else { return false }
    text = "***"
    count += 1
    return true
  }
}
