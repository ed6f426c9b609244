//! What the author operations take and answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Author;
use crate::Error;
use crate::content::Time;
use crate::content::profile::{Portrait, ProfileLink};
use crate::db::Json;
use crate::http::page::{Limit, PageInfo};
use crate::http::schema::requires;

/// The members of an author that can be written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = AuthorPatch)]
pub struct AuthorInput {
    /// The author's name, up to 100 characters.
    #[schema(example = "Ada Marlow")]
    pub name: Option<String>,
    /// The author's part of an address. Made from the name when it is not given.
    #[schema(example = "ada-marlow")]
    pub slug: Option<String>,
    /// Who the author is, for readers, up to 2,000 characters.
    pub bio: Option<String>,
    /// The author's e-mail address; the newsroom's own, never shown to readers.
    #[schema(format = Email)]
    pub email: Option<String>,
    /// A picture of the author.
    pub image: Option<PortraitInput>,
    /// Where else the author can be found, at most 20 places.
    pub links: Option<Vec<ProfileLinkInput>>,
}

/// A picture of a person, as written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PortraitInput {
    /// Absolute `http` or `https` address of the picture; required.
    pub url: Option<String>,
    /// What the picture shows, up to 500 characters.
    pub alt: Option<String>,
}

/// A place on the web, as written. Both members are required.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileLinkInput {
    /// What the place is called, up to 100 characters.
    #[schema(required, nullable = false)]
    pub label: Option<String>,
    /// Absolute `http` or `https` address.
    #[schema(required, nullable = false)]
    pub url: Option<String>,
}

requires!(CreateAuthor: "AuthorPatch", ["name"]);

/// An author as editors see one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Author)]
pub struct AuthorView {
    /// The author's id.
    pub id: i64,
    /// The author's part of an address.
    pub slug: String,
    /// The author's name.
    pub name: String,
    /// Who the author is, for readers.
    #[schema(required)]
    pub bio: Option<String>,
    /// The author's e-mail address, never shown to readers.
    #[schema(required, format = Email)]
    pub email: Option<String>,
    /// A picture of the author.
    #[schema(required)]
    pub image: Option<Portrait>,
    /// Where else the author can be found.
    pub links: Vec<ProfileLink>,
    /// The version, as in the `ETag`.
    pub version: i64,
    /// When the author was entered.
    pub created_at: Time,
    /// When the author was last changed.
    pub updated_at: Time,
}

/// A page of authors.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct AuthorPage {
    /// The authors, by slug.
    data: Vec<AuthorView>,
    /// Where the page lies.
    page: PageInfo,
}

/// Which authors to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuthorQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

impl TryFrom<Author> for AuthorView {
    type Error = Error;

    fn try_from(author: Author) -> Result<Self, Error> {
        Ok(Self {
            image: author.image.map(|image| image.read()).transpose()?,
            links: author.links.read()?,
            id: author.id,
            slug: author.slug.into_string(),
            name: author.name,
            bio: author.bio,
            email: author.email,
            version: author.version,
            created_at: author.created_at,
            updated_at: author.updated_at,
        })
    }
}

impl TryFrom<&Author> for AuthorInput {
    type Error = Error;

    fn try_from(author: &Author) -> Result<Self, Error> {
        let image: Option<Portrait> = author.image.as_ref().map(Json::read).transpose()?;
        let links: Vec<ProfileLink> = author.links.read()?;
        let links =
            links.into_iter().map(|link| ProfileLinkInput { label: Some(link.label), url: Some(link.url) });
        Ok(Self {
            name: Some(author.name.clone()),
            slug: Some(author.slug.to_string()),
            bio: author.bio.clone(),
            email: author.email.clone(),
            image: image.map(|image| PortraitInput { url: Some(image.url), alt: image.alt }),
            links: Some(links.collect()),
        })
    }
}
