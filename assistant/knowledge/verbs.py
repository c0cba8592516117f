"""Forms of the verbs that référentiels use: just enough French to turn a sentence round."""

import re
from functools import lru_cache

from assistant.text.french import fold


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


AUXILIARIES = word_set("est sont sera seront soit soient")

_PARTICIPLES = _pairs("""
    prendre:pris comprendre:compris apprendre:appris entreprendre:entrepris mettre:mis transmettre:transmis
    permettre:permis soumettre:soumis faire:fait satisfaire:satisfait extraire:extrait décrire:décrit écrire:écrit
    prescrire:prescrit inscrire:inscrit transcrire:transcrit produire:produit construire:construit conduire:conduit
    réduire:réduit traduire:traduit déduire:déduit introduire:introduit reproduire:reproduit dire:dit prévoir:prévu
    tenir:tenu maintenir:maintenu obtenir:obtenu retenir:retenu soutenir:soutenu contenir:contenu connaître:connu
    reconnaître:reconnu percevoir:perçu recevoir:reçu concevoir:conçu rendre:rendu défendre:défendu étendre:étendu
    entendre:entendu répondre:répondu attendre:attendu vendre:vendu résoudre:résolu lire:lu voir:vu savoir:su
    offrir:offert ouvrir:ouvert couvrir:couvert découvrir:découvert joindre:joint atteindre:atteint
    restreindre:restreint acquérir:acquis requérir:requis suivre:suivi poursuivre:poursuivi servir:servi
    convenir:convenu prévenir:prévenu intervenir:intervenu exclure:exclu conclure:conclu inclure:inclus
    correspondre:correspondu perdre:perdu débattre:débattu convaincre:convaincu cuire:cuit élire:élu
    promouvoir:promu""")
_INFINITIVES = {participle: infinitive for infinitive, participle in _PARTICIPLES.items()}

_IN_IR = word_set("""
    définir choisir établir garantir fournir réunir répartir accomplir réussir approfondir enrichir investir remplir
    saisir finir agir réagir bâtir assortir convertir élargir éclaircir ralentir refroidir blanchir rôtir pétrir aboutir
    accueillir""")
_IN_ER = word_set("""
    accompagner actualiser adapter administrer adopter affecter aider ajuster alerter améliorer aménager analyser animer
    annoncer anticiper appliquer apporter apprécier appuyer argumenter articuler assister associer assurer attester
    caractériser chercher chiffrer cibler citer classer collaborer collecter commenter communiquer comparer compléter
    comporter concilier confirmer conforter conseiller considérer constater consulter contextualiser contribuer
    contrôler coordonner corriger créer critiquer croiser dater décider délimiter démontrer dépanner dérouler désigner
    détailler détecter déterminer développer diagnostiquer différencier diffuser distinguer documenter doser dresser
    élaborer enregistrer entourer énoncer estimer évaluer évoquer examiner exécuter expliciter expliquer exploiter
    exposer exprimer favoriser faciliter fonder formaliser formuler gérer harmoniser hiérarchiser identifier illustrer
    impliquer indiquer individualiser informer instaurer installer intégrer interpréter interroger inventorier justifier
    limiter lister localiser maîtriser mentionner mesurer mobiliser modéliser modifier montrer motiver négocier nommer
    observer optimiser ordonnancer organiser orienter outiller paramétrer participer partager personnaliser piloter
    planifier poser positionner préciser préconiser préparer présenter préserver prioriser privilégier programmer
    projeter proposer prouver quantifier qualifier questionner réaliser recenser rechercher rédiger référencer refléter
    reformuler régler réguler relier remédier renseigner reposer repérer respecter restituer sécuriser sélectionner
    sensibiliser signaler situer solliciter sourcer spécifier structurer suggérer synthétiser tester tracer traiter
    trier utiliser valider valoriser vérifier viser surveiller stocker nettoyer désinfecter conditionner configurer
    déployer sauvegarder fidéliser prospecter encadrer façonner calculer budgéter tirer repenser""")
_THIRD_PERSON = {
    third: infinitive
    for infinitive, thirds in _pairs("""
        permettre:permet,permettent mettre:met,mettent faire:fait,font tenir:tient,tiennent prendre:prend,prennent
        rendre:rend,rendent répondre:répond,répondent décrire:décrit,décrivent correspondre:correspond,correspondent
        produire:produit,produisent conduire:conduit,conduisent construire:construit,construisent suivre:suit,suivent
        prévoir:prévoit,prévoient voir:voit,voient connaître:connaît,connaissent reconnaître:reconnaît,reconnaissent
        concevoir:conçoit,conçoivent recevoir:reçoit,reçoivent accueillir:accueille,accueillent
        contenir:contient,contiennent maintenir:maintient,maintiennent obtenir:obtient,obtiennent
        traduire:traduit,traduisent transmettre:transmet,transmettent avoir:a,ont satisfaire:satisfait,satisfont
        comprendre:comprend,comprennent atteindre:atteint,atteignent résoudre:résout,résolvent inclure:inclut,incluent
        servir:sert,servent promouvoir:promeut,promeuvent offrir:offre,offrent couvrir:couvre,couvrent ouvrir:ouvre,ouvrent
        joindre:joint,joignent convaincre:convainc,convainquent savoir:sait,savent pouvoir:peut,peuvent
        """).items()
    for third in thirds.split(",")
}  # fmt: skip
_KNOWN = _IN_ER | _IN_IR | frozenset(_PARTICIPLES) | frozenset(_THIRD_PERSON.values())
_NOUNS_LIKE_INFINITIVES = word_set("devoir loisir plaisir avenir cuir désir soupir tir hiver fer mer ver amer cher fier hier")


def finite(word: str) -> str | None:
    """Return the infinitive of a known verb in the third person of the present, `None` for another word."""
    word = word.lower()
    if word in _THIRD_PERSON:
        return _THIRD_PERSON[word]
    for ending, infinitive_ending in (("issent", "ir"), ("it", "ir"), ("ent", "er"), ("e", "er")):
        if word.endswith(ending):
            known = _known_by_fold().get(fold(word.removesuffix(ending)) + infinitive_ending)
            if known is not None:
                return known
    return None


def infinitive_of(participle: str) -> str | None:
    """Return the infinitive of a past participle of any gender and number, `None` for another word."""
    word = participle.lower()
    for base in (word, re.sub(r"(?:es?|s)$", "", word), re.sub(r"s$", "", word)):
        if base in _INFINITIVES:
            return _INFINITIVES[base]
        if base + "r" in _IN_IR:
            return base + "r"
    return re.sub(r"ée?s?$", "er", word) if re.search(r"\w\wée?s?$", word) else None


def participle_of(infinitive: str) -> str:
    """Return the masculine singular past participle of a verb, as in « avez-vous comparé »."""
    verb, space, locution = infinitive.partition(" ")
    regular = verb.removesuffix("er") + "é" if verb.endswith("er") else verb.removesuffix("r")
    return f"{_PARTICIPLES.get(verb, regular)}{space}{locution}"


def is_infinitive(word: str) -> bool:
    """Tell whether the word is an infinitive, known or by its ending."""
    word = word.lower()
    looks_so = len(word) > 3 and word.isalpha() and word.endswith(("er", "ir")) and not word.endswith("ier")
    return word in _KNOWN or (looks_so and word not in _NOUNS_LIKE_INFINITIVES)


@lru_cache(maxsize=1)
def _known_by_fold() -> dict[str, str]:
    return {fold(verb): verb for verb in _IN_ER | _IN_IR}
