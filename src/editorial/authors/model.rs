//! The rules of an author's members.

use super::dto::AuthorInput;
use super::store::Author;
use crate::content::profile::{Portrait, ProfileLink};
use crate::content::{Faults, Slug, email, web_url};
use crate::db::{Json, QueryResult};
use crate::editorial::taxonomy;

/// The most links an author may have.
const MAX_LINKS: usize = 20;

/// An author's members, all of them good.
pub struct CheckedAuthor {
    pub name: String,
    pub slug: Slug,
    pub bio: Option<String>,
    pub email: Option<String>,
    pub image: Option<Portrait>,
    pub links: Vec<ProfileLink>,
}

impl CheckedAuthor {
    /// Checks the members; `None` when a required one is missing or bad, which is then noted.
    pub fn check(input: AuthorInput, faults: &mut Faults) -> Option<Self> {
        let name = faults.line("/name", input.name, 100);
        let name = faults.required("/name", name);
        let slug = taxonomy::slug(input.slug, name.as_deref(), faults);
        let bio = faults.text("/bio", input.bio, 2000);
        let email = faults.parsed("/email", "invalid-email", input.email, email::parse);
        let image = input.image.and_then(|image| {
            let url = faults.required("/image/url", image.url);
            let url = faults.parsed("/image/url", "invalid-url", url, web_url::parse);
            let alt = faults.line("/image/alt", image.alt, 500);
            Some(Portrait { url: url?, alt })
        });
        let mut given = input.links.unwrap_or_default();
        if given.len() > MAX_LINKS {
            faults.add("/links", "too-many", format!("at most {MAX_LINKS} links are allowed"));
            given.truncate(MAX_LINKS);
        }
        let links = given.into_iter().enumerate().filter_map(|(at, link)| {
            let (label_at, url_at) = (format!("/links/{at}/label"), format!("/links/{at}/url"));
            let label = faults.line(&label_at, link.label, 100);
            let label = faults.required(&label_at, label);
            let url = faults.required(&url_at, link.url);
            let url = faults.parsed(&url_at, "invalid-url", url, web_url::parse);
            Some(ProfileLink { label: label?, url: url? })
        });
        let links = links.collect();
        Some(Self { name: name?, slug: slug?, bio, email, image, links })
    }

    /// Whether readers would see another profile than `before`'s.
    pub fn differs_in_public_from(&self, before: &Author) -> QueryResult<bool> {
        let image: Option<Portrait> = before.image.as_ref().map(Json::read).transpose()?;
        let links: Vec<ProfileLink> = before.links.read()?;
        let words = (&self.name, &self.slug, &self.bio) != (&before.name, &before.slug, &before.bio);
        Ok(words || self.image != image || self.links != links)
    }
}
