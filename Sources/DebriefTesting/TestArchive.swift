internal import CArchive

/// Writes archives for tests with libarchive: every format and filter that is read, and the odd ones that must not hurt.
public struct TestArchive {
  public enum Format: Sendable { case tar, zip, raw }
  public enum Filter: String, CaseIterable, Sendable { case none, gzip, bzip2, xz, zstd }

  /// One member: bytes, or a link, or a device.
  public struct Member {
    public enum Kind: Sendable { case file, symbolicLink, hardLink, device }
    var name: String
    var bytes: [UInt8]
    var repeated: Int
    var kind: Kind

    /// A file that holds `bytes` `repeated` times; for links, the bytes are the target.
    public init(_ name: String, _ bytes: [UInt8], repeated: Int = 1, kind: Kind = .file) {
      (self.name, self.bytes, self.repeated, self.kind) = (name, bytes, repeated, kind)
    }

    public init(_ name: String, _ text: String, repeated: Int = 1, kind: Kind = .file) {
      self.init(name, Array(text.utf8), repeated: repeated, kind: kind)
    }
  }

  /// Writes an archive to `path`. Throws when libarchive refuses.
  public static func write(
    _ members: [Member], to path: String, _ format: Format = .tar, _ filter: Filter = .none, password: String? = nil
  ) throws {
    guard let archive = unsafe archive_write_new() else { throw Problem(text: "out of memory") }
    defer { unsafe archive_write_free(archive) }
    switch format {
    case .tar: unsafe archive_write_set_format_pax_restricted(archive)
    case .zip: unsafe archive_write_set_format_zip(archive)
    case .raw: unsafe archive_write_set_format_raw(archive)
    }
    if filter != .none { unsafe archive_write_add_filter_by_name(archive, filter.rawValue) }
    if let password {
      unsafe archive_write_set_options(archive, "zip:encryption=traditional")
      unsafe archive_write_set_passphrase(archive, password)
    }
    try unsafe check(archive_write_open_filename(archive, path), archive)
    for member in members { try unsafe add(member, archive) }
    try unsafe check(archive_write_close(archive), archive)
  }

  private static func add(_ member: Member, _ archive: OpaquePointer) throws {
    let entry = unsafe archive_entry_new()
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname(entry, member.name)
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, 1_788_000_000, 0)
    unsafe archive_entry_set_filetype(entry, member.kind == .device ? 0o020000 : 0o100000)
    let target = String(decoding: member.bytes, as: UTF8.self)
    switch member.kind {
    case .symbolicLink:
      unsafe archive_entry_set_filetype(entry, 0o120000)
      unsafe archive_entry_set_symlink(entry, target)
    case .hardLink: unsafe archive_entry_set_hardlink(entry, target)
    case .device: break
    case .file: unsafe archive_entry_set_size(entry, la_int64_t(member.bytes.count * member.repeated))
    }
    try unsafe check(archive_write_header(archive, entry), archive)
    guard member.kind == .file else { return }
    for _ in 0..<member.repeated {
      let count = unsafe member.bytes.withUnsafeBytes { unsafe archive_write_data(archive, $0.baseAddress, $0.count) }
      guard count == member.bytes.count else { throw unsafe problem(archive) }
    }
  }

  private static func check(_ code: Int32, _ archive: OpaquePointer) throws {
    guard code >= ARCHIVE_WARN else { throw unsafe problem(archive) }
  }

  private static func problem(_ archive: OpaquePointer) -> Problem {
    Problem(text: unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "no reason given")
  }

  struct Problem: Error {
    var text: String
  }
}
