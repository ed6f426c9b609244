//! The whole application: its state, its routes and its OpenAPI document. `serve` and the tests use the same.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, get};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::accounts::{self, AuthLimits, Passwords, TokenLifetimes, Tokens};
use crate::config::Config;
use crate::db::Db;
use crate::http::allowed_methods::{AllowedMethods, no_operation};
use crate::http::cache::{self, Cache, FixedResponse};
use crate::http::client_address::TrustedProxies;
use crate::http::cross_origin::{editorial_cors, public_cors, public_headers};
use crate::http::envelope::envelope;
use crate::http::health::{self, Readiness};
use crate::http::limits::{self, Limits};
use crate::http::pages::{self, Pages};
use crate::http::query::NoQuery;
use crate::http::request_id::RequestIds;
use crate::http::send_limiter::SendLimiter;
use crate::http::{ArticlePath, Clock, Error, Query, Site, docs, etag};
use crate::{audience, delivery, editorial, openapi};

/// The shared state of all handlers. Cheap to clone; every worker has a copy.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub db: Data<Db>,
    /// The names of sections, authors and tags.
    pub taxonomy_cache: Data<delivery::TaxonomyCache>,
    /// The response cache of the delivery API.
    pub cache: Data<Cache>,
    /// The rules that hold comments for moderation.
    pub comment_rules: Data<audience::RuleCache>,
    /// Counts views of articles.
    pub views: Data<audience::ViewCounter>,
    /// The clock.
    pub clock: Data<Clock>,
    /// The public site.
    pub site: Data<Site>,
    /// Issues and verifies access tokens.
    pub tokens: Data<Tokens>,
    /// Hashes and verifies passwords.
    pub passwords: Data<Passwords>,
    /// The rate limits of each client.
    pub limits: Data<Limits>,
    /// The limits on failed sign-ins.
    pub auth_limits: Data<AuthLimits>,
    /// The proxies whose `X-Forwarded-For` headers are trusted.
    pub proxies: Data<TrustedProxies>,
    /// Whether the server accepts requests, for `/readyz`.
    pub readiness: Data<Readiness>,
    /// Creates ids for requests that have none.
    pub request_ids: Data<RequestIds>,
    /// Bounds the memory of responses that are being sent.
    pub send_limiter: Data<SendLimiter>,
    /// The methods of each path.
    pub allowed_methods: Data<AllowedMethods>,
    /// The OpenAPI document as JSON.
    pub document: Data<DocumentResponse>,
    /// The pages for people.
    pub pages: Data<Pages>,
    /// The origins whose pages may use the editorial API from a browser.
    pub editorial_origins: Vec<String>,
    /// Whether `/docs` is served.
    pub docs: bool,
    /// The routes that the command adds, such as those of the pictures of `demo`.
    pub command_routes: fn(&mut web::ServiceConfig),
}

impl State {
    /// The state for these settings. Reads the key file, or creates it.
    ///
    /// Fails if `config.public_url` is not set, or the key file cannot be used.
    pub fn new(config: &Config, db: Db, clock: Clock) -> Result<Self, String> {
        let public_url = config.public_url.clone().ok_or("the public URL is not set")?;
        let seconds = |ttl: Duration| i64::try_from(ttl.as_secs()).map_err(|error| error.to_string());
        let lifetimes = TokenLifetimes {
            access: seconds(config.access_token_ttl)?,
            refresh: seconds(config.refresh_token_ttl)?,
        };
        let tokens = Tokens::from_key_file(&config.jwt_key_file, &public_url, lifetimes)
            .map_err(|error| format!("the key file {}: {error}", config.jwt_key_file.display()))?;
        let mut first_request = [0; 8];
        getrandom::fill(&mut first_request).map_err(|error| error.to_string())?;
        let document = document();
        let site = site(config, public_url)?;
        Ok(Self {
            db: Data::new(db),
            taxonomy_cache: Data::default(),
            cache: Data::new(Cache::new(config.cache_bytes)),
            comment_rules: Data::default(),
            views: Data::default(),
            clock: Data::new(clock),
            pages: Data::new(Pages::new(&site, config.docs)),
            site: Data::new(site),
            tokens: Data::new(tokens),
            passwords: Data::new(Passwords::strong(config.password_min_length)?),
            limits: Data::new(Limits::new(config.rate_limits)),
            auth_limits: Data::new(AuthLimits::new(config.rate_limits)),
            proxies: Data::new(config.trusted_proxies.clone()),
            readiness: Data::new(Readiness::default()),
            request_ids: Data::new(RequestIds::new(u64::from_ne_bytes(first_request))),
            send_limiter: Data::default(),
            allowed_methods: Data::new(AllowedMethods::of(&document)),
            document: Data::new(DocumentResponse::new(&document)?),
            editorial_origins: config.cors_origins.clone(),
            docs: config.docs,
            command_routes: |_| (),
        })
    }
}

