"""`doctor`: what is ready and what is missing."""

import asyncio
import importlib.util
import platform
import sys

import typer

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.exemplar import ReviewState
from assistant.domain.job import JobState
from assistant.errors import SetupError
from assistant.knowledge.shipped import shipped_exemplars
from assistant.settings import ModelSettings, OpenIdSettings, Settings, load_settings
from assistant.store.jobs import JobStore
from assistant.version import product_version
from web.commands.console import FrenchCommand, put
from web.commands.summaries import SUMMARIES
from web.doorway import doorway_of
from web.gate import WAY_BACK
from web.identity.failures import IdentityFailure
from web.identity.provider import Provider
from web.identity.tokens import LEEWAY_SECONDS


def add_commands(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command(cls=FrenchCommand, help=SUMMARIES["doctor"])(doctor)


def doctor() -> None:
    """Say what is ready and what is missing."""
    settings = load_settings()
    assistant = build_assistant(settings)
    knowledge = assistant.knowledge
    found = importlib.util.find_spec("sentence_transformers") is not None
    semantic = "installés" if found else "non installés, facultatifs (pip install jury-blanc[semantic])"
    lines = [
        f"Jury Blanc {product_version()}, Python {platform.python_version()} ({sys.platform})",
        f"Référentiel\u00a0: {len(knowledge.referentiel.blocs)} blocs, connaissances arrêtées à {knowledge.knowledge_date_shown}",
        "Lecteur intégré\u00a0: prêt, sans clé ni réseau",
        f"Index de recherche\u00a0: {_index_state(assistant.open_index(), settings.index)}",
        f"Bibliothèque\u00a0: {_library_state(assistant)}",
        f"Index des exemplaires\u00a0: {_exemplars_state(assistant, settings.index)}",
        f"Modèles sémantiques\u00a0: {semantic}",
        f"Modèle de langue\u00a0: {_model_state(settings.model)}",
        f"Comptes\u00a0: {_accounts_state(settings)}",
        f"Dossier des données\u00a0: {settings.data_dir}",
        *_jobs_state(assistant),
    ]
    put("\n".join(lines) + "\n")


def _index_state(opened: str, wanted: str) -> str:
    if opened == "chroma":
        return "prêt"
    if wanted == "exact":
        return "recherche exacte, par réglage"
    return "absent ou illisible\u00a0; la recherche exacte le remplace (à construire\u00a0: jury-blanc ingest index)"


def _exemplars_state(assistant: Assistant, wanted: str) -> str:
    if wanted == "exact":
        return "recherche exacte, par réglage"
    return (
        "prêt"
        if assistant.showcase.sound()
        else "à faire\u00a0; «\u00a0serve\u00a0» le construit, la recherche exacte le remplace"
    )


def _jobs_state(assistant: Assistant) -> list[str]:
    """Say how many readings of accounts wait, go on and were abandoned; nothing without accounts."""
    if assistant.settings.accounts == "off" or not assistant.has_library:
        return []
    counts = JobStore(assistant.database).counts()
    waiting, running, abandoned = (counts[s] for s in (JobState.WAITING, JobState.RUNNING, JobState.ABANDONED))
    said = f"{waiting} en attente, {running} en cours, {abandoned} abandonnée{'s' * (abandoned > 1)}"
    return [f"Lectures des comptes\u00a0: {said}"]


def _library_state(assistant: Assistant) -> str:
    own = len(assistant.library.summaries(ReviewState.PUBLIE)) if assistant.has_library else 0
    return f"{len(shipped_exemplars())} exemplaires fictifs livrés, {own} publié{'s' * (own > 1)} par l’institut"


def _model_state(model: ModelSettings | None) -> str:
    if model is None:
        return "aucun, rien ne sort de cette machine"
    where = f"sur une autre machine ({model.base_url or model.provider})" if model.elsewhere else "sur cette machine"
    sent = "textes pseudonymisés avant l’envoi" if model.masked else "textes envoyés tels quels"
    used = "avec --assessor model ou panel"
    if model.answer_seconds:
        used += f", et pour choisir ce qui répond aux questions ({model.answer_seconds:g}\u00a0s au plus)"
    else:
        used += " seulement"
    return f"{model.provider}:{model.name}, {where}, {sent}, {used}"


def _accounts_state(settings: Settings) -> str:
    try:
        doorway = doorway_of(settings)
    except SetupError as error:
        return f"mal réglés. {error} {error.hint}"
    if doorway is None:
        return "aucun, rien de personnel n’est gardé"
    words = {
        "local": "avec un mot de passe",
        "proxy": "nommés par un proxy de confiance",
        "openid": "par un fournisseur d’identité",
    }
    if doorway.openid is None:
        return words[doorway.mode]
    beside = " ou par un fournisseur d’identité" if doorway.mode == "local" else ""
    return f"{words[doorway.mode]}{beside}, {doorway.openid.issuer}\u00a0: {_provider_state(doorway.openid)}"


def _provider_state(openid: OpenIdSettings) -> str:
    """Ask the provider what it is asked at a sign-in, and say whether that would do."""
    provider = Provider(openid)
    back = f"{openid.public_url or 'https://…'}{WAY_BACK}"
    try:
        keys = len(asyncio.run(provider.keys()))
    except IdentityFailure as failure:
        return f"{failure} ({failure.reason})"
    if abs(provider.gap) > LEEWAY_SECONDS:
        return f"son horloge et celle de cette machine s’écartent de {abs(provider.gap):.0f} secondes\u00a0: connexions refusées"
    return f"prêt, {keys} clé{'s' * (keys > 1)} publiée{'s' * (keys > 1)}\u00a0; adresse de retour à lui déclarer\u00a0: {back}"
