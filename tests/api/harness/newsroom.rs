//! A newsroom for one scenario: the service as `serve` builds it, on a new database.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::web::{self, Data};
use broadsheet::accounts::model::{NewUser, User};
use broadsheet::accounts::sessions::model::NewSession;
use broadsheet::accounts::sessions::store as sessions;
use broadsheet::accounts::store;
use broadsheet::accounts::{AuthLimits, Passwords};
use broadsheet::app::{self, State};
use broadsheet::config::Config;
use broadsheet::content::Time;
use broadsheet::content::vocabulary::Role;
use broadsheet::db::{self, DatabaseUrl, Db};
use broadsheet::http::cache::Cache;
use broadsheet::http::limits::Limits;
use broadsheet::http::{Clock, Permission, Site};
use broadsheet::publishing::scheduler;
use tempfile::TempDir;

use super::client::Client;
use super::contract::Contract;
use super::databases::Database;

/// The password of every account.
pub const PASSWORD: &str = "seven herons guard the lamp";

/// The time at which the clock starts, in microseconds: 2 May 2026, noon in UTC.
const START: i64 = 1_777_723_200_000_000;

/// The lifetime of sessions in seconds.
const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;

/// The size of the response cache: enough for a few responses.
const CACHE_BYTES: &str = "1MiB";

type ServiceFn = dyn Fn(actix_http::Request) -> Pin<Box<dyn Future<Output = ServiceResponse<BoxBody>>>>;

/// A newsroom with accounts of each role, and a clock that only the scenario moves.
pub struct Newsroom {
    pub(super) service: Rc<ServiceFn>,
    pub(super) contract: Arc<Contract>,
    state: State,
    /// The time of the clock, in microseconds.
    micros: Arc<AtomicI64>,
    /// The accounts with the IDs of their sessions.
    accounts: Vec<(User, i64)>,
    /// The articles that the scheduler does not retry yet.
    backoff: Arc<scheduler::Backoff>,
    // The database is dropped after the threads that use it.
    _key_folder: TempDir,
    database: Database,
}

