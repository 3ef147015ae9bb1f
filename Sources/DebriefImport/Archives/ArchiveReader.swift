internal import CArchive
internal import DebriefParsing

/// Why an archive cannot be read, or not further.
struct ArchiveProblem: Error {
  var reason: String
}

/// An archive or a compressed file, header by header: libarchive with the formats and filters that evidence comes in.
///
/// Only tar, zip and single compressed files, so that the other readers of libarchive never see hostile bytes.
@safe final class ArchiveReader {
  private let archive: OpaquePointer
  private let source: ArchiveSource?
  /// Unpacks gzip ahead of libarchive.
  private let gzip: GzipInput?
  private var block = ArchiveBlock()

  /// Opens a file, with seeking, so that a zip's directory is believed and not what stands before each member.
  init(location: String) throws(ArchiveProblem) {
    unsafe archive = try Self.create()
    gzip = try Self.gzip(location)
    source = gzip.map { ArchiveSource($0) }
    if let source {
      try open(source)
    } else {
      try check(unsafe archive_read_open_filename(archive, location, 1 << 16))
    }
  }

  /// Opens what lies inside another archive, without seeking.
  init(_ input: MemberInput) throws(ArchiveProblem) {
    unsafe archive = try Self.create()
    gzip = GzipInput.matches(input.peek(3)) ? try GzipInput(input) : nil
    let source = ArchiveSource(gzip ?? input)
    self.source = source
    try open(source)
  }

  /// Unpacks the file at `location` when it is gzip; nil when it is not, or cannot be opened, which libarchive then says.
  private static func gzip(_ location: String) throws(ArchiveProblem) -> GzipInput? {
    var head: [UInt8] = []
    guard let look = try? FileInput(path: location), (try? look.read(3, into: &head)) != nil, GzipInput.matches(head),
      let input = try? FileInput(path: location)
    else { return nil }
    return try GzipInput(input)
  }

  private func open(_ source: ArchiveSource) throws(ArchiveProblem) {
    let client = unsafe Unmanaged.passUnretained(source).toOpaque()
    let code = unsafe archive_read_open(
      archive, client, nil,
      { _, client, block in
        guard let client = unsafe client else { return -1 }
        return unsafe Unmanaged<ArchiveSource>.fromOpaque(client).takeUnretainedValue().read(block)
      }, nil)
    try check(code)
  }

  deinit { unsafe archive_read_free(archive) }

  private static func create() throws(ArchiveProblem) -> OpaquePointer {
    guard let archive = unsafe archive_read_new() else { throw ArchiveProblem(reason: "out of memory") }
    unsafe archive_read_support_format_tar(archive)
    unsafe archive_read_support_format_zip(archive)
    unsafe archive_read_support_format_raw(archive)
    unsafe archive_read_support_filter_gzip(archive)
    unsafe archive_read_support_filter_bzip2(archive)
    unsafe archive_read_support_filter_xz(archive)
    unsafe archive_read_support_filter_zstd(archive)
    return unsafe archive
  }

  /// The header of the next member; nil at the end. What is left of the member before is skipped.
  func next() throws(ArchiveProblem) -> ArchiveHeader? {
    var entry: OpaquePointer?
    block = ArchiveBlock()
    for _ in 0..<1000 {
      let code = unsafe archive_read_next_header(archive, &entry)
      if code == ARCHIVE_EOF { return nil }
      if code == ARCHIVE_OK || code == ARCHIVE_WARN, let entry = unsafe entry {
        return unsafe ArchiveHeader(entry, isRaw: isRaw)
      }
      // A damaged header: the next one may be whole. A fatal error repeats itself.
      if code != ARCHIVE_RETRY && code != ARCHIVE_FAILED { throw problem }
    }
    throw problem
  }

  /// Appends up to `count` bytes of the member's data and returns how many; 0 at its end. Holes of sparse files are zeros.
  ///
  /// Block by block, because libarchive's own `archive_read_data` drops the last block when its checksum is wrong.
  func read(_ count: Int, into buffer: inout [UInt8]) throws(ArchiveProblem) -> Int {
    while block.isUsedUp {
      if block.isLast {
        if let reason = source?.failure, isRaw { throw ArchiveProblem(reason: reason) }
        return 0
      }
      try nextBlock()
    }
    return block.take(count, into: &buffer)
  }

  private var isRaw: Bool { unsafe archive_format(archive) == ARCHIVE_FORMAT_RAW }

  private func nextBlock() throws(ArchiveProblem) {
    if let failure = block.failure { throw failure }
    var (start, size, offset): (UnsafeRawPointer?, Int, la_int64_t) = (nil, 0, 0)
    let code = unsafe archive_read_data_block(archive, &start, &size, &offset)
    let isUsable = code == ARCHIVE_OK || code == ARCHIVE_WARN || code == ARCHIVE_FAILED
    unsafe block.replace(
      UnsafeRawBufferPointer(start: start, count: isUsable && start != nil ? size : 0), at: Int(clamping: offset))
    if code == ARCHIVE_EOF { block.isLast = true }
    if code != ARCHIVE_OK && code != ARCHIVE_EOF && code != ARCHIVE_RETRY { block.failure = problem }
  }

