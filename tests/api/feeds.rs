//! Feeds, as feed readers read them.

use atom_syndication::Feed;
use rss::Channel;
use serde_json::{Value, json};

use crate::harness::{Answer, Newsroom, scenarios};

scenarios![
    a_feed_tells_the_same_in_every_format,
    feeds_are_of_everything_or_of_one_thing,
    a_former_name_leads_to_the_present_feed,
    what_xml_cannot_say_is_left_out,
    a_feed_is_not_made_for_the_host_that_asked,
    other_feeds_are_not_found,
];

async fn feed(news: &Newsroom, name: &str) -> Answer {
    news.reader().get(&format!("/v1/feeds/{name}")).await
}

async fn rss(news: &Newsroom, name: &str) -> Channel {
    let answer = feed(news, name).await;
    assert_eq!(answer.expect(200).header("content-type"), "application/rss+xml");
    Channel::read_from(&answer.body[..]).unwrap()
}

async fn headlines(news: &Newsroom, name: &str) -> Vec<String> {
    rss(news, name).await.items.into_iter().map(|item| item.title.unwrap()).collect()
}

async fn a_feed_tells_the_same_in_every_format(news: Newsroom) {
    let desk = news.desk().await;
    let more = json!({"headline": "Tea & <b>biscuits</b>", "slug": "tea", "summary": "Two & two."});
    let id = news.publish_with(&desk, more).await;
    let (html, url) = (
        "<p>The <em>Gannet</em> sails <strong>every hour</strong> again.</p>",
        format!("https://news.example/harbour/{id}/tea"),
    );
    let name = format!("tag:news.example,2026-05-02:{id}");
    let channel = rss(&news, "latest.rss").await;
    assert_eq!((channel.link(), channel.language()), ("https://news.example", Some("en")));
    assert_eq!(channel.last_build_date(), Some("Sat, 2 May 2026 12:00:00 +0000"));
    let item = &channel.items[0];
    assert_eq!((item.title(), item.link()), (Some("Tea & <b>biscuits</b>"), Some(url.as_str())));
    // Readers take a description for HTML.
    assert_eq!((item.description(), item.content().map(str::trim)), (Some("Two &amp; two."), Some(html)));
    assert_eq!((item.guid().unwrap().value(), item.guid().unwrap().permalink), (name.as_str(), false));
    assert_eq!(item.pub_date(), Some("Sat, 2 May 2026 12:00:00 +0000"));
    assert_eq!(item.dublin_core_ext().unwrap().creators(), ["Ada Marlow"]);
    assert_eq!(item.categories()[0].name(), "Ferries");
    let answer = feed(&news, "latest.atom").await;
    assert_eq!(answer.expect(200).header("content-type"), "application/atom+xml");
    let atom = Feed::read_from(&answer.body[..]).unwrap();
    let entry = &atom.entries()[0];
    assert_eq!((entry.id(), entry.title().as_str()), (name.as_str(), "Tea & <b>biscuits</b>"));
    assert_eq!(entry.content().unwrap().value().map(str::trim), Some(html));
    assert_eq!((entry.links()[0].href(), entry.authors()[0].name()), (url.as_str(), "Ada Marlow"));
    assert_eq!(entry.updated().to_rfc3339(), "2026-05-02T12:00:00+00:00");
    assert_eq!(atom.links()[1].href(), "https://news.example/v1/feeds/latest.atom");
    let answer = feed(&news, "latest.json").await;
    assert_eq!(answer.header("content-type"), "application/feed+json");
    let feed = answer.ok();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://news.example/v1/feeds/latest.json");
    assert_eq!(
        feed["items"][0],
        json!({"id": name, "url": url, "title": "Tea & <b>biscuits</b>", "summary": "Two & two.",
            "content_html": feed["items"][0]["content_html"], "date_published": "2026-05-02T12:00:00Z",
            "date_modified": "2026-05-02T12:00:00Z", "tags": ["Ferries"],
            "authors": [{"name": "Ada Marlow", "url": "https://news.example/authors/ada-marlow"}],
            "language": "en"})
    );
    assert_eq!(feed["items"][0]["content_html"].as_str().map(str::trim), Some(html));
    assert!(answer.header("surrogate-key").contains(&format!("article-{id}")));
}

