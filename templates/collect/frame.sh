
dry=no
failures=0
kept=0
nothing=0
start_time=$(date -u +%s)

say() { printf '%s\n' "$*" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

# A body in ( ) keeps its variables to itself.
utc() ( # SECONDS since 1970, as 2026-08-27T18:00:00Z
  z=$(($1 / 86400 + 719468))
  era=$((z / 146097))
  doe=$((z - era * 146097))
  yoe=$(((doe - doe / 1460 + doe / 36524 - doe / 146096) / 365))
  doy=$((doe - (365 * yoe + yoe / 4 - yoe / 100)))
  mp=$(((5 * doy + 2) / 153))
  day=$((doy - (153 * mp + 2) / 5 + 1))
  month=$((mp < 10 ? mp + 3 : mp - 9))
  year=$((yoe + era * 400 + (month <= 2)))
  rest=$(($1 % 86400))
  printf '%04d-%02d-%02dT%02d:%02d:%02dZ\n' "$year" "$month" "$day" \
    "$((rest / 3600))" "$((rest / 60 % 60))" "$((rest % 60))"
)

plain() { # NAME: whether it can be part of a path and of a command line; names in Kubernetes always can
  case $1 in
  '' | -* | . | .. | *[!A-Za-z0-9._-]*) return 1 ;;
  esac
}

quote() ( # TEXT as one word of a shell
  case $1 in
  '' | *[!A-Za-z0-9._/:=@%+,-]*) printf "'%s'" "$(printf '%s\n' "$1" | sed "s/'/'\\\\''/g")" ;;
  *) printf '%s' "$1" ;;
  esac
)

written() ( # COMMAND… as one would type it
  case $1 in
  kube)
    shift
    [ -z "$context" ] || set -- "--context=$context" "$@"
    set -- kubectl "$@"
    ;;
  releases)
    shift
    [ -z "$context" ] || set -- "--kube-context=$context" "$@"
    set -- helm "$@"
    ;;
  http)
    shift
    set -- curl --get "$@"
    ;;
  esac
  quote "$1"
  shift
  for word in "$@"; do
    printf ' '
    quote "$word"
  done
)

hide_credentials() { sed -e 's#://[^/@"[:space:]]*@#://<redacted>@#g' -e 's#[Bb]earer [^"[:space:]]*#Bearer <redacted>#g'; }

as_json() { # standard input as the inside of a JSON string
  tr '\011\012\015' '   ' | tr -d '\000-\037' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/ *$//'
}

record() { # FILE EXIT-CODE WHY COMMAND…: adds a line to the list of what could not be had
  [ "$dry" = no ] || return 0
  failures=$((failures + 1))
  say "  missing: $1: $3"
  {
    printf '{"collector_error":"%s","file":"%s","exit_code":%s,' \
      "$(printf '%s' "$3" | as_json)" "$(printf '%s' "$1" | as_json)" "$2"
    shift 3
    printf '"command":"%s","recorded_at":"%s"}\n' \
      "$([ $# -eq 0 ] || written "$@" | hide_credentials | as_json)" "$(utc "$(date -u +%s)")"
  } >>"$dir/collector-errors.jsonl"
}

first_line() { # of a file, without credentials, at most 300 bytes; what kubectl logs about itself is passed over
  { grep -v '^[IWEF][0-9][0-9][0-9][0-9] ' "$1" || cat "$1"; } | sed -n '/[^[:space:]]/{p;q;}' | hide_credentials | cut -c 1-300
}

