//! An article as agencies exchange it: ninjs 3.1, "News in JSON" of the IPTC.

use serde::Serialize;
use utoipa::ToSchema;

use crate::content::Time;
use crate::content::article::LeadImage;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::vocabulary::{ArticleType, TagType};
use crate::http::Site;

/// The media type of ninjs.
pub const MEDIA_TYPE: &str = "application/vnd.iptc.ninjs+json";

/// The forms of the body that are told.
pub fn body() -> BodyForms {
    BodyForms::html().and_text()
}

/// A news object of ninjs 3.1. Names and meanings are the standard's; what an article does not have is missing.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewsObject)]
pub struct NewsObject {
    /// A name that never changes (RFC 4151). Its public address is in `renditions`.
    #[schema(format = Uri)]
    uri: String,
    /// The standard it follows.
    standard: Standard,
    /// `text`, `composite` for galleries, `video` or `audio`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// `full`.
    representation_type: &'static str,
    /// The version that was published.
    version: String,
    /// When readers first saw it.
    first_created: Option<Time>,
    /// When something that readers see last changed.
    version_created: Option<Time>,
    /// The publish time to show.
    content_created: Option<Time>,
    /// `usable`.
    pub_status: &'static str,
    /// 1 for breaking news.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    urgency: Option<u8>,
    /// The BCP 47 tag of its language.
    language: String,
    /// The headline, role `main`, and the line above it, role `kicker`.
    headlines: Vec<Text>,
    /// Lead, summary and corrections, by role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Text>,
    /// The text, as HTML and plain.
    bodies: Vec<Text>,
    /// Who made it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<String>,
    /// Who made it, and the agency or paper it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    info_sources: Vec<Source>,
    /// The place it was reported from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    located: Option<String>,
    /// The sections, and what it is about.
    subjects: Vec<Concept>,
    /// The people it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Concept>,
    /// The organisations it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organisations: Vec<Concept>,
    /// The places it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<Concept>,
    /// The events it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<Concept>,
    /// What kind of piece it is, when it is no plain report.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    genres: Vec<Genre>,
    /// Its page on the site.
    renditions: Vec<Rendition>,
    /// The picture that leads it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associations: Vec<Picture>,
    /// The News ID.
    alt_ids: Vec<AltId>,
}

/// The standard that a document follows.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = NinjsStandard)]
struct Standard {
    /// `ninjs`.
    name: &'static str,
    /// `3.1`.
    version: &'static str,
    /// Where its schema is published.
    #[schema(format = Uri)]
    schema: &'static str,
}

/// A text with its role.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NinjsText)]
struct Text {
    /// What it is to the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    role: Option<&'static str>,
    /// `text/plain` or `text/html`.
    content_type: &'static str,
    /// How many words it has (Unicode Standard Annex 29).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    word_count: Option<i64>,
    /// The text.
    value: String,
}

/// Something that an article is about, or filed under.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsConcept)]
struct Concept {
    /// Its name.
    name: String,
    /// `about`, or `section`.
    rel: &'static str,
    /// Its public address.
    #[schema(format = Uri)]
    uri: String,
}

/// Who made or supplied something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsSource)]
struct Source {
    /// The name.
    name: String,
    /// What they did.
    role: String,
    /// The author's public address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri)]
    uri: Option<String>,
}

/// A genre of the IPTC's NewsCodes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsGenre)]
struct Genre {
    /// Its name.
    name: &'static str,
    /// Its address.
    #[schema(format = Uri)]
    uri: String,
}

/// A form in which something can be fetched.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NinjsRendition)]
struct Rendition {
    /// `web`, or `main`.
    name: &'static str,
    /// Where.
    #[schema(format = Uri)]
    href: String,
    /// The media type, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    content_type: Option<&'static str>,
    /// Width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    width: Option<u32>,
    /// Height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    height: Option<u32>,
}

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsPicture)]
struct Picture {
    /// `lead_image`.
    name: &'static str,
    /// Its address.
    #[schema(format = Uri)]
    uri: String,
    /// `picture`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What it shows, role `alt`, and the line under it, role `caption`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Text>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<String>,
    /// The picture itself.
    renditions: Vec<Rendition>,
}

/// Another name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NinjsAltId)]
struct AltId {
    /// `newsId`.
    role: &'static str,
    /// The name.
    value: String,
}

