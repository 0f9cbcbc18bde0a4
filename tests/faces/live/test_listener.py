"""Live notices: to the viewers of the outbreak, once, and again after the database was away."""

import json
import threading
import time

import psycopg
import pytest
from django.db import connection, connections

from ringfence.faces.live.listener import EVERYTHING, Listener
from ringfence.ground.outbox import actions as outbox
from ringfence.settings.database import driver_parameters

CHEN, LI = "outbreak-of-chen", "outbreak-of-li"


def test_a_notice_reaches_the_viewers_of_its_outbreak_only():
    listener = silent_listener()
    with listener.viewer(CHEN) as chen, listener.viewer(LI) as li:
        listener.hear(json.dumps({"topic": "cases", "outbreak": CHEN}))
        assert chen.wait(seconds=0) == ["cases"]
        assert li.wait(seconds=0) == []


def test_the_same_topic_told_often_is_told_once():
    listener = silent_listener()
    with listener.viewer(CHEN) as viewer:
        for _ in range(1000):
            listener.hear(json.dumps({"topic": "contacts", "outbreak": CHEN}))
        assert viewer.wait(seconds=0) == ["contacts"]


@pytest.mark.parametrize("payload", ["", "[]", "{}", "not json", '{"outbreak": "x"}'])
def test_a_notice_that_nobody_understands_is_passed_over(payload):
    listener = silent_listener()
    with listener.viewer(CHEN) as viewer:
        listener.hear(payload)
        assert viewer.wait(seconds=0) == []


def test_a_viewer_who_left_is_forgotten():
    listener = silent_listener()
    with listener.viewer(CHEN) as viewer:
        pass
    listener.hear(json.dumps({"topic": "cases", "outbreak": CHEN}))
    assert viewer.wait(seconds=0) == []


@pytest.mark.django_db(transaction=True)
def test_a_committed_change_is_heard_and_a_lost_connection_comes_back():
    opened: list[psycopg.Connection] = []
    listener = Listener(connect=lambda: remember(opened, database_connection()))
    with listener.viewer(CHEN) as viewer:
        wait_for(lambda: opened)
        heard = tell_until_heard(viewer)
        assert "orders" in heard
        end_connection(opened[0])
        assert EVERYTHING in viewer.wait(seconds=10)
        assert len(opened) == 2
    listener.close()


def silent_listener() -> Listener:
    """One whose database never answers; notices are handed to it directly."""

    def never():
        threading.Event().wait()

    return Listener(connect=never)


def database_connection():
    return psycopg.connect(**driver_parameters(connections["default"].settings_dict), autocommit=True)


def remember(opened, found):
    opened.append(found)
    return found


def tell_until_heard(viewer):
    """The listener may not listen yet: a notice is only for those who do."""
    for _ in range(50):
        outbox.tell_screens(topic="orders", outbreak_id=CHEN)
        heard = viewer.wait(seconds=0.2)
        if heard:
            return heard
    return []


def end_connection(found):
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s)", [found.info.backend_pid])


def wait_for(what):
    until = time.monotonic() + 10
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
