//! Redirects: where addresses lead that something had once, here or on the site before this one.

mod dto;
mod editing;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_redirects)
        .service(handlers::create_redirect)
        .service(handlers::get_redirect)
        .service(handlers::update_redirect)
        .service(handlers::delete_redirect);
}
