//! The search of the delivery API.

use serde_json::{Value, json};

use crate::harness::{Newsroom, Taxonomy, scenarios};

scenarios![
    a_search_finds_articles_and_highlights_the_matches,
    matches_in_the_headline_rank_before_matches_in_lead_and_text,
    words_phrases_and_prefixes_can_be_searched,
    spelling_variants_of_a_word_match,
    highlights_contain_no_markup_of_the_article,
    no_search_text_causes_a_syntax_error,
    query_language_keywords_are_ordinary_words,
    the_last_word_of_a_long_text_is_found,
    a_search_can_be_combined_with_the_filters_of_the_list,
    a_common_word_is_found_among_the_requested_ids,
    only_published_text_is_found,
    a_common_word_is_paged_in_a_stable_order,
    every_invalid_parameter_of_a_search_is_reported,
];

const SEARCH: &str = "/v1/search";

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn matching_ids(news: &Newsroom, query: &str) -> Vec<i64> {
    let page = news.reader().get(&format!("{SEARCH}?limit=100&q={}", encoded(query))).await.ok();
    ids(&page)
}

fn ids(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|hit| hit["id"].as_i64().unwrap()).collect()
}

async fn publish(news: &Newsroom, taxonomy: &Taxonomy, headline: &str, lead: &str, text: &str) -> i64 {
    let body = json!({"format": "markdown", "value": text});
    news.publish_with(taxonomy, json!({"headline": headline, "lead": lead, "body": body})).await
}

async fn a_search_finds_articles_and_highlights_the_matches(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id =
        publish(&news, &taxonomy, "The Ferry sails", "From the pier.", "All *ferries* sail, says the pilot.")
            .await;
    let response = news.reader().get(&format!("{SEARCH}?q=sail*+pier")).await;
    let page = response.ok();
    assert_eq!(ids(&page), [id]);
    assert_eq!(page["data"][0]["headline"], "The Ferry sails");
    assert_eq!(
        page["data"][0]["highlights"],
        json!({
            "headline": "The Ferry <mark>sails</mark>",
            "lead": "From the <mark>pier</mark>.",
            "body": "All ferries <mark>sail</mark>, says the pilot.",
        })
    );
    assert_eq!(page["data"][0]["body"], Value::Null);
    assert!(response.header("surrogate-key").contains(&format!("article-{id}")));
    let selected = news.reader().get(&format!("{SEARCH}?q=pilot&fields=id&body=text&count=exact")).await.ok();
    let hit = json!({"id": id, "highlights": {"body": "All ferries sail, says the <mark>pilot</mark>."}});
    assert_eq!((&selected["data"][0], &selected["page"]["total"]), (&hit, &json!(1)));
}

async fn matches_in_the_headline_rank_before_matches_in_lead_and_text(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let headline = publish(&news, &taxonomy, "Ferry and lamp", "Lead.", "Text.").await;
    news.advance_clock(1);
    let lead = publish(&news, &taxonomy, "Lamp", "The ferry.", "Text.").await;
    news.advance_clock(1);
    let newer = publish(&news, &taxonomy, "Lamp", "A ferry.", "Text.").await;
    news.advance_clock(1);
    let text = publish(&news, &taxonomy, "News", "Lead.", "The ferry has a lamp.").await;
    assert_eq!(matching_ids(&news, "ferry lamp").await, [headline, newer, lead, text]);
    let by_time = news.reader().get(&format!("{SEARCH}?q=ferry+lamp&sort=-published_at")).await.ok();
    assert_eq!(ids(&by_time), [text, newer, lead, headline]);
    let listed = news.reader().get("/v1/articles?q=ferry+lamp&sort=relevance").await.ok();
    assert_eq!(ids(&listed), [headline, newer, lead, text]);
    let by_default = news.reader().get("/v1/articles?q=ferry+lamp").await.ok();
    assert_eq!(ids(&by_default), [text, newer, lead, headline], "the default order of the list is by time");
}

async fn words_phrases_and_prefixes_can_be_searched(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let first = publish(&news, &taxonomy, "Sea level rises", "Level sea.", "No harbour is safe.").await;
    let second = publish(&news, &taxonomy, "Level", "The sea.", "Harbours.").await;
    for (query, expected) in [
        ("sea", vec![first, second]),
        ("\"sea level\"", vec![first]),
        ("\"the sea harbours\"", vec![]),
        ("harbour*", vec![second, first]),
        ("harbour", vec![second, first]),
        ("\"harbour\"", vec![first]),
        ("\"no harb*\"", vec![]),
        ("sea boat", vec![]),
        ("level-rises", vec![first]),
        ("*", vec![]),
    ] {
        let mut results = matching_ids(&news, query).await;
        let mut expected = expected;
        results.sort_unstable();
        expected.sort_unstable();
        assert_eq!(results, expected, "{query}");
    }
}

