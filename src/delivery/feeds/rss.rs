//! Writes feeds in RSS 2.0, with the bodies of articles in `content:encoded` and their authors in `dc:creator`.

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::{Category, Channel, Guid, Item};

use super::feed::{Feed, FeedContext, date_time, html, summary};
use super::model::Format;
use crate::content::delivered::DeliveredArticle;
use crate::delivery::xml_text::xml;
use crate::http::Site;

/// The feed as an RSS document.
pub fn write(feed: &Feed, context: &FeedContext<'_>) -> Vec<u8> {
    let self_link = Link {
        rel: "self".to_owned(),
        href: feed.self_url.clone(),
        mime_type: Some(Format::Rss.media_type().to_owned()),
        ..Link::default()
    };
    let channel = Channel {
        title: xml(&feed.title),
        link: feed.home_page_url.clone(),
        description: xml(&feed.title),
        language: Some(context.site.language.to_string()),
        last_build_date: Some(date_time(context.updated).to_rfc2822()),
        atom_ext: Some(AtomExtension { links: vec![self_link] }),
        items: feed.articles.iter().map(|article| item(article, context.site)).collect(),
        ..Channel::default()
    };
    channel.to_string().into_bytes()
}

fn item(article: &DeliveredArticle, site: &Site) -> Item {
    let mut dublin_core = DublinCoreExtension::default();
    dublin_core.set_creators(article.creators().into_iter().map(xml).collect::<Vec<_>>());
    let category = |name: &str| Category { name: xml(name), domain: None };
    Item {
        title: Some(xml(&article.own.headline)),
        link: Some(article.url.clone()),
        guid: Some(Guid {
            value: site.permanent_id(article.own.id, article.own.first_published_at),
            permalink: false,
        }),
        pub_date: Some(date_time(article.own.published_at).to_rfc2822()),
        description: summary(article).map(xml),
        content: html(article).map(xml),
        categories: article.tags.iter().map(|tag| category(&tag.name)).collect(),
        dublin_core_ext: Some(dublin_core),
        ..Item::default()
    }
}
