//! Atom (RFC 4287).

use atom_syndication::{Category, Content, Entry, Feed as AtomFeed, Link, Person, Text};

use super::feed::{Feed, Reading, abstract_of, date, html};
use super::model::Format;
use crate::content::delivered::DeliveredArticle;
use crate::delivery::xml_text::xml;
use crate::http::Site;

/// The feed in this format.
pub fn write(feed: &Feed, reading: &Reading<'_>) -> Vec<u8> {
    let atom = AtomFeed {
        id: feed.own.clone(),
        title: Text::plain(xml(&feed.title)),
        updated: date(reading.updated).fixed_offset(),
        // Every entry must have an author, its own or the feed's.
        authors: vec![person(&reading.site.name)],
        links: vec![
            link("alternate", &feed.page, "text/html"),
            link("self", &feed.own, Format::Atom.media_type()),
        ],
        lang: Some(reading.site.language.to_string()),
        entries: feed.articles.iter().map(|article| entry(article, reading.site)).collect(),
        ..AtomFeed::default()
    };
    atom.to_string().into_bytes()
}

fn entry(article: &DeliveredArticle, site: &Site) -> Entry {
    let category = |name: &str| Category { term: xml(name), ..Category::default() };
    let content = |html: &str| Content {
        value: Some(xml(html)),
        content_type: Some("html".to_owned()),
        lang: Some(article.own.language.clone()),
        ..Content::default()
    };
    Entry {
        id: site.permanent_id(article.own.id, article.own.first_published_at),
        title: Text::plain(xml(&article.own.headline)),
        published: Some(date(article.own.published_at).fixed_offset()),
        updated: date(article.own.updated_at).fixed_offset(),
        authors: article.creators().into_iter().map(person).collect(),
        categories: article.tags.iter().map(|tag| category(&tag.name)).collect(),
        links: vec![link("alternate", &article.url, "text/html")],
        summary: abstract_of(article).map(|text| Text::plain(xml(text))),
        content: html(article).map(content),
        ..Entry::default()
    }
}

fn person(name: &str) -> Person {
    Person { name: xml(name), ..Person::default() }
}

fn link(relation: &str, to: &str, media_type: &str) -> Link {
    Link {
        rel: relation.to_owned(),
        href: to.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
}
