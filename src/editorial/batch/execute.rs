//! Runs the operations of a batch in one transaction.

use super::dto::BatchInput;
use super::operation::Operation;
use crate::Error;
use crate::audit::{EditContext, Requester};
use crate::content::Faults;
use crate::content::fault::Fault;
use crate::db::Conn;
use crate::editorial::articles::model::WorkingArticle;
use crate::http::Code;

/// The most operations of a batch.
const MAX_OPERATIONS: usize = 100;

/// A batch whose operations have the members of their types.
pub struct Batch {
    atomic: bool,
    operations: Vec<Operation>,
}

/// The outcome of an operation.
pub enum Outcome {
    /// The operation created an article with this version.
    Created { id: i64, version: i64 },
    /// The operation changed an article to this version.
    Changed { id: i64, version: i64 },
    /// The operation failed and changed nothing. `id` is the article to change, and `None` for a new one.
    Failed { id: Option<i64>, error: Error },
}

impl Batch {
    /// Checks the number of operations and the members of each. Fails with 422 and all faults.
    ///
    /// It parses the bodies of new articles: call it outside the write transaction.
    pub fn check(input: BatchInput, mut faults: Faults, requester: &Requester) -> Result<Self, Error> {
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
            .filter_map(|(index, input)| Operation::check(input, &pointer(index), requester, &mut faults))
            .collect();
        faults.into_result().map_err(Error::invalid_body)?;
        Ok(Self { atomic: input.atomic.unwrap_or_default(), operations })
    }

    /// Prepares each operation in a read transaction of its own, so that the write transaction is short.
    pub async fn prepare(mut self, context: &EditContext) -> Result<Self, Error> {
        let mut operations = Vec::new();
        for mut operation in self.operations {
            operations.push(match operation.id() {
                None => operation,
                Some(_) => {
                    context
                        .read(move |c, requester| operation.prepare(c, requester).map(|()| operation))
                        .await?
                }
            });
        }
        self.operations = operations;
        Ok(self)
    }

    /// Runs the operations in their order. An operation that fails leaves no changes.
    ///
    /// The first failure of an atomic batch is the error of the whole batch: the caller must roll back. An internal
    /// error ends every batch.
    pub fn run(self, conn: &mut Conn, requester: &Requester) -> Result<Vec<Outcome>, Error> {
        let mut outcomes = Vec::new();
        for (index, operation) in self.operations.into_iter().enumerate() {
            let (id, member) = (operation.id(), operation.member());
            outcomes.push(match conn.attempt(|conn| operation.run(conn, requester)) {
                Ok(WorkingArticle { row, .. }) if id.is_none() => {
                    Outcome::Created { id: row.id, version: row.version }
                }
                Ok(WorkingArticle { row, .. }) => Outcome::Changed { id: row.id, version: row.version },
                Err(error) if error.is_server_error() => return Err(error),
                Err(error) if self.atomic => return Err(batch_failed(index, member, &error)),
                Err(error) => {
                    let faults = faults_in_batch(index, member, &error);
                    Outcome::Failed { id, error: error.with_faults(faults) }
                }
            });
        }
        Ok(outcomes)
    }
}

fn pointer(index: usize) -> String {
    format!("/operations/{index}")
}

/// The error of an atomic batch. Its first fault points to the operation that failed.
fn batch_failed(index: usize, member: &str, error: &Error) -> Error {
    let failure = error.failure();
    let detail = format!("Operation {index} failed, so no operation was saved: {}", failure.detail);
    let mut faults = vec![Fault::pointer(&pointer(index), failure.code.name(), failure.detail.clone())];
    faults.extend(faults_in_batch(index, member, error));
    Error::new(Code::BatchFailed, detail).with_faults(faults)
}

/// The faults of an operation, with pointers into the body of the batch.
///
/// The faults of an article that cannot be published point into the article, as they do in the single request.
fn faults_in_batch(index: usize, member: &str, error: &Error) -> Vec<Fault> {
    let failure = error.failure();
    let in_batch = |fault: &Fault| {
        let path = match (&fault.pointer, &fault.parameter) {
            (Some(_), _) if failure.code == Code::NotPublishable => return fault.clone(),
            (Some(inner), _) => format!("{member}{inner}"),
            // A header of the single request, such as `If-Match`, is a member of the operation.
            (None, parameter) => parameter.clone().unwrap_or_default(),
        };
        Fault::pointer(&format!("{}/{path}", pointer(index)), &fault.code, fault.detail.clone())
    };
    failure.faults.iter().map(in_batch).collect()
}
