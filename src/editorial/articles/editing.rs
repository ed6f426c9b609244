//! Creating and saving working copies, each in the transaction it is given.

use super::dto::ArticleInput;
use super::model::{self, MAX_NEWS_ID};
pub use super::store::Whose;
use super::store::{self, Save, WorkingArticle};
use crate::Error;
use crate::content::{Article, Fault, Faults, Language, Slug, Time};
use crate::db::{Conn, violated};
use crate::editorial::taxonomy::slug_conflict;
use crate::http::{Code, MergePatch};

/// News IDs above this are codes of other systems: taken as they are, but not counted on from.
const MAX_COUNTED_NEWS_ID: i64 = MAX_NEWS_ID / 2;

/// Who is at work, when, and on what kind of site.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The account.
    pub account: i64,
    /// Now.
    pub now: Time,
    /// The language of an article that names none.
    pub language: Language,
    /// Whose articles may be named as related.
    pub whose: Whose,
}

/// An article to be created, its members checked for themselves.
pub struct NewArticle {
    id: Option<i64>,
    article: Article,
    faults: Faults,
}

impl NewArticle {
    /// Checks the members. This takes the body apart, so it is done before the database is asked for
    /// anything.
    pub fn check(input: ArticleInput, language: &Language, mut faults: Faults) -> Self {
        let id = input.id;
        if id.is_some_and(|id| !(1..=MAX_NEWS_ID).contains(&id)) {
            faults.add("/id", "out-of-range", format!("a News ID is 1 to {MAX_NEWS_ID}"));
        }
        Self { id, article: model::check(input, language, None, &mut faults), faults }
    }
}

/// Creates a draft, with a News ID of its own or the one that was given.
pub fn create(conn: &mut Conn, new: NewArticle, desk: &Desk) -> Result<WorkingArticle, Error> {
    let imported = new.id;
    let article = sound(conn, new.article, None, desk, new.faults)?;
    let id = match imported {
        None => store::next_news_id(conn)?,
        Some(id) => {
            if id <= MAX_COUNTED_NEWS_ID {
                store::raise_news_id(conn, id)?;
            }
            id
        }
    };
    let slug = settle_slug(conn, &article, id, None)?;
    let save = Save { article: &article, slug: &slug, by: desk.account, at: desk.now };
    store::insert(conn, id, &save).map_err(|error| {
        if violated(&error, "articles", "id") {
            let detail = format!("The News ID {id} is taken.");
            Error::new(Code::IdTaken, detail.clone())
                .with_faults(vec![Fault::pointer("/id", "id-taken", detail)])
        } else if violated(&error, "articles", "slug") {
            slug_conflict(&slug)
        } else {
            error.into()
        }
    })?;
    find(conn, id)
}

/// Saves what `patch` makes of the working copy `before`.
pub fn save(
    conn: &mut Conn,
    before: &WorkingArticle,
    patch: MergePatch<ArticleInput>,
    desk: &Desk,
) -> Result<WorkingArticle, Error> {
    let (touches_id, id) = (patch.touches("id"), before.row.id);
    let (mut input, mut faults) = patch.apply(&ArticleInput::from(&before.article))?;
    if before.article.slug.is_none() && input.slug.as_deref() == Some(&before.row.slug) {
        // Handed back as it was read: the slug goes on following the headline.
        input.slug = None;
    }
    if touches_id {
        faults.add("/id", "read-only", "the News ID of an article never changes");
    }
    let article = model::check(input, &desk.language, before.article.body.as_ref(), &mut faults);
    let article = sound(conn, article, Some(id), desk, faults)?;
    let slug = settle_slug(conn, &article, id, Some(before))?;
    let saved_in_time = if article == before.article && slug == before.row.slug {
        // Nothing that would be worth a revision.
        store::confirm(conn, &before.row)?
    } else {
        let save = Save { article: &article, slug: &slug, by: desk.account, at: desk.now };
        store::update(conn, &before.row, &save).map_err(|error| {
            if violated(&error, "articles", "slug") { slug_conflict(&slug) } else { error.into() }
        })?
    };
    if !saved_in_time {
        return Err(Error::new(Code::VersionMismatch, "Somebody changed the article in the meantime."));
    }
    find(conn, id)
}

/// The working copy of an article, whoever made it.
pub fn find(conn: &mut Conn, id: i64) -> Result<WorkingArticle, Error> {
    store::find(conn, id, Whose::Everybody)?.ok_or_else(|| Error::not_found("article"))
}

/// The checked article, when its members are good and everything it refers to exists.
fn sound(
    conn: &mut Conn,
    article: Article,
    own: Option<i64>,
    desk: &Desk,
    mut faults: Faults,
) -> Result<Article, Error> {
    let known = store::known_references(conn, &article, desk.whose)?;
    let mut note = |pointer: String, id: i64, known: &[i64], what: &str| {
        if !known.contains(&id) {
            faults.add(&pointer, "unknown-reference", format!("there is no {what} with the id {id}"));
        }
    };
    if let Some(id) = article.section_id {
        note("/section_id".to_owned(), id, &known.sections, "section");
    }
    for (at, credit) in article.authors.iter().enumerate() {
        note(format!("/authors/{at}/id"), credit.id, &known.authors, "author");
    }
    for (at, id) in article.tag_ids.iter().enumerate() {
        note(format!("/tag_ids/{at}"), *id, &known.tags, "tag");
    }
    for (at, id) in article.related_ids.iter().enumerate() {
        note(format!("/related_ids/{at}"), *id, &known.articles, "article");
    }
    if let Some(at) = own.and_then(|own| article.related_ids.iter().position(|id| *id == own)) {
        faults.add(&format!("/related_ids/{at}"), "self-reference", "an article is not related to itself");
    }
    faults.into_result().map_err(Error::invalid_body)?;
    Ok(article)
}

/// The slug an article is kept under: the one its editor chose, else the one it was published
/// under, else one made from its headline, with the News ID, and if need be a further number, added
/// when that is taken.
fn settle_slug(
    conn: &mut Conn,
    article: &Article,
    id: i64,
    before: Option<&WorkingArticle>,
) -> Result<Slug, Error> {
    if let Some(slug) = &article.slug {
        let taken = store::slug_is_taken(conn, slug, id)?;
        return if taken { Err(slug_conflict(slug)) } else { Ok(slug.clone()) };
    }
    if let Some(before) = before.filter(|before| before.row.first_published_at.is_some()) {
        return Ok(before.row.slug.clone());
    }
    // A headline of which nothing is left, such as one of digits or signs, becomes `news-84451`.
    let wished = Slug::from_title(&article.headline);
    let numbered = match &wished {
        Some(slug) => slug.numbered(id),
        None => format!("news-{id}").parse().map_err(Error::internal)?,
    };
    let further = (2..).map(|number| numbered.numbered(number));
    for slug in wished.into_iter().chain([numbered.clone()]).chain(further) {
        if !store::slug_is_taken(conn, &slug, id)? {
            return Ok(slug);
        }
    }
    Err(Error::internal("every slug is taken"))
}
