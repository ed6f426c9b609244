//! Finds the articles that are related to an article.

use super::model::{Candidates, Reason};
use super::store;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags, Term};
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::pages::LoadedPage;
use crate::delivery::articles::store::with_ids;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::page::{Limit, Page};

/// The number of tags that are compared: the most important ones.
const TAGS: usize = 10;

/// The number of candidates that are read for each tag and for the section: one more than a page can hold, because
/// the article itself is among them.
const CANDIDATES: i64 = 101;

/// The articles that are related to the article `id`, the most relevant first, and the reason of each. Fails with
/// 404 if it is not published.
pub fn find(
    conn: &mut Conn,
    id: i64,
    limit: Limit,
    taxonomy_cache: &TaxonomyCache,
) -> Result<(LoadedPage, Vec<Reason>), Error> {
    let (section, tag_ids, related_ids) =
        store::relations(conn, id)?.ok_or_else(|| Error::not_found("article"))?;
    let (tags, mut by_editor): (Vec<i64>, Vec<i64>) = (tag_ids.read()?, related_ids.read()?);
    let tags = || tags.iter().take(TAGS).copied();
    let mut cache_tags = CacheTags::only(CacheTag::Articles(ResourceKind::Section, section))
        .and(tags().map(|tag| CacheTag::Articles(ResourceKind::Tag, tag)));
    cache_tags.add_one(ResourceKind::Article, id);
    let published = store::published(conn, &by_editor)?;
    if published.len() < by_editor.len() {
        // The cache tag of an unpublished article would disclose that it exists.
        cache_tags.add(CacheTag::List(ResourceKind::Article));
    }
    by_editor.retain(|id| published.contains(id));
    by_editor.iter().for_each(|id| cache_tags.add_one(ResourceKind::Article, *id));
    let tagged =
        tags().map(|tag| store::newest(conn, &Term::Tag(tag), CANDIDATES)).collect::<QueryResult<_>>()?;
    let in_section = store::newest(conn, &Term::SectionAlone(section), CANDIDATES)?;
    let best = Candidates { by_editor, tagged, in_section }.best(id, limit.get() as usize);
    let ids: Vec<i64> = best.iter().map(|(id, _)| *id).collect();
    let page = Page::only(with_ids(conn, &ids, &BodyForms::none())?, limit);
    let reasons = best.into_iter().map(|(_, reason)| reason).collect();
    Ok((LoadedPage { page, taxonomy: taxonomy_cache.read(conn)?, cache_tags }, reasons))
}
