"""What a form makes by the way: the kinds of records that are named in fields of others, and what holds their names."""

from models.vocabulary import RecordKind

NAME_FIELDS_BY_KIND = {
    RecordKind.AGENT: "name",
    RecordKind.SOURCE: "title",
    RecordKind.QUESTION: "text",
    RecordKind.TAG: "text",
}
