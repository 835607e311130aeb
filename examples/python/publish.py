#!/usr/bin/env python3
"""Publishes four announcements to the company feed, with nothing but an AMQP client.

    AMQP_URL=amqp://user:password@host:5672 python3 publish.py

Needs pika (Debian and Ubuntu: apt-get install python3-pika; elsewhere: pip install pika).
What each field means: docs/publish.md.
"""

import json
import os
import sys
import time
import uuid

try:
    import pika
    from pika import exceptions
except ImportError:
    # Debian's package serves Debian's Python alone, and another one may come first in PATH.
    sys.exit(f"{sys.executable} has no pika: pip install pika; for /usr/bin/python3: apt-get install python3-pika")

EXCHANGE = "company.events"
TYPE = "announcement.posted.v1"
# Who speaks, as the feed shows it. Each publisher has its own source: an event is known by source and id.
SOURCE = "/example-python"


def announcement(en, ru, link=None):
    """A CloudEvent. Make it once: when you are not sure that it arrived, send the same again, id and all."""
    event_id = str(uuid.uuid4())
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": SOURCE,
        "type": TYPE,
        "subject": f"announcement/{event_id}",
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "data": {"text": {"en": en, "ru": ru}, **({"link": link} if link else {})},
    }


def properties(event, content_type, headers=None):
    return pika.BasicProperties(
        content_type=content_type,
        delivery_mode=2,  # persistent: survives a restart of the broker
        # Who publishes: the broker takes no other name than that of the connection's user, and the feed asks for it.
        user_id=pika.URLParameters(os.environ["AMQP_URL"]).credentials.username,
        # The feed reads none of these, but whoever looks into a queue does.
        app_id=SOURCE.lstrip("/"),
        message_id=event["id"],
        type=TYPE,
        timestamp=int(time.time()),
        # The partitions hash on the header `subject`; all messages without one land in the same partition.
        headers={"subject": event["subject"], **(headers or {})},
    )


def as_json(value):
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def structured(event):
    """The event is the body."""
    return as_json(event), properties(event, "application/cloudevents+json")


def binary(event):
    """The data is the body, every other attribute a header."""
    headers = {f"cloudEvents_{name}": value for name, value in event.items() if name != "data"}
    return as_json(event["data"]), properties(event, "application/json", headers)


def batch(events):
    """Many events in one message. They are taken all or none, and lie in the partition of the first."""
    return as_json(events), properties(events[0], "application/cloudevents-batch+json")


def publish(channel, how, message, *events):
    body, props = message
    # Returns on the broker's confirm. `mandatory`: an error rather than silence where no queue takes it.
    channel.basic_publish(EXCHANGE, routing_key=TYPE, body=body, properties=props, mandatory=True)
    print("published", how, *(event["id"] for event in events), flush=True)


def main():
    url = os.environ.get("AMQP_URL")
    if not url:
        sys.exit("AMQP_URL is not set, e.g. amqp://user:password@127.0.0.1:5672")
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.confirm_delivery()  # without it, a publish that fails is not told

    canteen = announcement("The canteen opens at noon", "Столовая открывается в полдень")
    publish(channel, "structured", structured(canteen), canteen)

    menu = announcement("There is soup today", "Сегодня суп", link="https://portal.example/menu")
    publish(channel, "binary", binary(menu), menu)

    lift = announcement("The lift is being repaired", "Лифт на ремонте", link="https://portal.example/lift")
    stairs = announcement("Please take the stairs", "Пожалуйста, поднимайтесь по лестнице")
    publish(channel, "batch", batch([lift, stairs]), lift, stairs)

    connection.close()


if __name__ == "__main__":
    try:
        main()
    except exceptions.UnroutableError:
        sys.exit(f"no queue takes what is sent to {EXCHANGE}: has the feed run with this broker?")
    except exceptions.NackError:
        sys.exit("the broker refused the message, a queue may be full: send the same again later")
    except exceptions.ChannelClosedByBroker as closed:
        # 404: there is no such exchange. The feed declares it; who else did so might do it differently.
        sys.exit(f"the broker refused: {closed.reply_text} ({closed.reply_code})")
    except exceptions.AMQPConnectionError as error:
        sys.exit(f"there is no connection to the broker of AMQP_URL: {error!r}")
