//! Sections as readers' apps get them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Section;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::delivered::Crumb;
use crate::content::vocabulary::ResourceKind;
use crate::http::Site;

/// How deep to look.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DepthQuery {
    /// How many levels of children to include; all when it is not given. 0 is none.
    #[param(minimum = 0, maximum = 255)]
    pub depth: Option<u8>,
}

/// A section and what lies below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionNode {
    /// The section's id.
    pub id: i64,
    /// Its part of the path.
    pub slug: String,
    /// The slugs from the top down to it, joined by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    #[schema(required)]
    pub description: Option<String>,
    /// Its public address.
    #[schema(format = Uri)]
    pub url: String,
    /// The sections just below it, by position, then name.
    #[schema(no_recursion)]
    pub children: Vec<SectionNode>,
}

/// The tree of sections.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionTree {
    /// The sections at the top, by position, then name.
    pub data: Vec<SectionNode>,
}

/// A section with its place in the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionPlace {
    /// The section's id.
    pub id: i64,
    /// Its part of the path.
    pub slug: String,
    /// The slugs from the top down to it, joined by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    #[schema(required)]
    pub description: Option<String>,
    /// Its public address.
    #[schema(format = Uri)]
    pub url: String,
    /// The sections from the top down to this one.
    pub breadcrumb: Vec<Crumb>,
    /// The sections just below it, by position, then name.
    pub children: Vec<SectionNode>,
}

/// The sections below `parent`, `depth` levels down. `sections` is in the order of siblings.
pub fn children(sections: &[Section], parent: Option<i64>, depth: u8, site: &Site) -> Vec<SectionNode> {
    let below = sections.iter().filter(|section| section.parent_id == parent);
    below
        .map(|section| SectionNode {
            id: section.id,
            slug: section.slug.to_string(),
            path: section.path.clone(),
            name: section.name.clone(),
            description: section.description.clone(),
            url: site.section_url(&section.path),
            children: match depth {
                0 => Vec::new(),
                depth => children(sections, Some(section.id), depth - 1, site),
            },
        })
        .collect()
}

impl SectionPlace {
    /// The section among all `sections`.
    pub fn new(section: &Section, sections: &[Section], depth: u8, site: &Site) -> Self {
        let mut breadcrumb: Vec<&Section> = sections
            .iter()
            .filter(|other| {
                section.path == other.path || section.path.starts_with(&format!("{}/", other.path))
            })
            .collect();
        breadcrumb.sort_unstable_by_key(|section| section.path.len());
        Self {
            id: section.id,
            slug: section.slug.to_string(),
            path: section.path.clone(),
            name: section.name.clone(),
            description: section.description.clone(),
            url: site.section_url(&section.path),
            breadcrumb: breadcrumb
                .into_iter()
                .map(|section| Crumb {
                    id: section.id,
                    path: section.path.clone(),
                    name: section.name.clone(),
                })
                .collect(),
            children: match depth {
                0 => Vec::new(),
                depth => children(sections, Some(section.id), depth - 1, site),
            },
        }
    }
}

impl Tagged for SectionNode {
    fn tag(&self, tags: &mut CacheTags) {
        tags.add_one(ResourceKind::Section, self.id);
        self.children.tag(tags);
    }
}

impl Tagged for SectionPlace {
    fn tag(&self, tags: &mut CacheTags) {
        tags.add_one(ResourceKind::Section, self.id);
        self.breadcrumb.iter().for_each(|crumb| tags.add_one(ResourceKind::Section, crumb.id));
        self.children.tag(tags);
    }
}
