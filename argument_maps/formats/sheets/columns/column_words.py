"""What columns and sheets are called in ten languages: from English and German to Korean and Japanese.

What a field or kind of record is called in the program itself is not among them.
"""

from collections.abc import Mapping

from models.vocabulary import RecordKind

# Of two fields of one kind that have a word the first has it.
COLUMN_WORDS: Mapping[str, str] = {
    "id": """
        key, label, nr, no, kennung, schlüssel, identifiant, identificador, identificativo, identyfikator, ид,
        идентификатор, 编号, 번호, 식별자, 識別子""",
    "answers": """
        question, frage, domanda, pregunta, pytanie, вопрос, 问题, 질문, 問い""",
    "text": """
        statement, claim, assertion, thesis, question, interpretation, word, aussage, behauptung,
        these, frage, deutung, énoncé, affirmation, thèse, interprétation, enunciado,
        afirmación, tesis, pregunta, interpretación, texto, affermazione, tesi, domanda,
        interpretazione, testo, twierdzenie, teza, pytanie, interpretacja, tekst,
        утверждение, тезис, вопрос, трактовка, текст, 主张, 论点, 问题, 解释, 文本, 주장, 질문, 해석,
        主張, 問い, 解釈, 本文""",
    "summary": """
        gist, abstract, content, evidence, paraphrase, zusammenfassung, kurzfassung, inhalt, regest, beleg, résumé,
        contenu, resumen, contenido, riassunto, sintesi, contenuto, streszczenie, treść, регест, содержание, резюме,
        摘要, 内容, 요약, 내용, 要約""",
    "source": """
        document, work, source title, quelle, dokument, quellentitel, fonte, fuente, documento, ouvrage, źródło,
        источник, документ, 来源, 史料, 출처, 자료, 出典, 资料""",
    "locator": """
        page, pages, p, pp, folio, folios, fol, where in the source, place in the source, seite, seiten, blatt,
        fundstelle, stelle, feuille, feuillet, pagina, pagine, foglio, página, páginas, hoja, strona, strony,
        karta, страница, страницы, лист, листы, 页码, 页, 쪽, 쪽수, 페이지, 頁, ページ""",
    "quotation": """
        quote, excerpt, extract, passage, wording, transcription, zitat, exzerpt, auszug, wortlaut, transkription,
        citation, extrait, passage cité, cita, extracto, cita textual, transcripción, citazione, estratto,
        trascrizione, cytat, wypis, fragment, цитата, выписка, отрывок, 引文, 摘录, 인용, 발췌, 引用, 抜粋""",
    "translation": """
        übersetzung, traduction, traducción, traduzione, tłumaczenie, przekład, перевод, 译文, 翻译, 번역, 翻訳,
        訳文""",
    "translation_language": """
        language of the translation, sprache der übersetzung, langue de la traduction""",
    "language": """
        lang, sprache, langue, idioma, lengua, lingua, język, язык, 语言, 언어, 言語""",
    "tier": """
        how it was read, nearness, überlieferung, überlieferungsform""",
    "certainty": """
        gewissheit, sicherheit, certitude, certeza, certezza, pewność, достоверность, 确定性, 확실성, 確実性""",
    "agreement": """
        konsens, consensus""",
    "note": """
        notes, remark, remarks, comment, comments, notiz, notizen, anmerkung, anmerkungen, bemerkung,
        bemerkungen, kommentar, remarque, remarques, commentaire, nota, notas, observaciones, comentario, note,
        commento, osservazioni, uwaga, uwagi, notatka, komentarz, примечание, примечания, заметка, комментарий,
        备注, 注释, 비고, 주석, 메모, 備考, 注, メモ""",
    "tags": """
        tag, keyword, keywords, subject, subjects, theme, themes, topic, topics, schlagwort, schlagwörter, schlagworte,
        stichwort, stichwörter, thema, themen, mot-clé, mots-clés, thème, thèmes, étiquettes, palabra clave,
        palabras clave, tema, temas, etiquetas, parola chiave, parole chiave, hasło, słowa kluczowe, tagi,
        ключевые слова, теги, 标签, 关键词, 태그, 주제어, タグ, キーワード""",
    "when": """
        date, year, time, datum, jahr, zeit, année, fecha, año, data, anno, rok, дата, год, 日期, 年份, 时间,
        날짜, 연도, 日付, 年""",
    "held_by": """
        holder, holders, who, who held it, actor, actors, agent, agents, wer, vertreten von, akteur, akteure,
        acteur, acteurs, tenu par, quién, actores, attore, attori, kto, кто, субъект, 持有者, 주체, 主体""",
    "by": """
        author, authors, historian, historians, autor, autoren, verfasser, auteur, auteurs, historien, autores,
        historiador, autore, autori, storico, autorzy, historyk, автор, авторы, историк, 作者, 저자, 著者""",
    "author": """
        authors, creator, autor, autorin, autoren, verfasser, verfasserin, auteur, auteurs, autores, autore,
        autori, autorzy, автор, авторы, 作者, 著者, 저자""",
    "editor": """
        editors, edited by, herausgeber, hrsg, éditeur scientifique, curatore, redaktor, редактор, 编者, 편자,
        編者""",
    "translator": """
        translated by, übersetzer, traducteur, traductor, traduttore, tłumacz, переводчик, 译者, 역자, 訳者""",
    "title": """
        name, titel, titre, título, titolo, tytuł, название, заглавие, 标题, 题名, 제목, タイトル, 題名""",
    "title_short": """
        short title, kurztitel, titre abrégé""",
    "kind": """
        type, sort, art, typ, genre, tipo, rodzaj, вид, тип, 类型, 유형, 종류, 種類""",
    "type": """
        kind, item type, sort, art, typ, typus, genre, tipo, rodzaj, тип, вид, 类型, 유형, 種類""",
    "issued": """
        date, year, date of publication, publication year, written, datum, jahr, erscheinungsjahr, année,
        date de publication, fecha, año, data, anno, rok, data wydania, дата, год, год издания, 日期, 年份,
        出版年, 날짜, 연도, 발행년, 日付, 年, 発行年""",
    "publisher": """
        verlag, éditeur, editorial, editore, wydawca, wydawnictwo, издательство, 出版社, 출판사""",
    "publisher_place": """
        place of publication, place, erscheinungsort, verlagsort, ort, lieu, lieu de publication, lugar, luogo,
        miejsce wydania, место издания, 出版地, 출판지""",
    "container_title": """
        journal, newspaper, book title, publication title, zeitschrift, zeitung, sammelband, revue, revista,
        rivista, czasopismo, журнал, газета, 期刊, 刊名, 학술지, 雑誌, 雑誌名""",
    "volume": """
        vol, band, jahrgang, tome, tomo, volumen, tom, том, 卷, 권, 巻""",
    "issue": """
        heft, numéro, número, numero, numer, zeszyt, выпуск, номер, 期, 호, 号""",
    "page": """
        pages, page range, seiten, seite, páginas, pagine, strony, страницы, 页码, 쪽수, ページ""",
    "published_pages": """
        pages in the edition""",
    "edition": """
        auflage, ausgabe, édition, edición, edizione, wydanie, издание, 版本, 판, 版""",
    "url": """
        link, web address, webadresse, lien, enlace, odnośnik, ссылка, 网址, 链接, 주소""",
    "repository": """
        archive, library, archiv, bibliothek, dépôt, archives, archivo, archivio, archiwum, архив, хранилище,
        档案馆, 기록보관소, 아카이브, 文書館, アーカイブ""",
    "reference": """
        call number, shelfmark, archival reference, signatur, aktenzeichen, bestellnummer, cote, signatura,
        segnatura, sygnatura, шифр, 档号, 청구기호, 請求記号""",
    "also_at": """
        also kept at""",
    "event_date": """
        date of the event""",
    "reliability": """
        zuverlässigkeit, glaubwürdigkeit, fiabilité, fiabilidad, affidabilità, wiarygodność, надёжность, 可靠性,
        신뢰도, 信頼性""",
    "name": """
        full name, agent, person, actor, vollständiger name, akteur, nom, nom complet, nombre, nombre completo,
        nome, nazwa, imię i nazwisko, имя, имя и фамилия, 姓名, 名称, 이름, 성명, 氏名, 名前""",
    "family": """
        family name, last name, surname, nachname, familienname, nom de famille, apellido, apellidos, cognome,
        nazwisko, фамилия, 姓, 성""",
    "given": """
        given name, given names, first name, vorname, vornamen, prénom, nome di battesimo, imię, имена, 名, 이름""",
    "names": """
        other scripts, names in other scripts""",
    "aliases": """
        alias, also known as, auch genannt, alias de, pseudonyms""",
    "role": """
        office, function, rolle, funktion, amt, rôle, fonction, función, cargo, ruolo, carica, funkcja, rola,
        роль, должность, 职务, 직책, 役職""",
    "school": """
        school of thought, schule, forschungsrichtung, école, escuela, scuola, szkoła, школа, 学派, 학파""",
    "active": """
        dates, lived, lebensdaten, tätig""",
    "premises": """
        premise, from, argues from, because, prämisse, prämissen, von, prémisse, prémisses, premisa, premisas,
        premessa, premesse, przesłanka, посылка, посылки, 前提, 전제""",
    "relation": """
        link, beziehung, verknüpfung, relación, relazione, relacja, отношение, связь, 关系, 관계, 関係""",
    "target": """
        to, bears on, conclusion, ziel, cible, destino, obiettivo, cel, цель, 目标, 대상, 対象""",
    "verdict": """
        outcome, urteil, ergebnis, veredicto, verdetto, werdykt, вердикт, 裁决, 판정, 判定""",
    "scheme": """
        pattern of argument, argumentationsschema, schéma""",
    "agent": """
        who, person, historian, wer, akteur, acteur, actor, attore, kto, кто, 人物, 인물""",
    "stance": """
        position, haltung, postura, posizione, stanowisko, позиция, 立场, 입장, 立場""",
    "confidence": """
        zuversicht, confiance, confianza, уверенность""",
    "reason": """
        begründung, grund, raison, razón, motivo, uzasadnienie, основание, 理由, 이유""",
    "description": """
        beschreibung, descripción, descrizione, opis, описание, 说明, 설명, 説明""",
    "licence": """
        license, lizenz, licencia, licenza, licencja, лицензия""",
}
# What a column means on a sheet of one kind only, and is not said above: an excerpt names by its title the work that it
# is from, and of a list of tags each word is one.
WORDS_OF_KINDS: Mapping[RecordKind, Mapping[str, str]] = {
    RecordKind.EVIDENCE: {
        "source": """
            title, book, work title, titel, werk, buch, titre, livre, œuvre, título, obra, libro, titolo, opera, tytuł,
            książka, название, заглавие, 标题, 题名, 书名, 제목, タイトル, 題名""",
        "source_author": f"author of the source, {COLUMN_WORDS['author']}, {COLUMN_WORDS['by']}",
    },
    RecordKind.TAG: {"text": COLUMN_WORDS["tags"]},
}
SHEET_WORDS: Mapping[str, str] = {
    "map": """
        this map, karte, carte, mapa, mappa, карта, 地图, 지도, 地図""",
    RecordKind.QUESTION: """
        fragen, preguntas, domande, pytania, вопросы, 问题, 질문, 問い""",
    RecordKind.AGENT: """
        actors, persons, people, personen, akteure, acteurs, personnes, actores, personas, attori, persone,
        osoby, лица, персоны, 人物, 인물""",
    RecordKind.SOURCE: """
        documents, works, bibliography, literature, quellen, literatur, dokumente, bibliographie, fuentes,
        documentos, bibliografía, fonti, documenti, bibliografia, źródła, źródło, источники, источник,
        литература, документы, 史料, 来源, 资料, 자료, 출처, 사료, 出典, 資料""",
    RecordKind.CLAIM: """
        statements, theses, behauptungen, aussagen, thesen, affirmations, thèses, afirmaciones, tesis,
        affermazioni, tesi, twierdzenia, tezy, утверждения, тезисы, 主张, 论点, 주장, 主張""",
    RecordKind.INTERPRETATION: """
        readings, deutungen, interpretationen, interprétations, interpretaciones, interpretazioni,
        interpretacje, трактовки, интерпретации, 解释, 해석, 解釈""",
    RecordKind.EVIDENCE: """
        excerpts, quotations, passages, quotes, belege, exzerpte, zitate, auszüge, extraits, citations, preuves,
        pruebas, citas, extractos, prove, citazioni, estratti, dowody, cytaty, wypisy, выписки, цитаты,
        свидетельства, 证据, 引文, 摘录, 증거, 발췌, 인용, 証拠, 引用, 抜粋""",
    RecordKind.LINK: """
        arguments, relations, verknüpfungen, beziehungen, argumente, liens, enlaces, argumentos, argomenti,
        legami, relacje, argumenty, связи, аргументы, 关系, 연결, 관계, 関係""",
    RecordKind.STANCE: """
        positions, haltungen, positionen, posturas, posizioni, stanowiska, позиции, 立场, 입장, 立場""",
    RecordKind.TAG: """
        keywords, schlagwörter, schlagworte, mots-clés, etiquetas, parole chiave, tagi, теги, 标签, 태그, タグ""",
}
