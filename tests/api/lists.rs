//! Lists of articles: each filter by itself, members, counts, and what is refused.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    each_filter_narrows_the_list_as_it_says,
    several_values_are_any_of_them_and_former_names_count,
    only_the_members_that_are_wanted_are_told,
    a_list_is_counted_when_that_is_asked_for,
    names_that_merges_and_moves_left_behind_still_filter,
    contradictory_filters_find_nothing,
    every_bad_parameter_of_a_list_is_named,
    a_list_tells_of_an_article_what_the_article_itself_tells,
];

pub const LIST: &str = "/v1/articles";
/// All ids of a list in pages of that size, as far as the last page and back to the first.
pub async fn there_and_back(news: &Newsroom, query: &str, limit: usize) -> (Vec<i64>, Vec<i64>) {
    let ids = |page: &Value| -> Vec<i64> {
        page["data"].as_array().unwrap().iter().map(|article| article["id"].as_i64().unwrap()).collect()
    };
    let read = async |cursor: &str| {
        let path = format!("{LIST}?fields=id&limit={limit}&{query}{cursor}");
        news.reader().get(path.trim_end_matches('&')).await.ok()
    };
    let mut page = read("").await;
    let mut there = ids(&page);
    while let Some(cursor) = page["page"]["next_cursor"].as_str() {
        page = read(&format!("&cursor={cursor}")).await;
        assert!(!ids(&page).is_empty(), "a page that was promised is empty");
        there.extend(ids(&page));
    }
    let mut back = ids(&page);
    while let Some(cursor) = page["page"]["prev_cursor"].as_str() {
        page = read(&format!("&cursor={cursor}")).await;
        back.splice(0..0, ids(&page));
    }
    (there, back)
}

async fn each_filter_narrows_the_list_as_it_says(news: Newsroom) {
    let desk = news.desk().await;
    let first = news.publish_with(&desk, json!({"is_breaking": true, "language": "fa"})).await;
    news.pass(60);
    let second =
        news.publish_with(&desk, json!({"type": "opinion", "tag_ids": [], "is_featured": true})).await;
    let both = vec![second, first];
    for (query, expected) in [
        ("", both.clone()),
        ("tag=ferries", vec![first]),
        ("tag=ferries,unknown", vec![first]),
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
        assert_eq!(there_and_back(&news, query, 20).await.0, expected, "{query}");
    }
}

async fn names_that_merges_and_moves_left_behind_still_filter(news: Newsroom) {
    let desk = news.desk().await;
    let lamps = news.make("sections", json!({"name": "Lamps", "parent_id": desk.section})).await;
    let sport = news.make("sections", json!({"name": "Sport"})).await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let bo = news.make("authors", json!({"name": "Bo Reed"})).await;
    let id = news.publish_with(&desk, json!({"section_id": lamps})).await;
    news.change(&format!("/v1/editorial/sections/{lamps}"), json!({"parent_id": sport})).await;
    news.merge("tags", desk.tag, boats).await;
    news.merge("authors", desk.author, bo).await;
    for query in [
        "section=harbour/lamps",
        "section=nowhere,harbour/lamps",
        "tag=ferries",
        "tag_all=ferries,boats",
        "author=ada-marlow",
        "section=harbour/lamps&author=none,ada-marlow&tag=ferries&type=brief,article&language=fa,en",
    ] {
        assert_eq!(there_and_back(&news, query, 20).await.0, [id], "{query}");
        let found = news.reader().get(&format!("/v1/search?q=gannet&{query}")).await.ok();
        assert_eq!(found["data"][0]["id"], id, "{query}");
    }
    news.merge("sections", lamps, desk.section).await;
    for query in ["section=harbour/lamps", "section=sport/lamps", "section=harbour"] {
        assert_eq!(there_and_back(&news, query, 20).await.0, [id], "{query}");
    }
}

async fn several_values_are_any_of_them_and_former_names_count(news: Newsroom) {
    let desk = news.desk().await;
    let below = news.make("sections", json!({"name": "Lamps", "parent_id": desk.section})).await;
    let sport = news.make("sections", json!({"name": "Sport"})).await;
    let bo = news.make("authors", json!({"name": "Bo Reed"})).await;
    let mut ids = Vec::new();
    for members in [
        json!({"type": "opinion", "language": "fa"}),
        json!({"section_id": below, "type": "brief", "language": "en-GB"}),
        json!({"section_id": sport, "authors": [{"id": bo}], "tag_ids": []}),
    ] {
        ids.push(news.publish_with(&desk, members).await);
        news.pass(60);
    }
    let rename = async |path: &str, change: Value| drop(news.change(path, change).await);
    rename(&format!("/v1/editorial/sections/{}", desk.section), json!({"slug": "port"})).await;
    rename(&format!("/v1/editorial/authors/{bo}"), json!({"slug": "bo-reed-jones"})).await;
    rename(&format!("/v1/editorial/tags/{}", desk.tag), json!({"slug": "boats"})).await;
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
        assert_eq!(there_and_back(&news, query, 20).await.0, expected, "{query}");
        let counted = news.reader().get(&format!("{LIST}?count=exact&{query}")).await.ok();
        assert_eq!(counted["page"]["total"], expected.len(), "{query}");
    }
    for (query, culprit) in [("type=opinion,novel", "type"), ("language=en,!!", "language")] {
        let refused = news.reader().get(&format!("{LIST}?{query}")).await;
        assert_eq!(refused.culprits(400, "invalid-query"), [culprit]);
    }
    let refused = news.reader().get(&format!("{LIST}?type=novel")).await.json();
    let detail = refused["errors"][0]["detail"].to_string();
    assert!(detail.contains("`novel`") && detail.contains("article, opinion"), "{detail}");
}

