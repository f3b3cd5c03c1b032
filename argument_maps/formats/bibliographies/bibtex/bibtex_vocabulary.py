"""Entry types and fields of BibTeX and BibLaTeX as types and variables of CSL (biblatex manual 3.20, 2.1 and 2.2)."""

CSL_TYPES_OF_ENTRIES = {
    **dict.fromkeys(("article", "periodical", "suppperiodical"), "article-journal"),
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings"), "book"),
    **dict.fromkeys(("reference", "mvreference", "commentary"), "book"),
    **dict.fromkeys(("inbook", "bookinbook", "suppbook", "incollection", "suppcollection"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("report", "techreport"), "report"),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), "thesis"),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "webpage"),
    **dict.fromkeys(("legislation", "legal"), "legislation"),
    **dict.fromkeys(("movie", "video"), "motion_picture"),
    **dict.fromkeys(("audio", "music"), "song"),
    **dict.fromkeys(("artwork", "image"), "graphic"),
    "inreference": "entry-encyclopedia",
    "booklet": "pamphlet",
    "pamphlet": "pamphlet",
    "unpublished": "manuscript",
    "manuscript": "manuscript",
    "manual": "report",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
    "letter": "personal_communication",
    "review": "review",
    "jurisdiction": "legal_case",
    "standard": "standard",
    "performance": "performance",
    "misc": "document",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "interview": "interview",
    "speech": "speech",
    "map": "map",
}
FIELDS_OF_DOCUMENTS = frozenset({"publisher", "library", "archive", "howpublished", "institution"})
CSL_TYPES_OF_SUBTYPES = {
    **dict.fromkeys(("newspaper", "zeitung"), "article-newspaper"),
    **dict.fromkeys(("magazine",), "article-magazine"),
    **{name: name for name in ("interview", "speech", "map", "broadcast", "treaty", "collection")},
}
VARIABLES_OF_FIELDS = {
    "shorttitle": "title-short",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "location": "publisher-place",
    "address": "publisher-place",
    "volume": "volume",
    "issue": "issue",
    "series": "collection-title",
    "edition": "edition",
    "language": "language",
    "langid": "language",
    "hyphenation": "language",
    "origtitle": "original-title",
    "origlanguage": "original-language",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "eventtitle": "event-title",
    "venue": "event-place",
    "isbn": "ISBN",
    "issn": "ISSN",
    "isrn": "number",
    "volumes": "number-of-volumes",
    "pagetotal": "number-of-pages",
    "numpages": "number-of-pages",
    "chapter": "chapter-number",
    "part": "part-number",
    "version": "version",
    "pubstate": "status",
    "database": "source",
    "shortjournal": "container-title-short",
    "archive": "archive",
    "repository": "archive",
    "archivelocation": "archive_location",
    "archive_location": "archive_location",
    "callnumber": "call-number",
    "call-number": "call-number",
    "lccn": "call-number",
    "abstract": "abstract",
    "rights": "license",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "section": "section",
}
ROLES_OF_FIELDS = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "commentator": "commentator",
    "annotator": "annotator",
    "introduction": "introduction",
    "foreword": "foreword",
    "afterword": "afterword",
    "holder": "holder",
}
ROLES_OF_EDITORS = {
    **dict.fromkeys(("compiler", "founder", "continuator", "redactor", "reviser", "collaborator"), "contributor"),
    "compiler": "compiler",
    "organizer": "organizer",
    "director": "director",
    "translator": "translator",
    "none": "contributor",
}
DATES_OF_FIELDS = {"date": "issued", "urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
# What is read together with others, or says nothing of the work: how it is set and sorted, and by which program.
_OF_PROGRAMS_WORDS = (
    "date "
    "title subtitle maintitle mainsubtitle booktitle booksubtitle journal journaltitle journalsubtitle number pages "
    "eprint editortype editoratype editorbtype editorctype abstractnote added-at bdsk bdsk-file-1 bdsk-url-1 biburl "
    "bibsource bibdate citeulike-article-id crossref date-added date-modified ids interhash intrahash langidopts "
    "month day year options owner related relatedtype sortkey sortname sorttitle sortyear timestamp creationdate "
    "modificationdate username execute entryset entrysubtype shorthand presort xdata xref type groups eprinttype "
    "archiveprefix eprintclass primaryclass indextitle indexsorttitle gender authortype nameaddon refid"
)
FIELDS_OF_PROGRAMS = frozenset(_OF_PROGRAMS_WORDS.split())
