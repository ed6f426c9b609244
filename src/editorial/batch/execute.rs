//! Carrying a batch out: what takes long is worked out ahead, and all is written in the transaction it is given.

use super::dto::{BatchInput, Op, OperationInput};
use crate::Error;
use crate::audit::Editor;
use crate::content::Faults;
use crate::content::fault::Fault;
use crate::db::{Conn, Db};
use crate::editorial::articles::dto::ArticleInput;
use crate::editorial::articles::editing::{self, Edit, NewArticle};
use crate::editorial::articles::model::ArticleScope;
use crate::editorial::articles::store::{self, WorkingArticle};
use crate::editorial::transitions::request::{self, ValidTransition};
use crate::http::{Code, IfMatch, MergePatch, json};
use crate::publishing::RenderedBody;

/// The most operations of a batch.
const MAX_OPERATIONS: usize = 100;

/// A batch whose form is good.
pub struct Batch {
    atomic: bool,
    operations: Vec<Operation>,
}

/// An operation whose form is good; what it brings is checked by whoever carries it out.
enum Operation {
    Create(Box<NewArticle>),
    Patch {
        id: i64,
        if_match: IfMatch,
        patch: MergePatch<ArticleInput>,
        /// What was worked out ahead, and of which version: it is of no use after another operation on the article.
        edit: Option<(i64, Box<Edit>)>,
    },
    Transition {
        id: i64,
        if_match: IfMatch,
        step: Box<Result<ValidTransition, Error>>,
        /// What was rendered ahead.
        body: Option<Box<RenderedBody>>,
    },
}

/// What became of an operation.
pub enum Outcome {
    /// It made an article, which has this version.
    Created { id: i64, version: i64 },
    /// It changed an article, which has this version now.
    Changed { id: i64, version: i64 },
    /// It could not be carried out; an article that it was to change has this id.
    Refused { id: Option<i64>, error: Error },
}

impl Batch {
    /// Checks the form: how many operations there are, and whether each has the members it needs. This
    /// takes bodies of new articles apart, so it is done before the database is asked for anything.
    pub fn check(input: BatchInput, mut faults: Faults, editor: &Editor) -> Result<Self, Error> {
        let given = faults.required("/operations", input.operations).unwrap_or_default();
        let count = given.len();
        if count == 0 || count > MAX_OPERATIONS {
            let detail = format!("has {count} operations; 1 to {MAX_OPERATIONS} are allowed");
            faults.add("/operations", "out-of-range", detail);
            return Err(Error::invalid_body(faults.into_result().err().unwrap_or_default()));
        }
        let operations = given
            .into_iter()
            .enumerate()
            .filter_map(|(at, input)| Operation::check(input, &pointer(at), editor, &mut faults))
            .collect();
        faults.into_result().map_err(Error::invalid_body)?;
        Ok(Self { atomic: input.atomic.unwrap_or_default(), operations })
    }

    /// Works out what patches make of articles, and what publishing shows of them, each beside other readers: the transaction that
    /// writes keeps others waiting.
    pub async fn work_ahead(mut self, db: &Db, editor: &Editor) -> Result<Self, Error> {
        let mut operations = Vec::new();
        for mut operation in self.operations {
            let editor = editor.clone();
            operations.push(match operation.id() {
                None => operation,
                Some(_) => db.read(move |c| operation.work_ahead(c, &editor).map(|()| operation)).await?,
            });
        }
        self.operations = operations;
        Ok(self)
    }

    /// Carries the operations out in their order. Each is done wholly or not at all; when the batch is
    /// atomic, the first that cannot be done fails the whole batch, and whoever called undoes the rest.
    pub fn run(self, conn: &mut Conn, editor: &Editor) -> Result<Vec<Outcome>, Error> {
        let mut outcomes = Vec::new();
        for (at, operation) in self.operations.into_iter().enumerate() {
            let (id, member) = (operation.id(), operation.member());
            outcomes.push(match conn.attempt(|conn| operation.run(conn, editor)) {
                Ok(WorkingArticle { row, .. }) if id.is_none() => {
                    Outcome::Created { id: row.id, version: row.version }
                }
                Ok(WorkingArticle { row, .. }) => Outcome::Changed { id: row.id, version: row.version },
                // A fault of the server ends the whole batch.
                Err(error) if error.is_server_error() => return Err(error),
                Err(error) if self.atomic => return Err(failed(at, member, &error)),
                Err(error) => {
                    let faults = faults_at(at, member, &error);
                    Outcome::Refused { id, error: error.with_faults(faults) }
                }
            });
        }
        Ok(outcomes)
    }
}

