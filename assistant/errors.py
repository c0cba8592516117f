"""Everything the product can say no with.

* JuryBlancError
  x InputError          the person using it      exit 2, HTTP 4xx
    - UnreadableDocument
      · DocumentTooLarge
      · EmptyDraft
    - UnknownCode
    - NotAReferentiel
    - UnknownExemplar
    - ExemplarNotReady
    - UnknownAccess
    - NotSignedIn
    - SignInRefused
      · SignInThrottled
    - FormRefused
    - InvitationRefused
    - AccountRefused
    - UnknownAccount
    - UnknownDraft
    - UnknownCohort
    - UnknownDispute
    - TooMuchKept
    - UnknownJob
    - KeyReused
    - BackupRefused
    - UnsoundSession
  x SetupError          the administrator        exit 3, HTTP 503
    - UnknownSetting
    - KnowledgeInvalid
    - IndexUnusable
    - LibraryUnusable
      · LibraryBusy
    - ExtraMissing
    - ModelMisconfigured
  x ModelFailure        nobody: the reading or the answer is made without a model
    - ModelUnreachable
      · ModelTooSlow
      · ModelBusy
      · ModelResting
    - ModelRefused
    - ModelCutShort
    - ModelGarbled

`str(error)` is a French sentence fit for a candidate and `hint` is the next step.
An assessor that fails raises nothing of this: its judgement is an abstention.
"""


class JuryBlancError(Exception):
    """Base of every error meant to be read by a person."""

    code = "erreur"
    """Stable identifier, used by programs and in problem documents."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(JuryBlancError):
    """What was given cannot be used; the person who gave it can mend it."""

    code = "entree_invalide"


class UnreadableDocument(InputError):
    """A file or text that cannot be read as a draft."""

    code = "document_illisible"


class DocumentTooLarge(UnreadableDocument):
    """A document beyond the limits of size, pages, parts or reading time."""

    code = "document_trop_volumineux"


class EmptyDraft(UnreadableDocument):
    """A document in which no text was found."""

    code = "document_sans_texte"


class UnknownCode(InputError):
    """A bloc, critère or compétence code that the référentiel does not have."""

    code = "code_inconnu"


class NotAReferentiel(InputError):
    """A text in which no bloc with critères was recognised."""

    code = "referentiel_non_reconnu"


class UnknownExemplar(InputError):
    """An identifier that no exemplar of the library has."""

    code = "exemplaire_inconnu"


class ExemplarNotReady(InputError):
    """An exemplar that lacks something before it can be published."""

    code = "exemplaire_incomplet"


class UnknownAccess(InputError):
    """An identifier that no site and no key of a program has."""

    code = "acces_inconnu"


class NotSignedIn(InputError):
    """Something that asks for an account, or for the rights of another one."""

    code = "non_connecte"


class SignInRefused(InputError):
    """A name and a password that do not go together."""

    code = "connexion_refusee"


class SignInThrottled(SignInRefused):
    """Too many failures to sign in of late."""

    code = "connexion_suspendue"

    def __init__(self, message: str, *, hint: str = "", wait: int) -> None:
        super().__init__(message, hint=hint)
        self.wait = wait
        """Seconds after which it may be tried again."""


class FormRefused(InputError):
    """A form that was not given by this service to the person who sends it."""

    code = "formulaire_refuse"


class InvitationRefused(InputError):
    """A link of invitation that was used, has expired or never was."""

    code = "invitation_refusee"


class AccountRefused(InputError):
    """A name or a password that an account cannot have."""

    code = "compte_refuse"


class UnknownAccount(InputError):
    """A name that no account has."""

    code = "compte_inconnu"


class UnknownDraft(InputError):
    """A draft, or a version, that is not among those of the person who asks."""

    code = "texte_inconnu"


class UnknownCohort(InputError):
    """A cohort, or a link to one, that is not for the person who asks."""

    code = "cohorte_inconnue"


class UnknownDispute(InputError):
    """A dispute that is not in the queue of the person who asks."""

    code = "contestation_inconnue"


class TooMuchKept(InputError):
    """One more draft, version or file than an account may keep."""

    code = "trop_de_textes"


class UnknownJob(InputError):
    """A reading that is not among those that the person who asks sent."""

    code = "lecture_inconnue"


class KeyReused(InputError):
    """An `Idempotency-Key` that already stands for another content."""

    code = "cle_deja_employee"

    def __init__(self) -> None:
        super().__init__("Cette clé d’idempotence a déjà servi pour un autre contenu.", hint="Employez une nouvelle clé.")


class BackupRefused(InputError):
    """An archive that is not a whole and unchanged backup of this version."""

    code = "sauvegarde_refusee"


class UnsoundSession(InputError):
    """A mock interview under way that was changed, cut short, or made by something else."""

    code = "entretien_altere"


class SetupError(JuryBlancError):
    """The installation or its settings prevent the work; an administrator can mend it."""

    code = "installation_incomplete"


class UnknownSetting(SetupError):
    """A `JURY_BLANC_…` variable that no setting answers to."""

    code = "reglage_inconnu"


class KnowledgeInvalid(SetupError):
    """A référentiel or grille file that does not validate."""

    code = "connaissances_invalides"


class IndexUnusable(SetupError):
    """The derived vector index is missing, broken or of another version."""

    code = "index_inutilisable"


class LibraryUnusable(SetupError):
    """The database of the library cannot be opened, read or written."""

    code = "bibliotheque_inutilisable"


class LibraryBusy(LibraryUnusable):
    """Another program holds the database of the library."""

    code = "bibliotheque_occupee"


class ExtraMissing(SetupError):
    """A provider of language models whose library is not installed."""

    code = "extra_manquant"


class ModelMisconfigured(SetupError):
    """A language model is asked for and its settings do not allow it."""

    code = "modele_mal_regle"


class ModelFailure(JuryBlancError):
    """A language model did not give a usable answer; what it was to do is done without it.

    The sentence ends « Lecture sans modèle : … » and never holds words of a draft.
    """

    code = "modele_en_echec"
    outage = False
    """Whether it tells that the service is down, rather than that this answer is no good."""
    worth_retrying = False

    def __init__(self, message: str, *, hint: str = "", wait: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.wait = wait
        """Seconds to wait before asking again, when the service said so."""


class ModelUnreachable(ModelFailure):
    """The service does not answer, or answers that it is in trouble."""

    code = "modele_injoignable"
    outage = True
    worth_retrying = True


class ModelTooSlow(ModelUnreachable):
    """The service had not finished when the time allowed was spent."""

    code = "modele_trop_lent"
    worth_retrying = False


class ModelBusy(ModelUnreachable):
    """The service asks for fewer requests."""

    code = "modele_sature"


class ModelResting(ModelUnreachable):
    """The service failed several times in a row and is left in peace for a while."""

    code = "modele_au_repos"
    worth_retrying = False


class ModelRefused(ModelFailure):
    """The service refuses the request: key, rights, address or name of the model."""

    code = "modele_refuse"
    outage = True


class ModelCutShort(ModelFailure):
    """The answer stops before its end, or the service does not say that it ended."""

    code = "modele_interrompu"
    worth_retrying = True


class ModelStopped(ModelCutShort):
    """The service says that it stopped the model before the end; the same request would be stopped at the same place."""

    worth_retrying = False


class ModelGarbled(ModelFailure):
    """The answer is not in the form that was asked for."""

    code = "modele_illisible"