  /// Goes over the next block of the member's data without keeping it; nil at its end. Holes of sparse files cost nothing.
  func skipBlock() throws(ArchiveProblem) -> Int? {
    var (block, size, offset): (UnsafeRawPointer?, Int, la_int64_t) = (nil, 0, 0)
    let code = unsafe archive_read_data_block(archive, &block, &size, &offset)
    if code == ARCHIVE_EOF { return nil }
    if code == ARCHIVE_OK || code == ARCHIVE_WARN { return size }
    throw problem
  }

  /// Whether skipping means unpacking: a zip is walked from header to header, the others have to be read through.
  var skipsByReading: Bool { unsafe archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK != ARCHIVE_FORMAT_ZIP }

  /// How many packed bytes were used up so far.
  var packed: Int { gzip?.packed ?? Int(clamping: unsafe archive_filter_bytes(archive, -1)) }

  /// Unpacks what is left behind the last member, so that the checksum is reached; `spend` says whether to go on.
  func readToEnd(_ spend: (Int) -> Bool) throws(ArchiveProblem) {
    guard let gzip else { return }
    do {
      var rest: [UInt8] = []
      while spend(rest.count) {
        rest.removeAll(keepingCapacity: true)
        guard try gzip.read(1 << 16, into: &rest) > 0 else { return }
      }
    } catch {
      throw error as? ArchiveProblem ?? ArchiveProblem(reason: "\(error)")
    }
  }

  private func check(_ code: Int32) throws(ArchiveProblem) {
    guard code >= ARCHIVE_WARN else { throw problem }
  }

  private var problem: ArchiveProblem {
    if let reason = source?.failure { return ArchiveProblem(reason: reason) }
    return ArchiveProblem(
      reason: unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "it is damaged")
  }
}

/// A part of a member's data that libarchive holds until it is asked for the next one.
@safe private struct ArchiveBlock {
  private var bytes = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  private var count = 0
  private var given = 0
  /// Zeros between the block before and this one.
  private var hole = 0
  private var position = 0
  var isLast = false
  /// What is wrong behind these bytes.
  var failure: ArchiveProblem?

  var isUsedUp: Bool { hole == 0 && given == count }

  @unsafe mutating func replace(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    unsafe self.bytes = unsafe bytes
    (count, given) = (bytes.count, 0)
    hole = max(offset - position, 0)
  }

  mutating func take(_ count: Int, into buffer: inout [UInt8]) -> Int {
    let taken = min(count, hole > 0 ? hole : self.count - given)
    if hole > 0 {
      buffer.append(contentsOf: repeatElement(0, count: taken))
      hole -= taken
    } else {
      unsafe buffer.append(contentsOf: bytes[given..<given + taken])
      given += taken
    }
    position += taken
    return taken
  }
}

/// What an archive says about one member.
struct ArchiveHeader {
  enum Kind { case file, folder, hardLink, symbolicLink, other }
  var name: String
  var kind: Kind
  /// The size after unpacking, when the archive states it.
  var bytes: Int?
  var isEncrypted: Bool
  /// Not a member but the content of a compressed file.
  var isRaw: Bool

  @unsafe fileprivate init(_ entry: OpaquePointer, isRaw: Bool) {
    let text = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
    name = unsafe text.map { unsafe String(cString: $0) } ?? ""
    bytes = unsafe archive_entry_size_is_set(entry) != 0 ? Int(clamping: archive_entry_size(entry)) : nil
    isEncrypted = unsafe archive_entry_is_encrypted(entry) != 0
    self.isRaw = isRaw
    kind =
      switch unsafe archive_entry_filetype(entry) {
      case _ where unsafe archive_entry_hardlink(entry) != nil: .hardLink
      case 0o100000: .file
      case 0o040000: .folder
      case 0o120000: .symbolicLink
      default: .other
      }
  }
}

/// Hands the bytes of an input to libarchive, which wants an address that stays valid until it asks again.
@safe private final class ArchiveSource {
  private var input: any ByteInput
  private var chunk: [UInt8] = []
  private let block: UnsafeMutableRawBufferPointer
  private(set) var failure: String?

  init(_ input: any ByteInput) {
    self.input = input
    unsafe block = .allocate(byteCount: 1 << 16, alignment: 16)
  }

  deinit { unsafe block.deallocate() }

  @unsafe func read(_ target: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
    chunk.removeAll(keepingCapacity: true)
    do {
      let count = try input.read(unsafe block.count, into: &chunk)
      unsafe block.copyBytes(from: chunk)
      unsafe target?.pointee = UnsafeRawPointer(block.baseAddress)
      return count
    } catch {
      // An end: an error would cost what libarchive has read and not yet given out.
      failure = (error as? ArchiveProblem)?.reason ?? "\(error)"
      return 0
    }
  }
}
