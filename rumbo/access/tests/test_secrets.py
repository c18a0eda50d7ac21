import logging

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from rumbo.access.cache_keys import hashed_key
from rumbo.access.log_filter import HideLinkSecrets


def test_a_cache_key_tells_nothing_and_hangs_on_the_secret():
    key = "allauth:rl:account:login:ip:192.0.2.7"

    stored = hashed_key(key, "", 1)

    assert len(stored) == 64
    assert "192.0.2.7" not in stored
    assert stored == hashed_key(key, "", 1)
    assert stored != hashed_key(key, "", 2)
    with override_settings(SECRET_KEY="another secret of this test"):
        assert hashed_key(key, "", 1) != stored


@pytest.fixture
def shared_cache(db, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "rumbo.access.shared_cache.ForgettingCache",
            "LOCATION": "shared_cache_of_test",
            "KEY_FUNCTION": "rumbo.access.cache_keys.hashed_key",
        }
    }
    call_command("createcachetable", "shared_cache_of_test", verbosity=0)
    yield caches["default"]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE shared_cache_of_test")


def rows_of_shared_cache():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_cache_of_test")
        return cursor.fetchall()


def test_the_shared_cache_holds_no_network_address(shared_cache):
    shared_cache.set("allauth:rl:ip:192.0.2.7", [1.0], 600)

    assert shared_cache.get("allauth:rl:ip:192.0.2.7") == [1.0]
    assert len(rows_of_shared_cache()) == 1
    assert "192.0.2.7" not in str(rows_of_shared_cache())


def test_what_has_expired_is_deleted_and_the_rest_stays(shared_cache):
    shared_cache.set("over", 1, -5)
    shared_cache.set("running", 2, 600)

    shared_cache.sweep()

    assert [shared_cache.get("over"), shared_cache.get("running")] == [None, 2]
    assert len(rows_of_shared_cache()) == 1


def test_failed_sign_ins_are_counted_for_all_processes_together(shared_cache, site, client):
    form = {"login": "nobody@example.org", "password": "not the password at all"}
    for _try in range(5):
        client.post(reverse("account_login"), form)
        # What another process has is another connection to the same table.
        del caches["default"]

    assert client.post(reverse("account_login"), form).status_code == 429


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/invitation/dG9rZW4tb2YtYS10ZXN0/",
        "/es/accounts/invitation/dG9rZW4tb2YtYS10ZXN0/",
        "/accounts/password/reset/key/1-dG9rZW4tb2YtYS10ZXN0/",
    ],
)
def test_the_log_shows_no_secret_of_a_link(address):
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", (address,), None
    )

    assert HideLinkSecrets().filter(record)

    assert "dG9rZW4" not in record.getMessage()
    assert "…" in record.getMessage()


def test_other_lines_of_the_log_stay_as_they_are():
    record = logging.LogRecord("rumbo", logging.INFO, __file__, 1, "Loaded %s", ("news",), None)

    HideLinkSecrets().filter(record)

    assert record.getMessage() == "Loaded news"


def test_sessions_and_tokens_travel_in_guarded_cookies_only():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
