import DebriefCLI
import Testing

@Suite struct `SQL` {
  @Test func `answers questions`() throws {
    let run = try Shell.withIncident().run(
      "sql", "SELECT subject, count FROM events ORDER BY start LIMIT 1", "-o", "csv")
    #expect(run.status == .done)
    #expect(run.out == "subject,count\r\npayments-1,1\r\n")
  }

  @Test(arguments: [
    "DELETE FROM event", "INSERT INTO reason VALUES (9, 'x')", "UPDATE event SET message = ''", "DROP TABLE event",
    "VACUUM",
    "VACUUM INTO 'copy.db'", "ATTACH 'other.db' AS o", "PRAGMA journal_mode = DELETE", "/* SELECT */ DELETE FROM event",
    "-- SELECT\nDELETE FROM event", "SELECT 1; DELETE FROM event", "SELECT 1; SELECT 2",
    "WITH x AS (SELECT 1) DELETE FROM event",
    "BEGIN", "", ";", "REPLACE INTO reason VALUES (1, 'x')", "CREATE TABLE t (a)",
  ]) func `refuses everything else`(_ statement: String) throws {
    let shell = try Shell.withIncident()
    let run = shell.run("sql", statement)
    // A statement that begins with a dash is taken for an option.
    #expect(run.status == (statement.hasPrefix("-") ? .usage : .failed))
    #expect(run.err.hasPrefix("error: "))
    #expect(shell.run("sql", "SELECT count(*) AS n FROM events", "-o", "csv").out == "n\r\n3\r\n")
    #expect(!shell.exists("copy.db") && !shell.exists("other.db"))
  }

  @Test func `suggests views and columns`() throws {
    let shell = try Shell.withIncident()
    #expect(shell.run("sql", "SELECT * FROM event_s").err.contains("did you mean 'events'?"))
    #expect(shell.run("sql", "SELECT mesage FROM events").err.contains("did you mean 'message'?"))
  }

  @Test func `keeps both of two columns of one name`() throws {
    let run = try Shell.withIncident().run("sql", "SELECT 1 AS a, 2 AS a", "-o", "jsonl")
    #expect(run.out == "{\"a\":1,\"a_2\":2}\n")
  }

  @Test func `keeps all digits and tells NULL from empty`() throws {
    let run = try Shell.withIncident().run(
      "sql", "SELECT 0.123456789 AS a, NULL AS b, '' AS c, 1234567 AS d", "-o", "jsonl")
    #expect(run.out == "{\"a\":0.123456789,\"b\":null,\"c\":\"\",\"d\":1234567}\n")
  }
}
