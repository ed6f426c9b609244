//! Feeds in RSS, Atom and JSON Feed.

use atom_syndication::Feed;
use rss::Channel;
use serde_json::{Value, json};

use crate::harness::{Newsroom, Response, scenarios};

scenarios![
    a_feed_has_the_same_content_in_every_format,
    feeds_exist_for_the_site_and_for_each_section_tag_and_author,
    a_former_slug_redirects_to_the_current_feed,
    characters_that_xml_does_not_allow_are_removed,
    feed_urls_do_not_depend_on_the_host_header,
    unknown_feeds_are_not_found,
];

async fn get_feed(news: &Newsroom, name: &str) -> Response {
    news.reader().get(&format!("/v1/feeds/{name}")).await
}

async fn rss_channel(news: &Newsroom, name: &str) -> Channel {
    let response = get_feed(news, name).await;
    assert_eq!(response.expect(200).header("content-type"), "application/rss+xml");
    Channel::read_from(&response.body[..]).unwrap()
}

async fn headlines(news: &Newsroom, name: &str) -> Vec<String> {
    rss_channel(news, name).await.items.into_iter().map(|item| item.title.unwrap()).collect()
}

async fn a_feed_has_the_same_content_in_every_format(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let members = json!({"headline": "Tea & <b>biscuits</b>", "slug": "tea", "summary": "Two & two."});
    let id = news.publish_with(&taxonomy, members).await;
    let (html, url) = (
        "<p>The <em>Gannet</em> sails <strong>every hour</strong> again.</p>",
        format!("https://news.example/harbour/{id}/tea"),
    );
    let entry_id = format!("tag:news.example,2026-05-02:{id}");
    let channel = rss_channel(&news, "latest.rss").await;
    assert_eq!((channel.link(), channel.language()), ("https://news.example", Some("en")));
    assert_eq!(channel.last_build_date(), Some("Sat, 2 May 2026 12:00:00 +0000"));
    let item = &channel.items[0];
    assert_eq!((item.title(), item.link()), (Some("Tea & <b>biscuits</b>"), Some(url.as_str())));
    // The description of an RSS item is HTML.
    assert_eq!((item.description(), item.content().map(str::trim)), (Some("Two &amp; two."), Some(html)));
    assert_eq!((item.guid().unwrap().value(), item.guid().unwrap().permalink), (entry_id.as_str(), false));
    assert_eq!(item.pub_date(), Some("Sat, 2 May 2026 12:00:00 +0000"));
    assert_eq!(item.dublin_core_ext().unwrap().creators(), ["Ada Marlow"]);
    assert_eq!(item.categories()[0].name(), "Ferries");
    let response = get_feed(&news, "latest.atom").await;
    assert_eq!(response.expect(200).header("content-type"), "application/atom+xml");
    let atom = Feed::read_from(&response.body[..]).unwrap();
    let entry = &atom.entries()[0];
    assert_eq!((entry.id(), entry.title().as_str()), (entry_id.as_str(), "Tea & <b>biscuits</b>"));
    assert_eq!(entry.content().unwrap().value().map(str::trim), Some(html));
    assert_eq!((entry.links()[0].href(), entry.authors()[0].name()), (url.as_str(), "Ada Marlow"));
    assert_eq!(entry.updated().to_rfc3339(), "2026-05-02T12:00:00+00:00");
    assert_eq!(atom.links()[1].href(), "https://news.example/v1/feeds/latest.atom");
    let response = get_feed(&news, "latest.json").await;
    assert_eq!(response.header("content-type"), "application/feed+json");
    let feed = response.ok();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://news.example/v1/feeds/latest.json");
    assert_eq!(
        feed["items"][0],
        json!({"id": entry_id, "url": url, "title": "Tea & <b>biscuits</b>", "summary": "Two & two.",
            "content_html": feed["items"][0]["content_html"], "date_published": "2026-05-02T12:00:00Z",
            "date_modified": "2026-05-02T12:00:00Z", "tags": ["Ferries"],
            "authors": [{"name": "Ada Marlow", "url": "https://news.example/authors/ada-marlow"}],
            "language": "en"})
    );
    assert_eq!(feed["items"][0]["content_html"].as_str().map(str::trim), Some(html));
    assert!(response.header("surrogate-key").contains(&format!("article-{id}")));
}