impl Newsroom {
    /// Opens a newsroom on a new database.
    pub async fn open(database: Database, contract: Arc<Contract>) -> Self {
        let key_folder = tempfile::tempdir().unwrap();
        let micros = Arc::new(AtomicI64::new(START));
        let clock_micros = Arc::clone(&micros);
        let clock = Clock::new(move || Time::from_micros(clock_micros.load(Ordering::Relaxed)));
        let key_file = key_folder.path().join("key.pem");
        let settings = [
            ("BROADSHEET_PUBLIC_URL", "https://news.example"),
            ("BROADSHEET_SITE_NAME", "The Vessing Packet"),
            ("BROADSHEET_SITE_DESCRIPTION", "News of Vessing & its harbour"),
            ("BROADSHEET_SITE_TIME_ZONE", "Asia/Tehran"),
            ("BROADSHEET_JWT_KEY_FILE", key_file.to_str().unwrap()),
            ("BROADSHEET_CORS_ORIGINS", "https://desk.example"),
            ("BROADSHEET_TRUSTED_PROXIES", "198.51.100.0/24"),
            ("BROADSHEET_CACHE_BYTES", CACHE_BYTES),
            ("BROADSHEET_RATE_LIMITS", "off"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = Config::from_vars(settings).unwrap();
        let mut state = State::new(&config, start_db(&database.url, &clock), clock).unwrap();
        // The tests use weak password hashes, since normal ones are slow by design.
        state.passwords = Data::new(Passwords::weak().unwrap());
        let service = start_service(&state).await;
        let mut newsroom = Self {
            service,
            contract,
            state,
            micros,
            accounts: Vec::new(),
            backoff: Arc::default(),
            _key_folder: key_folder,
            database,
        };
        for (name, role) in [
            ("Ada Admin", Role::Admin),
            ("Edda Editor", Role::Editor),
            ("Mo Moderator", Role::Moderator),
            ("Rae Reporter", Role::Reporter),
            ("Rob Reporter", Role::Reporter),
        ] {
            newsroom.create_account(name, role).await;
        }
        newsroom
    }

    /// The same newsroom with rate limits.
    pub async fn with_rate_limits(mut self) -> Self {
        self.state.limits = Data::new(Limits::new(true));
        self.state.auth_limits = Data::new(AuthLimits::new(true));
        self.service = start_service(&self.state).await;
        self
    }

    /// The same newsroom with other settings of its site.
    pub async fn with_site(mut self, change: impl FnOnce(&mut Site)) -> Self {
        let mut site = Site::clone(&self.state.site);
        change(&mut site);
        self.state.site = Data::new(site);
        self.service = start_service(&self.state).await;
        self
    }

    /// The same newsroom with another URL of its database.
    pub async fn with_database_url(mut self, url: &DatabaseUrl) -> Self {
        self.state.db = Data::new(start_db(url, &self.state.clock));
        self.service = start_service(&self.state).await;
        self
    }

    async fn create_account(&mut self, name: &str, role: Role) {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| Passwords::weak().unwrap().hash(PASSWORD).unwrap());
        let email = format!("{}@news.example", name.to_lowercase().replace(' ', "."));
        let user = NewUser::new(&email, name.to_owned(), role, hash.clone(), self.now());
        let account = self.write(move |c| {
            let user = store::insert(c, user)?;
            let session = sessions::insert(
                c,
                NewSession {
                    user_id: user.id,
                    family: user.email.clone(),
                    secret: String::new(),
                    user_agent: None,
                    created_at: user.created_at,
                    last_used_at: user.created_at,
                    expires_at: user.created_at.plus_seconds(SESSION_SECONDS),
                },
            )?;
            Ok((user, session))
        });
        let account = account.await;
        self.accounts.push(account);
    }

    /// The URL of the database.
    pub fn database_url(&self) -> &DatabaseUrl {
        &self.database.url
    }

    /// The same database, opened as another server opens it.
    pub fn db_of_another_server(&self) -> Db {
        start_db(&self.database.url, &self.state.clock)
    }

    /// Another server on the same database, which caches no responses.
    pub async fn server_without_cache(&self) -> UncachedServer {
        let state =
            State { cache: Data::new(Cache::new(0)), taxonomy_cache: Data::default(), ..self.state.clone() };
        UncachedServer(start_service(&state).await)
    }

    /// Marks the service as stopping.
    pub fn drain(&self) {
        self.state.readiness.drain();
    }

    /// The methods and paths of the operations that `filter` accepts. The paths contain example parameters.
    pub fn operations(&self, filter: impl Fn(&serde_json::Value) -> bool) -> Vec<(Method, String)> {
        let operations = self.contract.operations().filter(|(_, _, operation)| filter(operation));
        operations
            .map(|(path, method, _)| {
                let text_parameters = ["{article}", "{slug}", "{section}", "{token}"];
                let path = text_parameters.iter().fold(path.to_owned(), |path, name| path.replace(name, "x"));
                let number_parameters = ["{id}", "{number}", "{a}", "{b}", "{token_id}", "{correction}"];
                let path = number_parameters.iter().fold(path, |path, name| path.replace(name, "1"));
                let path = path.replace("{code}", "not-found");
                (method.to_uppercase().parse().unwrap(), path)
            })
            .collect()
    }

    /// All operations that need a permission, with the permission that the OpenAPI document names.
    pub fn protected_operations(&self) -> Vec<(Method, String, Permission)> {
        let security = |operation: &serde_json::Value| operation["security"].clone();
        let all = self.operations(|operation| security(operation) != serde_json::json!([]));
        let permissions = self.contract.operations().map(|(.., operation)| security(operation));
        let permissions = permissions.filter(|security| *security != serde_json::json!([]));
        let permissions =
            permissions.map(|security| security[0]["bearer"][0].as_str().unwrap().parse().unwrap());
        all.into_iter()
            .zip(permissions)
            .map(|((method, path), permission)| (method, path, permission))
            .collect()
    }

    /// The database, for checks that the API does not offer.
    pub fn db(&self) -> &Data<Db> {
        &self.state.db
    }

    /// Runs a transaction on the database.
    pub async fn write<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut db::Conn) -> db::QueryResult<T> + Send + 'static,
    {
        self.state.db.write(|c| Ok::<_, db::Error>(work(c)?)).await.unwrap()
    }

