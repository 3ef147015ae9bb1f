# Servers that answer to HTTP. Credentials come from ~/.netrc, ~/.curlrc or the file that $COLLECT_CURL_CONFIG names.

http() { # URL ARGUMENT…: the body of a GET, when the answer is a good one
  # Not in quotes: two words or none.
  # shellcheck disable=SC2086
  code=$(curl --get --silent --show-error --globoff --netrc-optional --connect-timeout 10 --max-time 180 \
    ${COLLECT_CURL_CONFIG:+--config "$COLLECT_CURL_CONFIG"} \
    --output "$work/body" --write-out '%{http_code}' "$@") || return
  case $code in
  2??) cat "$work/body" ;;
  *)
    printf 'HTTP %s: ' "$code" >&2
    head -c 250 "$work/body" | tr '\n' ' ' >&2
    return 22
    ;;
  esac
}

reachable_by_http() { # NAME: says what to do when there is no curl
  if [ "$dry" = yes ] || have curl; then
    say "$1"
  else
    record "everything of $1" 127 "curl was not found"
    return 1
  fi
}

