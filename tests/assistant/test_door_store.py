"""Sites and programs are kept, changed and closed."""

import sqlite3
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.bootstrap import build_assistant
from assistant.domain.doors import Client, Site, origin_of
from assistant.errors import InputError, UnknownAccess
from assistant.settings import LIBRARY_FILE, Settings
from assistant.store.database import open_database
from assistant.store.doors import DoorStore


@pytest.fixture
def store(tmp_path: Path) -> DoorStore:
    return DoorStore(open_database(tmp_path))


def asked(*origins: str) -> Site:
    return Site(
        id="x", name="Intranet", origins=origins or ("https://a.example",), secret=SecretStr(""), per_person=7, per_site=90
    )


def test_a_site_is_kept_under_a_new_id_with_a_secret_of_its_own(store: DoorStore) -> None:
    first, second = store.add_site(asked("https://a.example", "http://b.example:8080")), store.add_site(asked())
    assert store.site(first.id) == first
    assert store.sites() == (first, second)
    assert first.origins == ("https://a.example", "http://b.example:8080")
    assert (first.per_person, first.per_site, first.anonymous) == (7, 90, False)
    assert len(first.secret.get_secret_value()) >= 43
    assert first.secret != second.secret
    assert first.secret.get_secret_value() not in repr(first)


def test_a_new_secret_takes_the_place_of_the_former(store: DoorStore) -> None:
    site = store.add_site(asked())
    rotated = store.rotate_site(site.id)
    assert rotated.secret != site.secret
    assert store.site(site.id) == rotated


def test_a_closed_site_is_gone_with_its_origins(store: DoorStore, tmp_path: Path) -> None:
    site, other = store.add_site(asked()), store.add_site(asked())
    store.delete_site(site.id)
    assert store.site(site.id) is None
    assert store.sites() == (other,)
    with sqlite3.connect(tmp_path / LIBRARY_FILE) as connection:
        assert connection.execute("SELECT count(*) FROM site_origins").fetchone() == (1,)
    connection.close()


def test_a_key_opens_and_only_its_digest_is_kept(store: DoorStore, tmp_path: Path) -> None:
    client, key = store.add_client(Client(id="x", name="Open WebUI", per_hour=5))
    assert store.client(key) == client
    assert store.clients() == (client,)
    assert [store.client(other) for other in ("", key[:-1], f"{key}x", key.upper(), "\ud800")] == [None] * 5
    kept = b"".join(path.read_bytes() for path in tmp_path.glob(f"{LIBRARY_FILE}*"))
    assert key.encode() not in kept
    store.delete_client(client.id)
    assert store.client(key) is None


def test_an_unknown_id_is_told(store: DoorStore) -> None:
    for change in (store.rotate_site, store.delete_site, store.delete_client):
        with pytest.raises(UnknownAccess, match="identifiant"):
            change("site-absent")


def test_asking_for_a_site_makes_no_database(tmp_path: Path) -> None:
    assistant = build_assistant(Settings(data_dir=tmp_path / "data"))
    assert assistant.site("site-1") is None
    assert assistant.client("jb-1") is None
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://intranet.exemple.fr", "https://intranet.exemple.fr"),
        ("https://Intranet.Exemple.FR/", "https://intranet.exemple.fr"),
        (" http://portail:8080 ", "http://portail:8080"),
        ("https://a.fr:443", "https://a.fr"),
        ("http://a.fr:80", "http://a.fr"),
        ("http://10.0.0.7", "http://10.0.0.7"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://écoles.fr", "https://xn--coles-9ra.fr"),
    ],
)
def test_an_origin_is_written_as_browsers_send_it(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "address",
    ["", "intranet.fr", "*", "https://*", "https://*.fr", "https://a.fr/page", "https://a.fr?x", "https://a.fr#x", "https://u@a.fr",
     "ftp://a.fr", "null", "javascript:alert(1)", "https://a.fr:99999", "https://a.fr:x", "https://", "https://a b.fr",
     "https://a.fr;script-src *", "https://[::1", "https://a..fr"],
)  # fmt: skip
def test_anything_else_is_no_origin(address: str) -> None:
    with pytest.raises(InputError, match="origine"):
        origin_of(address)
