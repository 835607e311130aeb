#!/usr/bin/env bash
# Publishes four announcements to the company feed with curl.
#
#     FEED_URL=http://127.0.0.1:3000 FEED_TOKEN=… ./publish.sh
#
# What each field means: docs/publish.md.
set -euo pipefail

url="${FEED_URL:-http://127.0.0.1:3000}/events"
# Says who publishes; with it nothing can be published that is of another source.
token="${FEED_TOKEN:?is not set: the token of this source}"
# Who speaks, as the feed shows it. Each publisher has its own source: an event is known by source and id.
source=/example-curl
type=announcement.posted.v1

# Make an event once: when you are not sure that it arrived, send the same again, id and time and all.
new_id() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# event <id> <data>
event() {
  printf '{"specversion":"1.0","id":"%s","source":"%s","type":"%s","time":"%s","data":%s}' \
    "$1" "$source" "$type" "$(now)" "$2"
}

# post <how> <ids> <body> <headers…>. 202 is the confirm. Else curl shows the problem, which says what is wrong
# and where, and the script ends.
post() {
  local how=$1 ids=$2 body=$3 headers=()
  shift 3
  for header in "$@"; do headers+=(--header "$header"); done
  curl --silent --show-error --fail-with-body --max-time 30 --write-out '\n' \
    --header "authorization: Bearer $token" "${headers[@]}" --data-binary "$body" "$url" >&2
  echo "published $how $ids"
}

# Structured: the event is the body.
water=$(new_id)
post structured "$water" \
  "$(event "$water" '{"text": {"en": "There is no water until six", "ru": "До шести нет воды"}}')" \
  'content-type: application/cloudevents+json'

# Batch: many events in one request. They are taken all or none.
gate=$(new_id) door=$(new_id)
post batch "$gate $door" \
  "[$(event "$gate" '{"text": {"en": "The gate is closed", "ru": "Ворота закрыты"}}'),
    $(event "$door" '{"text": {"en": "Use the side door", "ru": "Вход через боковую дверь"},
                      "link": "https://portal.example/door"}')]" \
  'content-type: application/cloudevents-batch+json'

# Binary: the data is the body, every other attribute a header.
drill=$(new_id)
post binary "$drill" \
  '{"text": {"en": "Fire drill at three", "ru": "В три часа учебная тревога"},
    "link": "https://portal.example/drill"}' \
  'content-type: application/json' \
  'ce-specversion: 1.0' "ce-id: $drill" "ce-source: $source" "ce-type: $type" "ce-time: $(now)"
