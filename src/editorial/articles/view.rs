//! What the article operations answer.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{BodyInput, BodyView};
use super::dto::{ArticleInput, CommentSettingsInput, CreditInput, LeadImageInput, SeoInput};
use super::store::WorkingArticle;
use crate::content::article::{CommentSettings, LeadImage, Seo};
use crate::content::body::Format;
use crate::content::vocabulary::{ArticleType, Status};
use crate::content::{Article, Language, Time};
use crate::http::page::PageInfo;

/// An article as the newsroom has it now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingArticle)]
pub struct ArticleView {
    /// The News ID.
    pub id: i64,
    /// Where it stands in the workflow.
    pub status: Status,
    /// Its version, as in the `ETag`: every save and every step raises it.
    pub version: i64,
    /// The version readers see; null while they see none.
    #[schema(required)]
    pub live_version: Option<i64>,
    /// Whether readers see something older than this.
    pub has_unpublished_changes: bool,
    /// The headline.
    pub headline: String,
    /// The line above the headline.
    #[schema(required)]
    pub kicker: Option<String>,
    /// The opening paragraph.
    #[schema(required)]
    pub lead: Option<String>,
    /// A text for lists and feeds.
    #[schema(required)]
    pub summary: Option<String>,
    /// The readable part of the address, as it is or would be.
    pub slug: String,
    /// What kind of piece it is.
    #[serde(rename = "type")]
    pub kind: ArticleType,
    /// The language it is written in.
    pub language: Language,
    /// The text; null in lists.
    #[schema(required)]
    pub body: Option<BodyView>,
    /// The section it appears in.
    #[schema(required)]
    pub section_id: Option<i64>,
    /// Who made it, in the order of the byline.
    pub authors: Vec<CreditView>,
    /// A byline that stands in place of the authors' names.
    #[schema(required)]
    pub byline: Option<String>,
    /// What it is about, most important first.
    pub tag_ids: Vec<i64>,
    /// Articles to show beside it.
    pub related_ids: Vec<i64>,
    /// The agency or paper it comes from.
    #[schema(required)]
    pub source: Option<String>,
    /// The place it was reported from.
    #[schema(required)]
    pub dateline: Option<String>,
    /// Breaking news.
    pub is_breaking: bool,
    /// Chosen for a prominent place.
    pub is_featured: bool,
    /// The publish time readers will see; null for the moment of publishing.
    #[schema(required)]
    pub published_at: Option<Time>,
    /// The picture that leads the article.
    #[schema(required)]
    pub lead_image: Option<LeadImage>,
    /// How readers may comment.
    pub comments: CommentSettings,
    /// What search engines are told.
    pub seo: Seo,
    /// When it will be published by itself.
    #[schema(required)]
    pub publish_at: Option<Time>,
    /// Until when it may not be published.
    #[schema(required)]
    pub embargo_until: Option<Time>,
    /// When it will be withdrawn by itself.
    #[schema(required)]
    pub expires_at: Option<Time>,
    /// What was said with its last step, such as why it was returned.
    #[schema(required)]
    pub step_note: Option<String>,
    /// When readers first saw it; never changes.
    #[schema(required)]
    pub first_published_at: Option<Time>,
    /// When it was created.
    pub created_at: Time,
    /// Who created it.
    pub created_by: PersonView,
    /// When it was last changed, or took a step.
    pub updated_at: Time,
    /// Who did that.
    pub updated_by: PersonView,
}

/// The part a person had in an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingCredit)]
pub struct CreditView {
    /// The author's id.
    pub id: i64,
    /// What they did.
    pub role: String,
}

/// Somebody of the newsroom.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Person)]
pub struct PersonView {
    /// The account's id.
    pub id: i64,
    /// The person's name.
    pub name: String,
}

/// A page of articles, last changed first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = WorkingArticlePage)]
pub struct ArticlePage {
    /// The articles, without their bodies.
    data: Vec<ArticleView>,
    /// Where the page lies.
    page: PageInfo,
}

