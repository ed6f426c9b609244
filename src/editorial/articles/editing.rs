//! Creating and saving working copies, each in the transaction it is given.

use std::collections::BTreeSet;

use super::body::BodyView;
use super::dto::ArticleInput;
use super::model::{self, ArticleScope, MAX_NEWS_ID};
use super::revision_store::{self, Save};
use super::store::{self, WorkingArticle};
use super::{audit_changes, slugs};
use crate::Error;
use crate::audit::Editor;
use crate::audit::{self, Target};
use crate::content::vocabulary::{Status, TargetKind};
use crate::content::{Article, Fault, Faults, Language, Slug, publish_requirements};
use crate::db::{Conn, Db, QueryError, violates};
use crate::editorial::{conflict, section_access};
use crate::http::{Caller, Code, IfMatch, MergePatch, Permission};
use crate::publishing;

/// News IDs above this are codes of other systems: taken as they are, but not counted on from.
const MAX_COUNTED_NEWS_ID: i64 = MAX_NEWS_ID / 2;

/// The most characters that may be said of a save.
const MAX_NOTE: usize = 500;

/// An article to be created, its members checked for themselves.
pub struct NewArticle {
    id: Option<i64>,
    article: Article,
    words: BTreeSet<String>,
    note: Option<String>,
    faults: Faults,
}

impl NewArticle {
    /// Checks the members. This takes the body apart, so it is done before the database is asked for
    /// anything.
    pub fn check(mut input: ArticleInput, language: &Language, mut faults: Faults) -> Self {
        let id = input.id;
        if id.is_some_and(|id| !(1..=MAX_NEWS_ID).contains(&id)) {
            faults.add("/id", "out-of-range", format!("a News ID is 1 to {MAX_NEWS_ID}"));
        }
        let note = faults.text("/note", input.note.take(), MAX_NOTE);
        let article = model::check(input, language, None, &mut faults);
        Self { id, note, words: revision_store::searched_words(&article), article, faults }
    }

    /// The body as it is answered.
    pub fn body_view(&self) -> Option<BodyView> {
        self.article.body.as_ref().map(|body| BodyView::of(body, body.format))
    }
}

/// Creates a draft, with a News ID of its own or the one that was given.
pub fn create(conn: &mut Conn, new: NewArticle, editor: &Editor) -> Result<WorkingArticle, Error> {
    editor.caller.require(Permission::WriteArticles)?;
    let imported = new.id;
    if imported.is_some() {
        editor.caller.require(Permission::EditArticles)?;
    }
    let article = sound(conn, new.article, None, &[], editor, new.faults)?;
    section_access::require_place(conn, &editor.caller, article.section_id, true)?;
    let id = match imported {
        None => store::next_news_id(conn)?,
        Some(id) => {
            if id <= MAX_COUNTED_NEWS_ID {
                store::raise_news_id(conn, id)?;
            }
            id
        }
    };
    let slug = slugs::choose_slug(conn, &article, id, None)?;
    // A News ID that comes back after its article was deleted goes on counting: an old `ETag` never fits.
    let version = audit::last_version(conn, TargetKind::Article, id)?.map_or(1, |last| last + 1);
    let save = Save {
        article: &article,
        slug: &slug,
        note: new.note,
        by: editor.caller.id,
        at: editor.now,
        words: Some(new.words),
    };
    revision_store::insert(conn, id, version, &save).map_err(|error| {
        if violates(&error, "articles", "id") {
            let detail = format!("The News ID {id} is taken.");
            Error::new(Code::IdTaken, detail.clone())
                .with_faults(vec![Fault::pointer("/id", "id-taken", detail)])
        } else {
            slug_taken(error, &slug)
        }
    })?;
    let target = Target::of(TargetKind::Article, id, version);
    audit::record(
        conn,
        &editor.attribution(),
        "article.create",
        target,
        &audit_changes::of_save(None, &save),
    )?;
    Ok(store::reread(conn, id, article)?)
}

