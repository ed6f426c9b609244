//! An article as a news object of IPTC ninjs 3.1, "News in JSON", which news agencies exchange.

mod dto;

pub use self::dto::NewsObject;
use self::dto::{AltId, Association, Concept, Genre, InfoSource, Rendition, Standard, Text};
use crate::content::article::LeadImage;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::vocabulary::{ArticleType, TagType};
use crate::http::Site;

/// The media type of ninjs.
pub const MEDIA_TYPE: &str = "application/vnd.iptc.ninjs+json";

/// The forms of the body that [`NewsObject::of`] needs, for `bodies`.
pub fn body_forms() -> BodyForms {
    BodyForms::html().and_text()
}

impl NewsObject {
    /// The article, which must have its body in the forms of [`body_forms`].
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
        let creators = article.creators();
        Self {
            uri: site.permanent_id(article.own.id, article.own.first_published_at),
            standard: Standard {
                name: "ninjs",
                version: "3.1",
                schema: "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
            },
            kind: news_type(article.own.kind),
            representation_type: "full",
            version: article.own.version.to_string(),
            first_created: Some(article.own.first_published_at),
            version_created: Some(article.own.updated_at),
            content_created: Some(article.own.published_at),
            pub_status: "usable",
            urgency: article.own.is_breaking.then_some(1),
            by: (!creators.is_empty()).then(|| creators.join(", ")),
            info_sources: info_sources(&article, site),
            subjects: sections.chain(about(TagType::Topic)).chain(about(TagType::Series)).collect(),
            people: about(TagType::Person),
            organisations: about(TagType::Organisation),
            places: about(TagType::Place),
            events: about(TagType::Event),
            genres: genre(article.own.kind).into_iter().collect(),
            headlines: texts([("main", Some(article.own.headline)), ("kicker", article.own.kicker)]),
            descriptions: texts(
                [("lead", article.own.lead), ("summary", article.own.summary)].into_iter().chain(
                    article
                        .own
                        .corrections
                        .into_iter()
                        .map(|correction| (correction.kind.into(), Some(correction.text))),
                ),
            ),
            bodies: article.body.map_or(Vec::new(), |body| {
                let html = body.html.map(|html| ("text/html", html));
                let text = body.text.map(|text| ("text/plain", text));
                let words = Some(article.own.word_count);
                let forms = html.into_iter().chain(text);
                forms
                    .map(|(content_type, value)| Text { role: None, content_type, word_count: words, value })
                    .collect()
            }),
            language: article.own.language,
            located: article.own.dateline,
            renditions: vec![Rendition {
                name: "web",
                href: article.url,
                content_type: Some("text/html"),
                ..Rendition::default()
            }],
            associations: article.own.lead_image.map(association).into_iter().collect(),
            alt_ids: vec![AltId { role: "newsId", value: article.own.id.to_string() }],
        }
    }
}

/// The texts that have a value, with their roles, as plain text.
fn texts(texts: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Vec<Text> {
    let present = texts.into_iter().filter_map(|(role, text)| Some((role, text?)));
    present
        .map(|(role, value)| Text { role: Some(role), content_type: "text/plain", word_count: None, value })
        .collect()
}

/// The credited authors, then the source.
fn info_sources(article: &DeliveredArticle, site: &Site) -> Vec<InfoSource> {
    let authors = article.authors.iter().map(|author| InfoSource {
        name: author.name.clone(),
        role: author.role.clone(),
        uri: Some(site.author_url(&author.slug)),
    });
    let source = article.own.source.iter();
    let source = source.map(|name| InfoSource { name: name.clone(), role: "source".to_owned(), uri: None });
    authors.chain(source).collect()
}

/// The lead image.
fn association(image: LeadImage) -> Association {
    Association {
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

/// The ninjs `type` of an article.
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

/// The genre in the IPTC NewsCodes; `None` for a plain report, and for a type that describes the medium.
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
