"""Tells a statement from its denial, a fact from a promise, in one French sentence.

Every function takes a sentence folded by `french.fold`.
"""

import re

_DENIED = re.compile(
    r"""
      \bn(?:'|e\s)(?:\w+'?\s+){0,4}?(?:pas|rien|jamais|aucun\w*|guere|nulle?\s+part|personne)\b
    | \b(?:rien|personne|aucun\w*\s+(?:\w+\s+){1,3})\s*n(?:'|e\s)
    | \bsans\s+(?:avoir|etre|qu|que|aucun\w*|la\s+moindre|le\s+moindre)\b
    | \b(?:pas|point)\s+(?:le|la)\s+moindre\b
    | \b(?:absence|manque|defaut)\s+(?:de|d')
    | \bfaute\s+(?:de|d')\s?(?:temps|moyens|donnees|\w+)
    | \b(?:jamais|aucunement|nullement)\b
    | \bpas\s+(?:de|d')\s?\w+
    | \b(?:reste|restent|demeure|demeurent)\s+a\s+(?:faire|ecrire|construire|definir|realiser|prevoir)
    | \bnon\s+(?:realise|traite|fait|renseigne|formalise|prevu|abouti|tenu)\w*
    | \bavons?\s+(?:du\s+)?renonce|\bai\s+(?:du\s+)?renonce
    | \bimpossible\s+de\b
    """,
    re.VERBOSE,
)
_ONLY_SEEMS_DENIED = re.compile(
    r"""
      \bsans\s+doute\b
    | \bn(?:'|e\s)(?:\w+'?\s+){0,3}?(?:pas\s+seulement|pas\s+uniquement|que)\b
    | \bnon\s+seulement\b
    | \b(?:aucun\w*|rien|personne)\s+(?:\w+\s+){0,3}n(?:'|e\s)\w*\s+(?:\w+\s+){0,2}sans\b
    | \bsans\s+(?:oublier|attendre|difficulte|incident|surcout|reserve)\b
    | \bpas\s+(?:de|d')\s?(?:ecart|retard|depassement|reclamation|difference)\w*
    | \bn(?:'|e\s)\w+\s+(?:donc\s+)?(?:pas|plus)\s+(?:\w+\s+){0,8}mais\b
    | \b(?:plutot|et)\s+(?:que|non)\s+pas\b
    | \bpas\s+(?:moins|plus\s+de|plus\s+d')\b
    | \baucun\w*\s+(?:ecart|retard|depassement|reclamation|abandon)
    """,
    re.VERBOSE,
)
_PROMISED = re.compile(
    r"""
      \b\w{2,}(?:erai|eras|erons|eront|era|irai|irons|iront|ira|drai|drons|dront|dra|vrai|vrons|vront|vra|urons
        |auront|aura|serai|seront|sera|ferai|fera|feront)\b
    | \b(?:il\s+(?:faudra|faudrait|conviendra|conviendrait|convient|s'agira))\b
    | \b(?:doit|doivent|devra|devront|devrait|devraient|devons|pourra|pourrait|pourront|pourraient|peut|peuvent)\b
    | \b(?:souhaite|souhaitons|espere|esperons|envisage|envisageons|comptons|compte)\s+(?:\w+er|\w+ir|\w+re)\b
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
    return _DENIED.search(folded) is not None and _ONLY_SEEMS_DENIED.search(folded) is None


def promised(folded: str) -> bool:
    """Tell whether the sentence is in the future, the conditional or an obligation."""
    return _PROMISED.search(folded) is not None


def vague_words(folded: str) -> int:
    """Return how many words of the sentence commit to nothing."""
    return len(_VAGUE.findall(folded))


def generic(folded: str) -> bool:
    """Tell whether the sentence states what a manual or a standard would state."""
    return _GENERIC.search(folded) is not None
