//! Saves working copies, with their audit entries.

use std::collections::BTreeSet;

use super::dto::ArticleInput;
use super::model::{Save, WorkingArticle};
use super::references::{GivenNames, validate_references};
use super::revision_store::search_words;
use super::{access, audit_changes, revision_store, slugs, store, validation};
use crate::Error;
use crate::audit::{self, EditContext, Requester, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{Article, Faults, Slug, publish_requirements};
use crate::db::{Conn, QueryError};
use crate::editorial::{conflict, section_access};
use crate::http::{Code, IfMatch, MergePatch};
use crate::publishing;

/// The most characters of the note of a save.
pub(super) const MAX_NOTE: usize = 500;

/// A change of a working copy. Its members are checked except for what only the database knows.
pub struct Edit {
    article: Article,
    words: BTreeSet<String>,
    note: Option<String>,
    faults: Faults,
    /// Related articles that are not checked: the article, or the revision to restore, had them before.
    previous_related_ids: Vec<i64>,
    given_names: GivenNames,
    /// The action in the audit log.
    action: &'static str,
}

impl Edit {
    /// Applies a merge patch (RFC 7396) to the working copy `before`. Fails with 422 when the patch is not an object.
    ///
    /// As the other constructors it parses the body: call it outside the write transaction.
    pub fn patch(
        before: &WorkingArticle,
        patch: &MergePatch<ArticleInput>,
        requester: &Requester,
    ) -> Result<Self, Error> {
        let touches_id = patch.touches("id");
        let (input, mut faults) = patch.apply(&ArticleInput::from(&before.article))?;
        if touches_id {
            faults.add("/id", "read-only", "the News ID cannot be changed; leave out `id`");
        }
        Ok(Self::check(before, input, faults, requester))
    }

    /// Replaces the working copy `before` by `input`. Members that `input` leaves out get their default values.
    pub fn replace(
        before: &WorkingArticle,
        input: ArticleInput,
        mut faults: Faults,
        requester: &Requester,
    ) -> Self {
        if input.id.is_some_and(|id| id != before.row.id) {
            let detail = format!("the News ID cannot be changed; send {} or leave out `id`", before.row.id);
            faults.add("/id", "read-only", detail);
        }
        Self::check(before, input, faults, requester)
    }

    fn check(
        before: &WorkingArticle,
        mut input: ArticleInput,
        mut faults: Faults,
        requester: &Requester,
    ) -> Self {
        if before.article.slug.is_none() && input.slug.as_deref() == Some(&*before.row.slug) {
            // The client repeats the slug that it read. It was made from the headline, and still follows it.
            input.slug = None;
        }
        let note = faults.text("/note", input.note.take(), MAX_NOTE);
        let given_names = GivenNames::of(&input);
        let article =
            validation::check(input, &requester.language, before.article.body.as_ref(), &mut faults);
        Self {
            given_names,
            words: search_words(&article),
            article,
            note,
            faults,
            previous_related_ids: before.article.related_ids.clone(),
            action: "article.update",
        }
    }

    /// Restores the revision with that number.
    pub fn restore(number: i64, revision: Article) -> Self {
        Self {
            words: search_words(&revision),
            previous_related_ids: revision.related_ids.clone(),
            article: revision,
            note: Some(format!("Revision {number} restored.")),
            faults: Faults::default(),
            given_names: GivenNames::default(),
            action: "article.restore_revision",
        }
    }
}

/// Saves an edit of the working copy `before` as a new revision. An edit that changes nothing and has no note is not saved.
///
/// Fails with 403 outside the caller's sections, 409 when the slug is taken, 412 when `before` is no longer the
/// newest version, and 422 when members are invalid or a scheduled article could no longer be published.
pub fn save(
    conn: &mut Conn,
    before: WorkingArticle,
    edit: Edit,
    requester: &Requester,
) -> Result<WorkingArticle, Error> {
    let (caller, row) = (&requester.caller, &before.row);
    let (related_ids, names) = (&edit.previous_related_ids, &edit.given_names);
    let article =
        validate_references(conn, edit.article, Some(row.id), related_ids, names, caller, edit.faults)?;
    section_access::require_section(conn, caller, article.section_id, row.created_by == caller.id)?;
    check_schedule(&before, &article)?;
    let slug = slugs::choose_slug(conn, &article, row.id, Some(&before), requester)?;
    if article == before.article && slug == row.slug && edit.note.is_none() {
        return Ok(before);
    }
    let save = Save {
        article: &article,
        slug: &slug,
        note: edit.note,
        by: caller.id,
        at: requester.now,
        words: Some(edit.words),
    };
    if !revision_store::update(conn, row, &save).map_err(|error| slug_error(error, &slug))? {
        let detail =
            "Another request changed the article in the meantime. Read it again and repeat the change.";
        return Err(Error::new(Code::VersionMismatch, detail));
    }
    let changes = audit_changes::of_save(Some((&before.article, &row.slug)), &save);
    let target = Target::of(TargetKind::Article, row.id, row.version + 1);
    audit::record(conn, &requester.attribution(), edit.action, target, &changes)?;
    Ok(store::find_saved(conn, row.id, article)?)
}

/// Reads the working copy, calls `prepare` to make an edit of it, and saves the edit.
///
/// Reading and `prepare` run in a read transaction, so that a long body does not block other writers. The write
/// transaction fails with 412 when the version changed between the two.
pub async fn prepare_and_save(
    context: &EditContext,
    id: i64,
    if_match: IfMatch,
    prepare: impl FnOnce(&mut Conn, &WorkingArticle, &Requester) -> Result<Edit, Error> + Send + 'static,
) -> Result<WorkingArticle, Error> {
    let (before, edit, if_match) = context
        .read(move |c, requester| {
            let before = access::find_for_edit(c, id, &if_match, requester)?;
            let edit = prepare(c, &before, requester)?;
            Ok((before, edit, if_match))
        })
        .await?;
    context
        .write(move |c, requester| {
            access::require_version(c, id, &if_match)?;
            save(c, before, edit, requester)
        })
        .await
}

/// Fails with 422 when the article is scheduled and `article` could not be published at its time.
fn check_schedule(before: &WorkingArticle, article: &Article) -> Result<(), Error> {
    let Some(time) = before.row.publish_at else { return Ok(()) };
    let mut faults = Faults::default();
    publish_requirements::check(article, time, &mut faults);
    Ok(faults.into_result().map_err(publishing::Error::NotPublishable)?)
}

pub(super) fn slug_error(error: QueryError, slug: &Slug) -> Error {
    conflict::from_unique_violation(error, "articles", "slug", slug)
}