async fn only_the_members_that_are_wanted_are_told(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let list = news.reader().get(&format!("{LIST}?fields=headline,id,headline")).await.ok();
    assert_eq!(list["data"], json!([{"headline": "Ferry", "id": id}]));
    let one = news.reader().get(&format!("{LIST}/{id}?fields=type,body&body=text")).await.ok();
    assert_eq!(one, json!({"type": "article", "body": {"text": "The Gannet sails every hour again."}}));
    for path in [LIST.to_owned(), format!("{LIST}/{id}")] {
        let refused = news.reader().get(&format!("{path}?fields=id,blocks")).await;
        assert_eq!(refused.culprits(400, "invalid-query"), ["fields"]);
        let detail = refused.json()["errors"][0]["detail"].to_string();
        assert!(detail.contains("`blocks`") && detail.contains("headline, kicker"), "{detail}");
    }
}

async fn a_list_is_counted_when_that_is_asked_for(news: Newsroom) {
    let desk = news.desk().await;
    for _ in 0..3 {
        news.publish(&desk, "Ferry").await;
    }
    let page =
        async |query: &str| news.reader().get(&format!("{LIST}?limit=2{query}")).await.ok()["page"].clone();
    assert_eq!(page("&count=exact").await["total"], 3);
    assert_eq!(page("&count=exact&tag=none").await["total"], 0);
    assert_eq!(page("").await.get("total"), None);
}

async fn contradictory_filters_find_nothing(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    for query in [
        "published_after=2026-05-03T00:00:00Z&published_before=2026-05-01T00:00:00Z".to_owned(),
        format!("ids={id}&exclude_ids={id}"),
        "tag=ferries&tag_none=ferries".into(),
        "ids=-1,0,9223372036854775807".into(),
        "section=%F0%9F%9A%A2".into(),
        format!("author={}", "a".repeat(5000)),
    ] {
        assert_eq!(news.reader().get(&format!("{LIST}?{query}")).await.ok()["data"], json!([]), "{query}");
    }
}

async fn every_bad_parameter_of_a_list_is_named(news: Newsroom) {
    let many = |value: &str| vec![value; 101].join(",");
    for (query, culprits) in [
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
        (format!("ids={}", many("1")), vec!["ids"]),
        (format!("exclude_ids={}", many("1")), vec!["exclude_ids"]),
        (format!("tag={}&tag_all={}", many("a"), many("a")), vec!["tag", "tag_all"]),
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
        let answer = news.reader().get(&format!("{LIST}?{query}")).await;
        assert_eq!(answer.culprits(400, "invalid-query"), culprits, "{query}");
    }
}

async fn a_list_tells_of_an_article_what_the_article_itself_tells(news: Newsroom) {
    let desk = news.desk().await;
    let below = news.make("sections", json!({"name": "Fer\"ries", "parent_id": desk.section})).await;
    let author = news.make("authors", json!({"name": "Zoë \"Z\" Ng"})).await;
    let tag = news.make("tags", json!({"name": "Tea & <b>", "type": "series"})).await;
    let image = json!({"url": "https://img.example/a.jpg", "alt": "A \"ferry\"", "caption": null, "credit": "Z", "width": 3});
    let full = json!({
        "headline": "Tea \"& <b>\" \\ ✓", "kicker": "K", "lead": "L\nine", "summary": "S", "byline": "B", "source": "W",
        "dateline": "V", "language": "fa", "type": "liveblog", "is_breaking": true, "is_featured": true,
        "published_at": "1999-12-31T23:59:59.999999Z", "section_id": below, "lead_image": image,
        "authors": [{"id": desk.author, "role": "photo \"editor\""}, {"id": author}], "tag_ids": [tag, desk.tag],
        "comments": {"policy": "closed", "closes_at": "2027-01-01T00:00:00Z"},
        "seo": {"title": "T", "description": null, "canonical_url": "https://other.example/a"},
    });
    let bare = json!({"authors": [], "tag_ids": [], "source": "Wire"});
    for members in [full, bare] {
        let id = news.publish_with(&desk, members).await;
        news.pass(60);
        let correction = json!({"kind": "clarification", "text": "Line\n\"two\"."});
        news.step(id, json!({"to": "publish", "correction": correction})).await;
        let article = news.reader().get(&format!("/v1/articles/{id}?body=none")).await;
        for query in ["sort=-updated_at&limit=1", "sort=-updated_at&limit=1&exclude_ids=99"] {
            let list = news.reader().get(&format!("{LIST}?{query}")).await;
            assert_eq!(list.ok()["data"][0], article.ok(), "{query}");
            let things = list.header("surrogate-key").replace("content updates articles ", "content ");
            assert_eq!(things, article.header("surrogate-key"), "{query}");
        }
        news.change(&format!("/v1/editorial/authors/{author}"), json!({"name": format!("Zoë {id}")})).await;
        let renamed = news.reader().get(&format!("/v1/articles/{id}?body=none")).await.ok();
        let list = news.reader().get(&format!("{LIST}?sort=-updated_at&limit=1")).await.ok();
        assert_eq!(list["data"][0], renamed, "after a name has changed");
    }
}
