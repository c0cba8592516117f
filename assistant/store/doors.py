"""The sites that may show the widget and the programs that may talk to the coach."""

import hashlib
import secrets

from pydantic import SecretStr
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from assistant.domain.doors import Client, Site, unknown_access
from assistant.store.database import Database, now
from assistant.store.tables import CLIENTS, SITE_ORIGINS, SITES

_KEY_PREFIX = "jb-"
_BYTES = 32


class DoorStore:
    """Sites and clients, in the database of the library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_site(self, site: Site) -> Site:
        """Keep a site under a new id and with a new secret; return it so."""
        kept = site.model_copy(update={"id": f"site-{secrets.token_hex(8)}", "secret": _secret()})
        with self._database.writing() as connection:
            connection.execute(
                insert(SITES).values(
                    id=kept.id,
                    name=kept.name,
                    secret=kept.secret.get_secret_value(),
                    anonymous=kept.anonymous,
                    per_person=kept.per_person,
                    per_site=kept.per_site,
                    created_at=now(),
                )
            )
            connection.execute(insert(SITE_ORIGINS), _origins(kept))
        return kept

    def sites(self) -> tuple[Site, ...]:
        """Return every site, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(SITES).order_by(SITES.c.created_at, SITES.c.id)).mappings().all()
            return tuple(_site(connection, row) for row in rows)

    def site(self, code: str) -> Site | None:
        """Return the site of that id, if there is one."""
        with self._database.reading() as connection:
            row = connection.execute(select(SITES).where(SITES.c.id == code)).mappings().first()
            return _site(connection, row) if row else None

    def change_site(self, site: Site) -> Site:
        """Keep other words about a site, under its id and secret; raise `UnknownAccess` when there is none of that id."""
        kept = site.model_dump(include={"name", "anonymous", "per_person", "per_site"})
        with self._database.writing() as connection:
            if connection.execute(update(SITES).where(SITES.c.id == site.id).values(**kept)).rowcount == 0:
                raise unknown_access("site", site.id)
            connection.execute(delete(SITE_ORIGINS).where(SITE_ORIGINS.c.site == site.id))
            connection.execute(insert(SITE_ORIGINS), _origins(site))
            row = connection.execute(select(SITES).where(SITES.c.id == site.id)).mappings().one()
            return _site(connection, row)

    def rotate_site(self, code: str) -> Site:
        """Give a site another secret, the former being refused at once; raise `UnknownAccess` when there is none of that id."""
        with self._database.writing() as connection:
            connection.execute(update(SITES).where(SITES.c.id == code).values(secret=_secret().get_secret_value()))
            row = connection.execute(select(SITES).where(SITES.c.id == code)).mappings().first()
            if row is None:
                raise unknown_access("site", code)
            return _site(connection, row)

    def delete_site(self, code: str) -> None:
        """Forget a site; raise `UnknownAccess` when there is none of that id."""
        with self._database.writing() as connection:
            if connection.execute(delete(SITES).where(SITES.c.id == code)).rowcount == 0:
                raise unknown_access("site", code)

    def add_client(self, client: Client) -> tuple[Client, str]:
        """Keep a program under a new id; return it with its key, of which only the digest is kept."""
        key = _KEY_PREFIX + secrets.token_urlsafe(_BYTES)
        kept = client.model_copy(update={"id": f"cle-{secrets.token_hex(6)}", "created_at": now()})
        with self._database.writing() as connection:
            connection.execute(insert(CLIENTS).values(**kept.model_dump(), digest=_digest(key)))
        return kept, key

    def clients(self) -> tuple[Client, ...]:
        """Return every program, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(CLIENTS).order_by(CLIENTS.c.created_at, CLIENTS.c.id)).mappings().all()
            return tuple(_client(row) for row in rows)

    def client(self, key: str) -> Client | None:
        """Return the program of that key, if there is one."""
        with self._database.reading() as connection:
            row = connection.execute(select(CLIENTS).where(CLIENTS.c.digest == _digest(key))).mappings().first()
            return _client(row) if row else None

    def delete_client(self, code: str) -> None:
        """Refuse a program from now on; raise `UnknownAccess` when there is none of that id."""
        with self._database.writing() as connection:
            if connection.execute(delete(CLIENTS).where(CLIENTS.c.id == code)).rowcount == 0:
                raise unknown_access("clé", code)


def _origins(site: Site) -> list[dict[str, object]]:
    return [{"site": site.id, "number": n, "origin": origin} for n, origin in enumerate(site.origins)]


def _secret() -> SecretStr:
    return SecretStr(secrets.token_urlsafe(_BYTES))


def _digest(key: str) -> str:
    """Return what is kept of a key: it has 256 bits of chance, so a plain digest cannot be searched."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _site(connection: Connection, row: RowMapping) -> Site:
    asked = select(SITE_ORIGINS.c.origin).where(SITE_ORIGINS.c.site == row["id"]).order_by(SITE_ORIGINS.c.number)
    return Site(
        id=row["id"],
        name=row["name"],
        origins=tuple(connection.execute(asked).scalars()),
        secret=row["secret"],
        anonymous=row["anonymous"],
        per_person=row["per_person"],
        per_site=row["per_site"],
    )


def _client(row: RowMapping) -> Client:
    return Client(id=row["id"], name=row["name"], per_hour=row["per_hour"], created_at=row["created_at"])
