//! The search in many languages: spellings, apostrophes, scripts without spaces, and stems.

use serde_json::{Value, json};

use crate::harness::{Newsroom, Taxonomy, scenarios};

scenarios![
    letters_of_the_arabic_script_that_are_typed_alike_match,
    the_zero_width_non_joiner_joins_and_parts,
    every_apostrophe_joins_and_parts,
    scripts_without_spaces_match_within_words,
    other_forms_of_a_word_match_by_its_stem,
    exact_forms_rank_before_other_forms,
    the_language_of_the_filter_chooses_the_stems,
    phrases_and_prefixes_match_exact_forms_only,
    highlights_mark_other_forms_and_spellings,
    long_searches_are_answered,
];

const SEARCH: &str = "/v1/search";

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn search(news: &Newsroom, query: &str) -> Value {
    news.reader().get(&format!("{SEARCH}?limit=100&q={}", encoded(query))).await.ok()
}

async fn matching_ids(news: &Newsroom, query: &str) -> Vec<i64> {
    let page = search(news, query).await;
    let listed = news.reader().get(&format!("/v1/articles?limit=100&q={}", encoded(query))).await.ok();
    assert_eq!(ids(&listed).len(), ids(&page).len(), "{query}: the list finds as many");
    ids(&page)
}

fn ids(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|hit| hit["id"].as_i64().unwrap()).collect()
}

async fn publish(news: &Newsroom, taxonomy: &Taxonomy, language: &str, headline: &str, text: &str) -> i64 {
    news.advance_clock(1);
    let body = json!({"format": "markdown", "value": text});
    let article =
        json!({"headline": headline, "lead": "00", "body": body, "language": language, "tag_ids": []});
    news.publish_with(taxonomy, article).await
}

/// Publishes each text in the language, and asserts that each of its queries finds it alone.
async fn assert_found(news: &Newsroom, taxonomy: &Taxonomy, language: &str, texts: &[(&str, &[&str])]) {
    for (text, queries) in texts {
        let id = publish(news, taxonomy, language, "00", text).await;
        for query in *queries {
            assert_eq!(matching_ids(news, query).await, [id], "{query} in {text}");
        }
        news.transition(id, json!({"to": "withdraw"})).await;
    }
}

async fn letters_of_the_arabic_script_that_are_typed_alike_match(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let persian: &[(&str, &[&str])] = &[
        ("علي كتاب مدرسة ۱۴۰۲", &["علی", "کتاب", "مدرسه", "1402", "علی کتاب مدرسه"]),
        ("مسئولان خانهٔ ما", &["مسئولان", "مسيولان", "خانه", "خانۀ"]),
    ];
    assert_found(&news, &taxonomy, "fa", persian).await;
    let arabic: &[(&str, &[&str])] =
        &[("الأَخْبَار إسلامٌ آثار ٱلعربـــية على", &["الاخبار", "اسلام", "اثار", "العربية", "العربيه", "علي"])];
    assert_found(&news, &taxonomy, "ar", arabic).await;
    let urdu: &[(&str, &[&str])] =
        &[("پاکستان میں کہا گیا ہے لڑکے", &["پاكستان", "مین", "كها", "ہي", "هے", "لڑکی"])];
    assert_found(&news, &taxonomy, "ur", urdu).await;
    let kurdish: &[(&str, &[&str])] =
        &[("کوردستان لە ئێران گۆڕان ساڵ", &["كوردستان", "له", "ئيران", "ئیران", "گوران", "سال"])];
    assert_found(&news, &taxonomy, "ckb", kurdish).await;
    let pashto: &[(&str, &[&str])] =
        &[("پښتنې ځوانان نړۍ ګوري", &["پښتنی", "پښتني", "ح\u{654}وانان", "نړی", "نړي", "گوری"])];
    assert_found(&news, &taxonomy, "ps", pashto).await;
}

async fn the_zero_width_non_joiner_joins_and_parts(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let texts: &[(&str, &[&str])] = &[
        (
            "او می\u{200c}روم گفت",
            &["می\u{200c}روم", "میروم", "می روم", "\"می روم\"", "\"میروم\"", "میر*", "\"او می روم گفت\""],
        ),
        ("او میروم گفت", &["می\u{200c}روم", "میروم", "\"او می\u{200c}روم گفت\""]),
        ("او می روم گفت", &["می\u{200c}روم", "می روم"]),
    ];
    assert_found(&news, &taxonomy, "fa", texts).await;
    // In other scripts, typesetters use it against ligatures.
    assert_found(&news, &taxonomy, "de", &[("Die Auf\u{200c}lage", &["auflage"])]).await;
}

