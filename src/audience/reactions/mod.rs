//! Likes and reports of comments.

mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::like_comment).service(handlers::report_comment);
}
