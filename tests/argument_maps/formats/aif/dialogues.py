"""A short dialogue as AIFdb gives it, and other node sets made of it."""

import json
from typing import Any


def node(name: str | int, node_type: str, text: str, **more: Any) -> dict[str, Any]:
    return {"nodeID": name, "text": text, "type": node_type, "timestamp": "2021-11-11 20:57:54", **more}


def edges(*ends: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [
        {"edgeID": str(number), "fromID": start, "toID": end, "formEdgeID": None}
        for number, (start, end) in enumerate(ends, 500)
    ]


# Ann asserts 2 for 3; Bob disagrees with 2 and doubts that 2 speaks for 3; who says 5 is called only in its text.
DIALOGUE: dict[str, Any] = {
    "nodes": [
        node("1", "L", "Ann Able : He wrote it himself, surely"),
        node("2", "I", "The letter is in his hand"),
        node("3", "I", "He wrote the letter"),
        node("4", "I", "Secretaries copied his hand"),
        node("5", "I", "Letters were forged at the time"),
        node("6", "L", "Cy Cole : letters were forged at the time"),
        node("7", "L", "Bob Baker : I doubt it"),
        node("11", "YA", "Asserting", scheme="Asserting", schemeID="74"),
        node("12", "YA", "Asserting", scheme="Asserting", schemeID="74"),
        node("13", "YA", "Disagreeing", scheme="Disagreeing", schemeID="78"),
        node("14", "TA", "Default Transition", scheme="Default Transition", schemeID="82"),
        node("15", "YA", "Arguing", scheme="Arguing", schemeID="80"),
        node("20", "RA", "Argument From Sign", scheme="Sign", schemeID="30"),
        node("21", "CA", "Default Conflict", scheme="Default Conflict", schemeID="71"),
        node("22", "CA", "Default Conflict", scheme="Default Conflict", schemeID="71"),
        node("23", "RA", "RA", scheme="PositionToKnow"),
        node("24", "MA", "Default Rephrase", scheme="Default Rephrase", schemeID="144"),
    ],
    "edges": edges(
        *(("2", "20"), ("20", "3"), ("4", "21"), ("21", "20"), ("5", "22"), ("22", "2"), ("5", "23"), ("4", "23")),
        *(("23", "21"), ("2", "24"), ("24", "3"), ("1", "11"), ("11", "2"), ("6", "12"), ("12", "5"), ("7", "13")),
        *(("13", "2"), ("1", "14"), ("14", "7"), ("14", "15"), ("15", "21")),
    ),
    "locutions": [
        {"nodeID": "1", "personID": "31", "timestamp": "2021-11-11 20:57:54", "start": None, "end": None},
        {"nodeID": "7", "personID": "32", "timestamp": "2021-11-11 20:57:55", "start": None, "end": None},
    ],
    "participants": [
        {"participantID": 31, "firstname": "Ann", "surname": "Able"},
        {"participantID": 32, "firstname": "Bob", "surname": "Baker"},
        {"participantID": 32, "firstname": "Bob", "surname": "Baker"},
    ],
}
EXTENDED: dict[str, Any] = {
    "AIF": {**DIALOGUE, "schemefulfillments": [{"nodeID": "20", "schemeID": "30"}], "descriptorfulfillments": None},
    "text": 'Ann Able: <span id="node1" class="highlighted">He wrote it himself, surely</span>.',
    "OVA": {
        "firstname": "Anon",
        "surname": "User",
        "url": "",
        "nodes": [{"nodeID": "2", "x": 40, "y": 60}],
        "edges": [],
    },
    "dialog": True,
}


def encode(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
