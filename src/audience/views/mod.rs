//! Counts how often articles are read.

mod counter;
mod handlers;
mod robots;
mod store;

pub use self::counter::ViewCounter;
pub use self::store::add as add_views;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::count_view);
}
