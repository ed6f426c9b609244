//! The row of a tag, and the search for tags by their names.

use diesel::prelude::*;

use crate::content::Slug;
use crate::content::delivered::TagShort;
use crate::content::search::Search;
use crate::content::vocabulary::TagType;
use crate::delivery::taxonomy_cache::TaxonomySnapshot;
use crate::http::page::PageRequest;

/// A row of `published_tags`.
#[derive(Debug, Queryable)]
pub struct Tag {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub kind: TagType,
}

impl Tag {
    /// The row of a tag in short form. It fails if the slug is not valid.
    fn of(tag: &TagShort) -> Result<Self, <Slug as std::str::FromStr>::Err> {
        Ok(Self { id: tag.id, slug: tag.slug.parse()?, name: tag.name.clone(), kind: tag.kind })
    }
}

/// The rows of a page of the tags of that type whose names match the search, ordered by slug, and one more if
/// another page follows.
pub fn search(
    taxonomy: &TaxonomySnapshot,
    search: &Search,
    kind: Option<TagType>,
    page: &PageRequest<Slug>,
) -> Vec<Tag> {
    let found = taxonomy.search_tags(search).filter(|tag| kind.is_none_or(|kind| tag.kind == kind));
    let mut tags: Vec<Tag> = found.filter_map(|tag| Tag::of(tag).ok()).collect();
    tags.sort_unstable_by(|one, other| one.slug.cmp(&other.slug));
    if page.backward() {
        tags.reverse();
    }
    if let Some(cursor) = &page.cursor {
        tags.retain(|tag| if page.backward() { tag.slug < cursor.key } else { tag.slug > cursor.key });
    }
    tags.truncate(usize::try_from(page.rows()).unwrap_or_default());
    tags
}
