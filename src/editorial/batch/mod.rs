//! The batch: many operations on articles in one request.

mod dto;
mod execute;
mod handlers;
mod operation;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::carry_out_batch);
}
