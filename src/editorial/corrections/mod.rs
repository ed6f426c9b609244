//! The corrections of an article, as editors see, mend and withdraw them.

mod dto;
mod editing;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_corrections)
        .service(handlers::mend_correction)
        .service(handlers::withdraw_correction);
}
