//! The pictures of the sample newsroom, which `draw.py` in this folder draws. Only `broadsheet demo` serves them.

use actix_web::http::header::{CACHE_CONTROL, ETag, EntityTag, IfNoneMatch};
use actix_web::web::{self, Header, Path};
use actix_web::{HttpResponse, HttpResponseBuilder};
use xxhash_rust::xxh3::xxh3_64;

use crate::config::Config;
use crate::http::Error;

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

/// A picture, or 304 for a client that has it. 404 when there is none with this name.
async fn picture(name: Path<String>, known: Option<Header<IfNoneMatch>>) -> Result<HttpResponse, Error> {
    let (_, bytes) = PICTURES
        .iter()
        .find(|(picture, _)| *picture == name.as_str())
        .ok_or_else(|| Error::not_found("picture"))?;
    let tag = EntityTag::new_strong(format!("{:016x}", xxh3_64(bytes)));
    let is_known = known.is_some_and(|header| match &header.0 {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    });
    let with_headers = |mut response: HttpResponseBuilder| {
        response.insert_header(ETag(tag.clone())).insert_header((CACHE_CONTROL, "public, max-age=86400"));
        response
    };
    Ok(match is_known {
        true => with_headers(HttpResponse::NotModified()).finish(),
        false => with_headers(HttpResponse::Ok()).content_type("image/webp").body(*bytes),
    })
}
