//! Feeds, as a feed reader reads them that is not ours.

use feed_rs::model::{Entry, Feed};
use feed_rs::parser;
use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_reader_learns_the_same_from_every_format,
    a_picture_comes_along,
    paths_in_a_body_lead_to_the_site_from_anywhere,
    plain_text_is_never_taken_for_markup,
    a_byline_does_not_hide_the_people,
    a_feed_says_what_it_is_about,
    a_feed_is_as_long_as_it_is_wanted,
];

const FORMATS: [&str; 3] = ["rss", "atom", "json"];

async fn read(news: &Newsroom, name: &str) -> Feed {
    let answer = news.reader().get(&format!("/v1/feeds/{name}")).await;
    parser::parse(&answer.expect(200).body[..]).unwrap()
}

async fn newest(news: &Newsroom, format: &str) -> Entry {
    read(news, &format!("latest.{format}")).await.entries.remove(0)
}

fn body(entry: &Entry) -> &str {
    entry.content.as_ref().unwrap().body.as_deref().unwrap()
}

async fn a_reader_learns_the_same_from_every_format(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish_with(&desk, json!({"headline": "Tea", "slug": "tea", "summary": "Two."})).await;
    for format in FORMATS {
        let feed = read(&news, &format!("latest.{format}")).await;
        assert_eq!(feed.title.unwrap().content, "The Vessing Packet", "{format}");
        assert_eq!(feed.language.as_deref(), Some("en"), "{format}");
        let entry = &feed.entries[0];
        assert_eq!(entry.id, format!("tag:news.example,2026-05-02:{id}"), "{format}");
        assert_eq!(entry.title.as_ref().unwrap().content, "Tea", "{format}");
        assert_eq!(entry.summary.as_ref().unwrap().content, "Two.", "{format}");
        assert_eq!(entry.links[0].href, format!("https://news.example/harbour/{id}/tea"), "{format}");
        assert_eq!(entry.published.unwrap().to_rfc3339(), "2026-05-02T12:00:00+00:00", "{format}");
        assert_eq!(entry.categories[0].term, "Ferries", "{format}");
        assert!(body(entry).contains("<strong>every hour</strong>"), "{format}");
    }
}

async fn a_picture_comes_along(news: Newsroom) {
    let desk = news.desk().await;
    let image = json!({"url": "https://img.example/f.jpg?w=9&h=1", "caption": "The <Gannet>", "alt": "A ferry",
        "credit": "A. Marlow & Co.", "width": 1600, "height": 900});
    news.publish_with(&desk, json!({"lead_image": image})).await;
    let entry = newest(&news, "rss").await;
    let media = &entry.media[0];
    let content = &media.content[0];
    assert_eq!(content.url.as_ref().unwrap().as_str(), "https://img.example/f.jpg?w=9&h=1");
    assert_eq!((content.width, content.height), (Some(1600), Some(900)));
    assert_eq!(content.content_type.as_ref().unwrap().to_string(), "image/jpeg");
    assert_eq!(media.description.as_ref().unwrap().content, "The <Gannet>");
    assert_eq!(media.credits[0].entity, "A. Marlow & Co.");
    let rss = news.reader().get("/v1/feeds/latest.rss").await.text();
    assert!(rss.contains("xmlns:media=\"http://search.yahoo.com/mrss/\""), "{rss}");
    let entry = newest(&news, "atom").await;
    let enclosure = entry.links.iter().find(|link| link.rel.as_deref() == Some("enclosure")).unwrap();
    assert_eq!(enclosure.href, "https://img.example/f.jpg?w=9&h=1");
    assert_eq!(enclosure.media_type.as_deref(), Some("image/jpeg"));
    assert_eq!(enclosure.title.as_deref(), Some("The <Gannet>"));
    let json = news.reader().get("/v1/feeds/latest.json").await.ok();
    assert_eq!(json["items"][0]["image"], "https://img.example/f.jpg?w=9&h=1");
    // A kind that is not known is not told.
    news.pass(1);
    news.publish_with(&desk, json!({"lead_image": {"url": "https://img.example/1"}})).await;
    let media = newest(&news, "rss").await.media.remove(0);
    assert_eq!((media.content[0].content_type.as_ref(), media.credits.len()), (None, 0));
}

