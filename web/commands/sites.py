"""`sites` and `keys`: which pages may show the widget, and which programs may talk to the coach."""

from typing import Annotated

import typer

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.base import Frozen
from assistant.domain.doors import CLIENT_POINTS, MOST_POINTS, PERSON_POINTS, SITE_POINTS, Client, Site, unknown_access
from web.commands.console import FrenchCommand, group, put, put_json, tell
from web.commands.summaries import SUMMARIES
from web.doors.asset import frame_of, script, tag_of
from web.doors.look import ANGLES, MODES, THEMES, TINTS, WIDTHS, Look, look_of, style_of
from web.doors.opening import client_asked, site_asked
from web.rendering.plain import one_line

AsJson = Annotated[bool, typer.Option("--json", help="Un seul document JSON sur la sortie standard.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Identifiant donné par «\u00a0list\u00a0».")]
Name = Annotated[str, typer.Argument(metavar="NOM", help="Un nom pour vous y retrouver.")]
Service = Annotated[
    str | None, typer.Option("--service", metavar="ADRESSE", help="Adresse de Jury Blanc, telle que la voient les pages du site.")
]
Mode = Annotated[str, typer.Option("--mode", metavar="FORME", help=f"{', '.join(MODES)}.")]
Bloc = Annotated[str, typer.Option("--bloc", metavar="CODE", help="Bloc de la page, B1 à B6.")]
Theme = Annotated[str, typer.Option("--theme", metavar="THÈME", help=f"{', '.join(THEMES)}.")]
Teinte = Annotated[str, typer.Option("--teinte", metavar="TEINTE", help=f"{', '.join(TINTS)}.")]
Angles = Annotated[str, typer.Option("--angles", metavar="ANGLES", help=f"{', '.join(ANGLES)}.")]
Largeur = Annotated[str, typer.Option("--largeur", metavar="LARGEUR", help=f"{', '.join(WIDTHS)}.")]


class SiteShown(Frozen):
    """A site as `--json` prints it, without its secret."""

    id: str
    name: str
    origins: tuple[str, ...]
    anonymous: bool
    per_person: int
    per_site: int


class SitesShown(Frozen):
    """What `sites list --json` prints."""

    sites: tuple[SiteShown, ...]


class KeysShown(Frozen):
    """What `keys list --json` prints."""

    keys: tuple[Client, ...]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    sites = group(SUMMARIES["sites"])
    sites.command("create", cls=FrenchCommand, help="Ouvre un site, et donne la balise à copier.")(create)
    sites.command("list", cls=FrenchCommand, help="Liste les sites.")(list_)
    sites.command("show", cls=FrenchCommand, help="Redonne la balise d’un site.")(show)
    sites.command("change", cls=FrenchCommand, help="Change les origines, les quotas ou le nom d’un site.")(change)
    sites.command("rotate", cls=FrenchCommand, help="Change le secret d’un site\u00a0; l’ancien est refusé aussitôt.")(rotate)
    sites.command("delete", cls=FrenchCommand, help="Ferme un site.")(delete)
    app.add_typer(sites, name="sites")
    keys = group(SUMMARIES["keys"])
    keys.command("create", cls=FrenchCommand, help="Donne une clé à un programme.")(create_key)
    keys.command("list", cls=FrenchCommand, help="Liste les clés.")(list_keys)
    keys.command("delete", cls=FrenchCommand, help="Refuse une clé désormais.")(delete_key)
    app.add_typer(keys, name="keys")


def create(
    name: Name,
    *,
    origin: Annotated[
        list[str], typer.Option("--origin", metavar="ORIGINE", help="https://intranet.exemple.fr\u00a0; à répéter.")
    ],
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Sans jeton\u00a0: toute personne qui voit la page s’en sert.")
    ] = False,
    per_person: Annotated[
        int, typer.Option("--per-person", metavar="POINTS", min=1, max=MOST_POINTS, help="Points par heure et par personne.")
    ] = PERSON_POINTS,
    per_site: Annotated[
        int, typer.Option("--per-site", metavar="POINTS", min=1, max=MOST_POINTS, help="Points par heure pour tout le site.")
    ] = SITE_POINTS,
    service: Service = None,
    mode: Mode = "",
    bloc: Bloc = "",
    theme: Theme = "",
    teinte: Teinte = "",
    angles: Angles = "",
    largeur: Largeur = "",
) -> None:
    """Open a site and print its tag and, when tokens are needed, its secret."""
    assistant = build_assistant()
    look = _look(assistant, mode=mode, bloc=bloc, theme=theme, teinte=teinte, angles=angles, largeur=largeur)
    asked = site_asked(name, origin, anonymous=anonymous, per_person=per_person, per_site=per_site)
    site = assistant.doors.add_site(asked)
    tell(f"Le site «\u00a0{site.name}\u00a0» est ouvert, sous la clé {site.id}.")
    _tell_secret(site)
    _put_tag(assistant, site, service, look)


