//! The editorial list of articles: names beside ids, sorts and filters.

use actix_web::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, headlines, id, scenarios};

scenarios![
    articles_have_names_beside_ids,
    an_article_can_be_written_back_with_the_names_of_its_authors,
    a_credit_with_the_name_of_another_author_is_refused,
    every_sort_has_one_order_and_is_paged_in_both_directions,
    an_edited_headline_moves_in_the_list,
    articles_are_filtered_by_type_language_tag_and_changes,
    own_articles_are_those_created_by_me,
    every_parameter_of_the_list_is_checked,
    a_cursor_with_nul_is_refused,
];

const ARTICLES: &str = "/v1/editorial/articles";

async fn list(news: &Newsroom, query: &str) -> Vec<String> {
    let page = news.editor().get(&format!("{ARTICLES}?{query}")).await.ok();
    headlines(&page).into_iter().map(str::to_owned).collect()
}

async fn articles_have_names_beside_ids(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let port = json!({"name": "Port", "parent_id": taxonomy.section});
    let port = news.create("sections", port).await;
    let tide = news.create("tags", json!({"name": "Tides"})).await;
    let mut article = taxonomy.article("Ferry");
    article["section_id"] = json!(port);
    article["tag_ids"] = json!([tide, taxonomy.tag]);
    let created = news.editor().post(ARTICLES, article).await.created();
    let empty = news.editor().post(ARTICLES, json!({"headline": "Bare"})).await.created();
    assert_eq!((&empty["section"], &empty["tags"]), (&Value::Null, &json!([])));
    let read = news.editor().get(&article_path(id(&created))).await.ok();
    let page = news.editor().get(ARTICLES).await.ok();
    for article in [&created, &read, &page["data"][1]] {
        assert_eq!(article["section"], json!({"id": port, "path": "harbour/port", "name": "Port"}));
        let author =
            json!({"id": taxonomy.author, "role": "reporter", "name": "Ada Marlow", "slug": "ada-marlow"});
        assert_eq!(article["authors"], json!([author]));
        let tags = json!([
            {"id": tide, "slug": "tides", "name": "Tides"},
            {"id": taxonomy.tag, "slug": "ferries", "name": "Ferries"},
        ]);
        assert_eq!(article["tags"], tags);
        assert_eq!(article["tag_ids"], json!([tide, taxonomy.tag]));
    }
    news.change(&format!("/v1/editorial/tags/{tide}"), json!({"name": "Tide tables"})).await;
    assert_eq!(news.working_copy(id(&created)).await["tags"][0]["name"], "Tide tables");
}

async fn an_article_can_be_written_back_with_the_names_of_its_authors(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let created = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await;
    let (path, etag) = (article_path(id(&created.created())), created.etag());
    let authors = created.json()["authors"].clone();
    let same = news.editor().patch(&path, &etag, json!({"authors": authors})).await;
    assert_eq!((same.ok()["authors"].clone(), same.etag()), (authors.clone(), etag.clone()));
    let article = json!({"headline": "Ferry", "authors": authors});
    let put = news.editor().request(Method::PUT, &path).header("If-Match", &etag).json(article);
    let put = put.send().await;
    assert_eq!(put.ok()["authors"], authors);
    // Names choose nobody, and members that the server makes are refused as before.
    let by_name =
        json!({"authors": [{"name": "Ada Marlow"}], "status": "draft", "section": null, "tags": []});
    let refused = news.editor().patch(&path, &put.etag(), by_name).await;
    let mut sources = refused.error_sources(422, "invalid-body");
    sources.sort_unstable();
    assert_eq!(sources, ["/authors/0/id", "/section", "/status", "/tags"]);
}

async fn a_credit_with_the_name_of_another_author_is_refused(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let other = news.create("authors", json!({"name": "Bo Reed"})).await;
    let credits = json!([
        {"id": taxonomy.author, "name": "Bo Reed", "slug": "ada-marlow"},
        {"id": other, "name": "Bo Reed", "slug": "ada-marlow"},
    ]);
    let article = json!({"headline": "Ferry", "authors": credits});
    let refused = news.editor().post(ARTICLES, article.clone()).await;
    assert_eq!(refused.error_sources(422, "invalid-body"), ["/authors/0/name", "/authors/1/slug"]);
    let path = article_path(id(&news.editor().post(ARTICLES, json!({"headline": "Bare"})).await.created()));
    let patched = news.editor().patch(&path, "\"1\"", article).await;
    assert_eq!(patched.error_sources(422, "invalid-body"), ["/authors/0/name", "/authors/1/slug"]);
    let long = json!({"authors": [{"id": other, "name": "x".repeat(101)}]});
    let long = news.editor().patch(&path, "\"1\"", long).await;
    assert!(long.error_sources(422, "invalid-body").contains(&"/authors/0/name".to_owned()));
}

