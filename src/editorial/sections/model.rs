//! The rules of the section tree.

use super::dto::SectionInput;
use super::store::Section;
use crate::Error;
use crate::content::{Fault, Faults, Slug};
use crate::editorial::taxonomy;
use crate::http::Code;

/// The most levels the tree may have.
const MAX_DEPTH: usize = 8;

/// Slugs that a section at the top cannot have, since the addresses of authors and tags begin with
/// them.
const RESERVED: [&str; 2] = ["authors", "tags"];

/// A section's members, each checked for itself.
pub struct CheckedSection {
    pub name: String,
    pub slug: Slug,
    pub parent_id: Option<i64>,
    pub description: Option<String>,
    pub position: i32,
}

impl CheckedSection {
    /// Checks the members; `None` when a required one is missing or bad, which is then noted.
    pub fn check(input: SectionInput, faults: &mut Faults) -> Option<Self> {
        let name = faults.line("/name", input.name, 100);
        let name = faults.required("/name", name);
        let slug = taxonomy::slug(input.slug, name.as_deref(), faults);
        let top = input.parent_id.is_none();
        if let Some(slug) = slug.as_deref().filter(|slug| top && RESERVED.contains(slug)) {
            faults.add(
                "/slug",
                "reserved",
                format!("`{slug}` at the top is where public addresses of {slug} begin"),
            );
        }
        let description = faults.text("/description", input.description, 1000);
        Some(Self {
            name: name?,
            slug: slug?,
            parent_id: input.parent_id,
            description,
            position: input.position.unwrap_or(0),
        })
    }

    /// Whether a member is another one than that of `before`. Readers see all of them.
    pub fn differs_from(&self, before: &Section) -> bool {
        (&self.name, &self.slug, self.parent_id) != (&before.name, &before.slug, before.parent_id)
            || (&self.description, self.position) != (&before.description, before.position)
    }

    /// The path it will have below `parent`. A section that exists already cannot go under itself,
    /// and brings the `levels` below it along.
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
        let under_itself = own.zip(parent).is_some_and(|(own, parent)| {
            parent.path == own.path || parent.path.starts_with(&format!("{}/", own.path))
        });
        if under_itself {
            faults.add("/parent_id", "under-itself", "a section cannot be moved under itself");
        }
        if path.split('/').count() + levels > MAX_DEPTH {
            faults.add("/parent_id", "too-deep", format!("the tree has at most {MAX_DEPTH} levels"));
        }
        path
    }
}

/// Refuses a merge of `gone`, with what lies `below` it, into `kept`, which has those `children`: into
/// what lies below it, or when the tree would get too deep or a path would be taken.
pub fn check_merge(
    gone: &Section,
    kept: &Section,
    below: &[Section],
    children: &[Section],
) -> Result<(), Error> {
    let mut faults = Faults::default();
    if below.iter().any(|section| section.id == kept.id) {
        faults.add("/into", "under-itself", "a section cannot be merged into one below it");
    }
    let depth = |section: &Section| section.path.split('/').count();
    let levels = below.iter().map(|section| depth(section) - depth(gone)).max().unwrap_or(0);
    if depth(kept) + levels > MAX_DEPTH {
        faults.add("/into", "too-deep", format!("the tree has at most {MAX_DEPTH} levels"));
    }
    faults.into_result().map_err(Error::invalid_body)?;
    let comes =
        |slug: &Slug| below.iter().any(|section| section.parent_id == Some(gone.id) && section.slug == *slug);
    match children.iter().find(|child| child.id != gone.id && comes(&child.slug)) {
        Some(child) => {
            let detail =
                format!("A section `{}` lies below both; give one of them another slug first.", child.slug);
            let fault = Fault::pointer("/into", "slug-taken", detail.clone());
            Err(Error::new(Code::SlugTaken, detail).with_faults(vec![fault]))
        }
        None => Ok(()),
    }
}
