public import DebriefModel
internal import GRDB

extension StoreEvidence {
  /// Where the records of one source begin, by byte: those of events, series and rejections.
  ///
  /// Calls `body` with each place until it returns false; merged records are included.
  public func forEachPlace(in source: Source, _ body: (Provenance) throws -> Bool) throws {
    try queue.unsafeReentrantRead { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT byte, line FROM event WHERE \(Migration004Ranges.eventsOfSource)
          UNION SELECT byte, line FROM series WHERE source = :source
          UNION SELECT byte, line FROM rejection WHERE source = :source ORDER BY byte, line
          """, arguments: ["source": source.id])
      while let row = try rows.next() {
        guard try body(Provenance(source: source.id, line: row[1], byte: row[0])) else { return }
      }
    }
  }
}