fn site(config: &Config, public_url: String) -> Result<Site, String> {
    Ok(Site {
        name: config.site_name.clone(),
        description: config.site_description.clone(),
        language: config.site_language.clone(),
        time_zone: config.site_time_zone,
        slugs: config.slugs,
        api_url: config.api_url.clone().unwrap_or_else(|| public_url.clone()),
        location_base: config.api_url.clone().unwrap_or_default(),
        public_url,
        article_path: config.article_path.clone().map_or_else(|| ArticlePath::DEFAULT.parse(), Ok)?,
        preview_url: config.preview_url.clone(),
    })
}

/// The response with the OpenAPI document.
pub struct DocumentResponse(FixedResponse);

impl DocumentResponse {
    fn new(document: &OpenApi) -> Result<Self, String> {
        let json = document.to_json().map_err(|error| error.to_string())?;
        let response = FixedResponse::new("application/json", "public, max-age=60", json);
        Ok(Self(response.with_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))))
    }
}

/// All operations. Each registers its handler and its part of the OpenAPI document, so the document is complete.
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
                .wrap(preview_headers())
                .wrap(from_fn(limits::reads))
                .wrap(public_headers())
                .wrap(public_cors()),
        )
        .service(
            scope("/v1")
                .configure(delivery::routes)
                .configure(audience::routes)
                .wrap(public_headers())
                .wrap(public_cors())
                .wrap(from_fn(cache::serve))
                .wrap(from_fn(limits::reads)),
        )
        // Last, because routes are matched in this order and readers request the others more often.
        .configure(service_routes);
}

fn service_routes(config: &mut ServiceConfig<'_>) {
    config
        .service(health::get_health)
        .service(health::get_readiness)
        .service(get_document)
        .service(pages::handlers::list_problems)
        .service(pages::handlers::explain_problem)
        .configure(accounts::key_routes);
}

/// The OpenAPI document, generated from the operations.
pub fn document() -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(openapi::base());
    let (_, document) = app.configure(|config| routes(config, &[])).split_for_parts();
    openapi::completed(document)
}

/// Builds the application that answers requests.
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
    let (docs, command_routes) = (state.docs, state.command_routes);
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
        .app_data(state.auth_limits.clone())
        .app_data(state.proxies.clone())
        .app_data(state.readiness.clone())
        .app_data(state.request_ids.clone())
        .app_data(state.send_limiter.clone())
        .app_data(state.allowed_methods.clone())
        .app_data(state.document.clone())
        .app_data(state.pages.clone())
        .configure(|config| routes(config, &state.editorial_origins))
        .map(|app| {
            app.configure(|config| {
                pages::routes(config);
                command_routes(config);
                if docs {
                    docs::routes(config);
                }
            })
        })
        .default_service(web::to(no_operation))
        .split_for_parts();
    app.wrap(from_fn(envelope))
}

/// Read the OpenAPI document
///
/// Returns this document: OpenAPI 3.1, generated from the code of the server.
#[utoipa::path(
    tag = "Service",
    responses(
        (status = 200, description = "The OpenAPI document.", body = Object),
        (status = 304, description = "The document has not changed since your `If-None-Match`."),
    )
)]
#[get("/openapi.json")]
async fn get_document(
    request: HttpRequest,
    document: Data<DocumentResponse>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    document.0.respond(&request).await
}

/// Headers of previews. A preview is only for people with its link: caches do not store it, search engines do not list it,
/// and browsers do not send its URL to other sites.
fn preview_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CACHE_CONTROL, etag::PRIVATE))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add(("X-Robots-Tag", "noindex"))
}
