//! Rules on comments: banned and suspect words and addresses, until they expire or are lifted.

mod dto;
mod editing;
mod handlers;
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
