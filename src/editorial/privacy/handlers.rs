//! HTTP handlers of the privacy operations.

use actix_web::web::Json;
use actix_web::{get, post, rt};

use super::dto::{Erasure, ErasureInput, ErasureView, ExportQuery, ExportView};
use crate::Error;
use crate::audit::EditContext;
use crate::content::email;
use crate::content::{Fault, Faults};
use crate::db::Conn;
use crate::editorial::comments::dto::CommentView;
use crate::editorial::comments::{moderation, store};
use crate::http::{Code, JsonBody, Permission, Query};

/// The maximum number of comments that one transaction reads or erases.
const BATCH_SIZE: usize = 200;

/// Export a reader's comments
///
/// Returns all comments that were sent with an e-mail address, with any status and all stored data. The export does not contain
/// what the newsroom wrote: comment rules on the address, and reasons and notes in the histories of the comments.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "export_comments",
    security(("bearer" = ["handle_privacy_requests"])),
    params(ExportQuery),
    responses((status = 200, description = "The comments.", body = ExportView))
)]
#[get("/comments/export")]
pub async fn export_comments(
    context: EditContext,
    Query(query): Query<ExportQuery>,
) -> Result<Json<ExportView>, Error> {
    context.require(Permission::HandlePrivacyRequests)?;
    let email = query.email.as_deref().map(email::canonical).ok_or_else(|| {
        let detail = "The query parameter `email` is required. Set it to the reader's e-mail address.";
        Error::new(Code::InvalidQuery, detail).with_faults(vec![Fault::parameter(
            "email",
            "required",
            "is required",
        )])
    })?;
    let mut data: Vec<CommentView> = Vec::new();
    loop {
        let (email, after) = (email.clone(), data.last().map_or(0, |last| last.id));
        let batch = context.read(move |conn, _| exported(conn, &email, after)).await?;
        let is_last = batch.len() < BATCH_SIZE;
        data.extend(batch);
        if is_last {
            return Ok(Json(ExportView { data }));
        }
    }
}

/// The next comments that were sent with an e-mail address, after the one with the id `after`.
fn exported(conn: &mut Conn, email: &str, after: i64) -> Result<Vec<CommentView>, Error> {
    let comments = store::list_by_email(conn, email, after, BATCH_SIZE)?;
    Ok(comments.into_iter().map(CommentView::new).collect::<Result<_, _>>()?)
}

/// Erase a reader's comments
///
/// Permanently removes the name, e-mail address and text from one comment, or from all comments that were sent with an e-mail
/// address. Readers no longer see these comments; one with replies remains in its thread as a placeholder. The audit log
/// records the erasure without the erased data. What the newsroom wrote remains: comment rules on the address, reasons and
/// notes.
///
/// The server erases many comments in batches. If the request fails before it is complete, send it again.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "erase_comments",
    security(("bearer" = ["handle_privacy_requests"])),
    request_body = Erasure,
    responses((status = 200, description = "The erased comments.", body = ErasureView))
)]
#[post("/comments/erasures")]
pub async fn erase_comments(
    context: EditContext,
    body: JsonBody<ErasureInput>,
) -> Result<Json<ErasureView>, Error> {
    context.require(Permission::HandlePrivacyRequests)?;
    let (input, mut faults) = body.read().await?;
    if input.email.is_some() == input.id.is_some() && !faults.has("/email") && !faults.has("/id") {
        faults.add("", "required", "must have exactly one of the members `email` and `id`");
    }
    faults.into_result().map_err(Error::invalid_body)?;
    let data = context.read(move |conn, _| find_comments(conn, &input)).await?;
    // In a task of its own, which continues when the client disconnects.
    let task = rt::spawn(async move {
        for batch in data.chunks(BATCH_SIZE) {
            let batch = batch.to_vec();
            context
                .write(move |conn, requester| moderation::erase(conn, &batch, &requester.attribution()))
                .await?;
        }
        Ok(Json(ErasureView { data }))
    });
    task.await.map_err(Error::internal)?
}

/// The ids of the comments to erase. Fails with 422 when there is no comment with the requested id.
fn find_comments(conn: &mut Conn, input: &ErasureInput) -> Result<Vec<i64>, Error> {
    if let Some(email) = &input.email {
        return Ok(store::ids_by_email(conn, &email::canonical(email))?);
    }
    let mut faults = Faults::default();
    let comment = input.id.map(|id| store::find(conn, id)).transpose()?.flatten();
    if comment.is_none() {
        faults.add("/id", "unknown-reference", "there is no comment with this id");
    }
    let comment = faults.finish(comment).map_err(Error::invalid_body)?;
    Ok(vec![comment.id])
}
