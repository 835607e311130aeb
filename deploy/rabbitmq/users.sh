#!/bin/sh
# The users of the broker and what each may do, made by `npm run broker:users`: change libs/messaging/src/rabbitmq/rights.ts
# and make it anew. For rabbitmqctl beside a node. May run again: rights and passwords are then as it says.
set -eu

for variable in EMPLOYEE_REGISTRAR_AMQP_PASSWORD ORG_STRUCTURE_AMQP_PASSWORD THANKS_AMQP_PASSWORD REACTIONS_AMQP_PASSWORD CURATION_AMQP_PASSWORD EVENT_INTAKE_AMQP_PASSWORD FEED_PROJECTOR_AMQP_PASSWORD; do
  eval "password=\${$variable:-}"
  case $password in
    '') echo "$variable is not set" >&2; exit 1 ;;
    *[!A-Za-z0-9._~-]*) echo "$variable may have letters, digits and . _ ~ - only" >&2; exit 1 ;;
  esac
done

# A node that starts makes the cookie first; made by somebody else, it could not read it.
while [ ! -s "${HOME:?}/.erlang.cookie" ]; do sleep 1; done
rabbitmqctl --quiet await_startup --timeout 300

rabbitmqctl --quiet import_definitions <<END
{
 "users": [
  {
   "name": "employee-registrar",
   "password": "$EMPLOYEE_REGISTRAR_AMQP_PASSWORD",
   "tags": []
  },
  {
   "name": "org-structure",
   "password": "$ORG_STRUCTURE_AMQP_PASSWORD",
   "tags": []
  },
  {
   "name": "thanks",
   "password": "$THANKS_AMQP_PASSWORD",
   "tags": []
  },
  {
   "name": "reactions",
   "password": "$REACTIONS_AMQP_PASSWORD",
   "tags": []
  },
  {
   "name": "curation",
   "password": "$CURATION_AMQP_PASSWORD",
   "tags": []
  },
  {
   "name": "event-intake",
   "password": "$EVENT_INTAKE_AMQP_PASSWORD",
   "tags": []
  },
  {
   "name": "feed-projector",
   "password": "$FEED_PROJECTOR_AMQP_PASSWORD",
   "tags": []
  }
 ],
 "topic_permissions": [
  {
   "user": "employee-registrar",
   "vhost": "/",
   "exchange": "company.events",
   "write": "^(employee[.]hired|employee[.]position-changed|employee[.]transferred|employee[.]renamed|employee[.]departed|employee[.]forgotten)[.]v[0-9]+\$",
   "read": "^\$"
  },
  {
   "user": "org-structure",
   "vhost": "/",
   "exchange": "company.events",
   "write": "^(department[.]created|department[.]renamed|department[.]moved|department[.]dissolved|team[.]created|team[.]renamed|team[.]moved|team[.]dissolved)[.]v[0-9]+\$",
   "read": "^\$"
  },
  {
   "user": "thanks",
   "vhost": "/",
   "exchange": "company.events",
   "write": "^(thanks[.]given|thanks[.]taken-back)[.]v[0-9]+\$",
   "read": "^\$"
  },
  {
   "user": "reactions",
   "vhost": "/",
   "exchange": "company.events",
   "write": "^(reaction[.]added|reaction[.]removed)[.]v[0-9]+\$",
   "read": "^\$"
  },
  {
   "user": "curation",
   "vhost": "/",
   "exchange": "company.events",
   "write": "^(entry[.]hidden|entry[.]shown|entry[.]pinned|entry[.]unpinned|text[.]redacted)[.]v[0-9]+\$",
   "read": "^\$"
  },
  {
   "user": "event-intake",
   "vhost": "/",
   "exchange": "company.events",
   "write": "^(announcement[.]posted)[.]v[0-9]+\$",
   "read": "^\$"
  },
  {
   "user": "feed-projector",
   "vhost": "/",
   "exchange": "company.events",
   "write": "^\$",
   "read": ".*"
  }
 ],
 "permissions": [
  {
   "user": "employee-registrar",
   "vhost": "/",
   "configure": "^(company[.]requests[.]employee-registrar)\$",
   "write": "^(company[.]events|company[.]requests[.]employee-registrar)\$",
   "read": "^(company[.]requests|company[.]requests[.]employee-registrar)\$"
  },
  {
   "user": "org-structure",
   "vhost": "/",
   "configure": "^(company[.]requests[.]org-structure)\$",
   "write": "^(company[.]events|company[.]requests[.]org-structure)\$",
   "read": "^(company[.]requests|company[.]requests[.]org-structure)\$"
  },
  {
   "user": "thanks",
   "vhost": "/",
   "configure": "^(company[.]requests[.]thanks)\$",
   "write": "^(company[.]events|company[.]requests[.]thanks)\$",
   "read": "^(company[.]requests|company[.]requests[.]thanks)\$"
  },
  {
   "user": "reactions",
   "vhost": "/",
   "configure": "^(company[.]requests[.]reactions)\$",
   "write": "^(company[.]events|company[.]requests[.]reactions)\$",
   "read": "^(company[.]requests|company[.]requests[.]reactions)\$"
  },
  {
   "user": "curation",
   "vhost": "/",
   "configure": "^(company[.]requests[.]curation)\$",
   "write": "^(company[.]events|company[.]requests[.]curation)\$",
   "read": "^(company[.]requests|company[.]requests[.]curation)\$"
  },
  {
   "user": "event-intake",
   "vhost": "/",
   "configure": "^(company[.]requests[.]event-intake)\$",
   "write": "^(company[.]events|company[.]requests[.]event-intake)\$",
   "read": "^(company[.]requests|company[.]requests[.]event-intake)\$"
  },
  {
   "user": "feed-projector",
   "vhost": "/",
   "configure": "^(feed[.]dlx|company[.]unrouted|feed[.]partitions[.]news|company[.]requests|feed[.]partitions|company[.]events|feed[.]dead|feed[.]projector[.][0-9]+|amq[.]gen-.*)\$",
   "write": "^(feed[.]dlx|company[.]unrouted|feed[.]partitions[.]news|company[.]requests|feed[.]partitions|feed[.]dead|feed[.]projector[.][0-9]+|amq[.]gen-.*)\$",
   "read": "^(feed[.]dlx|company[.]unrouted|feed[.]partitions[.]news|company[.]requests|feed[.]partitions|company[.]events|feed[.]dead|feed[.]projector[.][0-9]+|amq[.]gen-.*)\$"
  }
 ]
}
END
