internal import DebriefModel
internal import DebriefParsing

/// The bytes of one member. Damage and limits end them and are noted: what came before is kept.
final class MemberInput: ByteInput {
  private let reader: ArchiveReader
  private let budget: ArchiveBudget
  private let packedBefore: Int
  private var head: [UInt8] = []
  private var given = 0
  private var unpacked = 0
  private var hasEnded = false
  /// Why the bytes end before the member does; nil when they do not.
  private(set) var note: SourceNote?

  init(_ reader: ArchiveReader, _ budget: ArchiveBudget) {
    (self.reader, self.budget, packedBefore) = (reader, budget, reader.packed)
  }

  /// The first bytes, which `read` gives out again.
  func peek(_ count: Int) -> [UInt8] {
    while head.count < count, pull(count - head.count, into: &head) > 0 {}
    return head
  }

  func read(_ count: Int, into buffer: inout [UInt8]) -> Int {
    guard given < head.count else { return pull(count, into: &buffer) }
    let end = min(head.count, given + count)
    buffer.append(contentsOf: head[given..<end])
    defer { given = end }
    return end - given
  }

  private func pull(_ count: Int, into buffer: inout [UInt8]) -> Int {
    guard !hasEnded else { return 0 }
    do throws(ArchiveProblem) {
      let got = try reader.read(count, into: &buffer)
      unpacked += got
      hasEnded = got == 0
      if !budget.spend(got) { end(.limit, budget.exhausted.map { "the archive is not read further: \($0)" }) }
      if isSuspicious { end(.limit, "it unpacks to more than \(budget.limits.ratio) times its packed size") }
      return got
    } catch {
      end(.warning, error.reason)
      return 0
    }
  }

  private var isSuspicious: Bool {
    unpacked > budget.limits.unsuspicious
      && unpacked / budget.limits.ratio > max(reader.packed - packedBefore, 1)
  }

  private func end(_ kind: SourceNote.Kind, _ reason: String?) {
    hasEnded = true
    note = SourceNote(kind, "cut off after \(unpacked) bytes: \(reason ?? "")")
  }
}
