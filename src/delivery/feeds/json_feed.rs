//! Writes feeds in JSON Feed 1.1.

use serde::Serialize;

use super::feed::{Creator, Feed, FeedContext, creators, html, summary};
use crate::content::Time;
use crate::content::delivered::DeliveredArticle;
use crate::http::Site;

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    language: String,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: Time,
    date_modified: Time,
    authors: Vec<Author<'a>>,
    tags: Vec<&'a str>,
    language: &'a str,
}

/// The feed as a JSON Feed document. It fails only if a value cannot be serialised.
pub fn write(feed: &Feed, context: &FeedContext<'_>) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        description: feed.description.as_deref(),
        home_page_url: &feed.home_page_url,
        feed_url: &feed.self_url,
        language: context.site.language.to_string(),
        icon: feed.profile.logo.as_ref().map(|logo| logo.url.as_str()),
        authors: [Author { name: &feed.profile.name, url: Some(context.site.public_url.clone()) }],
        items: feed.articles.iter().map(|article| item(article, context.site)).collect(),
    })
}

fn item<'a>(article: &'a DeliveredArticle, site: &Site) -> Item<'a> {
    Item {
        id: site.permanent_id(article.own.id, article.own.first_published_at),
        url: &article.url,
        title: &article.own.headline,
        summary: summary(article),
        content_html: html(article).unwrap_or_default(),
        image: article.own.lead_image.as_ref().map(|image| image.url.as_str()),
        date_published: article.own.published_at,
        date_modified: article.own.updated_at,
        authors: creators(article, site)
            .into_iter()
            .map(|Creator { name, url }| Author { name, url })
            .collect(),
        tags: article.tags.iter().map(|tag| tag.name.as_str()).collect(),
        language: &article.own.language,
    }
}
