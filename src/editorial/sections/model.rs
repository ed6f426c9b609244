//! The row of a section, the members of one that passed validation, and the rules of the tree.

use diesel::Queryable;

use crate::Error;
use crate::content::{Fault, Faults, Slug, Time};
use crate::http::Code;

/// The maximum number of levels in the tree.
const MAX_DEPTH: usize = 8;

/// Slugs that a top-level section cannot have, because the URL paths of authors and tags begin with them.
pub const RESERVED_SLUGS: [&str; 2] = ["authors", "tags"];

/// A row of `sections`.
#[derive(Clone, Debug, Queryable)]
pub struct Section {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub slug: Slug,
    pub path: String,
    pub name: String,
    pub description: Option<String>,
    pub position: i32,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

impl Section {
    /// The number of slugs in the path: 1 for a top-level section.
    fn depth(&self) -> usize {
        self.path.split('/').count()
    }
}

/// The members that an editor sets, each valid by itself.
pub struct CheckedSection {
    pub name: String,
    pub slug: Slug,
    pub parent_id: Option<i64>,
    pub description: Option<String>,
    pub position: i32,
}

impl CheckedSection {
    /// Whether a member differs from `before`. Readers see all of these members.
    pub fn differs_from(&self, before: &Section) -> bool {
        (&self.name, &self.slug, self.parent_id) != (&before.name, &before.slug, before.parent_id)
            || (&self.description, self.position) != (&before.description, before.position)
    }

    /// The path of the section below `parent`. `own` is the section before an update, which has `levels` levels of descendants.
    ///
    /// Adds a fault when the parent does not exist, is the section itself or one of its descendants, or when the tree would
    /// become too deep.
    pub fn path(
        &self,
        parent: Option<&Section>,
        own: Option<&Section>,
        levels: usize,
        faults: &mut Faults,
    ) -> String {
        let path = match (self.parent_id, parent) {
            (Some(id), None) => {
                faults.add("/parent_id", "unknown-section", format!("there is no section with the id {id}"));
                return self.slug.to_string();
            }
            (_, Some(parent)) => format!("{}/{}", parent.path, self.slug),
            (None, None) => self.slug.to_string(),
        };
        let is_below_itself = own.zip(parent).is_some_and(|(own, parent)| {
            parent.path == own.path || parent.path.starts_with(&format!("{}/", own.path))
        });
        if is_below_itself {
            let detail = "must not be the section itself or a section below it";
            faults.add("/parent_id", "under-itself", detail);
        }
        let depth = path.split('/').count() + levels;
        if depth > MAX_DEPTH {
            faults.add("/parent_id", "too-deep", too_deep(depth));
        }
        path
    }
}

/// Checks a merge of `source`, with its `descendants`, into `target`, with its `children`.
///
/// Fails with 422 when the target is one of the descendants or the tree would become too deep. Fails with 409 when a child of
/// both has the same slug.
pub fn check_merge(
    source: &Section,
    target: &Section,
    descendants: &[Section],
    children: &[Section],
) -> Result<(), Error> {
    let mut faults = Faults::default();
    if descendants.iter().any(|section| section.id == target.id) {
        faults.add("/into", "under-itself", "must not be a section below the one to merge");
    }
    let levels = descendants.iter().map(|section| section.depth() - source.depth()).max().unwrap_or(0);
    let depth = target.depth() + levels;
    if depth > MAX_DEPTH {
        faults.add("/into", "too-deep", too_deep(depth));
    }
    faults.into_result().map_err(Error::invalid_body)?;
    let moves_child = |slug: &Slug| {
        descendants.iter().any(|section| section.parent_id == Some(source.id) && section.slug == *slug)
    };
    match children.iter().find(|child| child.id != source.id && moves_child(&child.slug)) {
        Some(child) => {
            let detail = format!(
                "Both sections have a child section with the slug `{}`. Change one of the two slugs, then merge again.",
                child.slug
            );
            let fault = Fault::pointer("/into", "slug-taken", detail.clone());
            Err(Error::new(Code::SlugTaken, detail).with_faults(vec![fault]))
        }
        None => Ok(()),
    }
}

fn too_deep(depth: usize) -> String {
    format!("would make the section tree {depth} levels deep, but at most {MAX_DEPTH} are allowed")
}