async fn spelling_variants_of_a_word_match(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for (text, query) in [
        ("علي كتاب می\u{200c}نویسد", "علی کتاب مینویسد"),
        ("Ёлка в Москве", "елка москве"),
        ("Zürich, Ærøskøbing", "zurich aeroskobing"),
        ("東京都の橋", "東京"),
        ("۱۴۰۲", "1402"),
    ] {
        let id = publish(&news, &taxonomy, "Untitled", "Lead.", text).await;
        assert_eq!(matching_ids(&news, query).await, [id], "{query}");
    }
}

async fn highlights_contain_no_markup_of_the_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    publish(
        &news,
        &taxonomy,
        "<img src=x onerror=alert(1)> & \"ferry\"",
        "</mark><script>ferry",
        "Ferry `<b>`.",
    )
    .await;
    let page = news.reader().get(&format!("{SEARCH}?q={}", encoded("ferry <script> img"))).await.ok();
    assert_eq!(
        page["data"][0]["highlights"],
        json!({
            "headline": "&lt;<mark>img</mark> src=x onerror=alert(1)&gt; &amp; &quot;<mark>ferry</mark>&quot;",
            "lead": "&lt;/mark&gt;&lt;<mark>script</mark>&gt;<mark>ferry</mark>",
            "body": "<mark>Ferry</mark> &lt;b&gt;.",
        })
    );
}

async fn no_search_text_causes_a_syntax_error(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    publish(&news, &taxonomy, "Ferry", "Lead.", "Text.").await;
    for query in [
        "\"",
        "\"\"",
        "*",
        "**",
        "a* *b",
        "AND",
        "OR NOT",
        "NEAR(a b, 3)",
        "headline:ferry",
        "^ferry",
        "-ferry",
        "{a b}:c",
        "(",
        ")",
        "'",
        "';--",
        "a' | b",
        "!ferry",
        "ferry & | <->",
        "\\",
        "%",
        "_",
        ":*",
        "\u{feff}",
        "\u{301}",
        "½",
        "ferry\"",
        "\u{10ffff}",
        "a:b:*",
    ] {
        for path in [SEARCH, "/v1/articles"] {
            news.reader().get(&format!("{path}?q={}", encoded(query))).await.ok();
        }
    }
    let long = "a ".repeat(128);
    assert_eq!(matching_ids(&news, &long).await, [0; 0]);
}

async fn query_language_keywords_are_ordinary_words(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let all =
        publish(&news, &taxonomy, "Or not", "And near the pier.", "To be or not to be, and so on.").await;
    news.advance_clock(1);
    let one = publish(&news, &taxonomy, "Sale", "Lead.", "Buy one or two.").await;
    publish(&news, &taxonomy, "Orchard", "Nothing.", "Andes, nearest.").await;
    for (query, expected) in [
        ("OR", vec![all, one]),
        ("or", vec![all, one]),
        ("\"or not\"", vec![all]),
        ("AND", vec![all]),
        ("NOT", vec![all]),
        ("NEAR", vec![all]),
        ("one OR pier", vec![]),
        ("one OR", vec![one]),
        ("to", vec![all]),
        ("o", vec![]),
    ] {
        assert_eq!(matching_ids(&news, query).await, expected, "{query}");
        let listed = news.reader().get(&format!("/v1/articles?q={}", encoded(query))).await.ok();
        assert_eq!(ids(&listed).len(), expected.len(), "{query}");
        let editorial = news.editor().get(&format!("/v1/editorial/articles?q={}", encoded(query))).await.ok();
        assert!(expected.iter().all(|id| ids(&editorial).contains(id)), "{query}");
    }
}

async fn the_last_word_of_a_long_text_is_found(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let words: Vec<String> = (0..30_000).map(|number| format!("w{number}")).collect();
    let id = publish(&news, &taxonomy, "Index", "Lead.", &format!("{} or", words.join(" "))).await;
    for query in ["OR", "w29999", "w2999*"] {
        assert_eq!(matching_ids(&news, query).await, [id], "{query}");
        let editorial = news.editor().get(&format!("/v1/editorial/articles?q={}", encoded(query))).await.ok();
        assert_eq!(ids(&editorial), [id], "{query}");
    }
}

async fn a_search_can_be_combined_with_the_filters_of_the_list(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let with_tag = publish(&news, &taxonomy, "Ferry", "Lead.", "Text.").await;
    let without_tag =
        news.publish_with(&taxonomy, json!({"headline": "Ferry", "tag_ids": [], "language": "fa"})).await;
    for (filter, expected) in [
        ("tag=ferries", vec![with_tag]),
        ("tag_none=ferries", vec![without_tag]),
        ("language=fa", vec![without_tag]),
        ("section=unknown", vec![]),
        ("author=ada-marlow&sort=published_at", vec![with_tag, without_tag]),
        ("sort=-updated_at", vec![without_tag, with_tag]),
        ("published_before=2020-01-01T00:00:00Z", vec![]),
    ] {
        let page = news.reader().get(&format!("{SEARCH}?q=ferry&{filter}")).await.ok();
        assert_eq!(ids(&page), expected, "{filter}");
    }
}

