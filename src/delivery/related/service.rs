//! Finding what is related to an article.

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

/// How many tags are looked at: the most important ones.
const TAGS: usize = 10;

/// How many of the newest articles of a tag or section are looked at.
const NEWEST: i64 = 101;

/// The page of the articles that are related to one, the best first, and the reason of each.
pub fn find(
    conn: &mut Conn,
    id: i64,
    limit: Limit,
    taxonomy_cache: &TaxonomyCache,
) -> Result<(LoadedPage, Vec<Reason>), Error> {
    let (section, tag_ids, related_ids) =
        store::filed(conn, id)?.ok_or_else(|| Error::not_found("article"))?;
    let (tags, mut by_editor): (Vec<i64>, Vec<i64>) = (tag_ids.read()?, related_ids.read()?);
    let mut cache_tags = CacheTags::only(CacheTag::Articles(ResourceKind::Section, section));
    cache_tags.add_one(ResourceKind::Article, id);
    let subjects = tags.iter().take(TAGS).map(|tag| CacheTag::Articles(ResourceKind::Tag, *tag));
    let mut cache_tags = cache_tags.and(subjects);
    let published = store::published(conn, &by_editor)?;
    if published.len() < by_editor.len() {
        // The tag of an article that is not published would tell readers of it.
        cache_tags.add(CacheTag::List(ResourceKind::Article));
    }
    by_editor.retain(|id| published.contains(id));
    by_editor.iter().for_each(|id| cache_tags.add_one(ResourceKind::Article, *id));
    let tagged = tags.iter().take(TAGS).map(|tag| store::newest(conn, &Term::Tag(*tag), NEWEST));
    let tagged = tagged.collect::<QueryResult<_>>()?;
    let candidates = Candidates {
        by_editor,
        tagged,
        in_section: store::newest(conn, &Term::SectionAlone(section), NEWEST)?,
    };
    let best = candidates.best(id, limit.get() as usize);
    let ids: Vec<i64> = best.iter().map(|(id, _)| *id).collect();
    let page = Page::only(with_ids(conn, &ids, &BodyForms::none())?, limit);
    let reasons = best.into_iter().map(|(_, reason)| reason).collect();
    Ok((LoadedPage { page, names: taxonomy_cache.look_up(conn)?, tags: cache_tags }, reasons))
}
