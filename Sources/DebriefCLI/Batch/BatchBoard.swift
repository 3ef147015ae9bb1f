import Foundation

/// Where workers and the writer meet: who does what next, and what was found out.
///
/// Folders are handed out in order, and their rows are written in order, so that the store does not depend on the number of
/// workers. Each folder being read holds at most `mostRows` batches of rows, and folders are read only `ahead` of the
/// writer: that bounds the memory. The folder the writer waits for is always in a worker's hands, so nobody waits in a ring.
final class BatchBoard: @unchecked Sendable {
  enum Work {
    case read(Int)
    case review(Int, incident: String)
  }

  enum News {
    case step(BatchStep)
    case review(BatchReview)
  }

  /// Thrown to a worker whose words nobody will hear.
  struct Stopped: Error {}

  private static let mostRows = 8
  private let lock = NSCondition()
  private let count: Int
  private let ahead: Int
  private var nextFolder = 0
  private var slots: [Int: [BatchStep]] = [:]
  private var written = 0
  private var reviews: [(position: Int, incident: String)] = []
  private var reviewing = 0
  private var results: [BatchReview] = []
  private var isStopped = false

  init(count: Int, workers: Int) { (self.count, ahead) = (count, 2 * workers + 2) }

  private func locked<T>(_ body: () throws -> T) rethrows -> T {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  /// The next piece of work for a worker; nil when there is none left.
  func next() -> Work? {
    locked {
      while !isStopped {
        if !reviews.isEmpty {
          let review = reviews.removeFirst()
          reviewing += 1
          return .review(review.position, incident: review.incident)
        }
        if nextFolder < count, nextFolder < written + ahead {
          nextFolder += 1
          slots[nextFolder - 1] = []
          return .read(nextFolder - 1)
        }
        if written == count { return nil }
        lock.wait()
      }
      return nil
    }
  }

  /// A worker tells something about a folder; waits while the writer is behind.
  func tell(_ step: BatchStep, about position: Int) throws {
    try locked {
      while !isStopped, (slots[position]?.count ?? 0) >= Self.mostRows { lock.wait() }
      if isStopped { throw Stopped() }
      slots[position]?.append(step)
      lock.broadcast()
    }
  }

  /// A worker has analysed an incident.
  func tell(_ review: BatchReview) {
    locked {
      reviewing -= 1
      results.append(review)
      lock.broadcast()
    }
  }

  /// The writer waits for the next step of a folder, or, where it may write them, for the result of a review.
  func news(of position: Int, reviews wanted: Bool) -> News {
    locked {
      while true {
        if wanted, !results.isEmpty { return .review(results.removeFirst()) }
        if let step = slots[position]?.first {
          slots[position]?.removeFirst()
          lock.broadcast()
          return .step(step)
        }
        lock.wait()
      }
    }
  }

  /// The writer is done with a folder; `incident` is to be analysed, nil for none.
  func finish(_ position: Int, review incident: String?) {
    locked {
      slots[position] = nil
      written = position + 1
      if let incident { reviews.append((position, incident)) }
      lock.broadcast()
    }
  }

  /// The writer waits for the results that are still to come; nil when there are none.
  func lastReviews() -> BatchReview? {
    locked {
      while results.isEmpty {
        if reviews.isEmpty, reviewing == 0 { return nil }
        lock.wait()
      }
      return results.removeFirst()
    }
  }

  /// Sends everybody home.
  func stop() {
    locked {
      isStopped = true
      lock.broadcast()
    }
  }
}
