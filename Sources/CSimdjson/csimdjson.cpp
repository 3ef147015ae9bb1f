#include "csimdjson.h"
#include <simdjson.h>

struct csj_parser {
  simdjson::dom::parser parser;
};

extern "C" {

csj_parser *csj_parser_new(void) { return new (std::nothrow) csj_parser; }

void csj_parser_free(csj_parser *parser) { delete parser; }

int csj_parse(csj_parser *parser, const uint8_t *bytes, size_t length) {
  // simdjson copies into a padded buffer of its own, so the caller's bytes need no padding.
  return parser->parser.parse(bytes, length, true).error();
}

const uint64_t *csj_tape(const csj_parser *parser) { return parser->parser.doc.tape.get(); }

const uint8_t *csj_strings(const csj_parser *parser) { return parser->parser.doc.string_buf.get(); }

const char *csj_error_message(int code) { return simdjson::error_message(static_cast<simdjson::error_code>(code)); }

int csj_error_utf8(void) { return simdjson::UTF8_ERROR; }
}
