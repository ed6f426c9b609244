//! From an article as written to an article that can be kept.

use super::dto::{ArticleInput, CreditInput, LeadImageInput, SeoInput};
use crate::content::article::{Body, CommentSettings, Credit, DEFAULT_AUTHOR_ROLE, LeadImage, Seo};
use crate::content::{Article, Faults, Language, Slug, Time, web_url};
use crate::http::{Caller, Permission};

/// The articles that a caller may know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleScope {
    /// All articles.
    All,
    /// The articles that this account created.
    CreatedBy(i64),
}

impl ArticleScope {
    /// Reporters know of their own articles only.
    pub fn of(caller: &Caller) -> Self {
        if caller.may(Permission::ReadAllArticles) { Self::All } else { Self::CreatedBy(caller.id) }
    }
}

/// The largest News ID: the largest integer that every JSON reader keeps exact.
pub const MAX_NEWS_ID: i64 = (1 << 53) - 1;

/// The most authors, tags or related articles.
const MAX_REFERENCES: usize = 50;

/// Checks every member; faults are noted by their pointers, and leave a gap in the article. An article
/// without a language gets `language`; one that names its body's format alone, and the same as before,
/// keeps the text it had.
pub fn check(input: ArticleInput, language: &Language, kept: Option<&Body>, faults: &mut Faults) -> Article {
    let headline = faults.line("/headline", input.headline, 300);
    let headline = faults.required("/headline", headline);
    let body = input.body.and_then(|body| body.check(kept, faults));
    let comments = input.comments.unwrap_or_default();
    Article {
        kicker: faults.line("/kicker", input.kicker, 100),
        lead: faults.text("/lead", input.lead, 2000),
        summary: faults.text("/summary", input.summary, 2000),
        slug: faults.parsed("/slug", "invalid-slug", input.slug, |slug| slug.parse::<Slug>()),
        kind: input.kind.unwrap_or_default(),
        language: faults
            .parsed("/language", "invalid-language", input.language, |tag| tag.parse())
            .unwrap_or_else(|| language.clone()),
        body,
        section_id: input.section_id,
        authors: credits(input.authors.unwrap_or_default(), faults),
        byline: faults.line("/byline", input.byline, 300),
        tag_ids: references("/tag_ids", input.tag_ids.unwrap_or_default(), faults),
        related_ids: references("/related_ids", input.related_ids.unwrap_or_default(), faults),
        source: faults.line("/source", input.source, 300),
        dateline: faults.line("/dateline", input.dateline, 100),
        is_breaking: input.is_breaking.unwrap_or_default(),
        is_featured: input.is_featured.unwrap_or_default(),
        published_at: time("/published_at", input.published_at, faults),
        lead_image: input.lead_image.and_then(|image| lead_image(image, faults)),
        comments: CommentSettings {
            policy: comments.policy,
            closes_at: time("/comments/closes_at", comments.closes_at, faults),
        },
        seo: seo(input.seo.unwrap_or_default(), faults),
        headline: headline.unwrap_or_default(),
    }
}

/// A time as it was written.
pub fn time(pointer: &str, value: Option<String>, faults: &mut Faults) -> Option<Time> {
    faults.parsed(pointer, "invalid-time", value, |text| text.parse::<Time>())
}

fn credits(given: Vec<CreditInput>, faults: &mut Faults) -> Vec<Credit> {
    let given = bounded("/authors", given, faults);
    let ids: Vec<i64> = given.iter().filter_map(|credit| credit.id).collect();
    let mut credits = Vec::new();
    for (at, credit) in given.into_iter().enumerate() {
        let (id_at, role_at) = (format!("/authors/{at}/id"), format!("/authors/{at}/role"));
        let id = faults.required(&id_at, credit.id);
        let role = faults.line(&role_at, credit.role, 60);
        if id.is_some_and(|id| ids.iter().take(at).any(|earlier| *earlier == id)) {
            faults.add(&id_at, "repeated", "is named already");
        }
        credits
            .extend(id.map(|id| Credit { id, role: role.unwrap_or_else(|| DEFAULT_AUTHOR_ROLE.to_owned()) }));
    }
    credits
}

fn references(pointer: &str, ids: Vec<i64>, faults: &mut Faults) -> Vec<i64> {
    let ids = bounded(pointer, ids, faults);
    for (at, id) in ids.iter().enumerate() {
        if ids.iter().take(at).any(|earlier| earlier == id) {
            faults.add(&format!("{pointer}/{at}"), "repeated", "is named already");
        }
    }
    ids
}

/// The list, cut to what is allowed when it is longer.
fn bounded<T>(pointer: &str, mut list: Vec<T>, faults: &mut Faults) -> Vec<T> {
    let length = list.len();
    if length > MAX_REFERENCES {
        faults.add(
            pointer,
            "too-many",
            format!("has {length} entries; at most {MAX_REFERENCES} are allowed"),
        );
        list.truncate(MAX_REFERENCES);
    }
    list
}

fn lead_image(image: LeadImageInput, faults: &mut Faults) -> Option<LeadImage> {
    for (pointer, size) in [("/lead_image/width", image.width), ("/lead_image/height", image.height)] {
        if size == Some(0) {
            faults.add(pointer, "too-small", "must be at least 1 pixel");
        }
    }
    let url = faults.required("/lead_image/url", image.url);
    let url = faults.parsed("/lead_image/url", "invalid-url", url, web_url::parse);
    Some(LeadImage {
        alt: faults.line("/lead_image/alt", image.alt, 500),
        caption: faults.text("/lead_image/caption", image.caption, 1000),
        credit: faults.line("/lead_image/credit", image.credit, 300),
        width: image.width,
        height: image.height,
        url: url?,
    })
}

fn seo(seo: SeoInput, faults: &mut Faults) -> Seo {
    Seo {
        title: faults.line("/seo/title", seo.title, 200),
        description: faults.text("/seo/description", seo.description, 500),
        canonical_url: faults.parsed("/seo/canonical_url", "invalid-url", seo.canonical_url, web_url::parse),
    }
}
