//! The members of ninjs 3.1 that articles use.

use serde::Serialize;
use utoipa::ToSchema;

use crate::content::Time;

/// A news object of IPTC ninjs 3.1. Names and meanings are those of the standard. Members without a value are
/// omitted.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewsObject)]
pub struct NewsObject {
    /// A permanent identifier, a `tag` URI (RFC 4151). The public URL is in `renditions`.
    #[schema(format = Uri)]
    pub(super) uri: String,
    /// The standard that the document follows.
    pub(super) standard: Standard,
    /// `text`, `composite` for galleries, `video` or `audio`.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// Always `full`: the document has the whole article.
    pub(super) representation_type: &'static str,
    /// The number of the published version.
    pub(super) version: String,
    /// The time at which the article was first published.
    pub(super) first_created: Option<Time>,
    /// The time of the last change that readers see.
    pub(super) version_created: Option<Time>,
    /// The publication time shown to readers.
    pub(super) content_created: Option<Time>,
    /// Always `usable`.
    pub(super) pub_status: &'static str,
    /// Always 1, the highest; only breaking news has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) urgency: Option<u8>,
    /// The language, a BCP 47 tag.
    pub(super) language: String,
    /// The headline, with role `main`, and the kicker, with role `kicker`.
    pub(super) headlines: Vec<Text>,
    /// The lead, the summary and the corrections. `role` is `lead`, `summary`, or the kind of correction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) descriptions: Vec<Text>,
    /// The body, once as HTML with absolute URLs and once as plain text.
    pub(super) bodies: Vec<Text>,
    /// The byline; without one, the names of the authors, separated by commas; without them, the source. A byline does not
    /// replace the authors in `infoSources`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) by: Option<String>,
    /// The credited authors, then the agency or newspaper that the article comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) info_sources: Vec<InfoSource>,
    /// The place that the article was reported from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) located: Option<String>,
    /// The sections from the root down, with `rel` `section`, then the topics and series, with `rel` `about`.
    pub(super) subjects: Vec<Concept>,
    /// The people that the article is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) people: Vec<Concept>,
    /// The organisations that the article is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) organisations: Vec<Concept>,
    /// The places that the article is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) places: Vec<Concept>,
    /// The events that the article is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) events: Vec<Concept>,
    /// The genre of an opinion piece, analysis, interview or review.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) genres: Vec<Genre>,
    /// The web page of the article.
    pub(super) renditions: Vec<Rendition>,
    /// The lead image.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) associations: Vec<Association>,
    /// The News ID, with role `newsId`.
    pub(super) alt_ids: Vec<AltId>,
}

/// The standard that a document follows.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = NinjsStandard)]
pub struct Standard {
    /// Always `ninjs`.
    pub(super) name: &'static str,
    /// Always `3.1`.
    pub(super) version: &'static str,
    /// The URL of the JSON Schema.
    #[schema(format = Uri)]
    pub(super) schema: &'static str,
}

/// A text with its role.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NinjsText)]
pub struct Text {
    /// The role of the text in the article; bodies have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) role: Option<&'static str>,
    /// `text/plain` or `text/html`.
    pub(super) content_type: &'static str,
    /// The number of words (Unicode Standard Annex 29); only bodies have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) word_count: Option<i64>,
    /// The text.
    pub(super) value: String,
}

/// A section of an article, or a tag: a subject that it is about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsConcept)]
pub struct Concept {
    /// The name.
    pub(super) name: String,
    /// `about` for tags, `section` for sections.
    pub(super) rel: &'static str,
    /// The public URL.
    #[schema(format = Uri)]
    pub(super) uri: String,
}

/// A person or organisation that contributed to an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsSource)]
pub struct InfoSource {
    /// The name.
    pub(super) name: String,
    /// The author's role, such as `reporter`; `source` for an agency or newspaper.
    pub(super) role: String,
    /// The public URL of the author.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri)]
    pub(super) uri: Option<String>,
}

/// A genre of the IPTC NewsCodes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsGenre)]
pub struct Genre {
    /// The name.
    pub(super) name: &'static str,
    /// The URI in the IPTC vocabulary.
    #[schema(format = Uri)]
    pub(super) uri: String,
}

/// A form in which an article or image can be downloaded.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NinjsRendition)]
pub struct Rendition {
    /// `web` for the page of an article, `main` for the file of an image.
    pub(super) name: &'static str,
    /// The URL.
    #[schema(format = Uri)]
    pub(super) href: String,
    /// The media type, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) content_type: Option<&'static str>,
    /// The width in pixels, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) width: Option<u32>,
    /// The height in pixels, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) height: Option<u32>,
}

/// An image that belongs to an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsPicture)]
pub struct Association {
    /// Always `lead_image`.
    pub(super) name: &'static str,
    /// The URL of the image file.
    #[schema(format = Uri)]
    pub(super) uri: String,
    /// Always `picture`.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// The alternative text, with role `alt`, and the caption, with role `caption`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) descriptions: Vec<Text>,
    /// The credit line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) by: Option<String>,
    /// The image file.
    pub(super) renditions: Vec<Rendition>,
}

/// Another identifier of an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsAltId)]
pub struct AltId {
    /// Always `newsId`.
    pub(super) role: &'static str,
    /// The identifier.
    pub(super) value: String,
}
