//! Lists of articles: each filter, members, totals and invalid parameters.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    each_filter_returns_the_matching_articles,
    a_filter_accepts_several_values_and_former_slugs,
    filters_accept_the_former_slugs_of_merged_and_moved_resources,
    only_the_requested_members_are_returned,
    a_list_returns_its_total_on_request,
    contradictory_filters_return_an_empty_list,
    every_invalid_parameter_of_a_list_is_reported,
    a_list_shows_the_same_members_as_the_article,
];

pub const LIST: &str = "/v1/articles";

/// Reads a list in pages of that size, to the last page and back to the first. Returns the IDs of both passes.
pub async fn page_through(news: &Newsroom, query: &str, limit: usize) -> (Vec<i64>, Vec<i64>) {
    let ids = |page: &Value| -> Vec<i64> {
        page["data"].as_array().unwrap().iter().map(|article| article["id"].as_i64().unwrap()).collect()
    };
    let read = async |cursor: &str| {
        let path = format!("{LIST}?fields=id&limit={limit}&{query}{cursor}");
        news.reader().get(path.trim_end_matches('&')).await.ok()
    };
    let mut page = read("").await;
    let mut forward = ids(&page);
    while let Some(cursor) = page["page"]["next_cursor"].as_str() {
        page = read(&format!("&cursor={cursor}")).await;
        assert!(!ids(&page).is_empty(), "the page of a cursor is empty");
        forward.extend(ids(&page));
    }
    let mut backward = ids(&page);
    while let Some(cursor) = page["page"]["prev_cursor"].as_str() {
        page = read(&format!("&cursor={cursor}")).await;
        backward.splice(0..0, ids(&page));
    }
    (forward, backward)
}

async fn each_filter_returns_the_matching_articles(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let first = news.publish_with(&taxonomy, json!({"is_breaking": true, "language": "fa"})).await;
    news.advance_clock(60);
    let second =
        news.publish_with(&taxonomy, json!({"type": "opinion", "tag_ids": [], "is_featured": true})).await;
    let both = vec![second, first];
    for (query, expected) in [
        ("", both.clone()),
        ("tag=ferries", vec![first]),
        ("tag=ferries,unknown", vec![first]),
        ("tag=unknown&tag=ferries", vec![first]),
        ("tag=unknown", vec![]),
        ("tag_all=ferries,unknown", vec![]),
        ("tag_none=ferries", vec![second]),
        ("tag_none=unknown", both.clone()),
        ("author=ada-marlow", both.clone()),
        ("author=unknown", vec![]),
        ("section=unknown", vec![]),
        ("type=opinion", vec![second]),
        ("language=fa", vec![first]),
        ("language=de", vec![]),
        ("is_breaking=true", vec![first]),
        ("is_breaking=false", vec![second]),
        ("is_featured=true", vec![second]),
        ("published_after=2026-05-02T12:01:00Z", vec![second]),
        ("published_before=2026-05-02T15:31:00%2B03:30", vec![first]),
        ("updated_after=2026-05-02T12:01:00Z&sort=-updated_at", vec![second]),
        ("updated_after=2026-05-02T12:01:00Z", vec![second]),
        ("sort=published_at", vec![first, second]),
    ] {
        assert_eq!(page_through(&news, query, 20).await.0, expected, "{query}");
    }
}

async fn filters_accept_the_former_slugs_of_merged_and_moved_resources(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let lamps = news.create("sections", json!({"name": "Lamps", "parent_id": taxonomy.section})).await;
    let sport = news.create("sections", json!({"name": "Sport"})).await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let bo = news.create("authors", json!({"name": "Bo Reed"})).await;
    let id = news.publish_with(&taxonomy, json!({"section_id": lamps})).await;
    news.change(&format!("/v1/editorial/sections/{lamps}"), json!({"parent_id": sport})).await;
    news.merge("tags", taxonomy.tag, boats).await;
    news.merge("authors", taxonomy.author, bo).await;
    for query in [
        "section=harbour/lamps",
        "section=nowhere,harbour/lamps",
        "tag=ferries",
        "tag_all=ferries,boats",
        "author=ada-marlow",
        "section=harbour/lamps&author=none,ada-marlow&tag=ferries&type=brief,article&language=fa,en",
    ] {
        assert_eq!(page_through(&news, query, 20).await.0, [id], "{query}");
        let found = news.reader().get(&format!("/v1/search?q=gannet&{query}")).await.ok();
        assert_eq!(found["data"][0]["id"], id, "{query}");
    }
    news.merge("sections", lamps, taxonomy.section).await;
    for query in ["section=harbour/lamps", "section=sport/lamps", "section=harbour"] {
        assert_eq!(page_through(&news, query, 20).await.0, [id], "{query}");
    }
}

