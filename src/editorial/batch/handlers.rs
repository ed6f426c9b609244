//! The batch operation.

use actix_web::http::StatusCode;
use actix_web::web::ReqData;
use actix_web::{HttpRequest, HttpResponse, post};

use super::dto::BatchInput;
use super::execute::Batch;
use super::view::BatchResult;
use crate::Error;
use crate::audit::EditContext;
use crate::http::Permission;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::request_id::RequestId;

/// Run a batch
///
/// Runs up to 100 operations on articles in their order, in one transaction. Each has the result of the single request.
/// With `atomic`, the first operation that fails rolls back the batch, and the problem names it.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "carry_out_batch",
    security(("bearer" = ["write_articles"])),
    params(IdempotencyHeader),
    request_body = BatchInput,
    responses((status = 200, description = "The result of each operation.", body = BatchResult))
)]
#[post("/articles/batch")]
pub async fn carry_out_batch(
    context: EditContext,
    request: HttpRequest,
    request_id: ReqData<RequestId>,
    body: Idempotent<BatchInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let (input, faults, idempotent) = body.read().await?;
    let batch = Batch::check(input, faults, context.requester())?.prepare(&context).await?;
    let path = request.path().to_owned();
    context
        .create(idempotent, move |c, requester| {
            let outcomes = batch.run(c, requester)?;
            Created::new(StatusCode::OK, None, None, &BatchResult::new(outcomes, &path, &request_id))
        })
        .await
}