impl NewsObject {
    /// The article, delivered with its body in the forms of [`body`].
    pub fn of(article: DeliveredArticle, site: &Site) -> Self {
        let about = |kind| -> Vec<Concept> {
            let tags = article.tags.iter().filter(|tag| tag.kind == kind);
            tags.map(|tag| Concept { name: tag.name.clone(), rel: "about", uri: site.tag_url(&tag.slug) })
                .collect()
        };
        let sections = article.breadcrumb.iter().map(|section| Concept {
            name: section.name.clone(),
            rel: "section",
            uri: site.section_url(&section.path),
        });
        let makers = article.makers();
        Self {
            uri: site.permanent_id(article.id, article.first_published_at),
            standard: Standard {
                name: "ninjs",
                version: "3.1",
                schema: "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
            },
            kind: news_type(article.kind),
            representation_type: "full",
            version: article.version.to_string(),
            first_created: Some(article.first_published_at),
            version_created: Some(article.updated_at),
            content_created: Some(article.published_at),
            pub_status: "usable",
            urgency: article.is_breaking.then_some(1),
            by: article.byline.clone().or_else(|| (!makers.is_empty()).then(|| makers.join(", "))),
            info_sources: sources(&article, site),
            subjects: sections.chain(about(TagType::Topic)).chain(about(TagType::Series)).collect(),
            people: about(TagType::Person),
            organisations: about(TagType::Organisation),
            places: about(TagType::Place),
            events: about(TagType::Event),
            genres: genre(article.kind).into_iter().collect(),
            headlines: texts([("main", Some(article.headline)), ("kicker", article.kicker)]),
            descriptions: texts(
                [("lead", article.lead), ("summary", article.summary)].into_iter().chain(
                    article
                        .corrections
                        .into_iter()
                        .map(|correction| (correction.kind.into(), Some(correction.text))),
                ),
            ),
            bodies: article.body.map_or(Vec::new(), |body| {
                let html = body.html.map(|html| ("text/html", html));
                let text = body.text.map(|text| ("text/plain", text));
                let words = Some(article.word_count);
                let forms = html.into_iter().chain(text);
                forms
                    .map(|(content_type, value)| Text { role: None, content_type, word_count: words, value })
                    .collect()
            }),
            language: article.language,
            located: article.dateline,
            renditions: vec![Rendition {
                name: "web",
                href: article.url,
                content_type: Some("text/html"),
                ..Rendition::default()
            }],
            associations: article.lead_image.map(picture).into_iter().collect(),
            alt_ids: vec![AltId { role: "newsId", value: article.id.to_string() }],
        }
    }
}

fn texts(texts: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Vec<Text> {
    let there = texts.into_iter().filter_map(|(role, text)| Some((role, text?)));
    there
        .map(|(role, value)| Text { role: Some(role), content_type: "text/plain", word_count: None, value })
        .collect()
}

fn sources(article: &DeliveredArticle, site: &Site) -> Vec<Source> {
    let authors = article.authors.iter().map(|author| Source {
        name: author.name.clone(),
        role: author.role.clone(),
        uri: Some(site.author_url(&author.slug)),
    });
    let source = article.source.iter();
    let source = source.map(|name| Source { name: name.clone(), role: "source".to_owned(), uri: None });
    authors.chain(source).collect()
}

fn picture(image: LeadImage) -> Picture {
    Picture {
        name: "lead_image",
        uri: image.url.clone(),
        kind: "picture",
        descriptions: texts([("alt", image.alt), ("caption", image.caption)]),
        by: image.credit,
        renditions: vec![Rendition {
            name: "main",
            href: image.url,
            content_type: None,
            width: image.width,
            height: image.height,
        }],
    }
}

fn news_type(kind: ArticleType) -> &'static str {
    match kind {
        ArticleType::Gallery => "composite",
        ArticleType::Video => "video",
        ArticleType::Audio => "audio",
        ArticleType::Article
        | ArticleType::Opinion
        | ArticleType::Analysis
        | ArticleType::Interview
        | ArticleType::Review
        | ArticleType::Brief
        | ArticleType::Liveblog => "text",
    }
}

fn genre(kind: ArticleType) -> Option<Genre> {
    let name = match kind {
        ArticleType::Opinion => "Opinion",
        ArticleType::Analysis => "Analysis",
        ArticleType::Interview => "Interview",
        ArticleType::Review => "Review",
        ArticleType::Article
        | ArticleType::Brief
        | ArticleType::Gallery
        | ArticleType::Video
        | ArticleType::Audio
        | ArticleType::Liveblog => return None,
    };
    Some(Genre { name, uri: format!("http://cv.iptc.org/newscodes/genre/{name}") })
}
