//! The operations for privacy requests.

use actix_web::web::{Data, Json};
use actix_web::{get, post};

use super::dto::{ErasureInput, ErasureView, ExportQuery, ExportView};
use crate::Error;
use crate::audit::By;
use crate::content::{Fault, Faults};
use crate::db::{Conn, Db, QueryResult};
use crate::editorial::comments::dto::CommentView;
use crate::editorial::comments::moderation;
use crate::editorial::comments::store::{self, Comment};
use crate::http::{Caller, Clock, Code, JsonBody, Permission, Query};

/// Export a reader's comments
///
/// The comments that were sent with an e-mail address, in any state, with all that is kept of them. What the newsroom has
/// written itself is not among it: rules on that address, and reasons and notes in comments' histories.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "export_comments",
    security(("bearer" = ["handle_privacy_requests"])),
    params(ExportQuery),
    responses((status = 200, description = "The comments.", body = ExportView))
)]
#[get("/comments/export")]
pub async fn export_comments(
    caller: Caller,
    query: Query<ExportQuery>,
    db: Data<Db>,
) -> Result<Json<ExportView>, Error> {
    caller.require(Permission::HandlePrivacyRequests)?;
    let Query(query) = query;
    let email = query.email.ok_or_else(|| {
        Error::new(Code::InvalidQuery, "Whose comments? The parameter `email` is missing.")
            .with_faults(vec![Fault::parameter("email", "required", "is required")])
    })?;
    let data = db
        .read(move |c| {
            let comments = sent_with(c, &email)?.into_iter().map(CommentView::try_from);
            Ok::<_, Error>(comments.collect::<QueryResult<_>>()?)
        })
        .await?;
    Ok(Json(ExportView { data }))
}

/// Erase a reader's comments
///
/// Takes name, e-mail address and text out of one comment, or of all that were sent with an e-mail address, for good. They
/// are not shown any more, but leave their place where they have answers. The audit log tells that it was done, not what
/// it was. What the newsroom has written itself stays: rules on that address, reasons and notes.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "erase_comments",
    security(("bearer" = ["handle_privacy_requests"])),
    request_body = ErasureInput,
    responses((status = 200, description = "What was erased.", body = ErasureView))
)]
#[post("/comments/erasures")]
pub async fn erase_comments(
    caller: Caller,
    body: JsonBody<ErasureInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<Json<ErasureView>, Error> {
    caller.require(Permission::HandlePrivacyRequests)?;
    let (input, mut faults) = body.read().await?;
    if input.email.is_some() == input.id.is_some() {
        faults.add("", "required", "needs either `email` or `id`");
    }
    faults.into_result().map_err(Error::invalid_body)?;
    let by = By::caller(&caller, clock.now());
    let data = db
        .write_long(move |c| {
            let comments = named(c, &input)?;
            let ids = comments.iter().map(|comment| comment.id).collect();
            moderation::erase(c, comments, &by)?;
            Ok::<_, Error>(ids)
        })
        .await?;
    Ok(Json(ErasureView { data }))
}

/// The comments that are to be erased.
fn named(conn: &mut Conn, input: &ErasureInput) -> Result<Vec<Comment>, Error> {
    if let Some(email) = &input.email {
        return Ok(sent_with(conn, email)?);
    }
    let mut faults = Faults::default();
    let comment = input.id.map(|id| store::find(conn, id)).transpose()?.flatten();
    if comment.is_none() {
        faults.add("/id", "unknown-reference", "there is no comment with this id");
    }
    let comment = faults.finish(comment).map_err(Error::invalid_body)?;
    Ok(vec![comment])
}

fn sent_with(conn: &mut Conn, email: &str) -> QueryResult<Vec<Comment>> {
    store::sent_with(conn, &email.trim().to_lowercase())
}
