"""What the words of the vocabulary are called in other languages, and otherwise in English, in the cells of sheets.

A word that could mean two of them is not among them: the cell is named as wrong then, and nothing is guessed.
"""

from collections.abc import Mapping
from enum import StrEnum

from models.vocabulary import (
    AgentKind,
    Agreement,
    Certainty,
    ClaimKind,
    Confidence,
    Relation,
    Reliability,
    SourceType,
    StanceKind,
    Tier,
    Verdict,
    Visibility,
)

_DEGREES: Mapping[str, str] = {
    "high": """
        hoch, sicher, certain, sure, élevé, élevée, haut, haute, alto, alta, wysoka, wysoki, высокая, высокий, 高,
        높음""",
    "medium": """
        mittel, moderate, probable, likely, wahrscheinlich, moyen, moyenne, medio, media, średnia, średni, средняя,
        средний, 中, 보통""",
    "low": """
        niedrig, gering, unsicher, uncertain, unlikely, faible, bas, basse, bajo, baja, basso, bassa, niska, niski,
        низкая, низкий, 低, 낮음""",
    "unknown": """
        unbekannt, unklar, ?, n/a, inconnu, inconnue, desconocido, desconocida, sconosciuto, sconosciuta, nieznany,
        nieznana, неизвестно, 不明, 알 수 없음""",
}