async fn a_filter_accepts_several_values_and_former_slugs(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = news.create("sections", json!({"name": "Lamps", "parent_id": taxonomy.section})).await;
    let sport = news.create("sections", json!({"name": "Sport"})).await;
    let bo = news.create("authors", json!({"name": "Bo Reed"})).await;
    let mut ids = Vec::new();
    for members in [
        json!({"type": "opinion", "language": "fa"}),
        json!({"section_id": subsection, "type": "brief", "language": "en-GB"}),
        json!({"section_id": sport, "authors": [{"id": bo}], "tag_ids": []}),
    ] {
        ids.push(news.publish_with(&taxonomy, members).await);
        news.advance_clock(60);
    }
    let rename = async |path: &str, change: Value| drop(news.change(path, change).await);
    rename(&format!("/v1/editorial/sections/{}", taxonomy.section), json!({"slug": "port"})).await;
    rename(&format!("/v1/editorial/authors/{bo}"), json!({"slug": "bo-reed-jones"})).await;
    rename(&format!("/v1/editorial/tags/{}", taxonomy.tag), json!({"slug": "boats"})).await;
    let [first, second, third] = ids[..] else { panic!("three articles") };
    for (query, expected) in [
        ("type=opinion,brief", vec![second, first]),
        ("type=opinion,opinion", vec![first]),
        ("language=fa,en", vec![third, second, first]),
        ("language=en-GB,fa", vec![second, first]),
        ("section=sport,port", vec![third, second, first]),
        ("section=port/lamps,sport", vec![third, second]),
        ("section=sport,nowhere", vec![third]),
        ("section=sport,port&section_tree=false", vec![third, first]),
        ("section=harbour", vec![second, first]),
        ("section=harbour/lamps", vec![second]),
        ("author=bo-reed", vec![third]),
        ("author=bo-reed,bo-reed-jones,ada-marlow", vec![third, second, first]),
        ("tag=ferries", vec![second, first]),
        ("tag_all=ferries,boats", vec![second, first]),
        ("tag_none=ferries", vec![third]),
        ("tag_all=ferries,nothing", vec![]),
        ("section=port,sport&type=brief,article&author=ada-marlow,bo-reed", vec![third, second]),
    ] {
        assert_eq!(page_through(&news, query, 20).await.0, expected, "{query}");
        let counted = news.reader().get(&format!("{LIST}?count=exact&{query}")).await.ok();
        assert_eq!(counted["page"]["total"], expected.len(), "{query}");
    }
    for (query, source) in [("type=opinion,novel", "type"), ("language=en,!!", "language")] {
        let refused = news.reader().get(&format!("{LIST}?{query}")).await;
        assert_eq!(refused.error_sources(400, "invalid-query"), [source]);
    }
    let refused = news.reader().get(&format!("{LIST}?type=novel")).await.json();
    let detail = refused["errors"][0]["detail"].to_string();
    assert!(detail.contains("`novel`") && detail.contains("article, opinion"), "{detail}");
}

async fn only_the_requested_members_are_returned(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let list = news.reader().get(&format!("{LIST}?fields=headline,id,headline")).await.ok();
    assert_eq!(list["data"], json!([{"headline": "Ferry", "id": id}]));
    let single = news.reader().get(&format!("{LIST}/{id}?fields=type,body&body=text")).await.ok();
    assert_eq!(single, json!({"type": "article", "body": {"text": "The Gannet sails every hour again."}}));
    for path in [LIST.to_owned(), format!("{LIST}/{id}")] {
        let refused = news.reader().get(&format!("{path}?fields=id,blocks")).await;
        assert_eq!(refused.error_sources(400, "invalid-query"), ["fields"]);
        let detail = refused.json()["errors"][0]["detail"].to_string();
        assert!(detail.contains("`blocks`") && detail.contains("headline, kicker"), "{detail}");
    }
}

async fn a_list_returns_its_total_on_request(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for _ in 0..3 {
        news.publish(&taxonomy, "Ferry").await;
    }
    let page =
        async |query: &str| news.reader().get(&format!("{LIST}?limit=2{query}")).await.ok()["page"].clone();
    assert_eq!(page("&count=exact").await["total"], 3);
    assert_eq!(page("&count=exact&tag=none").await["total"], 0);
    assert_eq!(page("").await.get("total"), None);
}

async fn contradictory_filters_return_an_empty_list(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    for query in [
        "published_after=2026-05-03T00:00:00Z&published_before=2026-05-01T00:00:00Z".to_owned(),
        format!("ids={id}&exclude_ids={id}"),
        "tag=ferries&tag_none=ferries".into(),
        "ids=-1,0,9007199254740991".into(),
        "section=%F0%9F%9A%A2".into(),
        format!("author={}", "a".repeat(5000)),
    ] {
        assert_eq!(news.reader().get(&format!("{LIST}?{query}")).await.ok()["data"], json!([]), "{query}");
    }
}

