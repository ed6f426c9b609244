//! A feed, before it is written in a format.

use chrono::{DateTime, Utc};

use crate::content::delivered::DeliveredArticle;
use crate::content::{CacheTags, Time};
use crate::http::Site;

/// What a feed tells.
#[derive(Debug)]
pub struct Feed {
    /// The paper's name, and that of what the feed is about.
    pub title: String,
    /// The public address of what it is about.
    pub page: String,
    /// Its own address.
    pub own: String,
    /// What can change it, besides its articles.
    pub tags: CacheTags,
    /// The articles, newest first, with their bodies as HTML.
    pub articles: Vec<DeliveredArticle>,
}

/// What surrounds a feed.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The site it is of.
    pub site: &'a Site,
    /// When any of its articles last changed; without one, anything that readers can see.
    pub updated: Time,
}

/// What is said of an article in short: the summary, or else the lead.
pub fn abstract_of(article: &DeliveredArticle) -> Option<&str> {
    article.own.summary.as_deref().or(article.own.lead.as_deref())
}

/// The body as HTML.
pub fn html(article: &DeliveredArticle) -> Option<&str> {
    article.body.as_ref().and_then(|body| body.html.as_deref())
}

/// A time as the crates that write feeds take it.
pub fn date(time: Time) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(time.micros()).unwrap_or_default()
}
