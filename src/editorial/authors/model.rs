//! The row of an author, and the members of one that passed validation.

use diesel::Queryable;

use crate::content::profile::{Portrait, ProfileLink};
use crate::content::{Slug, Time};
use crate::db::{Json, QueryResult};

/// A row of `authors`.
#[derive(Clone, Debug, Queryable)]
pub struct Author {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub bio: Option<String>,
    pub email: Option<String>,
    /// A [`Portrait`].
    pub image: Option<Json>,
    /// A list of [`ProfileLink`].
    pub links: Json,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// The members that an editor sets, all valid.
pub struct CheckedAuthor {
    pub name: String,
    pub slug: Slug,
    pub bio: Option<String>,
    pub email: Option<String>,
    pub image: Option<Portrait>,
    pub links: Vec<ProfileLink>,
}

impl CheckedAuthor {
    /// Whether a member that readers see differs from `before`: every member except the e-mail address.
    pub fn differs_publicly_from(&self, before: &Author) -> QueryResult<bool> {
        let image: Option<Portrait> = before.image.as_ref().map(Json::read).transpose()?;
        let links: Vec<ProfileLink> = before.links.read()?;
        let is_text_same = (&self.name, &self.slug, &self.bio) == (&before.name, &before.slug, &before.bio);
        Ok(!is_text_same || self.image != image || self.links != links)
    }
}