async fn feeds_are_of_everything_or_of_one_thing(news: Newsroom) {
    let desk = news.desk().await;
    let below = news.make("sections", json!({"name": "Ferries", "parent_id": desk.section})).await;
    let other = news.make("sections", json!({"name": "Sport"})).await;
    news.publish_with(&desk, json!({"headline": "One", "section_id": below})).await;
    news.pass(1);
    news.publish_with(&desk, json!({"headline": "Two", "section_id": other, "tag_ids": []})).await;
    news.pass(1);
    news.publish_with(&desk, json!({"headline": "Three", "authors": [], "source": "Wire"})).await;
    for (name, expected) in [
        ("latest.rss", vec!["Three", "Two", "One"]),
        ("sections/harbour.rss", vec!["Three", "One"]),
        ("sections/harbour/ferries.rss", vec!["One"]),
        ("tags/ferries.rss", vec!["Three", "One"]),
        ("authors/ada-marlow.rss", vec!["Two", "One"]),
    ] {
        assert_eq!(headlines(&news, name).await, expected, "{name}");
    }
    let title = rss(&news, "sections/harbour/ferries.rss").await;
    assert!(title.title().ends_with(": Ferries"));
    assert_eq!(title.link(), "https://news.example/harbour/ferries");
}

async fn a_former_name_leads_to_the_present_feed(news: Newsroom) {
    let desk = news.desk().await;
    news.change(&format!("/v1/editorial/sections/{}", desk.section), json!({"slug": "port"})).await;
    let moved = feed(&news, "sections/harbour.atom").await;
    assert_eq!(moved.expect(301).header("location"), "/v1/feeds/sections/port.atom");
    let some = feed(&news, "sections/harbour.atom?limit=5").await;
    assert_eq!(some.expect(301).header("location"), "/v1/feeds/sections/port.atom?limit=5");
    let by_id = feed(&news, &format!("sections/{}.json", desk.section)).await;
    assert_eq!(by_id.expect(301).header("location"), "/v1/feeds/sections/port.json");
}

async fn what_xml_cannot_say_is_left_out(news: Newsroom) {
    let desk = news.desk().await;
    let body = json!({"format": "markdown", "value": "Sea\u{fffe} and ]]> sky \u{ffff}🚢 سلام"});
    news.publish_with(&desk, json!({"headline": "A\u{fffe}B ]]> C", "body": body})).await;
    let item = rss(&news, "latest.rss").await.items.remove(0);
    assert_eq!(item.title(), Some("AB ]]> C"));
    assert!(item.content().unwrap().contains("sky 🚢 سلام"));
    let atom = feed(&news, "latest.atom").await;
    assert_eq!(Feed::read_from(&atom.body[..]).unwrap().entries()[0].title().as_str(), "AB ]]> C");
    let json: Value = feed(&news, "latest.json").await.ok();
    assert_eq!(json["items"][0]["title"], "A\u{fffe}B ]]> C");
}

async fn a_feed_is_not_made_for_the_host_that_asked(news: Newsroom) {
    let request = news.reader().request(actix_web::http::Method::GET, "/v1/feeds/latest.atom");
    let answer =
        request.header("Host", "evil.example").header("X-Forwarded-Host", "evil.example").send().await;
    assert!(!answer.expect(200).text().contains("evil"));
}

async fn other_feeds_are_not_found(news: Newsroom) {
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
        feed(&news, name).await.problem(404, "not-found");
    }
    for limit in ["0", "101", "-1", "many", ""] {
        let refused = feed(&news, &format!("latest.rss?limit={limit}")).await;
        assert_eq!(refused.culprits(400, "invalid-query"), ["limit"], "{limit}");
    }
    let refused = feed(&news, "latest.rss?count=5").await;
    assert_eq!(refused.culprits(400, "invalid-query"), ["count"]);
}
