//! The pictures of the sample newsroom, which `draw.py` in this folder draws. Only `broadsheet demo` serves them.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::web::{self, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::config::Config;
use crate::http::Error;
use crate::http::cache::FixedResponse;

/// The pictures with these names, each with the bytes of its file.
macro_rules! pictures {
    ($($name:literal)*) => {
        &[$(($name, include_bytes!(concat!($name, ".webp")))),*]
    };
}

const PICTURES: &[(&str, &[u8])] = pictures![
    "annis-tew-at-anchor"
    "dougal-prewick"
    "eye-splice-hands"
    "fish-quay-gauge"
    "halyna-stepova"
    "ice-house-fish-quay"
    "lantern-regatta-fleet"
    "marisol-tennick"
    "mussel-ropes-ollet"
    "nasrin-daryabari"
    "nether-brack-sea-wall"
    "orla-fenwright-signal-tower"
    "parvin-bakery-oven"
    "petrel-sound-championship"
    "regatta-1-workshop"
    "regatta-2-smallest"
    "regatta-3-dark"
    "regatta-4-whale"
    "regatta-5-fenwright"
    "regatta-6-dawn"
    "ropewalk-roof-bees"
    "salt-ledger-ropewalk"
    "sea-front-empty-plinth"
    "seal-pup-gannet-slip"
    "tansy-point-fog-horn"
    "tansy-point-lens"
    "tidal-pool-lesson"
    "tollivants-counter"
    "year-nine-gauge"
];

static RESPONSES: LazyLock<HashMap<&'static str, FixedResponse>> = LazyLock::new(|| {
    let response = |bytes| FixedResponse::new("image/webp", "public, max-age=86400", bytes);
    PICTURES.iter().map(|(name, bytes)| (*name, response(*bytes))).collect()
});

/// The route of the pictures. It is not an operation of the API.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/demo/pictures/{name}.webp", web::get().to(picture));
}

/// The URL below which clients find the pictures. It contains the address that the server listens on, unless a setting says how
/// clients reach it, and becomes a part of the articles: a demo that starts again at another address does not change them.
pub fn url(config: &Config) -> String {
    let server = config.api_url.as_ref().or(config.public_url.as_ref());
    format!("{}/demo/pictures", server.map_or("", String::as_str))
}

/// A picture. 404 when there is none with this name.
async fn picture(request: HttpRequest, name: Path<String>) -> Result<HttpResponse, Error> {
    let picture = RESPONSES.get(name.as_str()).ok_or_else(|| Error::not_found("picture"))?;
    picture.respond(&request).await
}
