//! An article as readers' apps get it.

use serde::Serialize;
use utoipa::ToSchema;

use super::dto::{BodyForm, BodyForms};
use super::store::{Article, Correction, Credit, Placed, Subject};
use crate::content::article::{LeadImage, Seo};
use crate::content::body::{self, Block};
use crate::content::language::Direction;
use crate::content::vocabulary::{ArticleType, CommentPolicy, CorrectionKind, TagType};
use crate::content::{Language, Time, reading};
use crate::db::QueryResult;
use crate::delivery::breadcrumb::Crumb;
use crate::http::Site;
use crate::http::page::PageInfo;

/// A published article. Members that have no value are null, never missing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Article)]
pub struct ArticleView {
    /// The News ID.
    #[schema(example = 84451)]
    pub id: i64,
    /// The readable part of its address.
    pub slug: String,
    /// Its public address.
    #[schema(format = Uri)]
    pub url: String,
    /// What kind of piece it is.
    #[serde(rename = "type")]
    pub kind: ArticleType,
    /// The language it is written in.
    pub language: String,
    /// The direction it is written in.
    pub dir: Direction,
    /// The headline.
    pub headline: String,
    /// The line above the headline.
    #[schema(required)]
    pub kicker: Option<String>,
    /// The opening paragraph, plain text.
    #[schema(required)]
    pub lead: Option<String>,
    /// A text for lists and feeds, plain text.
    #[schema(required)]
    pub summary: Option<String>,
    /// The text, in the forms asked for; null with `body=none`.
    #[schema(required)]
    pub body: Option<BodyView>,
    /// How many words the text has (Unicode Standard Annex 29).
    pub word_count: i64,
    /// How many minutes the text takes to read, rounded up.
    pub reading_minutes: u32,
    /// The section it appears in.
    pub section: SectionShort,
    /// The sections from the top down to its own.
    pub breadcrumb: Vec<Crumb>,
    /// Who made it, in the order of the byline.
    pub authors: Vec<CreditView>,
    /// A byline that stands in place of the authors' names.
    #[schema(required)]
    pub byline: Option<String>,
    /// The agency or paper it comes from.
    #[schema(required)]
    pub source: Option<String>,
    /// The place it was reported from.
    #[schema(required)]
    pub dateline: Option<String>,
    /// What it is about, most important first.
    pub tags: Vec<TagShort>,
    /// The picture that leads it.
    #[schema(required)]
    pub lead_image: Option<LeadImage>,
    /// Breaking news.
    pub is_breaking: bool,
    /// Chosen by the editors for a prominent place.
    pub is_featured: bool,
    /// When readers first saw it; never changes.
    pub first_published_at: Time,
    /// The publish time to show.
    pub published_at: Time,
    /// When something that readers see last changed.
    pub updated_at: Time,
    /// What readers were told of changes to it, newest first.
    pub corrections: Vec<CorrectionView>,
    /// Whether readers may comment, and how many comments are shown.
    pub comments: CommentsView,
    /// What search engines are to be told.
    pub seo: Seo,
    /// The version of the article that was published.
    pub version: i64,
}

/// A text in the forms asked for. The others are missing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Body)]
pub struct BodyView {
    /// Sanitised HTML, safe to insert into a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub html: Option<String>,
    /// Typed blocks, for apps that lay the text out themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub blocks: Option<Vec<Block>>,
    /// CommonMark, with raw HTML where it has no words of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub markdown: Option<String>,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
}

/// A section in short form.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SectionShort {
    /// The section's id.
    pub id: i64,
    /// Its part of the path.
    pub slug: String,
    /// The slugs from the top down to it, joined by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// Its name.
    pub name: String,
}

/// The part a person had in an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Credit)]
pub struct CreditView {
    /// The author's id.
    pub id: i64,
    /// The author's part of an address.
    pub slug: String,
    /// The author's name.
    pub name: String,
    /// What they did.
    #[schema(example = "reporter")]
    pub role: String,
}

