//! Comment rules: banned and suspect words, e-mail addresses and networks, until they expire or are deleted.

mod dto;
mod editing;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_rules)
        .service(handlers::create_rule)
        .service(handlers::get_rule)
        .service(handlers::update_rule)
        .service(handlers::delete_rule);
}
