# Loki

# A page begins at the last time of the page before, so that no line is lost; lines that come twice are told by Debrief.
collect_loki() {
  reachable_by_http Loki || return 0
  from=${since}000000000
  page=0
  while [ "$page" -lt "$most_pages" ]; do
    page=$((page + 1))
    file=$(printf 'loki/%04d.json' "$page")
    keep cat "$file" http "$loki/loki/api/v1/query_range" --data-urlencode "query=$loki_query" \
      --data-urlencode "start=$from" --data-urlencode "end=${until}000000000" \
      --data-urlencode "limit=$page_size" --data-urlencode direction=forward || break
    grep -o '\["[0-9]\{19\}", *"' "$dir/$file" | tr -dc '0-9\n' | sort >"$work/times"
    [ "$(($(wc -l <"$work/times")))" -ge "$page_size" ] || return 0
    last=$(tail -n 1 "$work/times")
    # A page full of one instant: the next one begins after it, or the run would never end.
    if [ "$last" = "$from" ]; then
      record "$file" 0 "more than $page_size lines bear the time $last: those beyond are missing"
      last=$((last + 1))
    fi
    from=$last
  done
  if [ "$dry" = yes ]; then
    printf '# … and further pages of %s lines, at most %s\n' "$page_size" "$most_pages"
  elif [ "$page" -ge "$most_pages" ]; then
    record "loki after page $page" 0 "the limit of $most_pages pages was reached: later lines are missing"
  fi
}

