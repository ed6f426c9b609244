//! An article as linked data: a `NewsArticle` of schema.org, in JSON-LD 1.1.

use actix_web::web::Bytes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Error;
use crate::content::Time;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::vocabulary::{ArticleType, TagType};
use crate::http::Site;

/// The media type of JSON-LD.
pub const MEDIA_TYPE: &str = "application/ld+json";

/// The form of the body that is told.
pub fn body() -> BodyForms {
    BodyForms::text()
}

/// A news article in the terms of schema.org, as search engines read it from a page. What an article does not
/// have is missing. It may be put into a page as it is: `<` is written as `\u003c`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewsArticle)]
#[serde(rename_all = "camelCase")]
pub struct NewsArticle {
    /// `https://schema.org`.
    #[serde(rename = "@context")]
    context: &'static str,
    /// `NewsArticle`, or the kind of news article it is.
    #[serde(rename = "@type")]
    kind: &'static str,
    /// Its public address.
    #[serde(rename = "@id")]
    #[schema(format = Uri)]
    id: String,
    /// Its public address.
    #[schema(format = Uri)]
    url: String,
    /// The page it is the subject of: its canonical address.
    #[schema(format = Uri)]
    main_entity_of_page: String,
    /// The News ID.
    identifier: String,
    /// The headline.
    headline: String,
    /// The summary, or else the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<String>,
    /// The whole text, plain.
    article_body: String,
    /// The names of the sections, from the top down.
    article_section: Vec<String>,
    /// The BCP 47 tag of its language.
    in_language: String,
    /// How many words the text has.
    word_count: i64,
    /// How long the text takes to read, as an ISO 8601 duration.
    #[schema(example = "PT3M")]
    time_required: String,
    /// When it was published.
    date_published: Time,
    /// When it last changed for readers.
    date_modified: Time,
    /// The place it was reported from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    dateline: Option<String>,
    /// Who made it: the authors, else the byline, else the source.
    author: Vec<Thing>,
    /// Who publishes it.
    publisher: Thing,
    /// What it is about.
    about: Vec<Thing>,
    /// The names of its tags.
    keywords: Vec<String>,
    /// The picture that leads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    image: Option<Image>,
    /// What readers were told of changes to it, newest first.
    correction: Vec<CorrectionComment>,
    /// How many comments are shown.
    comment_count: i64,
    /// Always true: what delivery tells is open to all.
    is_accessible_for_free: bool,
}

/// A person, an organisation, or what else an article names.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NamedThing)]
struct Thing {
    /// The type in schema.org.
    #[serde(rename = "@type")]
    #[schema(example = "Person")]
    kind: &'static str,
    /// The name.
    name: String,
    /// The public address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri)]
    url: Option<String>,
}

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImageObject)]
#[serde(rename_all = "camelCase")]
struct Image {
    /// `ImageObject`.
    #[serde(rename = "@type")]
    kind: &'static str,
    /// Its address.
    #[schema(format = Uri)]
    url: String,
    /// The line under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    caption: Option<String>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    credit_text: Option<String>,
    /// Width, as a `Distance` of schema.org.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "1600 px")]
    width: Option<String>,
    /// Height, as a `Distance` of schema.org.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "900 px")]
    height: Option<String>,
}

/// What readers were told of a change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CorrectionComment {
    /// `CorrectionComment`.
    #[serde(rename = "@type")]
    kind: &'static str,
    /// What was wrong and what is right.
    text: String,
    /// When it was published.
    date_published: Time,
}

impl NewsArticle {
    /// The article, delivered with its body in the form of [`body`].
    pub fn of(article: DeliveredArticle, site: &Site) -> Self {
        let author = authors(&article, site);
        let about = article.tags.iter().map(|tag| Thing {
            kind: thing(tag.kind),
            name: tag.name.clone(),
            url: Some(site.tag_url(&tag.slug)),
        });
        Self {
            context: "https://schema.org",
            kind: news_article(article.own.kind),
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
            publisher: Thing {
                kind: "NewsMediaOrganization",
                name: site.name.clone(),
                url: Some(site.public_url.clone()),
            },
            about: about.collect(),
            keywords: article.tags.into_iter().map(|tag| tag.name).collect(),
            image: article.own.lead_image.map(|image| Image {
                kind: "ImageObject",
                url: image.url,
                caption: image.caption.or(image.alt),
                credit_text: image.credit,
                width: image.width.map(|width| format!("{width} px")),
                height: image.height.map(|height| format!("{height} px")),
            }),
            correction: article
                .own
                .corrections
                .into_iter()
                .map(|correction| CorrectionComment {
                    kind: "CorrectionComment",
                    text: correction.text,
                    date_published: correction.published_at,
                })
                .collect(),
            comment_count: article.comments.count,
            is_accessible_for_free: true,
        }
    }
}

/// The article as JSON that may stand in a page: a text cannot end the element it is put into.
pub fn bytes(article: &NewsArticle) -> Result<Bytes, Error> {
    let text = serde_json::to_string(article).map_err(Error::internal)?;
    // Outside of strings JSON has no such character.
    Ok(text.replace('<', "\\u003c").into())
}

fn authors(article: &DeliveredArticle, site: &Site) -> Vec<Thing> {
    let named =
        |kind, name: &Option<String>| name.as_ref().map(|name| Thing { kind, name: name.clone(), url: None });
    if let Some(byline) = named("Person", &article.own.byline) {
        return vec![byline];
    }
    if article.authors.is_empty() {
        return named("Organization", &article.own.source).into_iter().collect();
    }
    let person = article.authors.iter().map(|author| Thing {
        kind: "Person",
        name: author.name.clone(),
        url: Some(site.author_url(&author.slug)),
    });
    person.collect()
}

fn news_article(kind: ArticleType) -> &'static str {
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

fn thing(kind: TagType) -> &'static str {
    match kind {
        TagType::Person => "Person",
        TagType::Organisation => "Organization",
        TagType::Place => "Place",
        TagType::Event => "Event",
        TagType::Series => "CreativeWorkSeries",
        TagType::Topic => "Thing",
    }
}