async fn feeds_exist_for_the_site_and_for_each_section_tag_and_author(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = news.create("sections", json!({"name": "Ferries", "parent_id": taxonomy.section})).await;
    let other = news.create("sections", json!({"name": "Sport"})).await;
    news.publish_with(&taxonomy, json!({"headline": "One", "section_id": subsection})).await;
    news.advance_clock(1);
    news.publish_with(&taxonomy, json!({"headline": "Two", "section_id": other, "tag_ids": []})).await;
    news.advance_clock(1);
    news.publish_with(&taxonomy, json!({"headline": "Three", "authors": [], "source": "Wire"})).await;
    for (name, expected) in [
        ("latest.rss", vec!["Three", "Two", "One"]),
        ("sections/harbour.rss", vec!["Three", "One"]),
        ("sections/harbour/ferries.rss", vec!["One"]),
        ("tags/ferries.rss", vec!["Three", "One"]),
        ("authors/ada-marlow.rss", vec!["Two", "One"]),
    ] {
        assert_eq!(headlines(&news, name).await, expected, "{name}");
    }
    let channel = rss_channel(&news, "sections/harbour/ferries.rss").await;
    assert!(channel.title().ends_with(": Ferries"));
    assert_eq!(channel.link(), "https://news.example/harbour/ferries");
}

async fn a_former_slug_redirects_to_the_current_feed(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.change(&format!("/v1/editorial/sections/{}", taxonomy.section), json!({"slug": "port"})).await;
    let moved = get_feed(&news, "sections/harbour.atom").await;
    assert_eq!(moved.expect(301).header("location"), "/v1/feeds/sections/port.atom");
    let limited = get_feed(&news, "sections/harbour.atom?limit=5").await;
    assert_eq!(limited.expect(301).header("location"), "/v1/feeds/sections/port.atom?limit=5");
    let by_id = get_feed(&news, &format!("sections/{}.json", taxonomy.section)).await;
    assert_eq!(by_id.expect(301).header("location"), "/v1/feeds/sections/port.json");
}

async fn characters_that_xml_does_not_allow_are_removed(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let body = json!({"format": "markdown", "value": "Sea\u{fffe} and ]]> sky \u{ffff}🚢 سلام"});
    news.publish_with(&taxonomy, json!({"headline": "A\u{fffe}B ]]> C", "body": body})).await;
    let item = rss_channel(&news, "latest.rss").await.items.remove(0);
    assert_eq!(item.title(), Some("AB ]]> C"));
    assert!(item.content().unwrap().contains("sky 🚢 سلام"));
    let atom = get_feed(&news, "latest.atom").await;
    assert_eq!(Feed::read_from(&atom.body[..]).unwrap().entries()[0].title().as_str(), "AB ]]> C");
    let json: Value = get_feed(&news, "latest.json").await.ok();
    assert_eq!(json["items"][0]["title"], "A\u{fffe}B ]]> C");
}

async fn feed_urls_do_not_depend_on_the_host_header(news: Newsroom) {
    let request = news.reader().request(actix_web::http::Method::GET, "/v1/feeds/latest.atom");
    let response =
        request.header("Host", "evil.example").header("X-Forwarded-Host", "evil.example").send().await;
    assert!(!response.expect(200).text().contains("evil"));
}

async fn unknown_feeds_are_not_found(news: Newsroom) {
    for name in [
        "latest",
        "latest.xml",
        "latest.RSS",
        "all.rss",
        "articles/1.rss",
        "sections/none.rss",
        "tags/none.atom",
        "authors/none.json",
        "sections/.rss",
        "tags/%00.rss",
        "%F0%9F%9A%A2.rss",
    ] {
        get_feed(&news, name).await.problem(404, "not-found");
    }
    for limit in ["0", "101", "-1", "many", ""] {
        let refused = get_feed(&news, &format!("latest.rss?limit={limit}")).await;
        assert_eq!(refused.error_sources(400, "invalid-query"), ["limit"], "{limit}");
    }
    let refused = get_feed(&news, "latest.rss?count=5").await;
    assert_eq!(refused.error_sources(400, "invalid-query"), ["count"]);
}
