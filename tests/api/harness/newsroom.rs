//! A newsroom to try things in: the service as `serve` builds it, on a database of its own.

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
use broadsheet::http::{Clock, Permission};
use broadsheet::publishing::scheduler;
use tempfile::TempDir;

use super::client::Client;
use super::contract::Contract;
use super::databases::Database;

/// The password of every account.
pub const PASSWORD: &str = "seven herons guard the lamp";

/// When the clock starts: 2 May 2026, noon in UTC.
const START: i64 = 1_777_723_200_000_000;

/// How long sessions last, in seconds.
const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;

/// How much the response cache keeps: a few answers.
const CACHE_BYTES: &str = "1MiB";

type Call = dyn Fn(actix_http::Request) -> Pin<Box<dyn Future<Output = ServiceResponse<BoxBody>>>>;

/// A newsroom with one account for each role, and a clock that moves when it is told to.
pub struct Newsroom {
    pub(super) call: Rc<Call>,
    pub(super) contract: Arc<Contract>,
    state: State,
    clock: Arc<AtomicI64>,
    /// The accounts, each with a session of its own.
    accounts: Vec<(User, i64)>,
    /// What the scheduler leaves alone.
    failures: Arc<scheduler::Backoff>,
    // Dropped last: first the threads that use the database, then the database.
    _key_folder: TempDir,
    database: Database,
}

impl Newsroom {
    /// Opens a newsroom on an empty database.
    pub async fn open(database: Database, contract: Arc<Contract>) -> Self {
        let key_folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let shown = Arc::clone(&clock);
        let shown = Clock::new(move || Time::from_micros(shown.load(Ordering::Relaxed)));
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
        let mut state = State::new(&config, start_db(&database.url, &shown), shown).unwrap();
        // Hashing a password takes long on purpose.
        state.passwords = Data::new(Passwords::weak().unwrap());
        let call = service(&state).await;
        let mut newsroom = Self {
            call,
            contract,
            state,
            clock,
            accounts: Vec::new(),
            failures: Arc::default(),
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
            newsroom.hire(name, role).await;
        }
        newsroom
    }

    /// The same newsroom with limits to what one client may ask for.
    pub async fn limited(mut self) -> Self {
        self.state.limits = Data::new(Limits::new(true));
        self.state.auth_limits = Data::new(AuthLimits::new(true));
        self.call = service(&self.state).await;
        self
    }

    /// The same newsroom, which reaches its database by another address.
    pub async fn on_database(mut self, url: &DatabaseUrl) -> Self {
        self.state.db = Data::new(start_db(url, &self.state.clock));
        self.call = service(&self.state).await;
        self
    }

    async fn hire(&mut self, name: &str, role: Role) {
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

    /// Where the database is.
    pub fn database_url(&self) -> &DatabaseUrl {
        &self.database.url
    }

    /// The database as another server has it.
    pub fn another_db(&self) -> Db {
        start_db(&self.database.url, &self.state.clock)
    }

    /// Another server on the same database, which keeps no answers.
    pub async fn without_cache(&self) -> Uncached {
        let state =
            State { cache: Data::new(Cache::new(0)), taxonomy_cache: Data::default(), ..self.state.clone() };
        Uncached(service(&state).await)
    }

    /// Tells the service that it is going to be stopped.
    pub fn drain(&self) {
        self.state.readiness.drain();
    }

    /// The operations that `chosen` accepts: methods, and paths with their parameters filled in.
    pub fn operations(&self, chosen: impl Fn(&serde_json::Value) -> bool) -> Vec<(Method, String)> {
        let operations = self.contract.operations().filter(|(_, _, operation)| chosen(operation));
        operations
            .map(|(path, method, _)| {
                let names = ["{article}", "{slug}", "{section}", "{token}"];
                let path = names.iter().fold(path.to_owned(), |path, name| path.replace(name, "x"));
                let numbers = ["{id}", "{number}", "{a}", "{b}", "{token_id}"];
                let path = numbers.iter().fold(path, |path, name| path.replace(name, "1"));
                let path = path.replace("{code}", "not-found");
                (method.to_uppercase().parse().unwrap(), path)
            })
            .collect()
    }

    /// All operations that are not for everybody, each with the permission that the API's document names.
    pub fn protected(&self) -> Vec<(Method, String, Permission)> {
        let named = |operation: &serde_json::Value| operation["security"].clone();
        let all = self.operations(|operation| named(operation) != serde_json::json!([]));
        let permissions = self.contract.operations().map(|(.., operation)| named(operation));
        let permissions = permissions.filter(|security| *security != serde_json::json!([]));
        let permissions =
            permissions.map(|security| security[0]["bearer"][0].as_str().unwrap().parse().unwrap());
        all.into_iter().zip(permissions).map(|((method, path), may)| (method, path, may)).collect()
    }

    /// The database, for what the API cannot show.
    pub fn db(&self) -> &Data<Db> {
        &self.state.db
    }

    /// Runs a statement on the database.
    pub async fn write<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut db::Conn) -> db::QueryResult<T> + Send + 'static,
    {
        self.state.db.write(|c| Ok::<_, db::Error>(work(c)?)).await.unwrap()
    }