/// What a save makes of a working copy, worked out before anything is written: taking a long body apart
/// must not keep other writers waiting.
pub struct Edit {
    article: Article,
    words: BTreeSet<String>,
    note: Option<String>,
    faults: Faults,
    /// The related articles that are not asked about: they may be a colleague's, or gone.
    named: Vec<i64>,
    /// What the log calls it.
    action: &'static str,
}

impl Edit {
    /// What `patch` makes of the working copy `before`.
    pub fn patch(
        before: &WorkingArticle,
        patch: &MergePatch<ArticleInput>,
        editor: &Editor,
    ) -> Result<Self, Error> {
        let touches_id = patch.touches("id");
        let (input, mut faults) = patch.apply(&ArticleInput::from(&before.article))?;
        if touches_id {
            faults.add("/id", "read-only", "the News ID of an article never changes");
        }
        Ok(Self::check(before, input, faults, editor))
    }

    /// `input` in the place of the working copy `before`; what it does not mention is gone.
    pub fn replace(
        before: &WorkingArticle,
        input: ArticleInput,
        mut faults: Faults,
        editor: &Editor,
    ) -> Self {
        if input.id.is_some_and(|id| id != before.row.id) {
            faults.add("/id", "read-only", "the News ID of an article never changes");
        }
        Self::check(before, input, faults, editor)
    }

    fn check(before: &WorkingArticle, mut input: ArticleInput, mut faults: Faults, editor: &Editor) -> Self {
        if before.article.slug.is_none() && input.slug.as_deref() == Some(&before.row.slug) {
            // Handed back as it was read: the slug goes on following the headline.
            input.slug = None;
        }
        let note = faults.text("/note", input.note.take(), MAX_NOTE);
        let article = model::check(input, &editor.language, before.article.body.as_ref(), &mut faults);
        let named = before.article.related_ids.clone();
        Self {
            words: revision_store::searched_words(&article),
            article,
            note,
            faults,
            named,
            action: "article.update",
        }
    }

    /// An older revision, with that number. The related articles it names come back as they are.
    pub fn restore(number: i64, revision: Article) -> Self {
        Self {
            words: revision_store::searched_words(&revision),
            named: revision.related_ids.clone(),
            article: revision,
            note: Some(format!("Revision {number} restored.")),
            faults: Faults::default(),
            action: "article.restore_revision",
        }
    }
}

/// Saves what was worked out from the working copy `before`, if that is still the present one.
pub fn save(
    conn: &mut Conn,
    before: WorkingArticle,
    edit: Edit,
    editor: &Editor,
) -> Result<WorkingArticle, Error> {
    let Edit { article, words, note, faults, named, action } = edit;
    let article = sound(conn, article, Some(before.row.id), &named, editor, faults)?;
    keep(conn, before, (article, words), note, action, editor)
}

/// Saves what `work_out` makes of the working copy that the caller has seen. It is worked out beside the
/// readers, and only what comes of it is brought to the writer.
pub async fn save_seen(
    db: &Db,
    id: i64,
    if_match: IfMatch,
    editor: Editor,
    work_out: impl FnOnce(&mut Conn, &WorkingArticle, &Editor) -> Result<Edit, Error> + Send + 'static,
) -> Result<WorkingArticle, Error> {
    let (before, edit, if_match, editor) = db
        .read(move |c| {
            let before = find_editable(c, id, &if_match, &editor)?;
            let edit = work_out(c, &before, &editor)?;
            Ok::<_, Error>((before, edit, if_match, editor))
        })
        .await?;
    db.write(move |c| {
        check_still_seen(c, id, &if_match)?;
        save(c, before, edit, &editor)
    })
    .await
}

/// The working copy of an article, whoever made it.
pub fn find(conn: &mut Conn, id: i64) -> Result<WorkingArticle, Error> {
    store::find(conn, id, ArticleScope::All)?.ok_or_else(|| unknown(id))
}

/// The working copy of an article that the caller may know of.
pub fn find_for(conn: &mut Conn, id: i64, caller: &Caller) -> Result<WorkingArticle, Error> {
    store::find(conn, id, ArticleScope::of(caller))?.ok_or_else(|| unknown(id))
}

