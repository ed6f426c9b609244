//! The cache tags of a list of articles: everything that can change which articles are on it.

use std::collections::BTreeMap;

use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::QueryResult;
use crate::delivery::articles::dto::{ArticleQuery, ArticleSort};
use crate::http::comma_separated::CommaSeparated;

/// The cache tags of the list with this filter, without those of the articles on it. `find_ids` returns the ids of
/// the given names, present or former, and omits names that do not exist.
///
/// An article on the list is among the articles of every tag, author and section that the filter requires. So the
/// tag of the articles of one such condition is enough, or of all articles if the filter has none. The resources of
/// the other conditions are included too, because tags and authors can be merged, and sections moved.
pub fn cache_tags(
    filter: &ArticleQuery,
    mut find_ids: impl FnMut(ResourceKind, &[String]) -> QueryResult<BTreeMap<String, i64>>,
) -> QueryResult<CacheTags> {
    let mut tags = CacheTags::default();
    let mut members: Option<Vec<CacheTag>> = None;
    if filter.q.is_some() {
        // Any article can be the first one in a language by which words are stemmed, or have a word that is suggested.
        tags.add(CacheTag::List(ResourceKind::Article));
    }
    if let Some(CommaSeparated(ids)) = &filter.ids {
        members = Some(ids.iter().map(|id| CacheTag::One(ResourceKind::Article, *id)).collect());
    }
    for (kind, names, is_required) in [
        (ResourceKind::Tag, &filter.tag, true),
        (ResourceKind::Author, &filter.author, true),
        (ResourceKind::Tag, &filter.tag_all, true),
        (ResourceKind::Section, &filter.section, true),
        (ResourceKind::Tag, &filter.tag_none, false),
    ] {
        let Some(CommaSeparated(names)) = names else { continue };
        let ids = find_ids(kind, names)?;
        if ids.len() < names.len() || kind == ResourceKind::Section && members.is_some() {
            tags.add(CacheTag::List(kind));
        }
        ids.values().for_each(|id| tags.add_one(kind, *id));
        if is_required && members.is_none() {
            members = Some(ids.into_values().map(|id| CacheTag::Articles(kind, id)).collect());
        }
    }
    let reads_updates = filter.q.is_some()
        || filter.updated_after.is_some()
        || filter.sort.is_some_and(|sort| sort == ArticleSort::LastChanged);
    // With `ids` the tags of the articles themselves are there.
    let depends_on_updates = reads_updates && filter.ids.is_none();
    let tags = tags.and(depends_on_updates.then_some(CacheTag::Updates));
    Ok(tags.and(members.unwrap_or_else(|| vec![CacheTag::List(ResourceKind::Article)])))
}