async fn every_sort_has_one_order_and_is_paged_in_both_directions(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    // By their bytes the orders would differ: upper case before lower case, accents last, quotation marks first.
    let names = ["“Zebra”", "apple", "Éclair", "Ähre", "eclipse", "Zebra", "فری", "東京"];
    for (number, headline) in names.into_iter().enumerate() {
        let article = id(&news.editor().post(ARTICLES, taxonomy.article(headline)).await.created());
        if [1, 4, 6].contains(&number) {
            let time = format!("2027-01-0{}T00:00:00Z", 9 - number);
            news.transition(article, json!({"to": "schedule", "publish_at": time})).await;
        }
        // Two articles change at the same time each.
        news.advance_clock(i64::try_from(number % 2).unwrap_or_default() * 60);
    }
    let by_headline = ["Ähre", "apple", "Éclair", "eclipse", "“Zebra”", "Zebra", "فری", "東京"];
    let by_change = names;
    let soonest = ["فری", "eclipse", "apple", "“Zebra”", "Éclair", "Ähre", "Zebra", "東京"];
    let latest = ["apple", "eclipse", "فری", "東京", "Zebra", "Ähre", "Éclair", "“Zebra”"];
    let reversed = |names: [&'static str; 8]| {
        let mut names = names;
        names.reverse();
        names
    };
    for (sort, expected) in [
        ("headline", by_headline),
        ("-headline", reversed(by_headline)),
        ("updated_at", by_change),
        ("-updated_at", reversed(by_change)),
        ("publish_at", soonest),
        ("-publish_at", latest),
    ] {
        assert_eq!(list(&news, &format!("sort={sort}")).await, expected, "{sort}");
        for limit in [1, 3] {
            let (mut forward, mut backward, mut cursor) = (Vec::new(), Vec::new(), String::new());
            let (mut last, mut at_end) = (Value::Null, false);
            while !at_end {
                let path = format!("{ARTICLES}?sort={sort}&limit={limit}{cursor}");
                last = news.editor().get(&path).await.ok();
                forward.extend(headlines(&last).into_iter().map(str::to_owned));
                at_end = last["page"]["next_cursor"].is_null();
                cursor = format!("&cursor={}", last["page"]["next_cursor"].as_str().unwrap_or_default());
            }
            assert_eq!(forward, expected, "{sort}, {limit} on a page");
            backward.extend(headlines(&last).into_iter().rev().map(str::to_owned));
            while let Some(cursor) = last["page"]["prev_cursor"].as_str() {
                let path = format!("{ARTICLES}?sort={sort}&limit={limit}&cursor={cursor}");
                last = news.editor().get(&path).await.ok();
                backward.extend(headlines(&last).into_iter().rev().map(str::to_owned));
            }
            backward.reverse();
            assert_eq!(backward, expected, "{sort}, {limit} on a page, backward");
        }
    }
    let first = news.editor().get(&format!("{ARTICLES}?sort=headline&limit=1")).await.ok();
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    let other = news.editor().get(&format!("{ARTICLES}?sort=-headline&cursor={cursor}")).await;
    assert_eq!(other.error_sources(400, "invalid-cursor"), ["cursor"]);
    assert_eq!(list(&news, "sort=headline&status=scheduled").await, ["apple", "eclipse", "فری"]);
}

async fn an_edited_headline_moves_in_the_list(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for headline in ["Anchor", "Buoy"] {
        news.editor().post(ARTICLES, taxonomy.article(headline)).await.created();
    }
    let anchor = news.editor().get(&format!("{ARTICLES}?sort=headline&limit=1")).await.ok();
    news.change(&article_path(id(&anchor["data"][0])), json!({"headline": "Cable"})).await;
    assert_eq!(list(&news, "sort=headline").await, ["Buoy", "Cable"]);
}