impl Operation {
    fn check(input: OperationInput, at: &str, editor: &Editor, faults: &mut Faults) -> Option<Self> {
        let op = faults.required(&format!("{at}/op"), input.op)?;
        let creates = op == Op::Create;
        let mut alien = |member: &str, given: bool| {
            if given {
                faults.add(&format!("{at}/{member}"), "not-here", "does not go with this `op`");
            }
        };
        alien("id", creates && input.id.is_some());
        alien("if_match", creates && input.if_match.is_some());
        alien("transition", op != Op::Transition && input.transition.is_some());
        alien("article", op == Op::Transition && input.article.is_some());
        let if_match = IfMatch::in_body("if_match", input.if_match.as_deref());
        match op {
            Op::Create => {
                let article = faults.required(&format!("{at}/article"), input.article)?;
                let (article, members): (ArticleInput, _) = json::read(article);
                Some(Self::Create(Box::new(NewArticle::check(article, &editor.language, members))))
            }
            Op::Patch => {
                let id = faults.required(&format!("{at}/id"), input.id);
                let patch = faults.required(&format!("{at}/article"), input.article);
                Some(Self::Patch { id: id?, if_match, patch: MergePatch::new(patch?), edit: None })
            }
            Op::Transition => {
                let id = faults.required(&format!("{at}/id"), input.id);
                let step = faults.required(&format!("{at}/transition"), input.transition);
                let (step, members) = json::read(step?);
                let step = Box::new(ValidTransition::check(step, members, &editor.caller));
                Some(Self::Transition { id: id?, if_match, step, body: None })
            }
        }
    }

    /// The article that it is to change.
    fn id(&self) -> Option<i64> {
        match self {
            Self::Create(_) => None,
            Self::Patch { id, .. } | Self::Transition { id, .. } => Some(*id),
        }
    }

    /// The member that holds what it brings.
    fn member(&self) -> &'static str {
        if matches!(self, Self::Transition { .. }) { "transition" } else { "article" }
    }

    fn work_ahead(&mut self, conn: &mut Conn, editor: &Editor) -> Result<(), Error> {
        let Some(before) = self
            .id()
            .map(|id| store::find(conn, id, ArticleScope::of(&editor.caller)))
            .transpose()?
            .flatten()
        else {
            return Ok(());
        };
        match self {
            Self::Create(_) => {}
            Self::Patch { patch, edit, .. } => {
                // What is wrong with it is said when its turn comes.
                *edit =
                    Edit::patch(&before, patch, editor).ok().map(|edit| (before.row.version, Box::new(edit)));
            }
            Self::Transition { step, body, .. } => {
                if step.as_ref().as_ref().is_ok_and(ValidTransition::publishes) {
                    *body = Some(Box::new(RenderedBody::of(&before.article, before.row.head_revision)));
                }
            }
        }
        Ok(())
    }

    fn run(self, conn: &mut Conn, editor: &Editor) -> Result<WorkingArticle, Error> {
        match self {
            Self::Create(new) => editing::create(conn, *new, editor),
            Self::Patch { id, if_match, patch, edit } => {
                let before = editing::find_editable(conn, id, &if_match, editor)?;
                let edit = match edit {
                    Some((version, edit)) if version == before.row.version => *edit,
                    _ => Edit::patch(&before, &patch, editor)?,
                };
                editing::save(conn, before, edit, editor)
            }
            Self::Transition { id, if_match, step, body } => {
                request::take(conn, id, &if_match, (*step)?, editor, body.map(|body| *body))
            }
        }
    }
}

fn pointer(at: usize) -> String {
    format!("/operations/{at}")
}

/// The fault of the whole batch, naming the operation.
fn failed(at: usize, member: &str, error: &Error) -> Error {
    let failure = error.failure();
    let detail = format!("Operation {at} cannot be carried out: {}", failure.detail);
    let mut faults = vec![Fault::pointer(&pointer(at), failure.code.name(), failure.detail.clone())];
    faults.extend(faults_at(at, member, error));
    Error::new(Code::BatchFailed, detail).with_faults(faults)
}

/// The faults of an operation by their pointers into the batch. What an article lacks to be published is
/// told by pointers into the article, as the step alone would tell it.
fn faults_at(at: usize, member: &str, error: &Error) -> Vec<Fault> {
    let failure = error.failure();
    let place = pointer(at);
    let into = |fault: &Fault| {
        let inner = match (&fault.pointer, &fault.parameter) {
            (Some(_), _) if failure.code == Code::NotPublishable => return fault.clone(),
            (Some(inner), _) => format!("{member}{inner}"),
            // What is a header of a request of its own is a member here.
            (None, parameter) => parameter.clone().unwrap_or_default(),
        };
        Fault::pointer(&format!("{place}/{inner}"), &fault.code, fault.detail.clone())
    };
    failure.faults.iter().map(into).collect()
}
