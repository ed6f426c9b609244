//! A published article as readers' apps get it.

use utoipa::ToSchema;

use super::store::{Correction, Credit, Placed, Subject};
use crate::content::delivered::{
    BodyForms, DeliveredArticle, DeliveredBody, DeliveredComments, DeliveredCorrection, DeliveredCredit,
    TagShort,
};
use crate::content::language::Direction;
use crate::content::vocabulary::NamedKind;
use crate::content::{Language, reading};
use crate::db::QueryResult;
use crate::http::Site;
use crate::http::page::PageInfo;
use crate::http::things::{Mentions, Things};

/// A page of articles, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct ArticlePage {
    /// The articles.
    data: Vec<DeliveredArticle>,
    /// Where the page lies.
    page: PageInfo,
}

/// The published article with its body in `forms`.
pub fn article(placed: Placed, forms: &BodyForms, site: &Site) -> QueryResult<DeliveredArticle> {
    let Placed { article, breadcrumb, section, credits, subjects, corrections } = placed;
    Ok(DeliveredArticle {
        url: site.article_url(&section.path, article.id, &article.slug),
        dir: article.language.parse::<Language>().map_or(Direction::Ltr, |language| language.direction()),
        body: DeliveredBody::of(forms, &article.html, &article.plain_text, || article.blocks.read())?,
        reading_minutes: reading::reading_minutes(u32::try_from(article.word_count).unwrap_or(u32::MAX)),
        lead_image: article.lead_image.map(|image| image.read()).transpose()?,
        seo: article.seo.read()?,
        id: article.id,
        slug: article.slug.into_string(),
        kind: article.kind,
        language: article.language,
        headline: article.headline,
        kicker: article.kicker,
        lead: article.lead,
        summary: article.summary,
        word_count: article.word_count,
        section,
        breadcrumb,
        authors: credits.into_iter().map(DeliveredCredit::from).collect(),
        byline: article.byline,
        source: article.source,
        dateline: article.dateline,
        tags: subjects.into_iter().map(TagShort::from).collect(),
        is_breaking: article.is_breaking,
        is_featured: article.is_featured,
        first_published_at: article.first_published_at,
        published_at: article.published_at,
        updated_at: article.updated_at,
        corrections: corrections.into_iter().map(DeliveredCorrection::from).collect(),
        comments: DeliveredComments {
            policy: article.comment_policy,
            count: article.comment_count,
            closes_at: article.comments_close_at,
        },
        version: article.version,
    })
}

impl From<Credit> for DeliveredCredit {
    fn from(credit: Credit) -> Self {
        Self { id: credit.id, slug: credit.slug.into_string(), name: credit.name, role: credit.role }
    }
}

impl From<Correction> for DeliveredCorrection {
    fn from(correction: Correction) -> Self {
        Self { kind: correction.kind, text: correction.text, published_at: correction.published_at }
    }
}

impl From<Subject> for TagShort {
    fn from(tag: Subject) -> Self {
        Self { id: tag.id, slug: tag.slug.into_string(), name: tag.name, kind: tag.kind }
    }
}

impl Mentions for DeliveredArticle {
    fn mention(&self, things: &mut Things) {
        things.add(NamedKind::Article, self.id);
        self.breadcrumb.iter().for_each(|crumb| things.add(NamedKind::Section, crumb.id));
        self.authors.iter().for_each(|author| things.add(NamedKind::Author, author.id));
        self.tags.iter().for_each(|tag| things.add(NamedKind::Tag, tag.id));
    }
}
