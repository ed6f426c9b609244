//! Sections in the delivery API.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Section;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::delivered::Crumb;
use crate::content::vocabulary::ResourceKind;
use crate::http::Site;

/// The depth of the section tree to return.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DepthQuery {
    /// The number of levels of `children` to return. Default: all. With 0, `children` is empty.
    #[param(minimum = 0, maximum = 255)]
    pub depth: Option<u8>,
}

/// A section with its subsections.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionNode {
    /// The section's id.
    pub id: i64,
    /// The slug, unique among siblings: the last segment of the path.
    pub slug: String,
    /// The slugs of the section and its ancestors, from the root down, joined by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// The name.
    pub name: String,
    /// A text about the section for readers.
    #[schema(required)]
    pub description: Option<String>,
    /// The public URL of the section's page.
    #[schema(format = Uri)]
    pub url: String,
    /// The direct subsections, ordered by position, then by name.
    #[schema(no_recursion)]
    pub children: Vec<SectionNode>,
}

/// The section tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionTree {
    /// The top-level sections, ordered by position, then by name.
    pub data: Vec<SectionNode>,
}

/// A section with its ancestors and subsections.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionPlace {
    /// The section's id.
    pub id: i64,
    /// The slug, unique among siblings: the last segment of the path.
    pub slug: String,
    /// The slugs of the section and its ancestors, from the root down, joined by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// The name.
    pub name: String,
    /// A text about the section for readers.
    #[schema(required)]
    pub description: Option<String>,
    /// The public URL of the section's page.
    #[schema(format = Uri)]
    pub url: String,
    /// The section and its ancestors, from the root down.
    pub breadcrumb: Vec<Crumb>,
    /// The direct subsections, ordered by position, then by name.
    pub children: Vec<SectionNode>,
}

/// The sections below `parent`, with `depth` levels of children each; the top-level sections if it is `None`.
/// `sections` are all sections in the order of siblings.
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
    /// The section, with `depth` levels of children. `sections` are all sections in the order of siblings.
    pub fn new(section: &Section, sections: &[Section], depth: u8, site: &Site) -> Self {
        let mut breadcrumb: Vec<&Section> = sections.iter().filter(|other| section.is_in(other)).collect();
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