/// The working copy of an article that the caller may change and has seen in its present version.
pub fn find_seen(
    conn: &mut Conn,
    id: i64,
    if_match: &IfMatch,
    editor: &Editor,
) -> Result<WorkingArticle, Error> {
    let article = find_for(conn, id, &editor.caller)?;
    section_access::require(conn, &editor.caller, &article)?;
    audit::precondition::require(conn, if_match, TargetKind::Article, id, article.row.version)?;
    Ok(article)
}

/// The same, when the caller may change it, and its state allows it: reporters change their drafts,
/// and what was killed or thrown away is restored first.
pub fn find_editable(
    conn: &mut Conn,
    id: i64,
    if_match: &IfMatch,
    editor: &Editor,
) -> Result<WorkingArticle, Error> {
    editor.caller.require(Permission::WriteArticles)?;
    let article = find_for(conn, id, &editor.caller)?;
    let status = article.row.status;
    if status != Status::Draft {
        editor.caller.require(Permission::EditArticles)?;
    }
    section_access::require(conn, &editor.caller, &article)?;
    audit::precondition::require(conn, if_match, TargetKind::Article, id, article.row.version)?;
    if matches!(status, Status::Killed | Status::Trashed) {
        let status: &str = status.into();
        return Err(Error::new(Code::NotEditable, format!("The article is `{status}`; restore it first.")));
    }
    Ok(article)
}

/// Passes when the caller has still seen the present version of an article that was read before.
pub fn check_still_seen(conn: &mut Conn, id: i64, if_match: &IfMatch) -> Result<(), Error> {
    let version = store::version(conn, id)?.ok_or_else(|| unknown(id))?;
    audit::precondition::require(conn, if_match, TargetKind::Article, id, version)
}

/// Makes everything anew that is derived from some articles, after a migration that asks for it: search indexes, and
/// what readers are shown. False when there is nothing more to do.
pub fn work_off_renewals(conn: &mut Conn) -> Result<bool, Error> {
    Ok(revision_store::work_off_backlog(conn)?)
}

fn unknown(id: i64) -> Error {
    Error::new(Code::NotFound, format!("There is no article {id}."))
}

/// Keeps the article as a new revision, unless it is the same as before and there is nothing to say.
/// What is on the schedule must stay fit to go out by itself.
fn keep(
    conn: &mut Conn,
    before: WorkingArticle,
    (article, words): (Article, BTreeSet<String>),
    note: Option<String>,
    action: &str,
    editor: &Editor,
) -> Result<WorkingArticle, Error> {
    let row = &before.row;
    let own = row.created_by == editor.caller.id;
    section_access::require_place(conn, &editor.caller, article.section_id, own)?;
    if let Some(time) = row.publish_at {
        let mut faults = Faults::default();
        publish_requirements::check(&article, time, &mut faults);
        faults.into_result().map_err(publishing::not_publishable)?;
    }
    let slug = slugs::choose_slug(conn, &article, row.id, Some(&before))?;
    if article == before.article && slug == row.slug && note.is_none() {
        return Ok(before);
    }
    let words = Some(words);
    let save = Save { article: &article, slug: &slug, note, by: editor.caller.id, at: editor.now, words };
    if !revision_store::update(conn, row, &save).map_err(|error| slug_taken(error, &slug))? {
        return Err(Error::new(Code::VersionMismatch, "Somebody changed the article in the meantime."));
    }
    let changes = audit_changes::of_save(Some((&before.article, &row.slug)), &save);
    let target = Target::of(TargetKind::Article, row.id, row.version + 1);
    audit::record(conn, &editor.attribution(), action, target, &changes)?;
    Ok(store::reread(conn, row.id, article)?)
}

fn slug_taken(error: QueryError, slug: &Slug) -> Error {
    conflict::over_slug(error, "articles", "slug", slug)
}

/// The checked article, when its members are good and everything it refers to exists. The related
/// articles that it `named` already are not asked about again: they may be a colleague's, or gone.
fn sound(
    conn: &mut Conn,
    article: Article,
    own: Option<i64>,
    named: &[i64],
    editor: &Editor,
    mut faults: Faults,
) -> Result<Article, Error> {
    let mut known = store::known_references(conn, &article, ArticleScope::of(&editor.caller))?;
    known.articles.extend(named);
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
