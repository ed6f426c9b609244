//! An article as a schema.org `NewsArticle`, in JSON-LD 1.1.

use actix_web::web::Bytes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Error;
use crate::content::Time;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::site_profile::ProfileEdits;
use crate::content::vocabulary::{ArticleType, TagType};
use crate::http::Site;

/// The media type of JSON-LD.
pub const MEDIA_TYPE: &str = "application/ld+json";

/// The form of the body that [`NewsArticle::of`] needs: plain text, for `articleBody`.
pub fn body_forms() -> BodyForms {
    BodyForms::text()
}

/// A schema.org `NewsArticle`, as search engines read it. Properties without a value are omitted. The JSON can be
/// inserted into a `script` element of the type `application/ld+json` unchanged: `<` is written as `\u003c`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewsArticle)]
#[serde(rename_all = "camelCase")]
pub struct NewsArticle {
    /// Always `https://schema.org`.
    #[serde(rename = "@context")]
    context: &'static str,
    /// `NewsArticle` or a subtype: `OpinionNewsArticle`, `AnalysisNewsArticle`, `ReviewNewsArticle`.
    #[serde(rename = "@type")]
    kind: &'static str,
    /// The public URL of the article.
    #[serde(rename = "@id")]
    #[schema(format = Uri)]
    id: String,
    /// The public URL of the article.
    #[schema(format = Uri)]
    url: String,
    /// The canonical URL: that of the article, unless the newsroom has set another.
    #[schema(format = Uri)]
    main_entity_of_page: String,
    /// The News ID.
    identifier: String,
    /// The headline.
    headline: String,
    /// The summary; without one, the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<String>,
    /// The whole body as plain text.
    article_body: String,
    /// The names of the section and its ancestors, from the root down.
    article_section: Vec<String>,
    /// The language, a BCP 47 tag.
    in_language: String,
    /// The number of words in the body.
    word_count: i64,
    /// The reading time, an ISO 8601 duration in minutes.
    #[schema(example = "PT3M")]
    time_required: String,
    /// The publication time shown to readers.
    date_published: Time,
    /// The time of the last change that readers see.
    date_modified: Time,
    /// The place that the article was reported from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    dateline: Option<String>,
    /// The credited authors with their URLs; without them, the byline as one person, or else the source as an organization.
    author: Vec<Thing>,
    /// The byline, which is shown instead of the authors' names.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    credit_text: Option<String>,
    /// The publisher of the site.
    publisher: Publisher,
    /// The tags: the subjects of the article.
    about: Vec<Thing>,
    /// The names of the tags.
    keywords: Vec<String>,
    /// The lead image.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    image: Option<ImageObject>,
    /// The published corrections, newest first.
    correction: Vec<CorrectionComment>,
    /// The number of comments that readers see.
    comment_count: i64,
    /// Always true: published content has no paywall.
    is_accessible_for_free: bool,
}

/// A person, an organization, or another subject of an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NamedThing)]
struct Thing {
    /// The schema.org type.
    #[serde(rename = "@type")]
    #[schema(example = "Person")]
    kind: &'static str,
    /// The name.
    name: String,
    /// The public URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri)]
    url: Option<String>,
}

/// A schema.org `NewsMediaOrganization`: the publisher of the site.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewsMediaOrganization)]
struct Publisher {
    /// Always `NewsMediaOrganization`.
    #[serde(rename = "@type")]
    kind: &'static str,
    /// The name.
    name: String,
    /// The public URL of the site.
    #[schema(format = Uri)]
    url: String,
    /// The logo of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    logo: Option<ImageObject>,
}

/// A schema.org `ImageObject`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ImageObject {
    /// Always `ImageObject`.
    #[serde(rename = "@type")]
    kind: &'static str,
    /// The URL of the image file.
    #[schema(format = Uri)]
    url: String,
    /// The caption; without one, the alternative text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    caption: Option<String>,
    /// The credit line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    credit_text: Option<String>,
    /// The width, a schema.org `Distance` in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "1600 px")]
    width: Option<String>,
    /// The height, a schema.org `Distance` in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "900 px")]
    height: Option<String>,
}

/// A schema.org `CorrectionComment`: a published correction.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CorrectionComment {
    /// Always `CorrectionComment`.
    #[serde(rename = "@type")]
    kind: &'static str,
    /// What was wrong and what is right.
    text: String,
    /// The time at which the correction was published.
    date_published: Time,
    /// The time at which the correction was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    date_modified: Option<Time>,
}