/// A tag in short form.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagShort {
    /// The tag's id.
    pub id: i64,
    /// The tag's part of an address.
    pub slug: String,
    /// The tag's name.
    pub name: String,
    /// What the tag stands for.
    #[serde(rename = "type")]
    pub kind: TagType,
}

/// What readers were told of a change to an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Correction)]
pub struct CorrectionView {
    /// What it does to the article.
    pub kind: CorrectionKind,
    /// What was wrong and what is right, plain text.
    pub text: String,
    /// When it was published.
    pub published_at: Time,
}

/// The state of an article's comments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentState)]
pub struct CommentsView {
    /// Whether comments are taken, and whether they wait for a moderator.
    pub policy: CommentPolicy,
    /// How many comments are shown.
    pub count: i64,
    /// No comments are taken from this time on.
    #[schema(required)]
    pub closes_at: Option<Time>,
}

/// A page of articles, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct ArticlePage {
    /// The articles.
    data: Vec<ArticleView>,
    /// Where the page lies.
    page: PageInfo,
}

impl ArticleView {
    /// The article with its body in `forms`.
    pub fn new(placed: Placed, forms: &BodyForms, site: &Site) -> QueryResult<Self> {
        let Placed { article, breadcrumb, section, credits, subjects, corrections } = placed;
        Ok(Self {
            url: site.article_url(&section.path, article.id, &article.slug),
            dir: article.language.parse::<Language>().map_or(Direction::Ltr, |language| language.direction()),
            body: if forms.is_none() { None } else { Some(BodyView::of(&article, forms)?) },
            reading_minutes: reading::reading_minutes(u32::try_from(article.word_count).unwrap_or(u32::MAX)),
            lead_image: article.lead_image.map(|image| image.read()).transpose()?,
            seo: article.seo.read()?,
            id: article.id,
            slug: article.slug.into_string(),
            kind: article.kind,
            language: article.language,
            headline: article.headline,
            kicker: article.kicker,
            lead: article.lead,
            summary: article.summary,
            word_count: article.word_count,
            section,
            breadcrumb,
            authors: credits.into_iter().map(CreditView::from).collect(),
            byline: article.byline,
            source: article.source,
            dateline: article.dateline,
            tags: subjects.into_iter().map(TagShort::from).collect(),
            is_breaking: article.is_breaking,
            is_featured: article.is_featured,
            first_published_at: article.first_published_at,
            published_at: article.published_at,
            updated_at: article.updated_at,
            corrections: corrections.into_iter().map(CorrectionView::from).collect(),
            comments: CommentsView {
                policy: article.comment_policy,
                count: article.comment_count,
                closes_at: article.comments_close_at,
            },
            version: article.version,
        })
    }
}

impl BodyView {
    fn of(article: &Article, forms: &BodyForms) -> QueryResult<Self> {
        let blocks: Option<Vec<Block>> = if forms.has(BodyForm::Blocks) || forms.has(BodyForm::Markdown) {
            Some(article.blocks.read()?)
        } else {
            None
        };
        Ok(Self {
            html: forms.has(BodyForm::Html).then(|| article.html.clone()),
            markdown: blocks.as_deref().filter(|_| forms.has(BodyForm::Markdown)).map(body::markdown),
            blocks: blocks.filter(|_| forms.has(BodyForm::Blocks)),
            text: forms.has(BodyForm::Text).then(|| article.plain_text.clone()),
        })
    }
}

impl From<Credit> for CreditView {
    fn from(credit: Credit) -> Self {
        Self { id: credit.id, slug: credit.slug.into_string(), name: credit.name, role: credit.role }
    }
}

impl From<Correction> for CorrectionView {
    fn from(correction: Correction) -> Self {
        Self { kind: correction.kind, text: correction.text, published_at: correction.published_at }
    }
}

impl From<Subject> for TagShort {
    fn from(tag: Subject) -> Self {
        Self { id: tag.id, slug: tag.slug.into_string(), name: tag.name, kind: tag.kind }
    }
}
