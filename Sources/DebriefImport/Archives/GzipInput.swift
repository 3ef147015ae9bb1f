internal import CZlib
internal import DebriefParsing

/// Unpacks gzip (RFC 1952), all its members one after another, and checks the CRC-32 and the length of each, which libarchive
/// leaves out.
///
/// What is damaged is thrown after the bytes before it were given out.
@safe final class GzipInput: ByteInput {
  private var input: any ByteInput
  /// zlib keeps the address of its stream.
  private let stream: UnsafeMutablePointer<z_stream>
  private var chunk: [UInt8] = []
  private var used = 0
  /// Packed bytes taken so far.
  private(set) var packed = 0
  private var inputEnded = false
  private var isBetweenMembers = false
  private var hasEnded = false
  private var failure: ArchiveProblem?

  private static let chunkSize = 1 << 16

  /// Whether a file that begins like this is gzip.
  static func matches(_ head: [UInt8]) -> Bool { head.starts(with: [0x1F, 0x8B, 0x08]) }

  init(_ input: any ByteInput) throws(ArchiveProblem) {
    self.input = input
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 31: the largest window, 15, in the envelope of gzip, 16.
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(stream, 31, ZLIB_VERSION, size) == Z_OK else {
      throw ArchiveProblem(reason: "out of memory")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    let before = buffer.count
    while !hasEnded, failure == nil, buffer.count == before {
      try fill()
      if isBetweenMembers, !beginsMember() { continue }
      unpack(count, into: &buffer)
    }
    if buffer.count == before, let failure { throw failure }
    return buffer.count - before
  }

  private func fill() throws {
    guard used == chunk.count, !inputEnded else { return }
    chunk.removeAll(keepingCapacity: true)
    used = 0
    inputEnded = try input.read(Self.chunkSize, into: &chunk) == 0
  }

  /// Whether another member begins here. Zeros may fill up the last block of a tape.
  private func beginsMember() -> Bool {
    while used < chunk.count, chunk[used] == 0 { (used, packed) = (used + 1, packed + 1) }
    if used == chunk.count {
      hasEnded = inputEnded
      return false
    }
    isBetweenMembers = false
    guard chunk[used] == 0x1F else {
      failure = ArchiveProblem(reason: "what follows its end is not gzip")
      return false
    }
    unsafe inflateReset(stream)
    return true
  }

  private func unpack(_ count: Int, into buffer: inout [UInt8]) {
    var code = Z_OK
    let given = chunk.count - used
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      unsafe chunk.withUnsafeMutableBufferPointer { source in
        unsafe stream.pointee.next_in = unsafe source.baseAddress.map { unsafe $0 + used }
        unsafe stream.pointee.avail_in = UInt32(clamping: given)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(clamping: count)
        code = unsafe inflate(stream, Z_NO_FLUSH)
      }
      initialized = count - Int(unsafe stream.pointee.avail_out)
    }
    let taken = given - Int(unsafe stream.pointee.avail_in)
    (used, packed) = (used + taken, packed + taken)
    buffer.append(contentsOf: bytes)
    judge(code, isStuck: bytes.isEmpty && taken == 0)
  }

  private func judge(_ code: Int32, isStuck: Bool) {
    switch code {
    case Z_STREAM_END: isBetweenMembers = true
    case Z_OK, Z_BUF_ERROR:
      if isStuck && inputEnded { failure = ArchiveProblem(reason: "the compressed data ends too early") }
    default: failure = ArchiveProblem(reason: reason)
    }
  }

  private var reason: String {
    switch unsafe stream.pointee.msg.map({ unsafe String(cString: $0) }) {
    case "incorrect data check": "its checksum (CRC-32) is not that of what was unpacked: parts may be wrong"
    case "incorrect length check": "its length is not that of what was unpacked: parts may be missing"
    case let message?: "the compressed data is damaged (\(message))"
    case nil: "the compressed data is damaged"
    }
  }
}
