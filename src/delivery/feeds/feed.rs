//! A feed, independent of its format.

use chrono::{DateTime, Utc};

use crate::content::delivered::DeliveredArticle;
use crate::content::site_profile::SiteProfile;
use crate::content::{CacheTags, Time};
use crate::http::Site;

/// A feed.
#[derive(Debug)]
pub struct Feed {
    /// The profile of the site.
    pub profile: SiteProfile,
    /// The name of the site, and of the section, tag or author if the feed has one.
    pub title: String,
    /// What the section, author or site is about, plain text.
    pub description: Option<String>,
    /// The public URL of the page that the feed belongs to.
    pub home_page_url: String,
    /// The URL of the feed.
    pub self_url: String,
    /// The cache tags of what can change the feed, without those of its articles.
    pub cache_tags: CacheTags,
    /// The articles, newest first, with their bodies as HTML with absolute URLs.
    pub articles: Vec<DeliveredArticle>,
}

/// The site and time that every format needs besides the feed.
#[derive(Clone, Copy, Debug)]
pub struct FeedContext<'a> {
    /// The site that publishes the feed.
    pub site: &'a Site,
    /// The time of the last change of an article in the feed; in an empty feed, of the last change on the site.
    pub updated: Time,
}

/// The summary of an article; without one, its lead.
pub fn summary(article: &DeliveredArticle) -> Option<&str> {
    article.own.summary.as_deref().or(article.own.lead.as_deref())
}

/// A person or organisation that an article is credited to.
#[derive(Debug)]
pub struct Creator<'a> {
    /// The name.
    pub name: &'a str,
    /// The public URL of an author.
    pub url: Option<String>,
}

/// The authors of an article, each with a URL; without them, the byline or else the source.
pub fn creators<'a>(article: &'a DeliveredArticle, site: &Site) -> Vec<Creator<'a>> {
    if article.authors.is_empty() {
        return article.creators().into_iter().map(|name| Creator { name, url: None }).collect();
    }
    article
        .people()
        .map(|author| Creator { name: &author.name, url: Some(site.author_url(&author.slug)) })
        .collect()
}

/// The media type of a image, by the extension in its URL. `None` if it has no extension of a image.
pub fn image_type(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    mime_guess::from_path(path).first_raw().filter(|media| media.starts_with("image/"))
}

/// The body of an article as HTML.
pub fn html(article: &DeliveredArticle) -> Option<&str> {
    article.body.as_ref().and_then(|body| body.html.as_deref())
}

/// A time in the type that the crates for feeds use.
pub fn date_time(time: Time) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(time.micros()).unwrap_or_default()
}
