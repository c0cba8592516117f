"""What a person is told when a sign-in through the provider comes to nothing, and the word that the log keeps of it."""

from assistant.errors import JuryBlancError


class IdentityFailure(JuryBlancError):
    """A sign-in through the provider of identities that came to nothing; `reason` is for the log and says nothing of anyone."""

    code = "identite_non_etablie"
    said = "La connexion par votre institut n’a pas abouti."
    then = "Recommencez. Si le refus revient, prévenez la personne qui administre le service."

    def __init__(self, reason: str) -> None:
        super().__init__(self.said, hint=self.then)
        self.reason = reason


class ProviderUnreachable(IdentityFailure):
    """The provider does not answer, is too slow, or says that it is in trouble."""

    code = "fournisseur_injoignable"
    said = "Le service d’identité de votre institut ne répond pas."
    then = "Réessayez dans quelques minutes. Une lecture sans compte reste possible depuis l’accueil."


class ProviderUnsound(IdentityFailure):
    """The provider and this service are not set up for one another."""

    code = "fournisseur_mal_regle"
    said = "La connexion par votre institut est mal réglée."
    then = "Prévenez la personne qui administre le service\u00a0: le journal dit ce qui ne va pas."


class SignInDeclined(IdentityFailure):
    """The person gave up at the provider, or the provider does not let them come here."""

    code = "connexion_declinee"
    said = "La connexion n’a pas été accordée."
    then = "Si vous avez renoncé, rien n’a été fait. Sinon, demandez à votre institut l’accès à Jury Blanc."


class SignInExpired(IdentityFailure):
    """A return that no sign-in of this browser awaits: too late, already used, or begun elsewhere."""

    code = "connexion_perimee"
    said = "Cette connexion a expiré, ou elle a déjà servi."
    then = (
        "Recommencez dans le même navigateur, en moins de dix minutes\u00a0; les cookies doivent être acceptés."
        " Si vous étiez déjà entré, ouvrez «\u00a0Mes textes\u00a0» depuis l’accueil."
    )


class IdentityUnproven(IdentityFailure):
    """A token that does not prove who the person is."""

    code = "identite_non_prouvee"
    said = "La preuve de votre identité n’a pas pu être vérifiée\u00a0: vous n’êtes pas connecté."


class ClocksApart(IdentityUnproven):
    """A token of the past or of the future: one of the two clocks is wrong."""

    code = "horloges_decalees"
    said = "L’heure de ce service et celle de votre institut ne s’accordent pas\u00a0: vous n’êtes pas connecté."
    then = "Prévenez la personne qui administre le service\u00a0: une des deux horloges est à remettre à l’heure."


class RoleUnknown(IdentityFailure):
    """A person whom the provider knows, without any of the roles that come in here."""

    code = "role_inconnu"
    said = "Votre institut vous connaît, mais ne vous donne aucun rôle dans Jury Blanc."
    then = "Demandez-lui de vous ajouter au groupe qui y donne accès."


class AddressRefused(IdentityFailure):
    """A person whose e-mail address is not of an allowed domain, or was not verified."""

    code = "adresse_refusee"
    said = "Votre adresse de courriel n’est pas de celles que ce service accepte, ou votre institut ne l’a pas vérifiée."
    then = "Connectez-vous avec votre adresse de l’institut, ou demandez-lui de la vérifier."
