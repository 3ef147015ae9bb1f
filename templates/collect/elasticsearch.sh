# Elasticsearch or OpenSearch

# A page begins at the last millisecond of the page before, so that no hit is lost; hits that come twice have one _id.
collect_elasticsearch() {
  reachable_by_http Elasticsearch || return 0
  from=${since}000
  page=0
  while [ "$page" -lt "$most_pages" ]; do
    page=$((page + 1))
    file=$(printf 'elasticsearch/%04d.json' "$page")
    keep cat "$file" http "$elasticsearch/_search" --data-urlencode sort=@timestamp:asc --data-urlencode "size=$page_size" \
      --data-urlencode "q=($elasticsearch_query) AND @timestamp:[$from TO ${until}000]" || break
    grep -o '"sort": *\[ *[0-9]\{13,19\}' "$dir/$file" | tr -dc '0-9\n' | cut -c 1-13 | sort >"$work/times"
    [ "$(($(wc -l <"$work/times")))" -ge "$page_size" ] || return 0
    last=$(tail -n 1 "$work/times")
    if [ "$last" = "$from" ]; then
      record "$file" 0 "more than $page_size hits bear the time $last: those beyond are missing"
      last=$((last + 1))
    fi
    from=$last
  done
  if [ "$dry" = yes ]; then
    printf '# … and further pages of %s hits, at most %s\n' "$page_size" "$most_pages"
  elif [ "$page" -ge "$most_pages" ]; then
    record "elasticsearch after page $page" 0 "the limit of $most_pages pages was reached: later hits are missing"
  fi
}

