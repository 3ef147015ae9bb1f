#ifndef CSIMDJSON_H
#define CSIMDJSON_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A reusable simdjson DOM parser; not thread-safe.
typedef struct csj_parser csj_parser;

csj_parser *csj_parser_new(void);
void csj_parser_free(csj_parser *parser);

/// Parses one JSON document; returns 0 or a simdjson error code. The tape stays valid until the next parse or free.
int csj_parse(csj_parser *parser, const uint8_t *bytes, size_t length);

/// The tape of the last parsed document, as simdjson's doc/tape.md describes it.
const uint64_t *csj_tape(const csj_parser *parser);
/// The string buffer: each string is a 32-bit length followed by its bytes.
const uint8_t *csj_strings(const csj_parser *parser);

/// A static sentence for an error code.
const char *csj_error_message(int code);
/// The code simdjson gives for invalid UTF-8.
int csj_error_utf8(void);

#ifdef __cplusplus
}
#endif
#endif