async fn paths_in_a_body_lead_to_the_site_from_anywhere(news: Newsroom) {
    let desk = news.desk().await;
    let html = "<p><a href=\"/harbour/1?a=b&amp;c#d\" title=\"/t\">A</a> <a href=\"https://a.example/\">B</a> \
        href=\"/text\"</p><figure><img src=\"/f.jpg\" alt=\"/alt\"></figure>\
        <blockquote cite=\"/quoted\"><p>Q</p></blockquote>";
    let id = news.publish_with(&desk, json!({"body": {"format": "html", "value": html}})).await;
    let absolute = "<p><a href=\"https://news.example/harbour/1?a=b&amp;c#d\" title=\"/t\">A</a> \
        <a href=\"https://a.example/\">B</a> href=\"/text\"</p><figure><img src=\"https://news.example/f.jpg\" alt=\"/alt\">\
        </figure><blockquote cite=\"https://news.example/quoted\"><p>Q</p></blockquote>";
    for format in FORMATS {
        assert_eq!(body(&newest(&news, format).await).trim(), absolute, "{format}");
    }
    let path = format!("/v1/articles/{id}");
    let ninjs = news.reader().request(actix_web::http::Method::GET, &path);
    let ninjs = ninjs.header("Accept", "application/vnd.iptc.ninjs+json").send().await.ok();
    assert_eq!(ninjs["bodies"][0]["value"], absolute);
    assert_eq!(news.reader().get(&path).await.ok()["body"]["html"], html, "an app knows where it is");
}

async fn plain_text_is_never_taken_for_markup(news: Newsroom) {
    let desk = news.desk().await;
    let text = "Is 1 < 2 & <b>bold</b> &amp; \"so\"?";
    news.publish_with(&desk, json!({"headline": text, "slug": "is", "summary": text})).await;
    for format in FORMATS {
        let entry = newest(&news, format).await;
        assert_eq!(entry.title.as_ref().unwrap().content, text, "{format}");
        let summary = &entry.summary.as_ref().unwrap().content;
        let expected = match format {
            "rss" => "Is 1 &lt; 2 &amp; &lt;b&gt;bold&lt;/b&gt; &amp;amp; &quot;so&quot;?",
            _ => text,
        };
        assert_eq!(summary, expected, "{format}");
    }
}

async fn a_byline_does_not_hide_the_people(news: Newsroom) {
    let desk = news.desk().await;
    let bo = news.make("authors", json!({"name": "Bo Reed"})).await;
    let authors = json!([{"id": desk.author}, {"id": bo}]);
    news.publish_with(&desk, json!({"byline": "By Ada and Bo in Vessing", "authors": authors})).await;
    for format in ["atom", "json"] {
        let people = newest(&news, format).await.authors;
        let people: Vec<_> = people.iter().map(|one| (one.name.as_deref(), one.uri.as_deref())).collect();
        let ada = (Some("Ada Marlow"), Some("https://news.example/authors/ada-marlow"));
        let bo = (Some("Bo Reed"), Some("https://news.example/authors/bo-reed"));
        assert_eq!(people, [ada, bo], "{format}");
    }
    assert_eq!(newest(&news, "rss").await.authors[0].name.as_deref(), Some("By Ada and Bo in Vessing"));
    news.pass(1);
    news.publish_with(&desk, json!({"byline": "Our staff", "authors": []})).await;
    for format in FORMATS {
        let people = newest(&news, format).await.authors;
        assert_eq!((people[0].name.as_deref(), people.len()), (Some("Our staff"), 1), "{format}");
    }
}

async fn a_feed_says_what_it_is_about(news: Newsroom) {
    let desk = news.desk().await;
    news.publish(&desk, "Tea").await;
    let section = format!("/v1/editorial/sections/{}", desk.section);
    let author = format!("/v1/editorial/authors/{}", desk.author);
    let about = async |name: &str| read(&news, name).await.description.map(|text| text.content);
    assert_eq!(about("sections/harbour.rss").await.as_deref(), Some("The Vessing Packet: Harbour"));
    assert_eq!(about("sections/harbour.atom").await, None);
    news.change(&section, json!({"description": "Ships & <quays>"})).await;
    news.change(&author, json!({"bio": "She sails."})).await;
    for format in FORMATS {
        assert_eq!(about(&format!("sections/harbour.{format}")).await.as_deref(), Some("Ships & <quays>"));
        assert_eq!(about(&format!("authors/ada-marlow.{format}")).await.as_deref(), Some("She sails."));
        let latest = about(&format!("latest.{format}")).await;
        assert_eq!(latest.as_deref(), Some("News of Vessing & its harbour"), "{format}");
    }
    assert_eq!(about("tags/ferries.rss").await.as_deref(), Some("The Vessing Packet: Ferries"));
    assert_eq!(news.reader().get("/v1/site").await.ok()["description"], "News of Vessing & its harbour");
}

async fn a_feed_is_as_long_as_it_is_wanted(news: Newsroom) {
    let desk = news.desk().await;
    for number in 0..22 {
        news.publish(&desk, &format!("Tea {number}")).await;
        news.pass(1);
    }
    for format in FORMATS {
        for (query, length) in [("", 20), ("?limit=1", 1), ("?limit=21", 21), ("?limit=100", 22)] {
            let feed = read(&news, &format!("latest.{format}{query}")).await;
            assert_eq!(feed.entries.len(), length, "{format}{query}");
            assert_eq!(feed.entries[0].title.as_ref().unwrap().content, "Tea 21");
        }
    }
    let json = news.reader().get("/v1/feeds/tags/ferries.json?limit=2").await.ok();
    assert_eq!(json["feed_url"], "https://news.example/v1/feeds/tags/ferries.json?limit=2");
}
