//! The batch operation.

use actix_web::http::StatusCode;
use actix_web::web::{Data, ReqData};
use actix_web::{HttpRequest, HttpResponse, post};

use super::dto::BatchInput;
use super::execute::Batch;
use super::view::BatchResult;
use crate::Error;
use crate::audit::Editor;
use crate::db::Db;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::request_id::RequestId;
use crate::http::{Caller, Clock, Permission, Site};

/// Carry out a batch
///
/// Up to 100 operations on articles in one transaction, in their order, each with the result that a request
/// of its own would have had. With `atomic` all are carried out or none: the first that cannot be is named.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "carry_out_batch",
    security(("bearer" = ["write_articles"])),
    params(IdempotencyHeader),
    request_body = BatchInput,
    responses((status = 200, description = "A result for each operation.", body = BatchResult))
)]
#[post("/articles/batch")]
pub async fn carry_out_batch(
    caller: Caller,
    request: HttpRequest,
    request_id: ReqData<RequestId>,
    body: Idempotent<BatchInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let (input, faults, once) = body.read().await?;
    let editor = Editor::of(caller, &clock, &site);
    let batch = Batch::check(input, faults, &editor)?.work_ahead(&db, &editor).await?;
    let path = request.path().to_owned();
    once.run(&db, editor.now, move |c| {
        let outcomes = batch.run(c, &editor)?;
        Created::new(StatusCode::OK, None, None, &BatchResult::new(outcomes, &path, &request_id))
    })
    .await
}
