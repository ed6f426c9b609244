//! Feeds, read with the parser of a feed reader.

use feed_rs::model::{Entry, Feed};
use feed_rs::parser;
use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_feed_reader_reads_the_same_from_every_format,
    a_feed_contains_the_lead_image,
    urls_in_the_bodies_of_feeds_are_absolute,
    plain_text_in_a_feed_is_escaped,
    a_feed_names_the_authors_of_an_article_with_a_byline,
    a_feed_has_a_description,
    a_feed_has_as_many_articles_as_requested,
];

const FORMATS: [&str; 3] = ["rss", "atom", "json"];

async fn read(news: &Newsroom, name: &str) -> Feed {
    let response = news.reader().get(&format!("/v1/feeds/{name}")).await;
    parser::parse(&response.expect(200).body[..]).unwrap()
}

async fn newest(news: &Newsroom, format: &str) -> Entry {
    read(news, &format!("latest.{format}")).await.entries.remove(0)
}

fn body(entry: &Entry) -> &str {
    entry.content.as_ref().unwrap().body.as_deref().unwrap()
}

async fn a_feed_reader_reads_the_same_from_every_format(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"headline": "Tea", "slug": "tea", "summary": "Two."})).await;
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

async fn a_feed_contains_the_lead_image(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let image = json!({"url": "https://img.example/f.jpg?w=9&h=1", "caption": "The <Gannet>", "alt": "A ferry",
        "credit": "A. Marlow & Co.", "width": 1600, "height": 900});
    news.publish_with(&taxonomy, json!({"lead_image": image})).await;
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
    // A URL without an extension gives no media type.
    news.advance_clock(1);
    news.publish_with(&taxonomy, json!({"lead_image": {"url": "https://img.example/1"}})).await;
    let media = newest(&news, "rss").await.media.remove(0);
    assert_eq!((media.content[0].content_type.as_ref(), media.credits.len()), (None, 0));
}

async fn urls_in_the_bodies_of_feeds_are_absolute(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let html = "<p><a href=\"/harbour/1?a=b&amp;c#d\" title=\"/t\">A</a> <a href=\"https://a.example/\">B</a> \
        href=\"/text\"</p><figure><img src=\"/f.jpg\" alt=\"/alt\"></figure>\
        <blockquote cite=\"/quoted\"><p>Q</p></blockquote>";
    let id = news.publish_with(&taxonomy, json!({"body": {"format": "html", "value": html}})).await;
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
    assert_eq!(
        news.reader().get(&path).await.ok()["body"]["html"],
        html,
        "the delivery API keeps paths as they are"
    );
}

async fn plain_text_in_a_feed_is_escaped(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let text = "Is 1 < 2 & <b>bold</b> &amp; \"so\"?";
    news.publish_with(&taxonomy, json!({"headline": text, "slug": "is", "summary": text})).await;
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

async fn a_feed_names_the_authors_of_an_article_with_a_byline(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let bo = news.create("authors", json!({"name": "Bo Reed"})).await;
    let authors = json!([{"id": taxonomy.author}, {"id": bo}]);
    news.publish_with(&taxonomy, json!({"byline": "By Ada and Bo in Vessing", "authors": authors})).await;
    for format in ["atom", "json"] {
        let authors = newest(&news, format).await.authors;
        let authors: Vec<_> =
            authors.iter().map(|author| (author.name.as_deref(), author.uri.as_deref())).collect();
        let ada = (Some("Ada Marlow"), Some("https://news.example/authors/ada-marlow"));
        let bo = (Some("Bo Reed"), Some("https://news.example/authors/bo-reed"));
        assert_eq!(authors, [ada, bo], "{format}");
    }
    assert_eq!(newest(&news, "rss").await.authors[0].name.as_deref(), Some("By Ada and Bo in Vessing"));
    news.advance_clock(1);
    news.publish_with(&taxonomy, json!({"byline": "Our staff", "authors": []})).await;
    for format in FORMATS {
        let authors = newest(&news, format).await.authors;
        assert_eq!((authors[0].name.as_deref(), authors.len()), (Some("Our staff"), 1), "{format}");
    }
}

async fn a_feed_has_a_description(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.publish(&taxonomy, "Tea").await;
    let section = format!("/v1/editorial/sections/{}", taxonomy.section);
    let author = format!("/v1/editorial/authors/{}", taxonomy.author);
    let description = async |name: &str| read(&news, name).await.description.map(|text| text.content);
    assert_eq!(description("sections/harbour.rss").await.as_deref(), Some("The Vessing Packet: Harbour"));
    assert_eq!(description("sections/harbour.atom").await, None);
    news.change(&section, json!({"description": "Ships & <quays>"})).await;
    news.change(&author, json!({"bio": "She sails."})).await;
    for format in FORMATS {
        assert_eq!(
            description(&format!("sections/harbour.{format}")).await.as_deref(),
            Some("Ships & <quays>")
        );
        assert_eq!(description(&format!("authors/ada-marlow.{format}")).await.as_deref(), Some("She sails."));
        let latest = description(&format!("latest.{format}")).await;
        assert_eq!(latest.as_deref(), Some("News of Vessing & its harbour"), "{format}");
    }
    assert_eq!(description("tags/ferries.rss").await.as_deref(), Some("The Vessing Packet: Ferries"));
    assert_eq!(news.reader().get("/v1/site").await.ok()["description"], "News of Vessing & its harbour");
}

async fn a_feed_has_as_many_articles_as_requested(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for number in 0..22 {
        news.publish(&taxonomy, &format!("Tea {number}")).await;
        news.advance_clock(1);
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
