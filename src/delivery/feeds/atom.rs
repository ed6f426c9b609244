//! Writes feeds in Atom (RFC 4287).

use atom_syndication::{Category, Content, Entry, Feed as AtomFeed, Link, Person, Text};

use super::feed::{Creator, Feed, FeedContext, creators, date_time, html, image_type, summary};
use super::model::FeedFormat;
use crate::content::delivered::DeliveredArticle;
use crate::delivery::xml_text::xml;
use crate::http::Site;

/// The feed as an Atom document.
pub fn write(feed: &Feed, context: &FeedContext<'_>) -> Vec<u8> {
    let atom = AtomFeed {
        id: feed.self_url.clone(),
        title: Text::plain(xml(&feed.title)),
        subtitle: feed.description.as_deref().map(|text| Text::plain(xml(text))),
        updated: date_time(context.updated).fixed_offset(),
        logo: feed.profile.logo.as_ref().map(|logo| logo.url.clone()),
        // RFC 4287 §4.2.1: an entry needs an author, its own or the feed's.
        authors: vec![person(Creator {
            name: &feed.profile.name,
            url: Some(context.site.public_url.clone()),
        })],
        links: vec![
            link("alternate", &feed.home_page_url, "text/html"),
            link("self", &feed.self_url, FeedFormat::Atom.media_type()),
        ],
        lang: Some(context.site.language.to_string()),
        entries: feed.articles.iter().map(|article| entry(article, context.site)).collect(),
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
    let image = article.own.lead_image.as_ref().map(|image| Link {
        rel: "enclosure".to_owned(),
        href: image.url.clone(),
        mime_type: image_type(&image.url).map(str::to_owned),
        title: image.caption.as_deref().or(image.alt.as_deref()).map(xml),
        ..Link::default()
    });
    Entry {
        id: site.permanent_id(article.own.id, article.own.first_published_at),
        title: Text::plain(xml(&article.own.headline)),
        published: Some(date_time(article.own.published_at).fixed_offset()),
        updated: date_time(article.own.updated_at).fixed_offset(),
        authors: creators(article, site).into_iter().map(person).collect(),
        categories: article.tags.iter().map(|tag| category(&tag.name)).collect(),
        links: [link("alternate", &article.url, "text/html")].into_iter().chain(image).collect(),
        summary: summary(article).map(|text| Text::plain(xml(text))),
        content: html(article).map(content),
        ..Entry::default()
    }
}

fn person(creator: Creator<'_>) -> Person {
    Person { name: xml(creator.name), uri: creator.url, ..Person::default() }
}

fn link(relation: &str, to: &str, media_type: &str) -> Link {
    Link {
        rel: relation.to_owned(),
        href: to.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
}