async fn articles_are_filtered_by_type_language_tag_and_changes(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let tide = news.create("tags", json!({"name": "Tides"})).await;
    let review = json!({"headline": "Review", "type": "review", "language": "en-GB", "tag_ids": [tide]});
    let review = news.publish_with(&taxonomy, review).await;
    news.advance_clock(1);
    news.publish_with(&taxonomy, json!({"headline": "خبر", "language": "fa", "tag_ids": []})).await;
    news.advance_clock(1);
    news.editor().post(ARTICLES, json!({"headline": "English", "language": "en"})).await.created();
    assert_eq!(list(&news, "type=review").await, ["Review"]);
    assert_eq!(list(&news, "type=review,article").await, ["English", "خبر", "Review"]);
    assert_eq!(list(&news, "language=en").await, ["English", "Review"]);
    assert_eq!(list(&news, "language=EN-gb,fa").await, ["خبر", "Review"]);
    assert_eq!(list(&news, "tag=tides").await, ["Review"]);
    assert_eq!(list(&news, "tag=nothing,tides").await, ["Review"]);
    news.change(&format!("/v1/editorial/tags/{tide}"), json!({"slug": "tide-tables"})).await;
    assert_eq!(list(&news, "tag=tides").await, ["Review"], "a former slug");
    assert_eq!(list(&news, "has_unpublished_changes=true").await, [""; 0]);
    news.change(&article_path(review), json!({"type": "opinion", "language": "de"})).await;
    assert_eq!(list(&news, "has_unpublished_changes=true").await, ["Review"]);
    assert_eq!(list(&news, "has_unpublished_changes=false").await, ["English", "خبر"]);
    assert_eq!(list(&news, "type=opinion&language=de").await, ["Review"]);
    assert_eq!(list(&news, "status=published,draft&type=article").await, ["English", "خبر"]);
    news.transition(review, json!({"to": "publish"})).await;
    assert_eq!(list(&news, "has_unpublished_changes=true").await, [""; 0]);
}

async fn own_articles_are_those_created_by_me(news: Newsroom) {
    news.admin().post(ARTICLES, json!({"headline": "Ada's"})).await.created();
    news.editor().post(ARTICLES, json!({"headline": "Edda's"})).await.created();
    assert_eq!(list(&news, "created_by=me").await, ["Edda's"]);
    let admin = news.account("Ada Admin").id;
    assert_eq!(list(&news, &format!("created_by={admin}")).await, ["Ada's"]);
    let own = news.admin().get(&format!("{ARTICLES}?created_by=me&count=exact")).await.ok();
    assert_eq!((headlines(&own), &own["page"]["total"]), (vec!["Ada's"], &json!(1)));
}

async fn every_parameter_of_the_list_is_checked(news: Newsroom) {
    let query = "type=novel&language=x_y&created_by=you&has_unpublished_changes=maybe&sort=slug&tag=a,,b";
    let refused = news.editor().get(&format!("{ARTICLES}?{query}")).await;
    let mut sources = refused.error_sources(400, "invalid-query");
    sources.sort_unstable();
    assert_eq!(sources, ["created_by", "has_unpublished_changes", "language", "sort", "tag", "type"]);
}

async fn a_cursor_with_nul_is_refused(news: Newsroom) {
    for headline in ["Anchor", "Buoy"] {
        news.editor().post(ARTICLES, json!({"headline": headline})).await.created();
    }
    for from in ["/a", "/b"] {
        let redirect = json!({"from": from, "to": "/c"});
        news.admin().post("/v1/editorial/redirects", redirect).await.created();
    }
    for (list, text) in [
        (format!("{ARTICLES}?sort=headline&limit=1"), "anchor"),
        ("/v1/editorial/redirects?limit=1".to_owned(), "/a"),
    ] {
        let page = news.editor().get(&list).await.ok();
        let cursor = page["page"]["next_cursor"].as_str().unwrap();
        let cursor = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).unwrap()).unwrap();
        assert!(cursor.contains(&format!("\"{text}\"")), "{cursor}");
        let forged = URL_SAFE_NO_PAD.encode(cursor.replace(text, "a\\u0000"));
        let refused = news.editor().get(&format!("{list}&cursor={forged}")).await;
        assert_eq!(refused.error_sources(400, "invalid-cursor"), ["cursor"]);
    }
}
