//! What the article operations take.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::BodyInput;
use crate::content::Time;
use crate::content::body::Format;
use crate::content::vocabulary::{ArticleType, CommentPolicy, Status};
use crate::http::comma_separated::{Choice, CommaSeparated};
use crate::http::page::{Count, Limit, excluded_from_filter};
use crate::http::schema::requires;

/// The members of an article that can be written. Everything but the headline may wait until
/// publishing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ArticlePatch)]
pub struct ArticleInput {
    /// The News ID, only when creating an article that had one elsewhere: 1 to 2^53 − 1. Taken from a
    /// counter when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub id: Option<i64>,
    /// One line of up to 300 characters.
    #[schema(example = "Ferry back on its summer timetable")]
    pub headline: Option<String>,
    /// The line above the headline, up to 100 characters.
    pub kicker: Option<String>,
    /// The opening paragraph, up to 2,000 characters.
    pub lead: Option<String>,
    /// A text for lists and feeds, up to 2,000 characters.
    pub summary: Option<String>,
    /// The readable part of the address. While it is not given, it follows the headline until the
    /// article is first published.
    pub slug: Option<String>,
    /// What kind of piece it is; `article` when it is not given.
    #[serde(rename = "type")]
    pub kind: Option<ArticleType>,
    /// The language it is written in (BCP 47); the site's own when it is not given.
    #[schema(example = "en")]
    pub language: Option<String>,
    /// The text.
    pub body: Option<BodyInput>,
    /// The section it appears in.
    pub section_id: Option<i64>,
    /// Who made it, in the order of the byline, at most 50.
    pub authors: Option<Vec<CreditInput>>,
    /// A byline that stands in place of the authors' names, up to 300 characters.
    pub byline: Option<String>,
    /// What it is about, most important first, at most 50.
    pub tag_ids: Option<Vec<i64>>,
    /// Articles to show beside it, at most 50. Those that are added must be known to you; those it had already
    /// may stay, also when they are gone.
    pub related_ids: Option<Vec<i64>>,
    /// The agency or paper it comes from, up to 300 characters.
    pub source: Option<String>,
    /// The place it was reported from, up to 100 characters.
    pub dateline: Option<String>,
    /// Breaking news; false when it is not given.
    pub is_breaking: Option<bool>,
    /// Chosen for a prominent place; false when it is not given.
    pub is_featured: Option<bool>,
    /// The publish time readers see; the moment of publishing when it is not given.
    #[schema(value_type = Option<Time>)]
    pub published_at: Option<String>,
    /// The picture that leads the article.
    pub lead_image: Option<LeadImageInput>,
    /// How readers may comment.
    pub comments: Option<CommentSettingsInput>,
    /// What search engines are told.
    pub seo: Option<SeoInput>,
    /// What colleagues are told of this save, up to 500 characters; kept with its revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

requires!(CreateArticle: "ArticlePatch", ["headline"]);

/// The part a person had in an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CreditInput {
    /// The author's id.
    #[schema(required, nullable = false)]
    pub id: Option<i64>,
    /// What they did, up to 60 characters; `reporter` when it is not given.
    #[schema(example = "photographer")]
    pub role: Option<String>,
}

/// A picture, by its address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LeadImageInput {
    /// Absolute `http` or `https` address of the picture; required.
    pub url: Option<String>,
    /// What the picture shows, for readers who cannot see it, up to 500 characters.
    pub alt: Option<String>,
    /// The line under the picture, up to 1,000 characters.
    pub caption: Option<String>,
    /// Who made the picture, up to 300 characters.
    pub credit: Option<String>,
    /// Width in pixels.
    #[schema(minimum = 1)]
    pub width: Option<u32>,
    /// Height in pixels.
    #[schema(minimum = 1)]
    pub height: Option<u32>,
}

/// How readers may comment on an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CommentSettingsInput {
    /// Whether comments are taken, and whether they wait for a moderator; null leaves it to the site.
    pub policy: Option<CommentPolicy>,
    /// No comments are taken from this time on.
    #[schema(value_type = Option<Time>)]
    pub closes_at: Option<String>,
}

/// What search engines and social networks are told in place of the headline and summary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SeoInput {
    /// Up to 200 characters.
    pub title: Option<String>,
    /// Up to 500 characters.
    pub description: Option<String>,
    /// The address to be treated as the original, if it is not this site's own.
    pub canonical_url: Option<String>,
}

/// Which articles to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ArticleQuery {
    /// Only those in any of these states, separated by commas.
    #[param(value_type = Option<String>, example = "draft,in_review")]
    pub status: Option<CommaSeparated<Choice<Status>>>,
    /// Only those in the section with this path or below it.
    #[param(example = "harbour/ferries")]
    pub section: Option<String>,
    /// Only those by the author with this slug.
    pub author: Option<String>,
    /// Only those that this account made.
    pub created_by: Option<i64>,
    /// Only those changed at this time or later.
    pub updated_after: Option<Time>,
    /// Only those changed before this time.
    pub updated_before: Option<Time>,
    /// Only those that hold all these words, or words that begin with them, in headline, kicker, lead, summary,
    /// body, byline, source or slug, or that have this News ID. Case, accents and letter forms make no difference.
    #[param(example = "ferry timetable", min_length = 1, max_length = 256)]
    pub q: Option<String>,
    /// `exact` tells in `page.total` how many there are in all. That takes time in a large archive.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline)]
    pub count: Option<Count>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// How to delete an article.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeleteQuery {
    /// True deletes an article for good that is in the trash already; for admins only.
    pub permanent: Option<bool>,
}

/// How to hand a working copy back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormatQuery {
    /// The format of the body; the one it was last written in when it is not given.
    pub body: Option<Format>,
}
