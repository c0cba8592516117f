"""Tells a statement from its denial, a fact from a promise, in one French sentence.

Every function takes a sentence folded by `french.fold`.
"""

import re

_NE = r"\bn(?:'|e\s)"
_FAULTS = (
    "ecart retard depassement reclamation abandon incident litige difference rupture plainte penalite surcout difficulte "
    "erreur anomalie oubli"
).replace(" ", "|")
_FAILING = "hesit|manqu|empech|depass|tard|oubli|neglig|ignor|renonc|laiss|perd|abandonn|coup|limit|content|suffi"
_HANDLING = "analys|trait|expliqu|justifi|calcul|mesur|suivi|consign|enregistr|corrig|comment|chiffr|repris"
_DENIED = re.compile(
    rf"""
      {_NE}(?:\w+'?\s+){{0,4}}?(?:pas|rien|jamais|aucun\w*|guere|nulle?\s+part|personne|ni)\b
    | \b(?:rien|personne|aucun\w*(?:\s+[\w']+){{1,6}}?)\s*{_NE}
    | \bsans\s+(?:avoir|etre|qu|que|aucun\w*|la\s+moindre|le\s+moindre)\b
    | \b(?:pas|point)\s+(?:le|la)\s+moindre\b
    | \babsence\s+(?:de|d')
    | \b(?:faute|par\s+manque)\s+(?:de|d')\s?\w+
    | \b(?:jamais|aucunement|nullement)\b
    | \bpas\s+(?:(?:de|d')\s?\w+|encore\b)
    | \b(?:j'ai|on\s+a|y\s+a|c'est|j'avais|on\s+avait|c'etait)\s+pas\b
    | \b(?:reste|restent|demeure|demeurent)\s+a\s+(?:faire|ecrire|construire|definir|realiser|prevoir)
    | \bnon\s+(?:realise|traite|fait|renseigne|formalise|prevu|abouti|tenu)\w*
    | \b(?:avons?|ai|a|avait)\s+(?:du\s+)?(?:renonce|renoncer)\b
    | \bimpossible\s+de\b
    | \binexistante?s?\b
    """,
    re.VERBOSE,
)
_ONLY_SEEMS_DENIED = re.compile(
    rf"""
      \bsans\s+doute\b
    | {_NE}(?:(?!(?:pas|rien|jamais|aucun\w*|plus|ni)\b)\w+'?\s+){{1,4}}?qu(?:e\b|')
    | {_NE}(?:\w+'?\s+){{0,3}}?pas\s+(?:seulement|uniquement|que)\b
    | \bnon\s+seulement\b
    | \b(?:aucun\w*|rien|personne)\s+(?:\w+\s+){{0,3}}{_NE}\w*\s+(?:\w+\s+){{0,2}}sans\b
    | \bsans\s+(?:oublier|attendre|difficulte|incident|surcout|reserve|retard|ecart)\b
    | (?:{_NE}(?:\w+\s+){{0,4}}?)?(?:pas\s+(?:de|d')\s?|aucune?\s+)(?:{_FAULTS})s?\b
        (?!\s+{_NE}(?:\w+\s+){{0,4}}?(?:{_HANDLING}))(?:\s+{_NE})?
    | {_NE}(?:\w+\s+){{0,3}}?(?:pas|jamais|rien)\s+(?:ete\s+|eu\s+)?(?:{_FAILING}|retenu|choisi|garde|voulu)\w*
    | {_NE}(?:{_FAILING})\w*\s+(?:pas|jamais|rien|aucun\w*)\b
    | \brien\s+{_NE}(?:\w+\s+){{0,2}}?laisse\w*\s+au\s+hasard
    | {_NE}\w+\s+(?:donc\s+)?(?:pas|plus)\s+(?:\w+\s+){{0,8}}mais\b
    | \b(?:plutot|et|ou)\s+(?:que\s+|non\s+)?pas\b
    | \bpas\s+(?:moins|plus\s+de|plus\s+d')\b
    | \b(?:plus\s+que|si)\s+jamais\b
    | \b(?:pour|afin\s+de|de)\s+ne\s+(?:pas|plus|jamais|rien)\b
    | \b(?:si|lorsque|quand|pour\s+que|afin\s+que|tant\s+que)\s+(?:[\w']+\s+){{1,5}}?{_NE}(?:\w+\s+){{0,3}}?(?:pas|plus|jamais)\b
    | \bs'ils?\s+{_NE}(?:\w+\s+){{0,3}}?(?:pas|plus)\b
    | \b(?:ceux|celles|celui|celle|personnes?|stagiaires?|candidats?|formateurs?)\s+qui
        \s+{_NE}(?:\w+\s+){{0,3}}?(?:pas|plus|jamais)\b
    | (?<!\bvous\s){_NE}\w+ez\s+(?:pas|jamais|rien|plus)\b
    | \ben\s+cas\s+d'absence\s+(?:de|d')
    """,
    re.VERBOSE,
)
_TAKEN_BACK = re.compile(
    r"""
      \b(?:rien|aucun\w*)\s+de\s+(?:tout\s+)?(?:cela|ceci|ca|ce\s+qui\s+precede)\s+n(?:'|e\s)
        (?:a\s+(?:\w+\s+){0,2}(?:ete\s+(?:\w+\s+)?(?:fait|realise|mene|tenu|mis|ecrit|engage|applique|reel|vrai)|eu\s+lieu)
          |est\s+(?:encore\s+)?(?:vrai|reel|fait|arrive|realise)|existe|s'est\s+(?:passe|produit|fait))
    | \b(?:tout\s+)?(?:cela|ceci|ca|ce\s+qui\s+precede)\s+
        (?:n'a\s+(?:pas|jamais)\s+(?:ete\s+(?:fait|realise|mene|ecrit)|eu\s+lieu|existe)
          |est\s+(?:faux|invente|fictif)|a\s+ete\s+invente)
    """,
    re.VERBOSE,
)
_LEFT_TO_DO = re.compile(rf"\btout\s+(?:cela|ceci|ca)\s+(?:reste|demeure)\s+a\s+\w+|\bil\s+{_NE}en\s+(?:est|a|fut)\s+rien\b")
_STEMS_IN_ER = (
    "(?:esp|consid|pref|op|gen|diff|accel|lib|delib|coop|rep|alt|mod|enum|remun|tol|conf|transf|ref|inf|recup|ins|adh|dig|"
    "sugg|exag|g|sg|av|persev|obt|cam|p)er"
)
_STEMS_IN_IR = "(?:att|ret|t|adm|des|asp|insp|resp|exp|v|env|av|sam|elv|cad)ir"
_PROMISED = re.compile(
    rf"""
      \b(?:ser|aur|saur|fer|ir|devr|pourr|voudr|faudr|viendr|tiendr|enverr|verr)(?:ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient)\b
    | \b(?!{_STEMS_IN_ER})\w{{2,}}er(?:ai|as|a|ont|ais|ait|aient)\b
    | \b(?!{_STEMS_IN_ER}|biber|chaper|eper)\w{{2,}}erons\b
    | \b(?!{_STEMS_IN_IR})\w{{2,}}ir(?:ai|a|ont|ons|ais|ait|aient)\b
    | \b\w+(?:[eio]nd|oud|aud|oind|erd|ett|ait|cev|dev|suiv|courr|pourr)r(?:ai|as|a|ons|ont|ais|ait|aient)\b
    | \b(?:il\s+(?:convient|s'agira))\b
    | \b(?:doit|doivent|devons|peut|peuvent)\b
    | \b(?:souhaite|souhaitons|espere|esperons|envisage|envisageons|comptons|compte|prevoyons)\s+(?:de\s+|d')?\w+(?:er|ir|re)\b
    | \b(?:va|vais|vont|allons)\s+\w+(?:er|ir|re)\b
    """,
    re.VERBOSE,
)
_VAGUE = re.compile(
    r"""
      \b(?:etc|et\s+ainsi\s+de\s+suite|a\s+definir|a\s+preciser|ulterieurement|des\s+que\s+possible
        |au\s+cas\s+par\s+cas|le\s+moment\s+venu)\b
    | \b(?:si\s+(?:besoin|necessaire)|en\s+fonction\s+des\s+besoins|dans\s+la\s+mesure\s+du\s+possible
        |tout\s+au\s+long\s+(?:de|du))\b
    | \b(?:divers|diverses|differents|differentes|plusieurs|nombreux|nombreuses|un\s+certain\s+nombre
        |l'ensemble\s+des)\b
    | \b(?:adapte|adaptee|adaptes|adaptees|pertinent|pertinente|pertinents|pertinentes|optimal\w*|innovant\w*
        |rigoureu\w*|approprie\w*|efficac\w+)\b
    | \b(?:de\s+qualite|sur\s+mesure|globalement|en\s+general|de\s+maniere\s+generale|bien\s+sur|naturellement
        |evidemment|parfaitement|regulierement)\b
    | \b(?:les\s+bons?\s+\w+|au\s+bon\s+moment|les\s+meilleur\w*|excellent\w*)\b
    """,
    re.VERBOSE,
)
_GENERIC = re.compile(
    r"""
      \b(?:les?\s+manuels?|la\s+litterature|les\s+auteurs|par\s+definition|on\s+(?:distingue|appelle|parle|entend
        |considere))\b
    | \b(?:est\s+defini\w*|se\s+definit|consiste\s+a|suppose\s+(?:de|que|une?|des)|implique\s+(?:de|que))\b
    | \b(?:un|une|tout|toute|chaque)\s+(?:bon(?:ne)?\s+)?(?:organisme|formateur|responsable|entreprise|dispositif
        |demarche|plan|budget|evaluation)\b
    | \b(?:l'indicateur|le\s+critere)\s+\d+\b|\bles?\s+(?:article|articles|norme|normes)\b|\bl'organisme\s+(?:doit
        |s'assure|veille)\b
    | \b(?:il\s+(?:convient|est\s+(?:important|essentiel|necessaire|recommande|conseille|utile)))\b
    | \bdoi(?:t|vent)\b|\bgeneralement\b|\ble\s+plus\s+souvent\b|\ben\s+principe\b
    """,
    re.VERBOSE,
)


def denied(folded: str) -> bool:
    """Tell whether the sentence says that something was not done or does not exist."""
    return _DENIED.search(_ONLY_SEEMS_DENIED.sub(" ", folded)) is not None


def retracts(folded: str) -> bool:
    """Tell whether the sentence takes back what stands before it (« rien de tout cela n’a été fait »)."""
    return takes_everything_back(folded) or _LEFT_TO_DO.search(folded) is not None


def takes_everything_back(folded: str) -> bool:
    """Tell whether the sentence says that nothing of what stands before it was done; « rien n’aurait été possible » does not."""
    return _TAKEN_BACK.search(folded) is not None


def promised(folded: str) -> bool:
    """Tell whether the sentence is in the future, the conditional or an obligation."""
    return _PROMISED.search(folded) is not None


def vague_words(folded: str) -> int:
    """Return how many words of the sentence commit to nothing."""
    return len(_VAGUE.findall(folded))


def generic(folded: str) -> bool:
    """Tell whether the sentence states what a manual or a standard would state."""
    return _GENERIC.search(folded) is not None
