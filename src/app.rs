//! The whole service: its state, its routes and its document, the same for `serve` and for tests.

use std::time::Duration;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName};
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, get};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::accounts::{self, Lifetimes, Passwords, Tokens};
use crate::config::Config;
use crate::db::Db;
use crate::http::allowed_methods::{AllowedMethods, no_operation};
use crate::http::cache::{self, Cache};
use crate::http::client_address::TrustedProxies;
use crate::http::envelope::envelope;
use crate::http::health::{self, Readiness};
use crate::http::limits::{self, Limits};
use crate::http::query::NoQuery;
use crate::http::request_id::RequestIds;
use crate::http::send_limiter::SendLimiter;
use crate::http::{Clock, Query, Site, docs, problem_pages};
use crate::{audience, delivery, editorial, openapi};

/// Everything that handlers work with. Cheap to clone; every worker has one.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub db: Data<Db>,
    /// What sections, authors and tags are called.
    pub taxonomy_cache: Data<delivery::TaxonomyCache>,
    /// The answers that are kept.
    pub cache: Data<Cache>,
    /// The rules that comments are held against.
    pub comment_rules: Data<audience::RuleCache>,
    /// What readers read.
    pub views: Data<audience::ViewCounter>,
    /// The time.
    pub clock: Data<Clock>,
    /// The public site.
    pub site: Data<Site>,
    /// Access tokens.
    pub tokens: Data<Tokens>,
    /// Passwords.
    pub passwords: Data<Passwords>,
    /// How much one client may ask for.
    pub limits: Data<Limits>,
    /// Sign-ins that failed.
    pub failures: Data<accounts::Failures>,
    /// Proxies whose word counts for whom they forward.
    pub proxies: Data<TrustedProxies>,
    /// Whether the server can work.
    pub readiness: Data<Readiness>,
    /// Ids for requests that bring none.
    pub request_ids: Data<RequestIds>,
    /// Answers on their way to clients.
    pub send_limiter: Data<SendLimiter>,
    /// Which methods each address has.
    pub allowed_methods: Data<AllowedMethods>,
    /// The API's document as JSON.
    pub document: Data<DocumentText>,
    /// Other origins whose pages may use the editorial API.
    pub editorial_origins: Vec<String>,
    /// Whether `/docs` is served.
    pub docs: bool,
}

impl State {
    /// The state of a service with these settings. Reads the key file, or makes it. `config.public_url` has to be set.
    pub fn new(config: &Config, db: Db, clock: Clock) -> Result<Self, String> {
        let public_url = config.public_url.clone().ok_or("the public URL is not known")?;
        let seconds = |ttl: Duration| i64::try_from(ttl.as_secs()).map_err(|error| error.to_string());
        let lifetimes = Lifetimes {
            access: seconds(config.access_token_ttl)?,
            refresh: seconds(config.refresh_token_ttl)?,
        };
        let tokens = Tokens::from_key_file(&config.jwt_key_file, &public_url, lifetimes)
            .map_err(|error| format!("the key file {}: {error}", config.jwt_key_file.display()))?;
        let mut first_request = [0; 8];
        getrandom::fill(&mut first_request).map_err(|error| error.to_string())?;
        let document = document();
        Ok(Self {
            db: Data::new(db),
            taxonomy_cache: Data::default(),
            cache: Data::new(Cache::new(config.cache_bytes)),
            comment_rules: Data::default(),
            views: Data::default(),
            clock: Data::new(clock),
            site: Data::new(Site {
                name: config.site_name.clone(),
                language: config.site_language.clone(),
                time_zone: config.site_time_zone.clone(),
                public_url,
            }),
            tokens: Data::new(tokens),
            passwords: Data::new(Passwords::strong(config.password_min_length)?),
            limits: Data::new(Limits::new(config.rate_limits)),
            failures: Data::new(accounts::Failures::new(config.rate_limits)),
            proxies: Data::new(config.trusted_proxies.clone()),
            readiness: Data::new(Readiness::default()),
            request_ids: Data::new(RequestIds::new(u64::from_ne_bytes(first_request))),
            send_limiter: Data::default(),
            allowed_methods: Data::new(AllowedMethods::of(&document)),
            document: Data::new(DocumentText(document.to_json().map_err(|error| error.to_string())?.into())),
            editorial_origins: config.cors_origins.clone(),
            docs: config.docs,
        })
    }
}

