//! The cache tags of a list: what can change it.

use std::collections::BTreeMap;

use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::QueryResult;
use crate::delivery::articles::dto::{ArticleQuery, ArticleSort};
use crate::http::comma_separated::CommaSeparated;

/// The tags of the list with that filter, besides those of the articles that it shows. `ids` finds the ids of things by
/// their names, present or former; what it does not find does not exist.
///
/// An article can only come onto the list, or leave it, together with one of the lists that the filter names: by an
/// author, with a tag, in a section; without any of them, that of all articles. What the other conditions name
/// counts too, in case it is merged or moved.
pub fn tags(
    filter: &ArticleQuery,
    mut ids: impl FnMut(ResourceKind, &[String]) -> QueryResult<BTreeMap<String, i64>>,
) -> QueryResult<CacheTags> {
    let mut tags = CacheTags::default();
    let mut along: Option<Vec<CacheTag>> = None;
    if let Some(CommaSeparated(ids)) = &filter.ids {
        along = Some(ids.iter().map(|id| CacheTag::One(ResourceKind::Article, *id)).collect());
    }
    for (kind, names, leads) in [
        (ResourceKind::Tag, &filter.tag, true),
        (ResourceKind::Author, &filter.author, true),
        (ResourceKind::Tag, &filter.tag_all, true),
        (ResourceKind::Section, &filter.section, true),
        (ResourceKind::Tag, &filter.tag_none, false),
    ] {
        let Some(CommaSeparated(names)) = names else { continue };
        let found = ids(kind, names)?;
        if found.len() < names.len() || kind == ResourceKind::Section && along.is_some() {
            tags.add(CacheTag::List(kind));
        }
        found.values().for_each(|id| tags.add_one(kind, *id));
        if leads && along.is_none() {
            along = Some(found.into_values().map(|id| CacheTag::Articles(kind, id)).collect());
        }
    }
    let goes_by_updates = filter.q.is_some()
        || filter.updated_after.is_some()
        || filter.sort.is_some_and(|sort| sort == ArticleSort::LastChanged);
    let tags = tags.and(goes_by_updates.then_some(CacheTag::Updates));
    Ok(tags.and(along.unwrap_or_else(|| vec![CacheTag::List(ResourceKind::Article)])))
}
