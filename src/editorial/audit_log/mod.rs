//! The audit log, which admins read.

pub mod dto;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_audit_log);
}
