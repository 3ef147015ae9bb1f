/* simdjson is C++; the module only carries the link flag. */