async fn every_apostrophe_joins_and_parts(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let queries: &[&str] =
        &["м'ята", "м’ята", "мʼята", "м`ята", "мята", "МʼЯТ*", "\"свіжа м'ята\"", "\"свіжа мята\""];
    let texts = ["м'ята", "м’ята", "мʼята", "м′ята", "мята"].map(|word| format!("Свіжа {word}."));
    for text in &texts {
        assert_found(&news, &taxonomy, "uk", &[(text, queries)]).await;
    }
    assert_found(&news, &taxonomy, "uk", &[("Ґанок, новий", &["ганок", "ґанок"])]).await;
    let english: &[(&str, &[&str])] = &[
        ("They don’t agree.", &["dont", "don't", "DON`T", "\"they don't\"", "\"they dont agree\"", "don*"]),
        ("They dont agree.", &["don't", "don’t"]),
        ("Ada's boat", &["ada", "ada’s", "adas"]),
    ];
    assert_found(&news, &taxonomy, "en", english).await;
    assert_found(
        &news,
        &taxonomy,
        "fr",
        &[("L’école d'Aix", &["ecole", "école", "l'ecole", "lecole", "aix", "\"lecole daix\""])],
    )
    .await;
    assert_found(&news, &taxonomy, "fa", &[("او می\u{200c}رود", &["میرود", "\"او میرود\"", "\"می رود\""])])
        .await;
}

async fn scripts_without_spaces_match_within_words(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for (language, text, queries, others) in [
        (
            "ko",
            "서울에서 열린 회의",
            &["서울", "서울에서", "서울 회의", "울", "\"서울에서 열린\""][..],
            &["서회", "부산"][..],
        ),
        (
            "ja",
            "東京都で大きな地震がありました。カメラ",
            &["東京", "京都", "地震", "震", "ｶﾒﾗ", "\"大きな地震\""],
            &["東都", "かめら"],
        ),
        (
            "zh-Hans",
            "北京大学今天宣布2024年计划",
            &["北京", "大学", "京大学今", "2024年", "宣布 计划"],
            &["北大"],
        ),
        ("th", "ภาษาไทยเป็นภาษาที่สนุก", &["ไทย", "ภาษาไทย", "สนุก"], &["ภาษี", "สนาก"]),
        ("lo", "ພາສາລາວມ່ວນ", &["ລາວ", "ພາສາ"], &["ລີວ"]),
        ("km", "ភ្នំ\u{200b}ពេញ\u{200b}ជា\u{200b}រាជធានី", &["ភ្នំពេញ", "រាជធានី", "ពេញ"], &["ភ្នេ"]),
        ("my", "မြန်မာနိုင်ငံ", &["မြန်မာ", "နိုင်ငံ"], &["မြင်း"]),
    ] {
        assert_found(&news, &taxonomy, language, &[(text, queries)]).await;
        let id = publish(&news, &taxonomy, language, "00", text).await;
        for query in others {
            assert_eq!(matching_ids(&news, query).await, [0; 0], "{query} in {text}");
        }
        news.transition(id, json!({"to": "withdraw"})).await;
    }
}

async fn other_forms_of_a_word_match_by_its_stem(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    assert_found(&news, &taxonomy, "en-GB", &[("The councils met", &["council", "Councils", "COUNCIL’S"])])
        .await;
    assert_found(&news, &taxonomy, "en", &[("A council of cities", &["councils", "city council"])]).await;
    assert_found(
        &news,
        &taxonomy,
        "de",
        &[("Die Häuser öffnen", &["Haus", "hauser", "Häusern", "öffnet", "hausern"])],
    )
    .await;
    assert_found(&news, &taxonomy, "fr", &[("Les écoles", &["école", "ecole"])]).await;
    assert_found(&news, &taxonomy, "uk", &[("Вибори в Україні, м'яту", &["україна", "вибор", "м’ята"])])
        .await;
    assert_found(&news, &taxonomy, "ru", &[("на выборах", &["выборы", "выборов"])]).await;
    assert_found(&news, &taxonomy, "fa", &[("کتاب\u{200c}های ما", &["كتابها", "کتاب", "کتاب\u{200c}ها"])])
        .await;
    assert_found(&news, &taxonomy, "ar", &[("الكتاب", &["كتاب", "كتابا"])]).await;
    assert_found(&news, &taxonomy, "hi", &[("लड़कों ने", &["लड़का", "लडका"])]).await;
}