async fn every_invalid_parameter_of_a_list_is_reported(news: Newsroom) {
    let repeated = |value: &str| vec![value; 101].join(",");
    for (query, sources) in [
        ("sektion=x&limit=x".to_owned(), vec!["limit", "sektion"]),
        ("limit=0".into(), vec!["limit"]),
        ("limit=-1".into(), vec!["limit"]),
        ("limit=101".into(), vec!["limit"]),
        ("limit=99999999999999999999".into(), vec!["limit"]),
        ("sort=headline".into(), vec!["sort"]),
        ("sort=relevance".into(), vec!["sort"]),
        ("sort=published_at&sort=-published_at".into(), vec!["sort"]),
        ("ids=1,x".into(), vec!["ids"]),
        ("ids=1,,2".into(), vec!["ids"]),
        ("ids=99999999999999999999".into(), vec!["ids"]),
        (format!("ids={}", repeated("1")), vec!["ids"]),
        (format!("exclude_ids={}", repeated("1")), vec!["exclude_ids"]),
        (format!("tag={}&tag_all={}", repeated("a"), repeated("a")), vec!["tag", "tag_all"]),
        ("include=comments".into(), vec!["include"]),
        ("tag_none=".into(), vec!["tag_none"]),
        ("type=poem".into(), vec!["type"]),
        ("language=english!".into(), vec!["language"]),
        ("is_breaking=yes&is_featured=1".into(), vec!["is_breaking", "is_featured"]),
        ("published_after=yesterday".into(), vec!["published_after"]),
        ("published_before=2026-13-01T00:00:00Z".into(), vec!["published_before"]),
        ("updated_after=1".into(), vec!["updated_after"]),
        ("count=all".into(), vec!["count"]),
        ("section=%00".into(), vec!["section"]),
        ("author=%FF".into(), vec!["author"]),
        ("section_tree=true".into(), vec!["section_tree"]),
    ] {
        let response = news.reader().get(&format!("{LIST}?{query}")).await;
        assert_eq!(response.error_sources(400, "invalid-query"), sources, "{query}");
    }
}

async fn a_list_shows_the_same_members_as_the_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection =
        news.create("sections", json!({"name": "Fer\"ries", "parent_id": taxonomy.section})).await;
    let author = news.create("authors", json!({"name": "Zoë \"Z\" Ng"})).await;
    let tag = news.create("tags", json!({"name": "Tea & <b>", "type": "series"})).await;
    let image = json!({"url": "https://img.example/a.jpg", "alt": "A \"ferry\"", "caption": null, "credit": "Z", "width": 3});
    let full = json!({
        "headline": "Tea \"& <b>\" \\ ✓", "kicker": "K", "lead": "L\nine", "summary": "S", "byline": "B", "source": "W",
        "dateline": "V", "language": "fa", "type": "liveblog", "is_breaking": true, "is_featured": true,
        "published_at": "1999-12-31T23:59:59.999999Z", "section_id": subsection, "lead_image": image,
        "authors": [{"id": taxonomy.author, "role": "photo \"editor\""}, {"id": author}], "tag_ids": [tag, taxonomy.tag],
        "comments": {"policy": "closed", "closes_at": "2027-01-01T00:00:00Z"},
        "seo": {"title": "T", "description": null, "canonical_url": "https://other.example/a"},
    });
    let bare = json!({"authors": [], "tag_ids": [], "source": "Wire"});
    for members in [full, bare] {
        let id = news.publish_with(&taxonomy, members).await;
        news.advance_clock(60);
        let correction = json!({"kind": "clarification", "text": "Line\n\"two\"."});
        news.transition(id, json!({"to": "publish", "correction": correction})).await;
        let article = news.reader().get(&format!("/v1/articles/{id}?body=none")).await;
        for query in ["sort=-updated_at&limit=1", "sort=-updated_at&limit=1&exclude_ids=99"] {
            let list = news.reader().get(&format!("{LIST}?{query}")).await;
            assert_eq!(list.ok()["data"][0], article.ok(), "{query}");
            let cache_tags = list.header("surrogate-key").replace("content updates articles ", "content ");
            assert_eq!(cache_tags, article.header("surrogate-key"), "{query}");
        }
        news.change(&format!("/v1/editorial/authors/{author}"), json!({"name": format!("Zoë {id}")})).await;
        let renamed = news.reader().get(&format!("/v1/articles/{id}?body=none")).await.ok();
        let list = news.reader().get(&format!("{LIST}?sort=-updated_at&limit=1")).await.ok();
        assert_eq!(list["data"][0], renamed, "after a change of the author's name");
    }
}
