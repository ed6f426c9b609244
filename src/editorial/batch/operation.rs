//! One operation of a batch.

use super::dto::{Op, OperationInput};
use crate::Error;
use crate::audit::Requester;
use crate::content::Faults;
use crate::db::Conn;
use crate::editorial::articles::access;
use crate::editorial::articles::creation::{self, NewArticle};
use crate::editorial::articles::dto::ArticleInput;
use crate::editorial::articles::editing::{self, Edit};
use crate::editorial::articles::model::{ArticleScope, WorkingArticle};
use crate::editorial::articles::store;
use crate::editorial::transitions::request::{self, ValidTransition};
use crate::http::{IfMatch, MergePatch, json};
use crate::publishing::RenderedBody;

/// An operation that has the members of its type. The members' values are checked, and their faults reported, by [`Self::run`].
pub enum Operation {
    Create(Box<NewArticle>),
    Patch {
        id: i64,
        if_match: IfMatch,
        patch: MergePatch<ArticleInput>,
        /// The prepared edit, and the article's version it was prepared from.
        edit: Option<(i64, Box<Edit>)>,
    },
    Transition {
        id: i64,
        if_match: IfMatch,
        transition: Box<Result<ValidTransition, Error>>,
        /// The prepared body, when the transition publishes.
        body: Option<Box<RenderedBody>>,
    },
}

impl Operation {
    /// Checks that the operation has the members of its type and no others. `pointer` is its JSON pointer in the batch.
    pub fn check(
        input: OperationInput,
        pointer: &str,
        requester: &Requester,
        faults: &mut Faults,
    ) -> Option<Self> {
        let op = faults.required(&format!("{pointer}/op"), input.op)?;
        let mut refuse = |member: &str, is_given: bool, allowed: &str| {
            if is_given {
                let detail = format!("is not allowed with this `op`; it belongs to {allowed}");
                faults.add(&format!("{pointer}/{member}"), "not-here", detail);
            }
        };
        let creates = op == Op::Create;
        refuse("id", creates && input.id.is_some(), "`patch` and `transition`");
        refuse("if_match", creates && input.if_match.is_some(), "`patch` and `transition`");
        refuse("transition", op != Op::Transition && input.transition.is_some(), "`transition`");
        refuse("article", op == Op::Transition && input.article.is_some(), "`create` and `patch`");
        let if_match = IfMatch::in_body("if_match", input.if_match.as_deref());
        match op {
            Op::Create => {
                let article = faults.required(&format!("{pointer}/article"), input.article)?;
                let (article, members): (ArticleInput, _) = json::read(article);
                Some(Self::Create(Box::new(NewArticle::check(article, &requester.language, members))))
            }
            Op::Patch => {
                let id = faults.required(&format!("{pointer}/id"), input.id);
                let patch = faults.required(&format!("{pointer}/article"), input.article);
                Some(Self::Patch { id: id?, if_match, patch: MergePatch::new(patch?), edit: None })
            }
            Op::Transition => {
                let id = faults.required(&format!("{pointer}/id"), input.id);
                let transition = faults.required(&format!("{pointer}/transition"), input.transition);
                let (transition, members) = json::read(transition?);
                let transition = Box::new(ValidTransition::check(transition, members, &requester.caller));
                Some(Self::Transition { id: id?, if_match, transition, body: None })
            }
        }
    }

    /// The News ID of the article to change; `None` for a new article.
    pub fn id(&self) -> Option<i64> {
        match self {
            Self::Create(_) => None,
            Self::Patch { id, .. } | Self::Transition { id, .. } => Some(*id),
        }
    }

    /// The member that has the values of the operation: faults in these values point below it.
    pub fn member(&self) -> &'static str {
        if matches!(self, Self::Transition { .. }) { "transition" } else { "article" }
    }

    /// Parses and renders bodies in a read transaction, so that [`Self::run`] does not have to.
    ///
    /// Returns database errors only: [`Self::run`] makes all checks again, and reports what they find.
    pub fn prepare(&mut self, conn: &mut Conn, requester: &Requester) -> Result<(), Error> {
        let Some(id) = self.id() else { return Ok(()) };
        let Some(before) = store::find(conn, id, ArticleScope::of(&requester.caller))? else { return Ok(()) };
        match self {
            Self::Create(_) => {}
            Self::Patch { patch, edit, .. } => {
                *edit = Edit::patch(&before, patch, requester)
                    .ok()
                    .map(|edit| (before.row.version, Box::new(edit)));
            }
            Self::Transition { transition, body, .. } => {
                if transition.as_ref().as_ref().is_ok_and(ValidTransition::publishes) {
                    *body = Some(Box::new(RenderedBody::of(&before.article, before.row.version)));
                }
            }
        }
        Ok(())
    }

    /// Runs the operation in the transaction of the batch, and returns the article.
    pub fn run(self, conn: &mut Conn, requester: &Requester) -> Result<WorkingArticle, Error> {
        match self {
            Self::Create(new) => creation::create(conn, *new, requester),
            Self::Patch { id, if_match, patch, edit } => {
                let before = access::find_for_edit(conn, id, &if_match, requester)?;
                let edit = match edit {
                    Some((version, edit)) if version == before.row.version => *edit,
                    // An earlier operation of the batch, or another request, changed the article.
                    _ => Edit::patch(&before, &patch, requester)?,
                };
                editing::save(conn, before, edit, requester)
            }
            Self::Transition { id, if_match, transition, body } => {
                request::apply(conn, id, &if_match, (*transition)?, requester, body.map(|body| *body))
            }
        }
    }
}
