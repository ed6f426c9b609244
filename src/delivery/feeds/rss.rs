//! RSS 2.0, with the text of articles in `content:encoded` and the names of their makers in `dc:creator`.

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::{Category, Channel, Guid, Item};

use super::feed::{Feed, Reading, abstract_of, date, html};
use super::model::Format;
use crate::content::delivered::DeliveredArticle;
use crate::delivery::xml_text::xml;
use crate::http::Site;

/// The feed in this format.
pub fn write(feed: &Feed, reading: &Reading<'_>) -> Vec<u8> {
    let own = Link {
        rel: "self".to_owned(),
        href: feed.own.clone(),
        mime_type: Some(Format::Rss.media_type().to_owned()),
        ..Link::default()
    };
    let channel = Channel {
        title: xml(&feed.title),
        link: feed.page.clone(),
        description: xml(&feed.title),
        language: Some(reading.site.language.to_string()),
        last_build_date: Some(date(reading.updated).to_rfc2822()),
        atom_ext: Some(AtomExtension { links: vec![own] }),
        items: feed.articles.iter().map(|article| item(article, reading.site)).collect(),
        ..Channel::default()
    };
    channel.to_string().into_bytes()
}

fn item(article: &DeliveredArticle, site: &Site) -> Item {
    let mut core = DublinCoreExtension::default();
    core.set_creators(article.creators().into_iter().map(xml).collect::<Vec<_>>());
    let category = |name: &str| Category { name: xml(name), domain: None };
    Item {
        title: Some(xml(&article.own.headline)),
        link: Some(article.url.clone()),
        guid: Some(Guid {
            value: site.permanent_id(article.own.id, article.own.first_published_at),
            permalink: false,
        }),
        pub_date: Some(date(article.own.published_at).to_rfc2822()),
        description: abstract_of(article).map(xml),
        content: html(article).map(xml),
        categories: article.tags.iter().map(|tag| category(&tag.name)).collect(),
        dublin_core_ext: Some(core),
        ..Item::default()
    }
}