async fn a_common_word_is_found_among_the_requested_ids(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut articles = Vec::new();
    for number in 0..40 {
        news.advance_clock(1);
        let headline = if number == 39 { "Lamp" } else { "Ferry" };
        articles.push(news.publish(&taxonomy, headline).await);
    }
    let query = format!("ids={},{}&q=ferry", articles[0], articles[39]);
    for sort in ["relevance", "-published_at", "-updated_at"] {
        let page = news.reader().get(&format!("{SEARCH}?{query}&sort={sort}")).await.ok();
        assert_eq!(ids(&page), [articles[0]], "{sort}");
    }
}

async fn only_published_text_is_found(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = taxonomy.article("Secret ferry");
    news.editor().post("/v1/editorial/articles", draft).await.created();
    assert_eq!(matching_ids(&news, "secret").await, [0; 0]);
    let id = publish(&news, &taxonomy, "Ferry", "Lead.", "Text.").await;
    let path = format!("/v1/editorial/articles/{id}");
    let saved = news.editor().patch(&path, "*", json!({"headline": "Boat"})).await;
    assert_eq!((matching_ids(&news, "ferry").await, matching_ids(&news, "boat").await), (vec![id], vec![]));
    news.editor().transition(id, &saved.etag(), "publish").await.ok();
    assert_eq!((matching_ids(&news, "ferry").await, matching_ids(&news, "boat").await), (vec![], vec![id]));
    news.transition(id, json!({"to": "withdraw"})).await;
    assert_eq!(matching_ids(&news, "boat").await, [0; 0]);
    news.transition(id, json!({"to": "publish"})).await;
    assert_eq!(matching_ids(&news, "boat").await, [id]);
}

/// The word is in so many articles that a page does not read all of them.
async fn a_common_word_is_paged_in_a_stable_order(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut expected: Vec<(usize, i64, i64)> = Vec::new();
    for number in 0..230 {
        let (headline, lead) = match number % 23 {
            0 => ("Ferry", "Lead."),
            1 | 2 => ("News", "The ferry."),
            _ => ("News", "Lead."),
        };
        let minute = number / 7 % 20;
        let published = format!("2026-05-01T12:{minute:02}:00Z");
        let id = news
            .publish_with(
                &taxonomy,
                json!({
                    "headline": headline, "lead": lead, "published_at": published,
                    "body": {"format": "markdown", "value": "The ferry sails."},
                }),
            )
            .await;
        let rank = match number % 23 {
            0 => 0,
            1 | 2 => 1,
            _ => 2,
        };
        expected.push((rank, -minute, -id));
    }
    let mut by_change: Vec<(i64, i64)> = expected.iter().map(|(_, minute, id)| (*minute, *id)).collect();
    by_change.sort_unstable();
    expected.sort_unstable();
    let expected: Vec<i64> = expected.into_iter().map(|(.., id)| -id).collect();
    // With another filter, the search reads all of them. Both must return the same order.
    for filter in ["", "&author=ada-marlow"] {
        let read = async |cursor: &str| {
            let path = format!("{SEARCH}?q=ferry{filter}&fields=id&limit=19{cursor}");
            news.reader().get(&path).await.ok()
        };
        let mut page = read("").await;
        let mut forward = ids(&page);
        while let Some(cursor) = page["page"]["next_cursor"].as_str() {
            page = read(&format!("&cursor={cursor}")).await;
            forward.extend(ids(&page));
        }
        assert_eq!(forward, expected);
        let mut backward = ids(&page);
        while let Some(cursor) = page["page"]["prev_cursor"].as_str() {
            page = read(&format!("&cursor={cursor}")).await;
            backward.splice(0..0, ids(&page));
        }
        assert_eq!(backward, expected);
    }
    let changed = news.reader().get(&format!("{SEARCH}?q=ferry&sort=-updated_at&limit=100")).await.ok();
    let newest: Vec<i64> = by_change.into_iter().map(|(_, id)| -id).collect();
    assert_eq!(ids(&changed), newest[..100]);
}

async fn every_invalid_parameter_of_a_search_is_reported(news: Newsroom) {
    let long = format!("q={}", "a".repeat(257));
    for (query, parameter) in [
        ("", "q"),
        ("q=", "q"),
        ("q=%20", "q"),
        ("q=a%00", "q"),
        (long.as_str(), "q"),
        ("q=a&q=b", "q"),
        ("q=a&sort=rank", "sort"),
        ("q=a&section_tree=true", "section_tree"),
        ("q=a&limit=0", "limit"),
        ("q=a&query=b", "query"),
    ] {
        let refused = news.reader().get(format!("{SEARCH}?{query}").trim_end_matches('?')).await;
        assert_eq!(refused.error_sources(400, "invalid-query"), [parameter], "{query}");
    }
    news.reader().get(&format!("{SEARCH}?q=a&cursor=x")).await.problem(400, "invalid-cursor");
    let listed = news.reader().get("/v1/articles?sort=relevance").await;
    assert_eq!(listed.error_sources(400, "invalid-query"), ["sort"]);
}
