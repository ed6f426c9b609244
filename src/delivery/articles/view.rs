//! A published article as a value: what feeds, linked data and ninjs are made of.

use utoipa::ToSchema;

use super::store::LoadedArticle;
use crate::content::article::Credit;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::delivered::{
    BodyForms, DeliveredArticle, DeliveredBody, DeliveredComments, DeliveredCredit,
};
use crate::content::vocabulary::ResourceKind;
use crate::db::{QueryError, QueryResult};
use crate::delivery::taxonomy_cache::{AuthorEntry, TaxonomySnapshot};
use crate::http::Site;
use crate::http::page::PageInfo;

/// A page of articles, in the order that was asked for.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct ArticlePage {
    /// The articles.
    data: Vec<DeliveredArticle>,
    /// Where the page lies.
    page: PageInfo,
}

/// The published article with its body in `forms`.
pub fn article(
    article: LoadedArticle,
    forms: &BodyForms,
    names: &TaxonomySnapshot,
    site: &Site,
) -> QueryResult<DeliveredArticle> {
    let LoadedArticle { row, body } = article;
    let (html, text) = (body.html.unwrap_or_default(), body.text.unwrap_or_default());
    // A section with articles in it cannot go.
    let place = names.place(row.section_id).ok_or(QueryError::NotFound)?;
    let credits: Vec<Credit> = row.credits.read()?;
    let authors = credits.into_iter().filter_map(|credit| {
        let AuthorEntry { slug, name, .. } = names.person(credit.id)?.clone();
        Some(DeliveredCredit { id: credit.id, slug, name, role: credit.role })
    });
    let tags: Vec<i64> = row.tag_ids.read()?;
    Ok(DeliveredArticle {
        own: row.payload.read()?,
        url: site.article_url(&place.section.path, row.id, &row.slug),
        body: DeliveredBody::of(forms, html, text, || {
            body.blocks.map_or(Ok(Vec::new()), |blocks| blocks.read())
        })?,
        section: place.section.clone(),
        breadcrumb: place.breadcrumb.clone(),
        authors: authors.collect(),
        tags: tags.into_iter().filter_map(|tag| Some(names.tag(tag)?.tag.clone())).collect(),
        comments: DeliveredComments {
            policy: row.comment_policy,
            count: row.comment_count,
            closes_at: row.comments_close_at,
        },
    })
}

impl Tagged for DeliveredArticle {
    fn tag(&self, tags: &mut CacheTags) {
        tags.add_one(ResourceKind::Article, self.own.id);
        self.breadcrumb.iter().for_each(|crumb| tags.add_one(ResourceKind::Section, crumb.id));
        self.authors.iter().for_each(|author| tags.add_one(ResourceKind::Author, author.id));
        self.tags.iter().for_each(|tag| tags.add_one(ResourceKind::Tag, tag.id));
    }
}