async fn exact_forms_rank_before_other_forms(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let in_text = publish(&news, &taxonomy, "en", "News", "A council met.").await;
    let in_headline = publish(&news, &taxonomy, "en", "Council meets", "Text.").await;
    let others = publish(&news, &taxonomy, "en", "News of councils", "Text.").await;
    let others_in_text = publish(&news, &taxonomy, "en", "News", "All councils.").await;
    assert_eq!(matching_ids(&news, "council").await, [in_headline, in_text, others, others_in_text]);
    assert_eq!(matching_ids(&news, "councils").await, [others, others_in_text, in_headline, in_text]);
    // The order is the same when a search reads the index in parts, and when it is paged.
    let mut paged = Vec::new();
    let mut path = format!("{SEARCH}?q=council&limit=1");
    loop {
        let page = news.reader().get(&path).await.ok();
        paged.extend(ids(&page));
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { break };
        path = format!("{SEARCH}?q=council&limit=1&cursor={cursor}");
    }
    assert_eq!(paged, [in_headline, in_text, others, others_in_text]);
}

async fn the_language_of_the_filter_chooses_the_stems(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let german = publish(&news, &taxonomy, "de", "00", "Gesicht, Kandidaten").await;
    let english = publish(&news, &taxonomy, "en", "00", "Candidates").await;
    assert_eq!(matching_ids(&news, "kandidat").await, [german]);
    assert_eq!(matching_ids(&news, "candidate").await, [english]);
    let found = async |filter: &str| ids(&news.reader().get(&format!("{SEARCH}?{filter}")).await.ok());
    assert_eq!(found("q=kandidat&language=de").await, [german]);
    assert_eq!(found("q=candidate&language=en-GB,en").await, [english]);
    assert_eq!(found("q=kandidat&language=en").await, [0; 0]);
}

async fn phrases_and_prefixes_match_exact_forms_only(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = publish(&news, &taxonomy, "en", "00", "Happier councils meet busily").await;
    for query in ["\"happier councils\"", "council*", "councils", "meeting council", "busi*"] {
        assert_eq!(matching_ids(&news, query).await, [id], "{query}");
    }
    for query in [
        "\"council\"",
        "\"happy councils\"",
        "happy*",
        "councillor*",
        "\"councils busily\"",
        "=council",
        "+busy",
    ] {
        let expected: &[i64] = if query.starts_with('=') { &[id] } else { &[] };
        assert_eq!(matching_ids(&news, query).await, expected, "{query}");
    }
}

async fn highlights_mark_other_forms_and_spellings(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for (language, text, query, expected) in [
        (
            "en",
            "The Council’s <b> and all Councils.",
            "council",
            "The <mark>Council</mark>’s and all <mark>Councils</mark>.",
        ),
        ("en", "They don’t: ferries", "dont ferry", "They <mark>don’t</mark>: <mark>ferries</mark>"),
        ("de", "Alle Häuser", "haus", "Alle <mark>Häuser</mark>"),
        ("uk", "Свіжа м’ята", "мята", "Свіжа <mark>м’ята</mark>"),
        ("fa", "او می\u{200c}روم", "ميروم", "او <mark>می\u{200c}روم</mark>"),
        ("ko", "서울에서 열린", "서울", "<mark>서울</mark>에서 열린"),
        ("ja", "東京都の地震", "京都 震", "東<mark>京都</mark>の地<mark>震</mark>"),
        ("th", "ภาษาไทยสนุก", "ไทย", "ภาษา<mark>ไทย</mark>สนุก"),
    ] {
        let id = publish(&news, &taxonomy, language, "00", text).await;
        let page = search(&news, query).await;
        assert_eq!(page["data"][0]["highlights"], json!({"body": expected}), "{query}");
        news.transition(id, json!({"to": "withdraw"})).await;
    }
    let long = "word ".repeat(300) + "the councils met" + &" word".repeat(300);
    publish(&news, &taxonomy, "en", "00", &long).await;
    let highlight =
        search(&news, "council").await["data"][0]["highlights"]["body"].as_str().unwrap().to_owned();
    assert!(highlight.contains("the <mark>councils</mark> met") && highlight.starts_with('…'), "{highlight}");
}

async fn long_searches_are_answered(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for language in ["en", "de", "fr", "es", "uk", "ru", "fa", "ar", "tr", "sr"] {
        publish(&news, &taxonomy, language, "00", "Text").await;
    }
    let numbered = |word: &str| (0..40).map(|n| format!("{word}{}", n % 10)).collect::<String>();
    let letters =
        ('a'..='z').chain('а'..='я').chain('一'..='丿').map(|c| format!("{c} ")).collect::<String>();
    let words =
        ('a'..='z').flat_map(|one| ('a'..='b').map(move |two| format!("{one}{two}s "))).collect::<String>();
    for query in [
        letters.chars().take(256).collect(),
        words,
        numbered("a'"),
        numbered("\"a "),
        "東".repeat(256),
        "م\u{200c}".repeat(128),
        "a'".repeat(128),
    ] {
        let query: String = query.chars().take(256).collect();
        assert_eq!(matching_ids(&news, &query).await, [0; 0], "{query}");
    }
}