/// The API's document as JSON text.
pub struct DocumentText(web::Bytes);

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The operations, each with its part of the document: what comes through here is in both.
fn routes(config: &mut ServiceConfig<'_>, editorial_origins: &[String]) {
    config
        .service(
            scope("/v1/auth")
                .configure(accounts::routes)
                .wrap(from_fn(accounts::authenticate))
                .wrap(editorial_cors(editorial_origins)),
        )
        .service(
            scope("/v1/editorial")
                .configure(editorial::routes)
                .configure(accounts::admin_routes)
                .wrap(from_fn(accounts::authenticate))
                .wrap(editorial_cors(editorial_origins)),
        )
        .service(
            scope("/v1/preview")
                .configure(editorial::preview_routes)
                .wrap(for_nobody_else())
                .wrap(from_fn(limits::reads))
                .wrap(open_to_all())
                .wrap(public_cors()),
        )
        .service(
            scope("/v1")
                .configure(delivery::routes)
                .configure(audience::routes)
                .wrap(open_to_all())
                .wrap(public_cors())
                .wrap(from_fn(cache::serve))
                .wrap(from_fn(limits::reads)),
        )
        // Last: each request is held against them in this order, and readers ask for the others.
        .configure(service_routes);
}

fn service_routes(config: &mut ServiceConfig<'_>) {
    config
        .service(health::get_health)
        .service(health::get_readiness)
        .service(get_document)
        .service(problem_pages::list_problems)
        .service(problem_pages::explain_problem)
        .configure(accounts::key_routes);
}

/// The API's document, made from the operations themselves.
pub fn document() -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(openapi::base());
    let (_, document) = app.configure(|config| routes(config, &[])).split_for_parts();
    openapi::completed(document)
}

/// Builds the service that answers requests.
pub fn app(
    state: &State,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let docs = state.docs;
    let (app, _) = App::new()
        .into_utoipa_app()
        .app_data(state.db.clone())
        .app_data(state.taxonomy_cache.clone())
        .app_data(state.cache.clone())
        .app_data(state.comment_rules.clone())
        .app_data(state.views.clone())
        .app_data(state.clock.clone())
        .app_data(state.site.clone())
        .app_data(state.tokens.clone())
        .app_data(state.passwords.clone())
        .app_data(state.limits.clone())
        .app_data(state.failures.clone())
        .app_data(state.proxies.clone())
        .app_data(state.readiness.clone())
        .app_data(state.request_ids.clone())
        .app_data(state.send_limiter.clone())
        .app_data(state.allowed_methods.clone())
        .app_data(state.document.clone())
        .configure(|config| routes(config, &state.editorial_origins))
        .map(|app| {
            app.configure(|config| {
                if docs {
                    docs::routes(config)
                }
            })
        })
        .default_service(web::to(no_operation))
        .split_for_parts();
    app.wrap(from_fn(envelope))
}

/// Read the API's document
///
/// This document: OpenAPI 3.1, made from the code that serves it.
#[utoipa::path(tag = "Service", responses((status = 200, description = "The document.", body = Object)))]
#[get("/openapi.json")]
async fn get_document(text: Data<DocumentText>, _: Query<NoQuery>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=60"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(text.0.clone())
}

/// Every answer of the public wing says that pages of every origin may read it, also one to a request
/// that names no origin: a shared cache may hand it to one that does.
fn open_to_all() -> DefaultHeaders {
    DefaultHeaders::new().add((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")).add((
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
    ))
}

/// A preview is for whoever has its link: no cache keeps it, no search engine lists it, and its address is
/// told to nobody.
fn for_nobody_else() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CACHE_CONTROL, "private, no-store"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add(("X-Robots-Tag", "noindex"))
}

/// Answers the questions browsers ask before they send something to the public wing.
fn public_cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .disable_vary_header()
        .allowed_methods(["GET", "HEAD", "POST"])
        .allow_any_header()
        .max_age(3600)
}

/// The newsroom's wing is open to the origins in the settings only.
fn editorial_cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH, IDEMPOTENCY_KEY])
        .expose_headers([
            "ETag",
            "Link",
            "Location",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "X-Request-Id",
        ])
        .block_on_origin_mismatch(false)
        .max_age(3600);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
