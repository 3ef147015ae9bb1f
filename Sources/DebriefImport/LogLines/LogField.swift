internal import DebriefParsing

/// What a field of a structured log line means, by its name: zap, logrus, slog, pino, bunyan, zerolog, ECS, logstash, Serilog,
/// structlog, tracing, klog, Google Cloud and OpenTelemetry names.
enum LogField {
  case time, level, message, logger, caller, error, stack, errorType
  case traceID, spanID, requestID, httpStatus, thread
  case pythonLevel, severityNumber, verbosity, shortMessage, instant, template, event
  case namespace, pod, container
  /// Objects to look into: `fields`, `log`, `kubernetes`, `http`, `trace`, `request`, `response`, `process` ….
  case nested
  /// Kubernetes and OTLP documents carry these: no log line does.
  case foreign
  case other

  static func of(_ key: Span<UInt8>) -> LogField {
    switch key.count {
    case 1: one(key)
    case 2: two(key)
    case 3...4: short(key)
    case 5...6: medium(key)
    case 7...8: long(key)
    default: longest(key)
    }
  }

  private static func one(_ key: Span<UInt8>) -> LogField {
    switch key[0] {
    case 0x74: .time
    case 0x76: .verbosity
    default: .other
    }
  }

  private static func two(_ key: Span<UInt8>) -> LogField {
    if Text.matches(key, at: 0, "ts") || Text.matches(key, at: 0, "@t") { return .time }
    if Text.matches(key, at: 0, "@l") { return .level }
    if Text.matches(key, at: 0, "@m") { return .message }
    if Text.matches(key, at: 0, "@x") { return .stack }
    return .other
  }

  private static func short(_ key: Span<UInt8>) -> LogField {
    if key.count == 3 {
      if Text.matches(key, at: 0, "msg") { return .message }
      if Text.matches(key, at: 0, "lvl") { return .level }
      if Text.matches(key, at: 0, "err") { return .error }
      if Text.matches(key, at: 0, "log") { return .nested }
      if Text.matches(key, at: 0, "@mt") { return .template }
      return .other
    }
    if Text.matches(key, at: 0, "time") { return .time }
    if Text.matches(key, at: 0, "name") { return .logger }
    if Text.matches(key, at: 0, "file") { return .caller }
    if Text.matches(key, at: 0, "http") { return .nested }
    return .other
  }

  private static func medium(_ key: Span<UInt8>) -> LogField {
    if key.count == 5 {
      if Text.matches(key, at: 0, "level") { return .level }
      if Text.matches(key, at: 0, "error") { return .error }
      if Text.matches(key, at: 0, "stack") { return .stack }
      if Text.matches(key, at: 0, "event") { return .event }
      if Text.matches(key, at: 0, "trace") { return .nested }
      return .other
    }
    if Text.matches(key, at: 0, "logger") || Text.matches(key, at: 0, "target") || Text.matches(key, at: 0, "module") {
      return .logger
    }
    if Text.matches(key, at: 0, "caller") || Text.matches(key, at: 0, "source") { return .caller }
    if Text.matches(key, at: 0, "fields") { return .nested }
    if Text.matches(key, at: 0, "status") { return .httpStatus }
    if Text.matches(key, at: 0, "thread") { return .thread }
    return .other
  }

  private static func long(_ key: Span<UInt8>) -> LogField {
    if key.count == 7 {
      if Text.matches(key, at: 0, "message") { return .message }
      if Text.matches(key, at: 0, "traceId") || Text.matches(key, at: 0, "traceID") { return .traceID }
      if Text.matches(key, at: 0, "span_id") { return .spanID }
      if Text.matches(key, at: 0, "asctime") { return .time }
      if Text.matches(key, at: 0, "levelno") { return .pythonLevel }
      if Text.matches(key, at: 0, "instant") { return .instant }
      if Text.matches(key, at: 0, "request") || Text.matches(key, at: 0, "@fields") { return .nested }
      if Text.matches(key, at: 0, "auditID") { return .foreign }
      return .other
    }
    if Text.matches(key, at: 0, "severity") || Text.matches(key, at: 0, "loglevel") { return .level }
    if Text.matches(key, at: 0, "datetime") { return .time }
    if Text.matches(key, at: 0, "trace_id") { return .traceID }
    if Text.matches(key, at: 0, "trace.id") { return .traceID }
    if Text.matches(key, at: 0, "response") { return .nested }
    if Text.matches(key, at: 0, "pod_name") { return .pod }
    return .other
  }

  private static func longest(_ key: Span<UInt8>) -> LogField {
    for entry in names where entry.name.utf8CodeUnitCount == key.count && Text.matches(key, at: 0, entry.name) {
      return entry.field
    }
    return .other
  }

  private static let names: [(name: StaticString, field: LogField)] = [
    ("timestamp", .time), ("@timestamp", .time), ("timeMillis", .time), ("log.level", .level), ("levelname", .level),
    ("log_level", .level), ("exception", .stack), ("stacktrace", .stack), ("stack_trace", .stack), ("exc_info", .stack),
    ("errorVerbose", .stack), ("error.stack_trace", .stack), ("error.message", .error), ("error.type", .errorType),
    ("logger_name", .logger), ("loggerName", .logger), ("log.logger", .logger), ("thread_name", .thread),
    ("requestID", .requestID), ("requestId", .requestID), ("request_id", .requestID), ("http_status", .httpStatus),
    ("status_code", .httpStatus), ("statusCode", .httpStatus), ("http.status_code", .httpStatus),
    ("http.response.status_code", .httpStatus), ("short_message", .shortMessage), ("severityNumber", .severityNumber),
    ("severity_number", .severityNumber), ("namespace_name", .namespace), ("container_name", .container),
    ("kubernetes", .nested), ("kubernetes.pod_name", .pod), ("kubernetes.namespace_name", .namespace),
    ("kubernetes.container_name", .container), ("kubernetes.pod.name", .pod), ("kubernetes.namespace", .namespace),
    ("kubernetes.container.name", .container), ("apiVersion", .foreign), ("stageTimestamp", .foreign),
    ("involvedObject", .foreign), ("resourceLogs", .foreign), ("resourceSpans", .foreign),
    ("resourceMetrics", .foreign),
    ("resultType", .foreign), ("__REALTIME_TIMESTAMP", .foreign),
  ]
}
