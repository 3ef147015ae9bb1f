/// The shape of a message: what stays when its numbers and ids change.
enum MessageShape {
  /// At most this many characters are compared.
  static let length = 120

  /// Runs with a digit in them become `#`.
  static func of(_ message: String) -> String {
    var shape = ""
    var word = ""
    for character in message.prefix(length) {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else {
        shape += masked(word)
        shape.append(character)
        word = ""
      }
    }
    return shape + masked(word)
  }

  private static func masked(_ word: String) -> String { word.contains { $0.isNumber } ? "#" : word }
}