def list_(*, as_json: AsJson = False) -> None:
    """List the sites."""
    assistant = build_assistant()
    found = assistant.doors.sites() if assistant.has_library else ()
    if as_json:
        put_json(SitesShown(sites=tuple(SiteShown.model_validate(s.model_dump(exclude={"secret"})) for s in found)))
        return
    for site in found:
        proof = "sans jeton" if site.anonymous else "avec jeton"
        quota = f"{site.per_person} points par personne et {site.per_site} par site, par heure"
        put(f"{site.id}  {one_line(site.name)}  {' '.join(site.origins)}  {proof}, {quota}\n")
    if not found:
        tell("Aucun site n’est ouvert\u00a0: le widget ne répond nulle part. Ouvrez-en un\u00a0: jury-blanc sites create.")


def show(
    code: Id,
    *,
    service: Service = None,
    mode: Mode = "",
    bloc: Bloc = "",
    theme: Theme = "",
    teinte: Teinte = "",
    angles: Angles = "",
    largeur: Largeur = "",
) -> None:
    """Print the tag of a site again, as an upgrade may change it."""
    assistant = build_assistant()
    look = _look(assistant, mode=mode, bloc=bloc, theme=theme, teinte=teinte, angles=angles, largeur=largeur)
    site = assistant.site(code)
    if site is None:
        raise unknown_access("site", code)
    tell(f"{site.name}\u00a0: {', '.join(site.origins)}")
    _put_tag(assistant, site, service, look)


def change(
    code: Id,
    *,
    name: Annotated[str | None, typer.Option("--name", metavar="NOM", help="Un autre nom.")] = None,
    origin: Annotated[
        list[str] | None, typer.Option("--origin", metavar="ORIGINE", help="Remplace toutes les origines\u00a0; à répéter.")
    ] = None,
    anonymous: Annotated[bool | None, typer.Option("--anonymous/--tokens", help="Sans jeton, ou avec.")] = None,
    per_person: Annotated[int | None, typer.Option("--per-person", metavar="POINTS", min=1, max=MOST_POINTS)] = None,
    per_site: Annotated[int | None, typer.Option("--per-site", metavar="POINTS", min=1, max=MOST_POINTS)] = None,
) -> None:
    """Change what is said of a site; the rest, its secret included, stays."""
    assistant = build_assistant()
    site = assistant.site(code)
    if site is None:
        raise unknown_access("site", code)
    asked = site_asked(
        site.name if name is None else name,
        origin or site.origins,
        anonymous=site.anonymous if anonymous is None else anonymous,
        per_person=per_person or site.per_person,
        per_site=per_site or site.per_site,
    )
    changed = assistant.doors.change_site(asked.model_copy(update={"id": site.id}))
    tell(f"Le site «\u00a0{changed.name}\u00a0» est changé\u00a0: {', '.join(changed.origins)}.")


def rotate(code: Id) -> None:
    """Give a site another secret."""
    site = build_assistant().doors.rotate_site(code)
    tell("L’ancien secret est refusé dès maintenant.")
    _tell_secret(site)


def delete(code: Id) -> None:
    """Close a site."""
    build_assistant().doors.delete_site(code)
    tell(f"Le site {code} est fermé\u00a0: sa balise ne répond plus.")


def create_key(
    name: Name,
    *,
    per_hour: Annotated[
        int, typer.Option("--per-hour", metavar="POINTS", min=1, max=MOST_POINTS, help="Points par heure.")
    ] = CLIENT_POINTS,
) -> None:
    """Give a key to a program, shown once."""
    client, key = build_assistant().doors.add_client(client_asked(name, per_hour))
    tell(f"Clé de «\u00a0{client.name}\u00a0» ({client.id}), montrée cette seule fois\u00a0:")
    put(f"{key}\n")


def list_keys(*, as_json: AsJson = False) -> None:
    """List the programs, without their keys."""
    assistant = build_assistant()
    found = assistant.doors.clients() if assistant.has_library else ()
    if as_json:
        put_json(KeysShown(keys=found))
        return
    for client in found:
        put(f"{client.id}  {one_line(client.name)}  {client.per_hour} points par heure, depuis le {client.created_at[:10]}\n")
    if not found:
        tell("Aucun programme n’a de clé. Donnez-en une avec «\u00a0jury-blanc keys create\u00a0».")


def delete_key(code: Id) -> None:
    """Refuse a key from now on."""
    build_assistant().doors.delete_client(code)
    tell(f"La clé {code} est refusée désormais.")


def _look(assistant: Assistant, **chosen: str) -> Look:
    return look_of(chosen, assistant.knowledge.referentiel)


def _tell_secret(site: Site) -> None:
    if site.anonymous:
        return
    tell(
        "Secret, à ranger sur le serveur de ce site et nulle part ailleurs (voyez docs/intranet.md)\u00a0:\n"
        f"{site.secret.get_secret_value()}"
    )


def _put_tag(assistant: Assistant, site: Site, service: str | None, look: Look) -> None:
    settings = assistant.settings
    address = service or f"http://{settings.host}:{settings.port}/"
    put(f"{tag_of(site, address, look)}\n")
    if style_of(look):
        tell(f"À ajouter à la feuille de style du site\u00a0:\n{style_of(look)}")
    tell(f"Là où les scripts sont retirés des pages, un cadre\u00a0:\n{frame_of(site, address, look)}")
    tell(f"Script\u00a0: {script().compressed} octets compressés. Après une mise à jour, recopiez la balise (sites show).")
