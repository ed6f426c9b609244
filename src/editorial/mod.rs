//! The editorial API: working copies, taxonomy and moderation.
//!
//! Every operation requires an access token or an API key, except `/v1/preview/{token}`, whose token is the credential. Only
//! `publishing` changes what readers see.

pub mod articles;
mod audit_log;
pub mod authors;
mod batch;
mod calendar;
mod comment_rules;
pub mod comments;
mod conflict;
mod corrections;
mod former_slugs;
mod merging;
mod previews;
mod privacy;
mod redirects;
mod revisions;
mod section_access;
pub mod sections;
pub mod site;
pub mod tags;
mod taxonomy;
pub mod transitions;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the operations below `/v1/editorial`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .configure(batch::routes)
        .configure(articles::routes)
        .configure(transitions::routes)
        .configure(revisions::routes)
        .configure(corrections::routes)
        .configure(previews::routes)
        .configure(former_slugs::routes)
        .configure(calendar::routes)
        .configure(audit_log::routes)
        .configure(sections::routes)
        .configure(authors::routes)
        .configure(tags::routes)
        .configure(redirects::routes)
        .configure(site::routes)
        .configure(privacy::routes)
        .configure(comments::routes)
        .configure(comment_rules::routes);
}

/// Adds the operation below `/v1/preview`, which needs no account: the token in the link gives access.
pub fn preview_routes(config: &mut ServiceConfig<'_>) {
    config.configure(previews::public_routes);
}
