//! Sections: the tree that articles are assigned to.
//!
//! The path of a section consists of the slugs of its ancestors and its own slug. It is stored with the section. When a
//! section moves, the paths of all its descendants change with it.

pub mod dto;
pub mod editing;
mod handlers;
mod merging;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_sections)
        .service(handlers::create_section)
        .service(handlers::get_section)
        .service(handlers::update_section)
        .service(handlers::delete_section)
        .service(handlers::merge_section);
}
