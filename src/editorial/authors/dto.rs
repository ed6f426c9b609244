//! Request and response bodies of the author operations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Author;
use crate::Error;
use crate::content::Time;
use crate::content::profile::{Portrait, ProfileLink};
use crate::db::Json;
use crate::http::page::{Limit, PageInfo};
use crate::http::schema::requires;

/// The members of an author that editors set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = AuthorPatch)]
pub struct AuthorInput {
    /// The author's name, up to 100 characters.
    #[schema(min_length = 1, max_length = 100, example = "Ada Marlow")]
    pub name: Option<String>,
    /// The last segment of the author's URL path, unique among authors: up to 120 letters and digits of any script, with single
    /// `-`, `_` or `.` between them. Without it, the server makes a slug from the name, and adds a number if another author has
    /// that slug.
    #[schema(max_length = 120, format = "slug", example = "ada-marlow")]
    pub slug: Option<String>,
    /// A short biography for readers, up to 2,000 characters.
    #[schema(max_length = 2000)]
    pub bio: Option<String>,
    /// The author's e-mail address. Accounts and API keys of the newsroom see it; the delivery API does not return it.
    #[schema(format = Email, max_length = 254)]
    pub email: Option<String>,
    /// A portrait of the author.
    pub image: Option<PortraitInput>,
    /// At most 20 links to the author's profiles on other sites.
    #[schema(max_items = 20)]
    pub links: Option<Vec<ProfileLinkInput>>,
}

/// A portrait of a person.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PortraitInput {
    /// The absolute `http` or `https` URL of the image. It is required.
    #[schema(max_length = 2048, format = "web-url")]
    pub url: Option<String>,
    /// The alternative text: what the image shows, up to 500 characters.
    #[schema(max_length = 500)]
    pub alt: Option<String>,
}

/// A link to a profile on another site. Both members are required.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileLinkInput {
    /// The text of the link, up to 100 characters.
    #[schema(required, nullable = false, min_length = 1, max_length = 100)]
    pub label: Option<String>,
    /// The absolute `http` or `https` URL.
    #[schema(required, nullable = false, max_length = 2048, format = "web-url")]
    pub url: Option<String>,
}

requires!(CreateAuthor: AuthorInput, ["name"], "A new author.");

/// An author in the editorial API.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Author)]
pub struct AuthorView {
    /// The author's id.
    pub id: i64,
    /// The last segment of the author's URL path, unique among authors.
    pub slug: String,
    /// The author's name.
    pub name: String,
    /// A short biography for readers.
    #[schema(required)]
    pub bio: Option<String>,
    /// The author's e-mail address. The delivery API does not return it.
    #[schema(required, format = Email)]
    pub email: Option<String>,
    /// A portrait of the author.
    #[schema(required)]
    pub image: Option<Portrait>,
    /// Links to the author's profiles on other sites.
    pub links: Vec<ProfileLink>,
    /// The version number. The `ETag` header has the same number.
    pub version: i64,
    /// The time at which the author was created.
    pub created_at: Time,
    /// The time of the last change.
    pub updated_at: Time,
}

/// A page of authors.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct AuthorPage {
    /// The authors, ordered by slug.
    data: Vec<AuthorView>,
    /// The page's limit, and the cursors of the next and previous pages.
    page: PageInfo,
}

/// Query parameters of the list of authors.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuthorQuery {
    /// The maximum number of authors on a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
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