    /// Runs the scheduled work that is due, and returns how many changes it made.
    pub async fn run_background_work(&self) -> usize {
        self.run_background_work_on(&self.state.db).await
    }

    /// Runs the scheduled work that is due, as another server on the same database.
    pub async fn run_background_work_on(&self, db: &Db) -> usize {
        scheduler::run_due(db, &self.state.clock, &self.backoff).await.unwrap()
    }

    /// Writes the counted views to the database.
    pub async fn flush_views(&self) {
        self.state.views.flush(&self.state.db, &self.state.clock).await.unwrap();
    }

    /// The time of the clock.
    pub fn now(&self) -> Time {
        Time::from_micros(self.micros.load(Ordering::Relaxed))
    }

    /// Moves the clock forward by microseconds.
    pub fn advance_clock_micros(&self, micros: i64) {
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Moves the clock forward by seconds.
    pub fn advance_clock(&self, seconds: i64) {
        self.micros.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    /// A client without an account.
    pub fn reader(&self) -> Client<'_> {
        Client::new(self, None)
    }

    pub fn admin(&self) -> Client<'_> {
        self.client_for("Ada Admin")
    }

    pub fn editor(&self) -> Client<'_> {
        self.client_for("Edda Editor")
    }

    pub fn moderator(&self) -> Client<'_> {
        self.client_for("Mo Moderator")
    }

    pub fn reporter(&self) -> Client<'_> {
        self.client_for("Rae Reporter")
    }

    /// A client of the account with that name, with a new access token.
    pub fn client_for(&self, name: &str) -> Client<'_> {
        let (account, session) = self.account_and_session(name);
        Client::new(self, Some(self.state.tokens.issue(account.id, *session, self.now()).unwrap()))
    }

    /// A client with any token.
    pub fn client_with_token(&self, token: &str) -> Client<'_> {
        Client::new(self, Some(token.to_owned()))
    }

    pub fn account(&self, name: &str) -> &User {
        &self.account_and_session(name).0
    }

    fn account_and_session(&self, name: &str) -> &(User, i64) {
        self.accounts.iter().find(|(account, _)| account.name == name).unwrap()
    }
}

/// A server that builds each response from the database.
pub struct UncachedServer(Rc<ServiceFn>);

impl UncachedServer {
    /// The status, the headers and the body of the response.
    pub async fn get(&self, path: &str) -> (u16, HeaderMap, web::Bytes) {
        let request = actix_web::test::TestRequest::get().uri(path).to_request();
        let response = (self.0)(request).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, bytes(response.into_body()).await)
    }
}

fn start_db(url: &DatabaseUrl, clock: &Clock) -> Db {
    let clock = clock.clone();
    Db::start(url, move || clock.now()).unwrap()
}

async fn start_service(state: &State) -> Rc<ServiceFn> {
    let service = Rc::new(actix_web::test::init_service(app::app(state)).await);
    Rc::new(move |request| {
        let service = Rc::clone(&service);
        Box::pin(async move {
            let response = service.call(request).await.unwrap();
            response.map_into_boxed_body()
        })
    })
}

/// Reads a response body to its end.
pub async fn bytes(body: BoxBody) -> web::Bytes {
    actix_web::body::to_bytes(body).await.unwrap()
}
