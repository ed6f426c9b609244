//! The newsroom wing: working copies, taxonomy, moderation.
//!
//! Every operation begins with its caller. What readers can see changes only through `publishing`.

pub mod articles;
mod audit_log;
pub mod authors;
mod batch;
mod calendar;
mod comment_rules;
pub mod comments;
mod conflict;
mod merging;
mod previews;
mod privacy;
mod redirects;
mod revisions;
mod section_access;
pub mod sections;
mod site;
pub mod tags;
mod taxonomy;
pub mod transitions;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1/editorial`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        // Before the articles, whose ids would take the name for one of theirs.
        .configure(batch::routes)
        .configure(articles::routes)
        .configure(transitions::routes)
        .configure(revisions::routes)
        .configure(previews::routes)
        .configure(calendar::routes)
        .configure(audit_log::routes)
        .configure(sections::routes)
        .configure(authors::routes)
        .configure(tags::routes)
        .configure(redirects::routes)
        .configure(site::routes)
        // Before the comments, whose ids would take the names for one of theirs.
        .configure(privacy::routes)
        .configure(comments::routes)
        .configure(comment_rules::routes);
}

/// The operation below `/v1/preview`: what a link shows to whoever has it.
pub fn preview_routes(config: &mut ServiceConfig<'_>) {
    config.configure(previews::public_routes);
}
