//! The audit log's operation.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{AuditEntry, AuditPage, AuditQuery};
use crate::Error;
use crate::audit::{self, AuditFilter};
use crate::db::Db;
use crate::http::page::PageRequest;
use crate::http::{Caller, Permission, Query};

/// Read the audit log
///
/// Every change to content and people, newest first: who, when, what, and which members changed. Entries are
/// only ever added. For admins.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_audit_log",
    security(("bearer" = ["read_audit_log"])),
    params(AuditQuery),
    responses((status = 200, description = "A page of the log.", body = AuditPage))
)]
#[get("/audit-log")]
pub async fn list_audit_log(
    caller: Caller,
    request: HttpRequest,
    query: Query<AuditQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadAuditLog)?;
    let Query(query) = query;
    let page = PageRequest::new("editorial/audit-log", &query, query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = audit::list(c, &AuditFilter::from(&query), &page)?;
            Ok::<_, Error>(page.page(rows, |entry| (entry.at.micros(), entry.id)))
        })
        .await?
        .map(AuditEntry::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}
