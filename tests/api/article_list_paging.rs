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
    let desk = news.desk().await;
    let rare = news.publish(&desk, "Rare").await;
    news.pass(1);
    let common = news.publish_with(&desk, json!({"headline": "Common", "is_featured": true})).await;
    news.copy(common, 10_500).await;
    let page = async |cursor: &str| {
        let query = format!("is_featured=false&fields=id{cursor}");
        let page = news.reader().get(&format!("{LIST}?{query}")).await.ok();
        let leads = |name: &str| page["page"][name].as_str().map(|cursor| format!("&cursor={cursor}"));
        (page["data"].clone(), leads("prev_cursor"), leads("next_cursor"))
    };
    let (found, before, next) = page("").await;
    assert_eq!((found, before), (json!([]), None));
    let (found, back, after) = page(&next.unwrap()).await;
    assert_eq!((found, after), (json!([{"id": rare}]), None));
    // Back as well a search ends somewhere, and the next one goes on from there.
    let (found, before, next) = page(&back.unwrap()).await;
    assert_eq!((found, page(&next.unwrap()).await.0), (json!([]), json!([{"id": rare}])));
    let (found, before, _) = page(&before.unwrap()).await;
    assert_eq!((found, before), (json!([]), None));
}

async fn a_cursor_belongs_to_its_filter_and_order(news: Newsroom) {
    let desk = news.desk().await;
    for _ in 0..3 {
        news.publish(&desk, "Ferry").await;
    }
    let first = news.reader().get(&format!("{LIST}?limit=1&tag=ferries")).await.ok();
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    for same in ["limit=2&tag=ferries&include=authors,section", "fields=id&tag=ferries&body=text&count=exact"]
    {
        news.reader().get(&format!("{LIST}?{same}&cursor={cursor}")).await.ok();
    }
    for other in ["limit=1", "tag=ferries&sort=published_at", "tag=ferries,sea", "tag_all=ferries"] {
        let refused = news.reader().get(&format!("{LIST}?{other}&cursor={cursor}")).await;
        assert_eq!(refused.culprits(400, "invalid-cursor"), ["cursor"], "{other}");
    }
}

async fn paging_visits_each_article_once_while_others_are_published(news: Newsroom) {
    let desk = news.desk().await;
    let mut known = Vec::new();
    for _ in 0..6 {
        known.insert(0, news.publish(&desk, "Before").await);
        news.pass(1);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = news.reader().get(&format!("{LIST}?limit=2&tag=ferries{cursor}")).await.ok();
        seen.extend(page["data"].as_array().unwrap().iter().map(|article| article["id"].as_i64().unwrap()));
        let Some(next) = page["page"]["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
        news.publish(&desk, "Meanwhile").await;
        news.pass(1);
    }
    assert_eq!(seen, known);
}
