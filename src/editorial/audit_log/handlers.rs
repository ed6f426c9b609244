//! The HTTP handler of the audit log.

use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{AuditEntry, AuditPage, AuditQuery};
use crate::Error;
use crate::audit::{self, AuditFilter, EditContext};
use crate::http::page::PageRequest;
use crate::http::{Permission, Query};

/// Get the audit log
///
/// Returns changes of content and accounts, sign-ins, failed sign-ins and refused API keys, newest first: who acted, when, the
/// action and the changed members. Entries are
/// never changed or deleted. Only admins can read the log.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_audit_log",
    security(("bearer" = ["read_audit_log"])),
    params(AuditQuery),
    responses((status = 200, description = "A page of the log.", body = AuditPage))
)]
#[get("/audit-log")]
pub async fn list_audit_log(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<AuditQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadAuditLog)?;
    let page_request = PageRequest::new("editorial/audit-log", &query, query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |conn, _| {
            let rows = audit::list(conn, &AuditFilter::from(&query), &page_request)?;
            Ok(page_request.page(rows, |entry| (entry.at.micros(), entry.id)))
        })
        .await?
        .map(AuditEntry::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}
