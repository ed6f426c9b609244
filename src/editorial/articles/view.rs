//! The responses of the article operations.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{BodyInput, BodyView};
use super::dto::{ArticleInput, CommentSettingsInput, CreditInput, LeadImageInput, SeoInput};
use super::model::WorkingArticle;
use super::reference_view::{CreditView, SectionView, TagView};
use crate::content::article::{CommentSettings, LeadImage, Seo};
use crate::content::body::Format;
use crate::content::notice::Notice;
use crate::content::vocabulary::{ArticleType, Status};
use crate::content::{Article, Language, Time};
use crate::http::page::PageInfo;

/// The working copy of an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingArticle)]
pub struct ArticleView {
    /// The News ID.
    pub id: i64,
    /// The status in the workflow.
    pub status: Status,
    /// The version, as in the `ETag`. Every save and every transition raises it.
    pub version: i64,
    /// The version that readers see; null while the article is not published.
    #[schema(required)]
    pub live_version: Option<i64>,
    /// True when the article is published and readers see an older revision than this one.
    pub has_unpublished_changes: bool,
    /// The headline.
    pub headline: String,
    /// The kicker: a short line above the headline.
    #[schema(required)]
    pub kicker: Option<String>,
    /// The lead: the opening paragraph.
    #[schema(required)]
    pub lead: Option<String>,
    /// The summary for lists and feeds.
    #[schema(required)]
    pub summary: Option<String>,
    /// The readable part of the article's URL.
    pub slug: String,
    /// The type of article.
    #[serde(rename = "type")]
    pub kind: ArticleType,
    /// The language of the article (BCP 47).
    pub language: Language,
    /// The body; null in lists, and while nothing is written.
    #[schema(required)]
    pub body: Option<BodyView>,
    /// What was dropped from the body or changed in meaning when it was last written; empty in lists.
    pub notices: Vec<Notice>,
    /// The id of the section; null while none is chosen.
    #[schema(required)]
    pub section_id: Option<i64>,
    /// The section; null while none is chosen. Write it as `section_id`.
    #[schema(required)]
    pub section: Option<SectionView>,
    /// The authors, in the order of the byline.
    pub authors: Vec<CreditView>,
    /// The byline that replaces the authors' names; null to show the names.
    #[schema(required)]
    pub byline: Option<String>,
    /// The ids of the tags, most important first.
    pub tag_ids: Vec<i64>,
    /// The tags, in the order of `tag_ids`. Write them as `tag_ids`.
    pub tags: Vec<TagView>,
    /// The News IDs of related articles.
    pub related_ids: Vec<i64>,
    /// The news agency or newspaper that the article comes from.
    #[schema(required)]
    pub source: Option<String>,
    /// The dateline: the city or region that the article was reported from.
    #[schema(required)]
    pub dateline: Option<String>,
    /// True for breaking news.
    pub is_breaking: bool,
    /// True for articles that clients show prominently.
    pub is_featured: bool,
    /// The publish time that readers see; null to use the time of publishing.
    #[schema(required)]
    pub published_at: Option<Time>,
    /// The main image.
    #[schema(required)]
    pub lead_image: Option<LeadImage>,
    /// The comment settings.
    pub comments: CommentSettings,
    /// The title, description and canonical URL for search engines.
    pub seo: Seo,
    /// The scheduled time of publishing; null when the article is not scheduled.
    #[schema(required)]
    pub publish_at: Option<Time>,
    /// The end of the embargo: the article cannot be published before.
    #[schema(required)]
    pub embargo_until: Option<Time>,
    /// The time at which the article is withdrawn automatically.
    #[schema(required)]
    pub expires_at: Option<Time>,
    /// The note of the last transition, such as why an editor returned the article.
    #[schema(required)]
    pub step_note: Option<String>,
    /// The time of the first publication, which never changes; null until then.
    #[schema(required)]
    pub first_published_at: Option<Time>,
    /// The time at which the article was created.
    pub created_at: Time,
    /// The account that created the article.
    pub created_by: PersonView,
    /// The time of the last save or transition.
    pub updated_at: Time,
    /// The account that made the last save or transition.
    pub updated_by: PersonView,
}

/// A member of the newsroom.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Person)]
pub struct PersonView {
    /// The id of the account.
    pub id: i64,
    /// The name of the person.
    pub name: String,
}

/// A page of articles.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = WorkingArticlePage)]
pub struct ArticlePage {
    /// The articles, without their bodies.
    data: Vec<ArticleView>,
    /// The cursors of the neighbouring pages.
    page: PageInfo,
}

impl ArticleView {
    /// The working copy with its body in `format`; `None` is the format it was saved in.
    pub fn new(working: WorkingArticle, format: Option<Format>) -> Self {
        let body =
            working.article.body.as_ref().map(|body| BodyView::of(body, format.unwrap_or(body.format)));
        let notices = working.article.body.as_ref().map(|body| body.notices.clone()).unwrap_or_default();
        Self { body, notices, ..Self::without_body(working) }
    }

    /// The working copy for a list.
    pub fn without_body(working: WorkingArticle) -> Self {
        let WorkingArticle { row, article, names } = working;
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
            notices: Vec::new(),
            section_id: article.section_id,
            section: article.section_id.and_then(|id| SectionView::new(id, &names)),
            authors: article.authors.into_iter().map(|credit| CreditView::new(credit, &names)).collect(),
            byline: article.byline,
            tags: article.tag_ids.iter().filter_map(|id| TagView::new(*id, &names)).collect(),
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
            created_by: PersonView { id: row.created_by, name: names.user(row.created_by) },
            updated_at: row.updated_at,
            updated_by: PersonView { id: row.updated_by, name: names.user(row.updated_by) },
        }
    }
}

impl ArticleInput {
    /// The input that would create the article, with its body in `format`; `None` is the format it was saved in.
    pub fn with_body(article: &Article, format: Option<Format>) -> Self {
        let body = article.body.as_ref().map(|body| BodyInput::of(body, format.unwrap_or(body.format)));
        Self { body, ..Self::from(article) }
    }
}

/// The input that a merge patch is applied to.
///
/// The body has its format but no value: a patch without `body` then leaves the stored body unchanged, and a patch with
/// another format must send the value in that format.
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
                    .map(|c| CreditInput {
                        id: Some(c.id),
                        role: Some(c.role.clone()),
                        ..CreditInput::default()
                    })
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
