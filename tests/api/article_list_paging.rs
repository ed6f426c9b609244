//! Lists of articles over several pages.

use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![
    few_matches_among_many_articles_are_found_over_several_pages,
    a_cursor_belongs_to_its_filter_and_order,
    paging_visits_each_article_once_while_others_are_published,
];

const LIST: &str = "/v1/articles";

async fn few_matches_among_many_articles_are_found_over_several_pages(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let rare = news.publish(&taxonomy, "Rare").await;
    news.advance_clock(1);
    let common = news.publish_with(&taxonomy, json!({"headline": "Common", "is_featured": true})).await;
    news.copy_published(common, 10_500).await;
    let page = async |cursor: &str| {
        let query = format!("is_featured=false&fields=id{cursor}");
        let page = news.reader().get(&format!("{LIST}?{query}")).await.ok();
        let cursor = |name: &str| page["page"][name].as_str().map(|cursor| format!("&cursor={cursor}"));
        (page["data"].clone(), cursor("prev_cursor"), cursor("next_cursor"))
    };
    let (articles, previous, next) = page("").await;
    assert_eq!((articles, previous), (json!([]), None));
    let (articles, previous_of_rare, after) = page(&next.unwrap()).await;
    assert_eq!((articles, after), (json!([{"id": rare}]), None));
    // Backward, a page also ends after a limited scan, and its cursor continues from there.
    let (articles, previous, next) = page(&previous_of_rare.unwrap()).await;
    assert_eq!((articles, page(&next.unwrap()).await.0), (json!([]), json!([{"id": rare}])));
    let (articles, previous, _) = page(&previous.unwrap()).await;
    assert_eq!((articles, previous), (json!([]), None));
}

async fn a_cursor_belongs_to_its_filter_and_order(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for _ in 0..3 {
        news.publish(&taxonomy, "Ferry").await;
    }
    let first = news.reader().get(&format!("{LIST}?limit=1&tag=ferries")).await.ok();
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    for compatible in
        ["limit=2&tag=ferries&include=authors,section", "fields=id&tag=ferries&body=text&count=exact"]
    {
        news.reader().get(&format!("{LIST}?{compatible}&cursor={cursor}")).await.ok();
    }
    for incompatible in ["limit=1", "tag=ferries&sort=published_at", "tag=ferries,sea", "tag_all=ferries"] {
        let refused = news.reader().get(&format!("{LIST}?{incompatible}&cursor={cursor}")).await;
        assert_eq!(refused.error_sources(400, "invalid-cursor"), ["cursor"], "{incompatible}");
    }
}

async fn paging_visits_each_article_once_while_others_are_published(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut published = Vec::new();
    for _ in 0..6 {
        published.insert(0, news.publish(&taxonomy, "Before").await);
        news.advance_clock(1);
    }
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = news.reader().get(&format!("{LIST}?limit=2&tag=ferries{cursor}")).await.ok();
        ids.extend(page["data"].as_array().unwrap().iter().map(|article| article["id"].as_i64().unwrap()));
        let Some(next) = page["page"]["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
        news.publish(&taxonomy, "Meanwhile").await;
        news.advance_clock(1);
    }
    assert_eq!(ids, published);
}
