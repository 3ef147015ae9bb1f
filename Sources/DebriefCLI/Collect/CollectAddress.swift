/// The address of a server: `http://HOST:PORT/PATH`, without credentials, because it is written into a script.
struct CollectAddress: Equatable {
  /// The address without a slash at its end.
  let text: String

  /// Throws a usage problem that does not repeat the address, which may hold a password.
  init(_ text: String, option: String) throws(UsageProblem) {
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
      throw UsageProblem("\(option) is no address", help: "write it as http://HOST:PORT or https://HOST/PATH")
    }
    guard !text.contains("@"), !text.contains("?"), !text.contains("#") else {
      throw UsageProblem(
        "\(option) must not hold credentials or parameters",
        reason: "the address is written into the script, and the script is passed around",
        help: "put credentials into ~/.netrc or into a file for curl --config, named by $COLLECT_CURL_CONFIG")
    }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw UsageProblem("\(option) holds spaces or control characters", help: "write it as http://HOST:PORT")
    }
    var trimmed = Substring(text)
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.text = String(trimmed)
  }
}
