//! The newsroom wing: working copies, taxonomy, moderation.
//!
//! Every operation begins with its caller. What readers can see changes only through `publishing`.

pub mod articles;
pub mod authors;
pub mod comments;
pub mod sections;
pub mod tags;
mod taxonomy;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1/editorial`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .configure(articles::routes)
        .configure(sections::routes)
        .configure(authors::routes)
        .configure(tags::routes)
        .configure(comments::routes);
}
