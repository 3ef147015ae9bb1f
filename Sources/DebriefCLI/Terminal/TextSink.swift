#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where text goes: a stream of the process, or memory in tests.
package protocol TextSink: AnyObject {
  /// Whether a person is looking at it.
  var isTTY: Bool { get }
  /// Whether everything so far could be written.
  var isIntact: Bool { get }
  /// Adds text; it may be held back until `flush`.
  func write(_ text: String)
  /// Hands over what was held back.
  func flush()
}

/// Standard output or standard error.
final class StreamSink: TextSink {
  static let bufferSize = 1 << 16
  let isTTY: Bool
  private(set) var isIntact = true
  private let descriptor: Int32
  private let isBuffered: Bool
  private var buffer: [UInt8] = []

  init(descriptor: Int32, isBuffered: Bool) {
    (self.descriptor, self.isBuffered) = (descriptor, isBuffered)
    isTTY = isatty(descriptor) == 1
  }

  func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if !isBuffered || buffer.count >= Self.bufferSize { flush() }
  }

  func flush() {
    var done = 0
    while done < buffer.count && isIntact {
      let written = unsafe buffer.withUnsafeBytes { bytes in
        unsafe Self.put(descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if written > 0 { done += written } else if errno != EINTR { isIntact = false }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    guard let bytes = unsafe bytes else { return count }
    #if canImport(Glibc)
      return unsafe Glibc.write(descriptor, bytes, count)
    #else
      return unsafe Darwin.write(descriptor, bytes, count)
    #endif
  }
}

/// Keeps what is written, for tests.
package final class CapturedText: TextSink {
  package let isTTY: Bool
  package var isIntact: Bool { true }
  /// Everything written so far.
  package private(set) var text = ""

  /// Creates an empty sink that claims to be a terminal or not.
  package init(isTTY: Bool = false) { self.isTTY = isTTY }

  package func write(_ text: String) { self.text += text }
  package func flush() {}
}