    /// Lets the scheduler do what is due, and returns how many things that were.
    pub async fn work_off(&self) -> usize {
        self.work_off_on(&self.state.db).await
    }

    /// Lets the scheduler of another server on the same database do what is due.
    pub async fn work_off_on(&self, db: &Db) -> usize {
        scheduler::run_due(db, &self.state.clock, &self.failures).await.unwrap()
    }

    /// Writes what has been read.
    pub async fn write_views(&self) {
        self.state.views.flush(&self.state.db, &self.state.clock).await.unwrap();
    }

    /// What the clock shows.
    pub fn now(&self) -> Time {
        Time::from_micros(self.clock.load(Ordering::Relaxed))
    }

    /// Moves the clock on by a part of a second.
    pub fn pass_micros(&self, micros: i64) {
        self.clock.fetch_add(micros, Ordering::Relaxed);
    }

    /// Moves the clock on.
    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    /// Somebody without an account.
    pub fn reader(&self) -> Client<'_> {
        Client::new(self, None)
    }

    pub fn admin(&self) -> Client<'_> {
        self.colleague("Ada Admin")
    }

    pub fn editor(&self) -> Client<'_> {
        self.colleague("Edda Editor")
    }

    pub fn moderator(&self) -> Client<'_> {
        self.colleague("Mo Moderator")
    }

    pub fn reporter(&self) -> Client<'_> {
        self.colleague("Rae Reporter")
    }

    /// The account with that name, with an access token made now.
    pub fn colleague(&self, name: &str) -> Client<'_> {
        let (account, session) = self.employed(name);
        Client::new(self, Some(self.state.tokens.issue(account.id, *session, self.now()).unwrap()))
    }

    /// Somebody with a token of their own making.
    pub fn stranger_with(&self, token: &str) -> Client<'_> {
        Client::new(self, Some(token.to_owned()))
    }

    pub fn account(&self, name: &str) -> &User {
        &self.employed(name).0
    }

    fn employed(&self, name: &str) -> &(User, i64) {
        self.accounts.iter().find(|(account, _)| account.name == name).unwrap()
    }
}

/// A server that makes each answer anew.
pub struct Uncached(Rc<Call>);

impl Uncached {
    /// The status, the headers and the body of what it answers.
    pub async fn get(&self, path: &str) -> (u16, HeaderMap, web::Bytes) {
        let request = actix_web::test::TestRequest::get().uri(path).to_request();
        let answer = (self.0)(request).await;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, bytes(answer.into_body()).await)
    }
}

fn start_db(url: &DatabaseUrl, clock: &Clock) -> Db {
    let clock = clock.clone();
    Db::start(url, move || clock.now()).unwrap()
}

async fn service(state: &State) -> Rc<Call> {
    let service = Rc::new(actix_web::test::init_service(app::app(state)).await);
    Rc::new(move |request| {
        let service = Rc::clone(&service);
        Box::pin(async move {
            let answer = service.call(request).await.unwrap();
            answer.map_into_boxed_body()
        })
    })
}

/// Reads a body of the service to its end.
pub async fn bytes(body: BoxBody) -> web::Bytes {
    actix_web::body::to_bytes(body).await.unwrap()
}
