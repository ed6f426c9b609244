//! Redirects: former paths of this site, or of the site before it, and the URLs they lead to.

mod batch;
mod chains;
mod dto;
mod editing;
mod handlers;
mod model;
mod store;
mod table;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_redirects)
        .service(handlers::create_redirect)
        .service(handlers::set_redirects)
        .service(handlers::get_redirect)
        .service(handlers::update_redirect)
        .service(handlers::delete_redirect);
}