impl NewsArticle {
    /// The article, which must have its body in the form of [`body_forms`].
    pub fn of(article: DeliveredArticle, site: &Site, profile: &ProfileEdits) -> Self {
        let author = author(&article, site);
        let profile = site.profile(profile);
        let about = article.tags.iter().map(|tag| Thing {
            kind: tag_type(tag.kind),
            name: tag.name.clone(),
            url: Some(site.tag_url(&tag.slug)),
        });
        Self {
            context: "https://schema.org",
            kind: article_type(article.own.kind),
            id: article.url.clone(),
            main_entity_of_page: article.own.seo.canonical_url.unwrap_or_else(|| article.url.clone()),
            url: article.url,
            identifier: article.own.id.to_string(),
            headline: article.own.headline,
            description: article.own.summary.or(article.own.lead),
            article_body: article.body.and_then(|body| body.text).unwrap_or_default(),
            article_section: article.breadcrumb.into_iter().map(|crumb| crumb.name).collect(),
            in_language: article.own.language,
            word_count: article.own.word_count,
            time_required: format!("PT{}M", article.own.reading_minutes),
            date_published: article.own.published_at,
            date_modified: article.own.updated_at,
            dateline: article.own.dateline,
            author,
            credit_text: article.own.byline,
            publisher: Publisher {
                kind: "NewsMediaOrganization",
                name: profile.publisher.name,
                url: site.public_url.clone(),
                logo: profile.logo.map(|logo| ImageObject::of(logo.url, logo.width, logo.height)),
            },
            about: about.collect(),
            keywords: article.tags.into_iter().map(|tag| tag.name).collect(),
            image: article.own.lead_image.map(|image| ImageObject {
                caption: image.caption.or(image.alt),
                credit_text: image.credit,
                ..ImageObject::of(image.url, image.width, image.height)
            }),
            correction: article
                .own
                .corrections
                .into_iter()
                .map(|correction| CorrectionComment {
                    kind: "CorrectionComment",
                    text: correction.text,
                    date_published: correction.published_at,
                    date_modified: correction.updated_at,
                })
                .collect(),
            comment_count: article.comments.count,
            is_accessible_for_free: true,
        }
    }
}

impl ImageObject {
    /// An image without caption and credit. `width` and `height` are in pixels.
    fn of(url: String, width: Option<u32>, height: Option<u32>) -> Self {
        let pixels = |size| format!("{size} px");
        Self {
            kind: "ImageObject",
            url,
            caption: None,
            credit_text: None,
            width: width.map(pixels),
            height: height.map(pixels),
        }
    }
}

/// The article as JSON that is safe inside a `script` element: it contains no `<`.
pub fn bytes(article: &NewsArticle) -> Result<Bytes, Error> {
    let text = serde_json::to_string(article).map_err(Error::internal)?;
    // JSON has `<` in strings only, where the escape means the same.
    Ok(text.replace('<', "\\u003c").into())
}

/// The value of `author`.
fn author(article: &DeliveredArticle, site: &Site) -> Vec<Thing> {
    let named =
        |kind, name: &Option<String>| name.as_ref().map(|name| Thing { kind, name: name.clone(), url: None });
    if article.authors.is_empty() {
        let byline = named("Person", &article.own.byline);
        return byline.or_else(|| named("Organization", &article.own.source)).into_iter().collect();
    }
    let authors = article.people().map(|author| Thing {
        kind: "Person",
        name: author.name.clone(),
        url: Some(site.author_url(&author.slug)),
    });
    authors.collect()
}

/// The schema.org type of an article.
fn article_type(kind: ArticleType) -> &'static str {
    match kind {
        ArticleType::Opinion => "OpinionNewsArticle",
        ArticleType::Analysis => "AnalysisNewsArticle",
        ArticleType::Review => "ReviewNewsArticle",
        ArticleType::Article
        | ArticleType::Interview
        | ArticleType::Brief
        | ArticleType::Gallery
        | ArticleType::Video
        | ArticleType::Audio
        | ArticleType::Liveblog => "NewsArticle",
    }
}

/// The schema.org type of what a tag stands for.
fn tag_type(kind: TagType) -> &'static str {
    match kind {
        TagType::Person => "Person",
        TagType::Organisation => "Organization",
        TagType::Place => "Place",
        TagType::Event => "Event",
        TagType::Series => "CreativeWorkSeries",
        TagType::Topic => "Thing",
    }
}
