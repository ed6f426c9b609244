//! The request bodies and query parameters of the article operations.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{BodyInput, BodyPatch};
use crate::content::Time;
use crate::content::body::Format;
use crate::content::vocabulary::{ArticleType, CommentPolicy};
use crate::http::schema::requires;

/// The members of an article that clients can write. A draft needs only a headline; publishing needs more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ArticlePatch)]
pub struct ArticleInput {
    /// The News ID, from 1 to 2^53 − 1. Only for a new article that already has an id in another system; the server
    /// chooses the next free id otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub id: Option<i64>,
    /// The headline: one line of up to 300 characters.
    #[schema(min_length = 1, max_length = 300, example = "Ferry back on its summer timetable")]
    pub headline: Option<String>,
    /// The kicker: a short line above the headline, up to 100 characters.
    #[schema(max_length = 100)]
    pub kicker: Option<String>,
    /// The lead: the opening paragraph, up to 2,000 characters.
    #[schema(max_length = 2000)]
    pub lead: Option<String>,
    /// The summary for lists and feeds, up to 2,000 characters.
    #[schema(max_length = 2000)]
    pub summary: Option<String>,
    /// The readable part of the article's URL: up to 120 letters and digits of any script, with single `-`, `_` or `.`
    /// between them. Upper case becomes lower case. Without it, the server makes a slug from the headline, and changes it
    /// with the headline until the first publication.
    #[schema(max_length = 120, format = "slug")]
    pub slug: Option<String>,
    /// The type of article; `article` by default.
    #[serde(rename = "type")]
    pub kind: Option<ArticleType>,
    /// The language of the article (BCP 47); the language of the site by default.
    #[schema(max_length = 35, format = "language", example = "en")]
    pub language: Option<String>,
    /// The body.
    #[schema(value_type = Option<BodyPatch>)]
    pub body: Option<BodyInput>,
    /// The id of the section. An article needs a section to be published.
    pub section_id: Option<i64>,
    /// The authors in the order of the byline, at most 50. One author can have several roles, each in its own entry.
    #[schema(max_items = 50)]
    pub authors: Option<Vec<CreditInput>>,
    /// The byline that replaces the authors' names, up to 300 characters. Line ends become spaces.
    #[schema(max_length = 300)]
    pub byline: Option<String>,
    /// The ids of the tags, most important first, at most 50.
    #[schema(max_items = 50)]
    pub tag_ids: Option<Vec<i64>>,
    /// The News IDs of related articles, at most 50. You can add only articles that you can read. Ids that the article
    /// already has can stay, also after those articles were deleted.
    #[schema(max_items = 50)]
    pub related_ids: Option<Vec<i64>>,
    /// The news agency or newspaper that the article comes from, up to 300 characters.
    #[schema(max_length = 300)]
    pub source: Option<String>,
    /// The dateline: the city or region that the article was reported from, up to 100 characters.
    #[schema(max_length = 100)]
    pub dateline: Option<String>,
    /// True for breaking news; false by default.
    pub is_breaking: Option<bool>,
    /// True to show the article prominently; false by default.
    pub is_featured: Option<bool>,
    /// The publish time that readers see; the time of publishing by default.
    #[schema(value_type = Option<Time>)]
    pub published_at: Option<String>,
    /// The main image.
    pub lead_image: Option<LeadImageInput>,
    /// The comment settings.
    pub comments: Option<CommentSettingsInput>,
    /// The title, description and canonical URL for search engines.
    pub seo: Option<SeoInput>,
    /// A note for colleagues about this save, up to 500 characters. It is stored with the revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

requires!(
    CreateArticle: ArticleInput,
    ["headline"],
    "A new article. Everything but `headline` may be added until it is published.",
    body: BodyInput
);

/// An author and the author's role in an article. An entry can be sent back as it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CreditInput {
    /// The author's id.
    #[schema(required, nullable = false)]
    pub id: Option<i64>,
    /// The author's role, up to 60 characters; `reporter` by default.
    #[schema(max_length = 60, example = "photographer")]
    pub role: Option<String>,
    /// The author's name, as it was read. `id` alone chooses the author; another name than that author's is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub name: Option<String>,
    /// The author's slug, as it was read. `id` alone chooses the author; another slug than that author's is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 120)]
    pub slug: Option<String>,
}

/// An image at another URL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LeadImageInput {
    /// The absolute `http` or `https` URL of the image; required.
    #[schema(max_length = 2048, format = "web-url")]
    pub url: Option<String>,
    /// The text alternative for readers who cannot see the image, up to 500 characters.
    #[schema(max_length = 500)]
    pub alt: Option<String>,
    /// The caption below the image, up to 1,000 characters.
    #[schema(max_length = 1000)]
    pub caption: Option<String>,
    /// The photographer or other source of the image, up to 300 characters.
    #[schema(max_length = 300)]
    pub credit: Option<String>,
    /// The width in pixels.
    #[schema(minimum = 1)]
    pub width: Option<u32>,
    /// The height in pixels.
    #[schema(minimum = 1)]
    pub height: Option<u32>,
}

/// The comment settings of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CommentSettingsInput {
    /// Whether readers can comment, and whether a moderator approves the comments first. Null is the policy of the site.
    pub policy: Option<CommentPolicy>,
    /// The time from which readers can no longer comment.
    #[schema(value_type = Option<Time>)]
    pub closes_at: Option<String>,
}

/// The texts for search engines and social networks. They replace the headline and the summary there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SeoInput {
    /// The title, up to 200 characters.
    #[schema(max_length = 200)]
    pub title: Option<String>,
    /// The description, up to 500 characters.
    #[schema(max_length = 500)]
    pub description: Option<String>,
    /// The URL of the original article, when it appeared on another site first.
    #[schema(max_length = 2048, format = "web-url")]
    pub canonical_url: Option<String>,
}

/// A copy of an article to create. `{}` is enough.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CreateCopy)]
pub struct CopyInput {
    /// A note for colleagues. The note of the first revision names the original, and then has this text.
    #[schema(max_length = 400, example = "For the summer timetable of next year.")]
    pub note: Option<String>,
}

/// Whether to delete permanently.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeleteQuery {
    /// True deletes an article that is already in the trash permanently. Only admins can do this.
    pub permanent: Option<bool>,
}

/// The format of the body in the response.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormatQuery {
    /// The format of the body in the response; the format it was saved in by default.
    pub body: Option<Format>,
}
