//! A published article as readers' apps get it.

use utoipa::ToSchema;

use super::store::Told;
use crate::content::article::Credit;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::delivered::{
    BodyForms, DeliveredArticle, DeliveredBody, DeliveredComments, DeliveredCredit,
};
use crate::content::vocabulary::NamedKind;
use crate::content::{Language, reading};
use crate::db::{QueryError, QueryResult};
use crate::delivery::names::{Names, Person};
use crate::http::Site;
use crate::http::page::PageInfo;

/// A page of articles, in the order that was asked for.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct ArticlePage {
    /// The articles.
    data: Vec<DeliveredArticle>,
    /// Where the page lies.
    page: PageInfo,
}

/// The published article with its body in `forms`.
pub fn article(told: Told, forms: &BodyForms, names: &Names, site: &Site) -> QueryResult<DeliveredArticle> {
    let Told { article, text } = told;
    let (html, plain) = (text.html.unwrap_or_default(), text.plain.unwrap_or_default());
    // A section with articles in it cannot go.
    let place = names.place(article.section_id).ok_or(QueryError::NotFound)?;
    let credits: Vec<Credit> = article.credits.read()?;
    let authors = credits.into_iter().filter_map(|credit| {
        let Person { slug, name, .. } = names.person(credit.id)?.clone();
        Some(DeliveredCredit { id: credit.id, slug, name, role: credit.role })
    });
    let tags: Vec<i64> = article.tag_ids.read()?;
    Ok(DeliveredArticle {
        url: site.article_url(&place.section.path, article.id, &article.slug),
        dir: Language::direction_of(&article.language),
        body: DeliveredBody::of(forms, html, plain, || {
            text.blocks.map_or(Ok(Vec::new()), |blocks| blocks.read())
        })?,
        reading_minutes: reading::minutes_of(article.word_count),
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
        section: place.section.clone(),
        breadcrumb: place.breadcrumb.clone(),
        authors: authors.collect(),
        byline: article.byline,
        source: article.source,
        dateline: article.dateline,
        tags: tags.into_iter().filter_map(|tag| Some(names.tag(tag)?.tag.clone())).collect(),
        is_breaking: article.is_breaking,
        is_featured: article.is_featured,
        first_published_at: article.first_published_at,
        published_at: article.published_at,
        updated_at: article.updated_at,
        corrections: article.corrections.read()?,
        comments: DeliveredComments {
            policy: article.comment_policy,
            count: article.comment_count,
            closes_at: article.comments_close_at,
        },
        version: article.version,
    })
}

impl Tagged for DeliveredArticle {
    fn tag(&self, tags: &mut CacheTags) {
        tags.add_one(NamedKind::Article, self.id);
        self.breadcrumb.iter().for_each(|crumb| tags.add_one(NamedKind::Section, crumb.id));
        self.authors.iter().for_each(|author| tags.add_one(NamedKind::Author, author.id));
        self.tags.iter().for_each(|tag| tags.add_one(NamedKind::Tag, tag.id));
    }
}