TERM_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    Certainty: _DEGREES,
    Reliability: _DEGREES,
    Confidence: _DEGREES,
    Agreement: {
        "broad": "breit, weitgehend, large, amplio, ampio, широкое",
        "divided": "geteilt, gespalten, partagé, dividido, diviso",
        "isolated": "vereinzelt, isolé, aislado, isolato",
        "unknown": _DEGREES["unknown"],
    },
    AgentKind: {
        "person": "personne, persona, osoba, человек, лицо, 人, 사람",
        "historian": """
            historiker, historikerin, historien, historienne, historiador, historiadora, storico, storica, historyk,
            историк, 历史学家, 역사가, 歴史家""",
        "journalist": "journalistin, journaliste, periodista, giornalista, dziennikarz, журналист, 记者, 기자",
        "government": "regierung, gouvernement, gobierno, governo, rząd, правительство, 政府, 정부",
        "organisation": """
            organization, institution, body, körperschaft, organización, organizzazione, organizacja, организация,
            组织, 조직, 組織""",
    },
    SourceType: {
        "archival": """
            archival document, archive, archival source, archivale, archivalie, archivdokument, archivquelle,
            document d'archives, documento de archivo, documento d'archivio, архивный документ, 档案, 문서, 公文書""",
        "book": "monograph, buch, monographie, monografie, livre, ouvrage, libro, książka, книга, 书, 책, 本",
        "chapter": """
            book section, book chapter, kapitel, beitrag, sammelbandbeitrag, chapitre, capítulo, capitolo, rozdział,
            глава, 章""",
        "article-journal": """
            journal article, article, aufsatz, zeitschriftenaufsatz, article de revue, artículo, articolo, artykuł,
            статья, 论文, 논문, 論文""",
        "article-newspaper": """
            newspaper article, newspaper, magazine article, zeitungsartikel, article de presse, artículo de prensa,
            articolo di giornale, газетная статья, 新闻""",
        "report": "bericht, rapport, informe, relazione, rapporto, raport, отчет, отчёт, доклад, 报告, 보고서, 報告書",
        "thesis": "dissertation, doktorarbeit, thèse, tesis, tesi, rozprawa, диссертация, 学位论文, 학위논문",
        "manuscript": "manuskript, handschrift, manuscrit, manuscrito, manoscritto, rękopis, рукопись, 手稿",
        "legislation": "law, act, gesetz, loi, ley, legge, ustawa, закон, 法律",
        "interview": "entretien, entrevista, intervista, wywiad, интервью, 采访, 인터뷰",
        "speech": "rede, ansprache, discours, discurso, discorso, przemówienie, речь, 演讲, 연설, 演説",
        "webpage": """
            web page, website, web, webseite, page web, site web, página web, pagina web, strona internetowa,
            веб-страница, сайт, 网页, 웹페이지""",
    },
    ClaimKind: {
        "perception": "wahrnehmung, percepción, percezione, postrzeganie, восприятие",
        "response": "reaktion, réaction, reacción, reazione, reakcja, реакция",
        "finding": "befund, constat, hallazgo, riscontro, ustalenie",
        "assertion": "behauptung, aussage, affirmation, afirmación, affermazione, twierdzenie, утверждение",
    },
    Tier: {
        "archival original": """
            original, archivoriginal, original d'archives, original de archivo, originale d'archivio, oryginał,
            подлинник, оригинал, 原件, 원본, 原本""",
        "facsimile": "scan, photocopy, faksimile, fac-similé, facsímil, facsimile, faksymile, факсимиле, 影印",
        "published document": """
            published, edition, edited document, edition of documents, quellenedition, gedruckte quelle,
            edierte quelle, document publié, documento publicado, documento pubblicato, dokument opublikowany,
            опубликованный документ""",
        "translation": "übersetzung, traduction, traducción, traduzione, tłumaczenie, przekład, перевод, 译本, 번역",
        "memoir": """
            memoirs, recollection, memoiren, erinnerungen, mémoires, memorias, memorie, wspomnienia, воспоминания,
            мемуары, 回忆录, 회고록""",
        "secondary": """
            secondary literature, literature, secondary source, sekundärliteratur, literatur, forschungsliteratur,
            littérature secondaire, literatura secundaria, letteratura secondaria, opracowanie, литература,
            二手文献""",
        "unknown": _DEGREES["unknown"],
    },
    Relation: {
        "supports": """
            support, supporting, pro, for, stützt, unterstützt, belegt, spricht für, appuie, soutient, apoya, sostiene,
            popiera, поддерживает, подтверждает, 支持, 지지""",
        "challenges": """
            challenge, attacks, attack, contra, con, against, opposes, widerspricht, bestreitet, spricht gegen,
            conteste, contredit, contradice, cuestiona, contesta, podważa, оспаривает, противоречит, 反对, 반박""",
        "qualifies": "qualify, schränkt ein, nuance, matiza, precisa, уточняет",
        "tests": "test, prüft, überprüft, teste, pone a prueba, проверяет",
        "answers": "answer, beantwortet, antwortet auf, répond à, responde a, risponde a, отвечает на",
        "prompted": "veranlasste, löste aus, a provoqué, provocó, вызвал",
    },
    Verdict: {
        "confirmed": "bestätigt, confirmé, confirmada, confirmado, confermato, potwierdzone, подтверждено",
        "partly confirmed": """
            partially confirmed, teilweise bestätigt, partiellement confirmé, parcialmente confirmado,
            parzialmente confermato, частично подтверждено""",
        "contradicted": "refuted, widerlegt, infirmé, refutado, smentito, опровергнуто",
        "mixed": "gemischt, mitigé, mixto, misto",
        "contested": "disputed, umstritten, contesté, controvertido, controverso, спорно",
        "not tested": "untested, nicht geprüft, ungeprüft, non testé, no comprobado, не проверено",
    },
    StanceKind: {
        "accepts": "accept, agrees, agree, yes, ja, stimmt zu, zustimmung, accepte, oui, acepta, sí, принимает",
        "rejects": "reject, disagrees, disagree, no, nein, lehnt ab, ablehnung, rejette, non, rechaza, отвергает",
        "qualifies": "qualify, with reservations, mit vorbehalt, avec réserve, con reservas, с оговорками",
        "undecided": "unentschieden, indécis, indeciso, не решено",
    },
    Visibility: {
        "private": "privat, privé, privado, privato, частная",
        "unlisted": "nicht gelistet, non répertorié, no listado",
        "public": "öffentlich, publique, público, pubblico, публичная",
    },
}
