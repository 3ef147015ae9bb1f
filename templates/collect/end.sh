# The run

usage() {
  cat <<'USAGE'
usage: sh collect.sh [-n] [-z] [-h]
  -n   print the commands, run nothing, write nothing
  -z   pack the folder as a .tar.gz as well
USAGE
}

prepare() {
  until=${until_given:-$start_time}
  since=${since_given:-$((until - window))}
  [ -n "$dir" ] || dir=debrief-evidence-$(utc "$start_time" | tr -d ':-')
  case $dir in -*) dir=./$dir ;; esac
  [ "$dry" = no ] || return 0
  if [ "$archive" = yes ] && [ -e "$dir.tar.gz" ]; then
    say "error: $dir.tar.gz exists; nothing is overwritten"
    exit 1
  fi
  if ! mkdir "$dir" 2>/dev/null; then
    if [ -e "$dir" ]; then say "error: $dir exists; nothing is overwritten"; else say "error: cannot make the folder $dir"; fi
    exit 1
  fi
  work=$dir/.collecting
  mkdir "$work" || exit 1
  trap 'interrupted' HUP INT TERM
  cat >"$dir/incident.yaml" <<MANIFEST
# What the evidence cannot know. All keys are optional; take the # away where you know the answer.
captured_at: $(utc "$start_time")
# title: Card payments failing
# severity: SEV2
# services: [payments, checkout]
# timezone: Europe/Berlin   # of clocks that state none
# milestones: {detected: $(utc "$start_time")}
MANIFEST
}

finish() {
  rm -rf "$work"
  say
  say "$kept files in $dir, $(du -sk "$dir" | sed -n '1s/[^0-9].*//p') KiB, $(($(date -u +%s) - start_time)) s"
  [ "$nothing" -eq 0 ] || say "empty answers: $nothing"
  [ "$failures" -eq 0 ] || say "could not be had: $failures, see $dir/collector-errors.jsonl"
  say "look through it before you hand it on: log lines are as the programs wrote them"
}

interrupted() {
  trap '' HUP INT TERM
  record "everything after this" 130 "the run was interrupted"
  finish
  exit 130
}

pack() {
  if ! tar -czf "$dir.tar.gz" -C "$(dirname "$dir")" "$(basename "$dir")"; then
    rm -f "$dir.tar.gz"
    say "error: cannot pack $dir"
    exit 1
  fi
  say "packed: $dir.tar.gz"
}

main() {
  while getopts nzh option; do
    case $option in
    n) dry=yes ;;
    z) archive=yes ;;
    h)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 64
      ;;
    esac
  done
  prepare
  collect_everything
  [ "$dry" = no ] || exit 0
  finish
  [ "$archive" = no ] || pack
  printf '%s\n' "$dir"
  if [ "$kept" -eq 0 ]; then exit 1; fi
  say "next: debrief draft $(quote "$dir")"
}

main "$@"
