//! Many operations on articles in one request.

mod carrying;
mod dto;
mod handlers;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::carry_out_batch);
}