impl ArticleView {
    /// The working copy with its body in `format`, or in the one it was last written in.
    pub fn new(working: WorkingArticle, format: Option<Format>) -> Self {
        let body =
            working.article.body.as_ref().map(|body| BodyView::of(body, format.unwrap_or(body.format)));
        Self { body, ..Self::without_body(working) }
    }

    /// The working copy for a list.
    pub fn without_body(working: WorkingArticle) -> Self {
        let WorkingArticle { row, article, created_by, updated_by } = working;
        Self {
            id: row.id,
            status: row.status,
            version: row.version,
            live_version: row.live_version,
            has_unpublished_changes: row.live_revision.is_some_and(|live| live != row.head_revision),
            headline: article.headline,
            kicker: article.kicker,
            lead: article.lead,
            summary: article.summary,
            slug: row.slug.into_string(),
            kind: article.kind,
            language: article.language,
            body: None,
            section_id: article.section_id,
            authors: article.authors.into_iter().map(|c| CreditView { id: c.id, role: c.role }).collect(),
            byline: article.byline,
            tag_ids: article.tag_ids,
            related_ids: article.related_ids,
            source: article.source,
            dateline: article.dateline,
            is_breaking: article.is_breaking,
            is_featured: article.is_featured,
            published_at: article.published_at,
            lead_image: article.lead_image,
            comments: article.comments,
            seo: article.seo,
            publish_at: row.publish_at,
            embargo_until: row.embargo_until,
            expires_at: row.expires_at,
            step_note: row.step_note,
            first_published_at: row.first_published_at,
            created_at: row.created_at,
            created_by: PersonView { id: row.created_by, name: created_by },
            updated_at: row.updated_at,
            updated_by: PersonView { id: row.updated_by, name: updated_by },
        }
    }
}

impl ArticleInput {
    /// The article as it would have been written, with its body in `format` or in the one it was written
    /// in.
    pub fn whole(article: &Article, format: Option<Format>) -> Self {
        let body = article.body.as_ref().map(|body| BodyInput::of(body, format.unwrap_or(body.format)));
        Self { body, ..Self::from(article) }
    }
}

/// An article as it would have been written, for a patch to change. The body's text is left out: a
/// patch that says nothing of it keeps it as it is, and one that names a new format must bring a text
/// in that format.
impl From<&Article> for ArticleInput {
    fn from(article: &Article) -> Self {
        let image = article.lead_image.clone();
        Self {
            id: None,
            headline: Some(article.headline.clone()),
            kicker: article.kicker.clone(),
            lead: article.lead.clone(),
            summary: article.summary.clone(),
            slug: article.slug.as_ref().map(|slug| slug.to_string()),
            kind: Some(article.kind),
            language: Some(article.language.to_string()),
            body: article.body.as_ref().map(|body| BodyInput { format: Some(body.format), value: None }),
            section_id: article.section_id,
            authors: Some(
                article
                    .authors
                    .iter()
                    .map(|c| CreditInput { id: Some(c.id), role: Some(c.role.clone()) })
                    .collect(),
            ),
            byline: article.byline.clone(),
            tag_ids: Some(article.tag_ids.clone()),
            related_ids: Some(article.related_ids.clone()),
            source: article.source.clone(),
            dateline: article.dateline.clone(),
            is_breaking: Some(article.is_breaking),
            is_featured: Some(article.is_featured),
            published_at: article.published_at.map(|time| time.to_string()),
            lead_image: image.map(|image| LeadImageInput {
                url: Some(image.url),
                alt: image.alt,
                caption: image.caption,
                credit: image.credit,
                width: image.width,
                height: image.height,
            }),
            comments: Some(CommentSettingsInput {
                policy: article.comments.policy,
                closes_at: article.comments.closes_at.map(|time| time.to_string()),
            }),
            seo: Some(SeoInput {
                title: article.seo.title.clone(),
                description: article.seo.description.clone(),
                canonical_url: article.seo.canonical_url.clone(),
            }),
            note: None,
        }
    }
}
