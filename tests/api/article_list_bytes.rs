//! The bytes of lists: every query returns the same bytes for an article.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![an_article_has_the_same_bytes_in_every_list];

const LIST: &str = "/v1/articles";

async fn an_article_has_the_same_bytes_in_every_list(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let image =
        json!({"url": "https://pictures.example/a.jpg", "alt": "A \"pier\"", "width": 3, "height": 2});
    let members = json!({"headline": "Ferry", "kicker": "Harbour", "lead": "A < b", "lead_image": image,
        "seo": {"title": "Ferry"}, "is_featured": true, "is_breaking": true, "language": "en"});
    let id = news.publish_with(&taxonomy, members).await;
    let single = news.reader().get(&format!("{LIST}/{id}?body=none")).await;
    let (article, value) = (single.text(), single.ok());
    let names: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 30);
    // `fields` in alphabetical order. The response has another order.
    let all_fields = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(",");
    let members_text = article.strip_prefix('{').unwrap().strip_suffix('}').unwrap();
    for list in [
        format!("{LIST}?limit=5"),
        format!("{LIST}?body=none"),
        format!("{LIST}?count=exact"),
        format!("{LIST}?ids={id}"),
        format!("{LIST}?exclude_ids=999"),
        format!("{LIST}?q=ferry"),
        format!("{LIST}?q=ferry&sort=relevance"),
        format!("{LIST}?sort=published_at"),
        format!("{LIST}?sort=-updated_at"),
        format!("{LIST}?section=harbour"),
        format!("{LIST}?section=harbour,nowhere"),
        format!("{LIST}?section=harbour&section_tree=false"),
        format!("{LIST}?author=ada-marlow"),
        format!("{LIST}?tag=ferries"),
        format!("{LIST}?tag=ferries&author=ada-marlow"),
        format!("{LIST}?tag_all=ferries"),
        format!("{LIST}?tag_none=nothing"),
        format!("{LIST}?type=article"),
        format!("{LIST}?type=article,opinion"),
        format!("{LIST}?language=en"),
        format!("{LIST}?is_breaking=true"),
        format!("{LIST}?is_featured=true&is_breaking=true"),
        format!("{LIST}?published_after=2026-05-02T00:00:00Z"),
        "/v1/search?q=ferry".to_owned(),
        format!("{LIST}?fields={all_fields}"),
    ] {
        let page = news.reader().get(&list).await;
        assert!(page.expect(200).text().contains(members_text), "{list}: {}\n{article}", page.text());
    }
    let other = news.publish_with(&taxonomy, json!({"headline": "Pier", "related_ids": [id]})).await;
    let related = news.reader().get(&format!("{LIST}/{other}/related")).await;
    assert!(related.expect(200).text().contains(members_text), "{}", related.text());
    // After an unrelated change the list is built again. Its entity tag stays the same.
    let before = news.reader().get(&format!("{LIST}?tag=ferries")).await.etag();
    news.create("tags", json!({"name": "Unrelated"})).await;
    let request = news.reader().request(Method::GET, &format!("{LIST}?tag=ferries"));
    request.header("If-None-Match", &before).send().await.expect(304);
}
