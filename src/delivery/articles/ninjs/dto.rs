//! The shape of ninjs 3.1, as far as articles fill it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::content::Time;

/// A news object of ninjs 3.1. Names and meanings are the standard's; what an article does not have is missing.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewsObject)]
pub struct NewsObject {
    /// A name that never changes (RFC 4151). Its public address is in `renditions`.
    #[schema(format = Uri)]
    pub(super) uri: String,
    /// The standard it follows.
    pub(super) standard: Standard,
    /// `text`, `composite` for galleries, `video` or `audio`.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// `full`.
    pub(super) representation_type: &'static str,
    /// The version that was published.
    pub(super) version: String,
    /// When readers first saw it.
    pub(super) first_created: Option<Time>,
    /// When something that readers see last changed.
    pub(super) version_created: Option<Time>,
    /// The publish time to show.
    pub(super) content_created: Option<Time>,
    /// `usable`.
    pub(super) pub_status: &'static str,
    /// 1 for breaking news.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) urgency: Option<u8>,
    /// The BCP 47 tag of its language.
    pub(super) language: String,
    /// The headline, role `main`, and the line above it, role `kicker`.
    pub(super) headlines: Vec<Text>,
    /// Lead, summary and corrections, by role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) descriptions: Vec<Text>,
    /// The text, as HTML and plain.
    pub(super) bodies: Vec<Text>,
    /// Who made it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) by: Option<String>,
    /// Who made it, and the agency or paper it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) info_sources: Vec<Source>,
    /// The place it was reported from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) located: Option<String>,
    /// The sections, and what it is about.
    pub(super) subjects: Vec<Concept>,
    /// The people it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) people: Vec<Concept>,
    /// The organisations it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) organisations: Vec<Concept>,
    /// The places it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) places: Vec<Concept>,
    /// The events it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) events: Vec<Concept>,
    /// What kind of piece it is, when it is no plain report.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) genres: Vec<Genre>,
    /// Its page on the site.
    pub(super) renditions: Vec<Rendition>,
    /// The picture that leads it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) associations: Vec<Picture>,
    /// The News ID.
    pub(super) alt_ids: Vec<AltId>,
}

/// The standard that a document follows.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = NinjsStandard)]
pub struct Standard {
    /// `ninjs`.
    pub(super) name: &'static str,
    /// `3.1`.
    pub(super) version: &'static str,
    /// Where its schema is published.
    #[schema(format = Uri)]
    pub(super) schema: &'static str,
}

/// A text with its role.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NinjsText)]
pub struct Text {
    /// What it is to the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) role: Option<&'static str>,
    /// `text/plain` or `text/html`.
    pub(super) content_type: &'static str,
    /// How many words it has (Unicode Standard Annex 29).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) word_count: Option<i64>,
    /// The text.
    pub(super) value: String,
}

/// Something that an article is about, or filed under.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsConcept)]
pub struct Concept {
    /// Its name.
    pub(super) name: String,
    /// `about`, or `section`.
    pub(super) rel: &'static str,
    /// Its public address.
    #[schema(format = Uri)]
    pub(super) uri: String,
}

/// Who made or supplied something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsSource)]
pub struct Source {
    /// The name.
    pub(super) name: String,
    /// What they did.
    pub(super) role: String,
    /// The author's public address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri)]
    pub(super) uri: Option<String>,
}

/// A genre of the IPTC's NewsCodes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsGenre)]
pub struct Genre {
    /// Its name.
    pub(super) name: &'static str,
    /// Its address.
    #[schema(format = Uri)]
    pub(super) uri: String,
}

/// A form in which something can be fetched.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NinjsRendition)]
pub struct Rendition {
    /// `web`, or `main`.
    pub(super) name: &'static str,
    /// Where.
    #[schema(format = Uri)]
    pub(super) href: String,
    /// The media type, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) content_type: Option<&'static str>,
    /// Width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) width: Option<u32>,
    /// Height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) height: Option<u32>,
}

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsPicture)]
pub struct Picture {
    /// `lead_image`.
    pub(super) name: &'static str,
    /// Its address.
    #[schema(format = Uri)]
    pub(super) uri: String,
    /// `picture`.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// What it shows, role `alt`, and the line under it, role `caption`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) descriptions: Vec<Text>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) by: Option<String>,
    /// The picture itself.
    pub(super) renditions: Vec<Rendition>,
}

/// Another name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsAltId)]
pub struct AltId {
    /// `newsId`.
    pub(super) role: &'static str,
    /// The name.
    pub(super) value: String,
}
