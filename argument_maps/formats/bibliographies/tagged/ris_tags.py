"""The tags and types of RIS as variables and types of CSL.

As of the specification of Research Information Systems (2001) and of 2011, and where these are silent or differ, as
Zotero reads and writes them.
"""

from rispy.config import TAG_KEY_MAPPING

CSL_TYPES_OF_RIS = {
    **dict.fromkeys(("JOUR", "EJOUR", "JFULL", "INPR", "ABST"), "article-journal"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "SER"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"),
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"),
    **dict.fromkeys(("RPRT", "GOVDOC"), "report"),
    **dict.fromkeys(("MANSCPT", "UNPB", "UNPD"), "manuscript"),
    **dict.fromkeys(("ELEC", "WEB"), "webpage"),
    **dict.fromkeys(("PCOMM", "ICOMM"), "personal_communication"),
    **dict.fromkeys(("BILL", "UNBILL"), "bill"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "dataset"),
    **dict.fromkeys(("SOUND", "MUSIC"), "song"),
    **dict.fromkeys(("MPCT", "VIDEO", "MULTI", "ADVS"), "motion_picture"),
    **dict.fromkeys(("ART", "CHART", "FIGURE"), "graphic"),
    **dict.fromkeys(("LEGAL", "CASE"), "legal_case"),
    **dict.fromkeys(("GEN", "ANCIENT", "CTLG", "GRANT", "GRNT", "EQUA"), "document"),
    "BLOG": "post-weblog",
    "CLSWK": "classic",
    "COMP": "software",
    "DICT": "entry-dictionary",
    "ENCYC": "entry-encyclopedia",
    "HEAR": "hearing",
    "MAP": "map",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "SLIDE": "speech",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
}
VARIABLES_OF_TAGS = {
    "CN": "call-number",
    "CY": "publisher-place",
    "ET": "edition",
    "H2": "call-number",
    "J2": "container-title-short",
    "LA": "language",
    "NV": "number-of-volumes",
    "PB": "publisher",
    "RI": "reviewed-title",
    "SE": "section",
    "ST": "title-short",
    "VL": "volume",
}
# What Zotero and others write beyond what `rispy` knows.
_FURTHER_NAMES = {
    "AV": "availability",
    "BT": "book title",
    "CR": "rights",
    "CT": "title of unpublished work",
    "ED": "editors",
    "H1": "library",
    "H2": "library call number",
    "J1": "journal abbreviation",
    "L3": "related records",
    "LK": "link",
    "M2": "miscellaneous",
    "SV": "series volume",
    "U1": "user 1",
    "U2": "user 2",
    "U3": "user 3",
    "U4": "user 4",
    "U5": "user 5",
}
NAMES_OF_TAGS = {
    **{tag: name.replace("_", " ") for tag, name in TAG_KEY_MAPPING.items() if tag != "UK"},
    **_FURTHER_NAMES,
}
# Types whose archive and place in it Zotero writes as database and accession number.
TYPES_IN_ARCHIVES = frozenset(
    {"manuscript", "document", "personal_communication", "map", "graphic", "interview", "report", "pamphlet", "speech"}
)
TYPES_OF_PARTS = frozenset(
    {"chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia", "document", "manuscript"}
)
TYPES_IN_SERIES = frozenset({"book", "classic", "report", "map", "software"})
