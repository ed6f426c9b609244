//! A published article as a value, from which feeds, JSON-LD and ninjs are made. They are read outside the site, so all URLs
//! in it are absolute.

use super::store::LoadedArticle;
use crate::content::article::Credit;
use crate::content::body;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::delivered::{
    BodyForms, DeliveredArticle, DeliveredBody, DeliveredComments, DeliveredCredit,
};
use crate::content::vocabulary::ResourceKind;
use crate::db::{QueryError, QueryResult};
use crate::delivery::taxonomy_cache::TaxonomySnapshot;
use crate::http::Site;

/// The published article with its body in `forms`. It fails if the section is unknown, or a stored value is not
/// valid JSON.
pub fn article(
    article: LoadedArticle,
    forms: &BodyForms,
    taxonomy: &TaxonomySnapshot,
    site: &Site,
) -> QueryResult<DeliveredArticle> {
    let LoadedArticle { row, body: stored } = article;
    let (html, text) = (stored.html.unwrap_or_default(), stored.text.unwrap_or_default());
    // The database does not delete a section that has articles.
    let entry = taxonomy.section(row.section_id).ok_or(QueryError::NotFound)?;
    let credits: Vec<Credit> = row.credits.read()?;
    let authors = credits.into_iter().filter_map(|credit| {
        let author = taxonomy.author(credit.id)?;
        let (slug, name) = (author.slug.clone(), author.name.clone());
        Some(DeliveredCredit { id: credit.id, slug, name, role: credit.role })
    });
    let tags: Vec<i64> = row.tag_ids.read()?;
    let url = site.article_url(row.address(&entry.section.path));
    let html = body::absolute_html(&html, site.origin(), &url);
    Ok(DeliveredArticle {
        own: row.payload.read()?,
        url,
        body: DeliveredBody::of(forms, html, text, || {
            stored.blocks.map_or(Ok(Vec::new()), |blocks| blocks.read())
        })?,
        section: entry.section.clone(),
        breadcrumb: entry.breadcrumb.clone(),
        authors: authors.collect(),
        tags: tags.into_iter().filter_map(|tag| Some(taxonomy.tag(tag)?.tag.clone())).collect(),
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