keep() { # FILTER FILE COMMAND…: the filtered output becomes FILE; a failure is recorded. Status 1: there is no FILE
  filter=$1
  target=$2
  shift 2
  if [ "$dry" = yes ]; then
    printf '%s > %s\n' "$(written "$@")" "$(quote "$target")"
    return 1
  fi
  if [ -e "$dir/$target" ]; then
    record "$target" 1 "there is a file of this name already; it was not overwritten" "$@"
    return 1
  fi
  "$@" </dev/null >"$work/out" 2>"$work/err"
  status=$?
  if [ "$status" -ne 0 ]; then
    why=$(first_line "$work/err")
    record "$target" "$status" "${why:-no reason was given}" "$@"
    # What came before the failure is kept, but not a list that is empty because of it.
    if [ ! -s "$work/out" ] || grep -q '^ *"items": \[\],*$' "$work/out"; then return 1; fi
  fi
  if ! "$filter" <"$work/out" >"$work/kept"; then
    record "$target" 1 "the output is not laid out as kubectl does, so that secrets could not be taken out: left out" "$@"
    return 1
  fi
  if [ ! -s "$work/kept" ]; then
    nothing=$((nothing + 1))
    return 1
  fi
  mkdir -p "$dir/$(dirname "$target")" && mv "$work/kept" "$dir/$target" || return 1
  kept=$((kept + 1))
  say "  $target"
}

# What must not leave the cluster, in the text of one line.
mask='
  function indent(text) { return match(text, /[^ ]/) ? RSTART - 1 : 0 }
  # An argument whose value is the next one.
  function announces(text) { return tolower(text) ~ /^ *"?-+[a-z0-9_-]*(password|passwd|secret|token|api-?key)[a-z0-9_-]*"?,?$/ }
  function masked(text,   low, out, at) {
    # The digest of an image stands behind an @, too.
    gsub(/@sha256:/, "\001", text)
    gsub(/:\/\/[^\/@ "]*@/, "://<redacted>@", text)
    gsub(/\001/, "@sha256:", text)
    gsub(/[Aa]uthorization: *[A-Za-z]+ +[^ "\\]+/, "Authorization: <redacted>", text)
    gsub(/[Bb]earer +[A-Za-z0-9._~+\/=-]+/, "Bearer <redacted>", text)
    gsub(/[Pp]assw(or)?d: *[^ "\\]+/, "password: <redacted>", text)
    if (!index(text, "=")) return text
    low = tolower(text)
    out = ""
    while (match(low, /(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential)[a-z0-9_-]*=[^ "\\&,;<]+/)) {
      at = RSTART + index(substr(low, RSTART, RLENGTH), "=") - 1
      out = out substr(text, 1, at) "<redacted>"
      text = substr(text, RSTART + RLENGTH)
      low = substr(low, RSTART + RLENGTH)
    }
    return out text
  }'

mask_objects() { # the JSON of kubectl, which has a key a line; status 1 when it is laid out otherwise
  awk "$mask"'
    function blank() { sub(/": ".*"/, "\": \"<redacted>\"") }
    NR == 1 && !/^\{$/ { bad = 1; exit 1 }
    /"(env|parameters)": *\[ *[^\] ]/ || /"valuesObject": *\{ *[^} ]/ { bad = 1; exit 1 }
    inside && indent($0) <= level { inside = dropped = 0 }
    dropped { next }
    !inside && /^ *"(env|parameters)": \[$/ { inside = 1; level = indent($0) }
    !inside && /^ *"valuesObject": \{$/ { inside = dropped = 1; level = indent($0) }
    inside && /^ *"value": "/ { blank() }
    /^ *"[^"]*applied[^"]*": "/ || /^ *"values": "/ || /\\"env\\"/ { blank() }
    secret { sub(/".*"/, "\"<redacted>\"") }
    { secret = announces($0); print masked($0) }
    END { exit bad }'
}

mask_text() { # the text of kubectl describe
  awk "$mask"'
    inside && indent($0) <= level { inside = 0 }
    inside && !child { child = indent($0) }
    inside && indent($0) > child { next }
    inside { sub(/:.*/, ": <redacted>") }
    /^ *Environment:/ { inside = 1; level = indent($0); child = 0 }
    secret { sub(/[^ ].*/, "<redacted>") }
    { secret = announces($0); print masked($0) }'
}

