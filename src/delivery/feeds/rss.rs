//! Writes feeds in RSS 2.0, with the bodies of articles in `content:encoded`, their bylines in `dc:creator` and their lead
//! images in `media:content`.

use std::collections::BTreeMap;

use rss::extension::Extension;
use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::{Category, Channel, Guid, Image, Item};

use super::feed::{Feed, FeedContext, date_time, html, image_type, summary};
use super::model::FeedFormat;
use crate::content::article::LeadImage;
use crate::content::body::escaped;
use crate::content::delivered::DeliveredArticle;
use crate::delivery::xml_text::xml;
use crate::http::Site;

/// The namespace of Media RSS.
const MEDIA: (&str, &str) = ("media", "http://search.yahoo.com/mrss/");

/// The feed as an RSS document.
pub fn write(feed: &Feed, context: &FeedContext<'_>) -> Vec<u8> {
    let self_link = Link {
        rel: "self".to_owned(),
        href: feed.self_url.clone(),
        mime_type: Some(FeedFormat::Rss.media_type().to_owned()),
        ..Link::default()
    };
    let channel = Channel {
        title: xml(&feed.title),
        link: feed.home_page_url.clone(),
        // RSS requires a description.
        description: xml(feed.description.as_ref().unwrap_or(&feed.title)),
        image: feed.profile.logo.as_ref().map(|logo| Image {
            url: logo.url.clone(),
            // RSS requires both to be those of the channel.
            title: xml(&feed.title),
            link: feed.home_page_url.clone(),
            ..Image::default()
        }),
        language: Some(context.site.language.to_string()),
        last_build_date: Some(date_time(context.updated).to_rfc2822()),
        atom_ext: Some(AtomExtension { links: vec![self_link] }),
        namespaces: BTreeMap::from([(MEDIA.0.to_owned(), MEDIA.1.to_owned())]),
        items: feed.articles.iter().map(|article| item(article, context.site)).collect(),
        ..Channel::default()
    };
    channel.to_string().into_bytes()
}

fn item(article: &DeliveredArticle, site: &Site) -> Item {
    let mut dublin_core = DublinCoreExtension::default();
    dublin_core.set_creators(article.creators().into_iter().map(xml).collect::<Vec<_>>());
    let category = |name: &str| Category { name: xml(name), domain: None };
    let media = article.own.lead_image.as_ref().map(|image| {
        (MEDIA.0.to_owned(), BTreeMap::from([("content".to_owned(), vec![media_content(image)])]))
    });
    Item {
        title: Some(xml(&article.own.headline)),
        link: Some(article.url.clone()),
        guid: Some(Guid {
            value: site.permanent_id(article.own.id, article.own.first_published_at),
            permalink: false,
        }),
        pub_date: Some(date_time(article.own.published_at).to_rfc2822()),
        // Feed readers show it as HTML, and titles and names as plain text.
        description: summary(article).map(|text| xml(&escaped(text))),
        content: html(article).map(xml),
        categories: article.tags.iter().map(|tag| category(&tag.name)).collect(),
        dublin_core_ext: Some(dublin_core),
        extensions: media.into_iter().collect(),
        ..Item::default()
    }
}

/// The lead image as an element of Media RSS, with its caption or else its alternative text, and its credit.
fn media_content(image: &LeadImage) -> Extension {
    let child = |name: &str, text: &str| {
        let value = Some(xml(text));
        (name.to_owned(), vec![Extension { name: format!("media:{name}"), value, ..Extension::default() }])
    };
    let caption = image.caption.as_deref().or(image.alt.as_deref());
    let caption = caption.map(|text| child("description", text));
    let credit = image.credit.as_deref().map(|text| child("credit", text));
    let attributes = [
        ("url", Some(image.url.clone())),
        ("medium", Some("image".to_owned())),
        ("type", image_type(&image.url).map(str::to_owned)),
        ("width", image.width.map(|width| width.to_string())),
        ("height", image.height.map(|height| height.to_string())),
    ];
    let attributes = attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Extension {
        name: "media:content".to_owned(),
        attrs: attributes.collect(),
        children: caption.into_iter().chain(credit).collect(),
        ..Extension::default()
    }
}
