//! Sections: the tree that articles are filed in.
//!
//! A section's path is made of its ancestors' slugs and its own, and is kept with it. Moving a
//! section moves the paths of everything below it.

pub mod dto;
mod handlers;
mod merging;
mod model;
mod store;
pub mod tree;

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
