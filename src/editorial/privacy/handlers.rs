//! The operations for privacy requests.

use actix_web::web::{Data, Json};
use actix_web::{get, post, rt};

use super::dto::{ErasureInput, ErasureView, ExportQuery, ExportView};
use crate::Error;
use crate::audit::Attribution;
use crate::content::{Fault, Faults};
use crate::db::{Conn, Db, QueryResult};
use crate::editorial::comments::dto::CommentView;
use crate::editorial::comments::moderation;
use crate::editorial::comments::store;
use crate::http::{Caller, Clock, Code, JsonBody, Permission, Query};

/// How many comments are read or erased in one transaction.
const LOT: usize = 200;

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
    let email = address(&email);
    let mut data: Vec<CommentView> = Vec::new();
    loop {
        let (email, after) = (email.clone(), data.last().map_or(0, |last| last.id));
        let lot = db.read(move |c| Ok::<_, Error>(store::sent_with(c, &email, after, LOT)?)).await?;
        let is_last = lot.len() < LOT;
        data.extend(lot.into_iter().map(CommentView::try_from).collect::<QueryResult<Vec<_>>>()?);
        if is_last {
            return Ok(Json(ExportView { data }));
        }
    }
}

/// Erase a reader's comments
///
/// Takes name, e-mail address and text out of one comment, or of all that were sent with an e-mail address, for good. They
/// are not shown any more, but leave their place where they have answers. The audit log tells that it was done, not what
/// it was. What the newsroom has written itself stays: rules on that address, reasons and notes. Many comments are erased one
/// lot after the other; if that breaks off, ask again.
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
    let by = Attribution::caller(&caller, clock.now());
    let data = db.read(move |c| named(c, &input)).await?;
    // It goes on when whoever asked for it is gone.
    let erasing = rt::spawn(async move {
        for lot in data.chunks(LOT) {
            let (lot, by) = (lot.to_vec(), by.clone());
            db.write(move |c| moderation::erase(c, &lot, &by)).await?;
        }
        Ok(Json(ErasureView { data }))
    });
    erasing.await.map_err(Error::internal)?
}

/// The ids of the comments that are to be erased.
fn named(conn: &mut Conn, input: &ErasureInput) -> Result<Vec<i64>, Error> {
    if let Some(email) = &input.email {
        return Ok(store::ids_sent_with(conn, &address(email))?);
    }
    let mut faults = Faults::default();
    let comment = input.id.map(|id| store::find(conn, id)).transpose()?.flatten();
    if comment.is_none() {
        faults.add("/id", "unknown-reference", "there is no comment with this id");
    }
    let comment = faults.finish(comment).map_err(Error::invalid_body)?;
    Ok(vec![comment.id])
}

/// An e-mail address as it is kept with comments.
fn address(email: &str) -> String {
    email.trim().to_lowercase()
}
