//! Checks the members of an article that need no database.

use super::dto::{ArticleInput, CreditInput, LeadImageInput, SeoInput};
use crate::content::article::{Body, CommentSettings, Credit, DEFAULT_AUTHOR_ROLE, LeadImage, Seo};
use crate::content::{Article, Faults, Language, Slug, Time, web_url};

/// The most authors, tags or related articles of an article.
pub const MAX_REFERENCES: usize = 50;

/// Checks every member and returns the article. Invalid members are recorded in `faults` and left out of the article.
///
/// `language` is the language of an article that names none. `previous_body` is the body before a patch: a patch
/// that repeats its format and sends no value does not change it.
pub fn check(
    input: ArticleInput,
    language: &Language,
    previous_body: Option<&Body>,
    faults: &mut Faults,
) -> Article {
    let headline = faults.line("/headline", input.headline, 300);
    let headline = faults.required("/headline", headline);
    let body = input.body.and_then(|body| body.check(previous_body, faults));
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
        authors: check_credits(input.authors.unwrap_or_default(), faults),
        byline: faults.line("/byline", input.byline.as_deref().map(joined_lines), 300),
        tag_ids: check_ids("/tag_ids", input.tag_ids.unwrap_or_default(), faults),
        related_ids: check_ids("/related_ids", input.related_ids.unwrap_or_default(), faults),
        source: faults.line("/source", input.source, 300),
        dateline: faults.line("/dateline", input.dateline, 100),
        is_breaking: input.is_breaking.unwrap_or_default(),
        is_featured: input.is_featured.unwrap_or_default(),
        published_at: check_time("/published_at", input.published_at, faults),
        lead_image: input.lead_image.and_then(|image| check_lead_image(image, faults)),
        comments: CommentSettings {
            policy: comments.policy,
            closes_at: check_time("/comments/closes_at", comments.closes_at, faults),
        },
        seo: check_seo(input.seo.unwrap_or_default(), faults),
        headline: headline.unwrap_or_default(),
    }
}

/// The text in one line. Bylines from web pages and news agencies often contain line ends, which mean the same as spaces.
fn joined_lines(text: &str) -> String {
    let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Parses an RFC 3339 time. An invalid time is recorded in `faults`.
pub fn check_time(pointer: &str, value: Option<String>, faults: &mut Faults) -> Option<Time> {
    faults.parsed(pointer, "invalid-time", value, |text| text.parse::<Time>())
}

fn check_credits(given: Vec<CreditInput>, faults: &mut Faults) -> Vec<Credit> {
    let given = limited("/authors", given, faults);
    let mut credits: Vec<Credit> = Vec::new();
    for (index, credit) in given.into_iter().enumerate() {
        let (id_pointer, role_pointer) = (format!("/authors/{index}/id"), format!("/authors/{index}/role"));
        faults.line(&format!("/authors/{index}/name"), credit.name, 100);
        faults.line(&format!("/authors/{index}/slug"), credit.slug, 120);
        let role = faults.line(&role_pointer, credit.role, 60);
        let role = role.unwrap_or_else(|| DEFAULT_AUTHOR_ROLE.to_owned());
        // Every entry stays in the list, so that later checks name the right positions.
        let given_id = faults.required(&id_pointer, credit.id);
        let id = given_id.unwrap_or_default();
        let credit = Credit { id, role };
        if given_id.is_some() && credits.contains(&credit) {
            let detail = format!("the author {id} is already in the list with the role `{}`", credit.role);
            faults.add(&id_pointer, "repeated", detail);
        }
        credits.push(credit);
    }
    credits
}

fn check_ids(pointer: &str, ids: Vec<i64>, faults: &mut Faults) -> Vec<i64> {
    let ids = limited(pointer, ids, faults);
    for (index, id) in ids.iter().enumerate() {
        if ids.iter().take(index).any(|earlier| earlier == id) {
            let detail = format!("the id {id} is already in the list");
            faults.add(&format!("{pointer}/{index}"), "repeated", detail);
        }
    }
    ids
}

/// The list, cut to [`MAX_REFERENCES`]. A longer list is recorded in `faults`.
fn limited<T>(pointer: &str, mut list: Vec<T>, faults: &mut Faults) -> Vec<T> {
    let length = list.len();
    if length > MAX_REFERENCES {
        let detail = format!("has {length} entries; at most {MAX_REFERENCES} are allowed");
        faults.add(pointer, "too-many", detail);
        list.truncate(MAX_REFERENCES);
    }
    list
}

fn check_lead_image(image: LeadImageInput, faults: &mut Faults) -> Option<LeadImage> {
    let width = faults.pixels("/lead_image/width", image.width);
    let height = faults.pixels("/lead_image/height", image.height);
    let url = faults.required("/lead_image/url", image.url);
    let url = faults.parsed("/lead_image/url", "invalid-url", url, web_url::parse);
    Some(LeadImage {
        alt: faults.line("/lead_image/alt", image.alt, 500),
        caption: faults.text("/lead_image/caption", image.caption, 1000),
        credit: faults.line("/lead_image/credit", image.credit, 300),
        width,
        height,
        url: url?,
    })
}

fn check_seo(seo: SeoInput, faults: &mut Faults) -> Seo {
    Seo {
        title: faults.line("/seo/title", seo.title, 200),
        description: faults.text("/seo/description", seo.description, 500),
        canonical_url: faults.parsed("/seo/canonical_url", "invalid-url", seo.canonical_url, web_url::parse),
    }
}
