"""What the verbs of a critère ask of a text: forms of evidence, how to write it, what a jury asks."""

from dataclasses import dataclass

from assistant.knowledge.verbs import word_set


@dataclass(frozen=True)
class Family:
    """Verbs that ask for the same thing.

    `direct` follows the verb and its object in an advice (« Comparer les offres … ») and
    is empty where writing is not doing (« Respecter les consignes »): `shown` then opens
    the advice, before « que » and the sentence of the critère.
    """

    verbs: frozenset[str]
    evidence: tuple[str, ...]
    direct: str = ""
    shown: str = "Montrer, par un fait précis de la situation,"
    question: str = ""
    """May use `{done}` (past participle) and `{object}`; empty asks what shows it."""

    def ask(self, done: str, thing: str) -> str:
        """Return the question of the family about that thing."""
        return self.question.format(done=done, object=thing)


_FAMILIES = (
    Family(
        verbs=word_set("comparer croiser différencier distinguer"),
        evidence=("tableau", "critere", "nombre"),
        direct=" : critères identiques, tableau si possible, conclusion.",
        question="Sur quels critères avez-vous {done} {object} ?",
    ),
    Family(
        verbs=word_set("planifier programmer ordonnancer dater prévoir"),
        evidence=("planning", "date", "acteur_nomme"),
        direct=" : étapes datées, durées, responsables.",
        question="Quelle échéance était la plus serrée, et qui en répondait ?",
    ),
    Family(
        verbs=word_set("argumenter justifier motiver expliquer expliciter défendre"),
        evidence=("argument_causal", "alternative", "source"),
        direct=" : une raison tirée de la situation, et ce qui a été écarté.",
        question="Quelle autre solution avez-vous écartée, et pour quelle raison ?",
    ),
    Family(
        verbs=word_set("chiffrer calculer estimer quantifier budgéter"),
        evidence=("nombre", "montant", "tableau"),
        direct=" : unité, source et date de chaque valeur.",
        question="D'où viennent les valeurs que vous avez utilisées ?",
    ),
    Family(
        verbs=word_set("lister recenser inventorier énoncer nommer citer mentionner"),
        evidence=("exemple", "nombre", "tableau"),
        direct=" : liste nominative et complète, sans « etc. ».",
        question="Qu'avez-vous laissé de côté, et pourquoi ?",
    ),
    Family(
        verbs=word_set("identifier repérer détecter cibler caractériser localiser déterminer délimiter diagnostiquer"),
        evidence=("exemple", "nombre", "source"),
        direct=" : citer le fait ou la donnée qui l'établit.",
        question="À partir de quels faits avez-vous {done} {object} ?",
    ),
    Family(
        verbs=word_set("décrire présenter détailler préciser exposer définir indiquer situer spécifier"),
        evidence=("exemple", "acteur_nomme", "date"),
        direct=" : qui, quoi, quand, avec quel outil.",
        question="Quel exemple précis pouvez-vous en donner ?",
    ),
    Family(
        verbs=word_set("formaliser rédiger documenter structurer élaborer établir écrire dresser modéliser"),
        evidence=("outil", "annexe", "schema"),
        direct=" : joindre un document (trame, grille, schéma) et le commenter dans le texte.",
        question="Que contient le document que vous joignez, et qui s'en sert ?",
    ),
    Family(
        verbs=word_set("analyser interpréter commenter synthétiser critiquer examiner interroger"),
        evidence=("argument_causal", "source", "nombre"),
        direct=" : faits constatés, causes, conséquences.",
        question="Quelle cause avez-vous mise au jour, et sur quels faits ?",
    ),
    Family(
        verbs=word_set("mesurer évaluer apprécier"),
        evidence=("indicateur", "nombre", "date"),
        direct=" : indicateur, valeur de départ, cible, date.",
        question="Quel indicateur avez-vous retenu, et quelle valeur vous ferait réagir ?",
    ),
    Family(
        verbs=word_set("hiérarchiser prioriser classer sélectionner choisir trier retenir"),
        evidence=("critere", "argument_causal", "tableau"),
        direct=" : énoncer les critères, et dire lequel a tranché.",
        question="Quel critère a été décisif ?",
    ),
    Family(
        verbs=word_set("outiller"),
        evidence=("outil", "annexe", "exemple"),
        direct=" : joindre et commenter chaque outil.",
        question="Lequel de vos outils a servi, et à qui ?",
    ),
    Family(
        verbs=word_set("illustrer"),
        evidence=("exemple", "verbatim", "annexe"),
        direct=" : une situation précise et datée.",
        question="Quel autre exemple auriez-vous pu prendre ?",
    ),
    Family(
        verbs=word_set("proposer préconiser formuler reformuler"),
        evidence=("exemple", "argument_causal", "acteur_nomme"),
        direct=" : constat de départ, effet attendu.",
        question="De quel constat partez-vous ?",
    ),
    Family(
        verbs=word_set("sourcer référencer actualiser"),
        evidence=("source", "date", "citation"),
        direct=" : auteur, date, document.",
        question="De quand datent vos sources ?",
    ),
    Family(
        verbs=word_set("respecter appliquer correspondre satisfaire"),
        evidence=("reference_reglementaire", "exemple", "outil"),
        shown="Citer la règle ou l'exigence et la disposition prise, pour montrer",
    ),
    Family(
        verbs=word_set("contrôler vérifier suivre surveiller valider tester tracer"),
        evidence=("indicateur", "date", "outil"),
        shown="Dire qui vérifie, quand et avec quel outil, pour montrer",
    ),
    Family(
        verbs=word_set("transmettre communiquer informer restituer diffuser partager remettre"),
        evidence=("acteur_nomme", "date", "outil"),
        shown="Dire à qui, quand et par quel moyen, pour montrer",
    ),
    Family(
        verbs=word_set("adapter ajuster articuler personnaliser individualiser approprier"),
        evidence=("argument_causal", "exemple", "alternative"),
        shown="Relier chaque choix à une caractéristique de la situation, pour montrer",
    ),
    Family(
        verbs=word_set("envisager explorer"),
        evidence=("alternative", "argument_causal", "critere"),
        shown="Décrire au moins une option et la raison de la retenir ou non, pour montrer",
    ),
    Family(
        verbs=word_set("connaître maîtriser comprendre"),
        evidence=("source", "exemple", "argument_causal"),
        shown="Citer les sources et l'usage qui en est fait, pour montrer",
    ),
    Family(
        verbs=word_set("anticiper prévenir traiter résoudre corriger réguler remédier"),
        evidence=("exemple", "argument_causal", "alternative"),
        shown="Donner un cas précis et la réponse apportée, pour montrer",
    ),
    Family(
        verbs=word_set("mettre réaliser utiliser mobiliser organiser animer exploiter exécuter préparer conduire produire"),
        evidence=("exemple", "date", "acteur_nomme"),
        shown="Raconter un fait daté et dire qui a agi, pour montrer",
    ),
)
_ANY = Family(verbs=frozenset(), evidence=("exemple", "argument_causal", "nombre"))


def family_of(infinitive: str | None) -> Family:
    """Return the family of a verb, or the one that asks for a precise fact."""
    verb = (infinitive or "").removeprefix("s'").removeprefix("se ").partition(" ")[0]
    return next((family for family in _FAMILIES if verb in family.verbs), _ANY)
