//! Creates working copies: new ones, and copies of others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::body::BodyView;
use super::dto::{ArticleInput, CopyInput};
use super::editing::{MAX_NOTE, slug_error};
use super::model::{MAX_NEWS_ID, Save, WorkingArticle};
use super::references::{GivenNames, validate_references};
use super::revision_store::search_words;
use super::{audit_changes, revision_store, slugs, store, validation};
use crate::Error;
use crate::audit::{self, Change, Requester, Target};
use crate::content::article::{CommentSettings, Seo};
use crate::content::notice::Notice;
use crate::content::vocabulary::TargetKind;
use crate::content::{Article, Fault, Faults, Language, Slug};
use crate::db::{Conn, QueryError, violates};
use crate::editorial::section_access;
use crate::http::{Code, Permission};

/// The largest News ID from which the counter continues. Larger ones are codes of other systems, which the counter ignores.
const MAX_COUNTED_NEWS_ID: i64 = MAX_NEWS_ID / 2;

/// The most characters of the note of a copy, which follows the name of the original.
const MAX_COPY_NOTE: usize = 400;

/// An article to create. Its members are checked except for what only the database knows.
pub struct NewArticle {
    id: Option<i64>,
    article: Article,
    words: BTreeSet<String>,
    note: Option<String>,
    faults: Faults,
    given_names: GivenNames,
    /// The News ID of the article that it is a copy of.
    copied_from: Option<i64>,
}

impl NewArticle {
    /// Checks the members and records invalid ones in `faults`; [`create`] reports them.
    ///
    /// It parses the body, which takes long for a long one: call it outside the write transaction.
    pub fn check(mut input: ArticleInput, language: &Language, mut faults: Faults) -> Self {
        let id = input.id;
        if let Some(id) = id.filter(|id| !(1..=MAX_NEWS_ID).contains(id)) {
            let detail = format!("{id} is not a News ID; it must be from 1 to {MAX_NEWS_ID}");
            faults.add("/id", "out-of-range", detail);
        }
        let note = faults.text("/note", input.note.take(), MAX_NOTE);
        let given_names = GivenNames::of(&input);
        let article = validation::check(input, language, None, &mut faults);
        Self { id, note, words: search_words(&article), article, faults, given_names, copied_from: None }
    }

    /// A copy of the working copy `original`, without what belongs to that article alone: its slug and its times, that it is
    /// breaking news, and where it appeared first. The note names the original, followed by the note of the request.
    pub fn copy(original: WorkingArticle, input: CopyInput, mut faults: Faults) -> Self {
        let note = faults.text("/note", input.note, MAX_COPY_NOTE);
        let WorkingArticle { row, article, .. } = original;
        let origin = format!("Copy of article {}, version {}.", row.id, row.version);
        let article = Article {
            slug: None,
            published_at: None,
            is_breaking: false,
            comments: CommentSettings { closes_at: None, ..article.comments },
            seo: Seo { canonical_url: None, ..article.seo },
            ..article
        };
        Self {
            id: None,
            note: Some(match note {
                Some(note) => format!("{origin} {note}"),
                None => origin,
            }),
            words: search_words(&article),
            article,
            faults,
            given_names: GivenNames::default(),
            copied_from: Some(row.id),
        }
    }

    /// The body for the response, in the format it was sent in, and its notices.
    pub fn body_view(&self) -> (Option<BodyView>, Vec<Notice>) {
        let body = self.article.body.as_ref();
        let notices = body.map(|body| body.notices.clone()).unwrap_or_default();
        (body.map(|body| BodyView::of(body, body.format)), notices)
    }
}

/// Creates a draft, with the given News ID or with the next one.
///
/// Fails with 403 without permission, with 409 when the News ID or slug is taken, and with 422 when members are invalid.
pub fn create(conn: &mut Conn, new: NewArticle, requester: &Requester) -> Result<WorkingArticle, Error> {
    let caller = &requester.caller;
    caller.require(Permission::WriteArticles)?;
    if new.id.is_some() && !caller.may(Permission::EditArticles) {
        let detail = "Only editors and admins can choose a News ID. Leave out `id` to get the next one.";
        return Err(Error::new(Code::Forbidden, detail));
    }
    // A copy keeps the related articles of its original, also those that were deleted since.
    let own_related_ids = new.copied_from.map(|_| new.article.related_ids.clone()).unwrap_or_default();
    let names = &new.given_names;
    let article = validate_references(conn, new.article, None, &own_related_ids, names, caller, new.faults)?;
    section_access::require_section(conn, caller, article.section_id, true)?;
    let id = match new.id {
        None => store::next_news_id(conn)?,
        Some(id) => {
            if id <= MAX_COUNTED_NEWS_ID {
                store::raise_news_id(conn, id)?;
            }
            id
        }
    };
    let slug = slugs::choose_slug(conn, &article, id, None, requester)?;
    // A reused News ID continues the versions of the deleted article, so that its old `ETag`s never match.
    let version = audit::last_version(conn, TargetKind::Article, id)?.map_or(1, |last| last + 1);
    let save = Save {
        article: &article,
        slug: &slug,
        note: new.note,
        by: caller.id,
        at: requester.now,
        words: Some(new.words),
    };
    revision_store::insert(conn, id, version, &save).map_err(|error| insert_error(error, id, &slug))?;
    let target = Target::of(TargetKind::Article, id, version);
    let mut changes = audit_changes::of_save(None, &save);
    let action = match new.copied_from {
        Some(original) => {
            changes.push(Change::new("copied_from", Value::Null, original));
            "article.copy"
        }
        None => "article.create",
    };
    audit::record(conn, &requester.attribution(), action, target, &changes)?;
    Ok(store::find_saved(conn, id, article)?)
}

fn insert_error(error: QueryError, id: i64, slug: &Slug) -> Error {
    if !violates(&error, "articles", "id") {
        return slug_error(error, slug);
    }
    let detail = format!("The News ID {id} is taken. Leave out `id` to get the next one.");
    Error::new(Code::IdTaken, detail.clone()).with_faults(vec![Fault::pointer("/id", "id-taken", detail)])
}
