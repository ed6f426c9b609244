//! The settings. They come from environment variables; the command line also loads the file `.env`.

mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use bytesize::ByteSize;
use chrono_tz::Tz;

use crate::accounts::password;
use crate::content::{Language, SlugStyle};
use crate::db::DatabaseUrl;
use crate::http::article_path::ArticlePath;
use crate::http::client_address::TrustedProxies;
use crate::http::preview_url::PreviewUrl;

/// The longest lifetime of an access token, and the default.
const MAX_ACCESS_TOKEN_TTL: Duration = Duration::from_secs(15 * 60);

/// After what time a client that receives nothing is disconnected, unless a setting says otherwise.
const SEND_TIMEOUT: Duration = Duration::from_secs(60);

/// The longest such time.
const MAX_SEND_TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// The default lifetime of a refresh token. An unused session ends after it.
const REFRESH_TOKEN_TTL: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The longest lifetime of a refresh token.
const MAX_REFRESH_TOKEN_TTL: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Settings that this version accepts but ignores.
const WITHOUT_EFFECT: &[&str] = &["BROADSHEET_DATABASE_REPLICA_URL", "BROADSHEET_METRICS"];

/// The name of a site that has no other.
pub const DEFAULT_SITE_NAME: &str = "Broadsheet";

/// The default size of the response cache.
const CACHE_BYTES: ByteSize = ByteSize::mib(64);

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text for people.
    Text,
    /// One JSON object on each line, for log collectors.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("must be `text` or `json`"),
        }
    }
}

/// All settings, valid. `Debug` shows no password of the database.
#[derive(Clone, Debug)]
pub struct Config {
    /// `DATABASE_URL`.
    pub database_url: DatabaseUrl,
    /// `BROADSHEET_BIND`.
    pub bind: SocketAddr,
    /// `BROADSHEET_DATA_DIR`.
    pub data_dir: PathBuf,
    /// `BROADSHEET_PUBLIC_URL`, without a slash at the end. If it is not set, `serve` uses the address that it listens on.
    pub public_url: Option<String>,
    /// `BROADSHEET_API_URL`, without a slash at the end. If it is not set, the API is assumed at the public URL.
    pub api_url: Option<String>,
    /// `BROADSHEET_ARTICLE_PATH`. `None` for the default template.
    pub article_path: Option<ArticlePath>,
    /// `BROADSHEET_PREVIEW_URL`.
    pub preview_url: Option<PreviewUrl>,
    /// `BROADSHEET_SITE_NAME`.
    pub site_name: String,
    /// `BROADSHEET_SITE_DESCRIPTION`.
    pub site_description: Option<String>,
    /// `BROADSHEET_SITE_LANGUAGE`.
    pub site_language: Language,
    /// `BROADSHEET_SITE_TIME_ZONE`.
    pub site_time_zone: Tz,
    /// `BROADSHEET_SLUGS`.
    pub slugs: SlugStyle,
    /// `BROADSHEET_JWT_KEY_FILE`.
    pub jwt_key_file: PathBuf,
    /// `BROADSHEET_ACCESS_TOKEN_TTL`.
    pub access_token_ttl: Duration,
    /// `BROADSHEET_REFRESH_TOKEN_TTL`.
    pub refresh_token_ttl: Duration,
    /// `BROADSHEET_PASSWORD_MIN_LENGTH`, in characters: 15 to 64.
    pub password_min_length: usize,
    /// `BROADSHEET_CORS_ORIGINS`: the origins whose pages may use the editorial API from a browser.
    pub cors_origins: Vec<String>,
    /// `BROADSHEET_SEND_TIMEOUT`: after what time a client that receives nothing of a response is disconnected.
    pub send_timeout: Duration,
    /// `BROADSHEET_CACHE_BYTES`: the size of the response cache in bytes. 0 turns the cache off.
    pub cache_bytes: u64,
    /// `BROADSHEET_RATE_LIMITS`.
    pub rate_limits: bool,
    /// `BROADSHEET_TRUSTED_PROXIES`.
    pub trusted_proxies: TrustedProxies,
    /// `BROADSHEET_DOCS`.
    pub docs: bool,
    /// `BROADSHEET_LOG_FORMAT`.
    pub log_format: LogFormat,
    /// The names of the settings that are set but have no effect in this version.
    pub without_effect: Vec<String>,
}

/// All invalid settings, with one sentence for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<String>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigErrors {}

impl Config {
    /// Reads the settings from the environment of the process; those in `replaced` replace it. Fails with all invalid settings.
    pub fn from_env(replaced: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigErrors> {
        let vars = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
        Self::from_vars(vars.chain(replaced))
    }

    /// Reads the settings from pairs of name and value, of which the last one of a name counts. Ignores other names, but an
    /// unknown name that begins with `BROADSHEET_` is an error.
    pub fn from_vars(vars: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigErrors> {
        let settings =
            vars.into_iter().filter(|(name, _)| name == "DATABASE_URL" || name.starts_with("BROADSHEET_"));
        let mut vars = Vars { unread: settings.collect(), errors: Vec::new() };
        let data_dir: PathBuf = vars.take("BROADSHEET_DATA_DIR").unwrap_or_else(|| "data".into());
        let config = Self {
            database_url: vars
                .take("DATABASE_URL")
                .unwrap_or_else(|| DatabaseUrl::Sqlite(data_dir.join("broadsheet.db"))),
            bind: vars
                .take_with("BROADSHEET_BIND", values::bind)
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: vars.take_with("BROADSHEET_PUBLIC_URL", values::base_url),
            api_url: vars.take_with("BROADSHEET_API_URL", values::base_url),
            article_path: vars.take("BROADSHEET_ARTICLE_PATH"),
            preview_url: vars.take("BROADSHEET_PREVIEW_URL"),
            site_name: vars
                .take_with("BROADSHEET_SITE_NAME", |text| values::line(text, 100))
                .unwrap_or_else(|| DEFAULT_SITE_NAME.to_owned()),
            site_description: vars.take_with("BROADSHEET_SITE_DESCRIPTION", |text| values::line(text, 500)),
            site_language: vars.take("BROADSHEET_SITE_LANGUAGE").unwrap_or_else(Language::english),
            site_time_zone: vars.take_with("BROADSHEET_SITE_TIME_ZONE", values::time_zone).unwrap_or(Tz::UTC),
            slugs: vars.take_with("BROADSHEET_SLUGS", values::slugs).unwrap_or_default(),
            jwt_key_file: vars
                .take("BROADSHEET_JWT_KEY_FILE")
                .unwrap_or_else(|| data_dir.join("jwt-key.pem")),
            access_token_ttl: vars
                .take_with("BROADSHEET_ACCESS_TOKEN_TTL", |text| {
                    values::duration(text, MAX_ACCESS_TOKEN_TTL, "15m")
                })
                .unwrap_or(MAX_ACCESS_TOKEN_TTL),
            refresh_token_ttl: vars
                .take_with("BROADSHEET_REFRESH_TOKEN_TTL", |text| {
                    values::duration(text, MAX_REFRESH_TOKEN_TTL, "365d")
                })
                .unwrap_or(REFRESH_TOKEN_TTL),
            password_min_length: vars
                .take_with("BROADSHEET_PASSWORD_MIN_LENGTH", values::password_min_length)
                .unwrap_or(password::MIN_LENGTH),
            cors_origins: vars.take_with("BROADSHEET_CORS_ORIGINS", values::origins).unwrap_or_default(),
            send_timeout: vars
                .take_with("BROADSHEET_SEND_TIMEOUT", |text| values::duration(text, MAX_SEND_TIMEOUT, "10m"))
                .unwrap_or(SEND_TIMEOUT),
            cache_bytes: vars.take::<ByteSize>("BROADSHEET_CACHE_BYTES").unwrap_or(CACHE_BYTES).as_u64(),
            rate_limits: vars.take_with("BROADSHEET_RATE_LIMITS", values::switch).unwrap_or(true),
            trusted_proxies: vars.take("BROADSHEET_TRUSTED_PROXIES").unwrap_or_default(),
            docs: vars.take_with("BROADSHEET_DOCS", values::switch).unwrap_or(true),
            log_format: vars.take("BROADSHEET_LOG_FORMAT").unwrap_or(LogFormat::Text),
            without_effect: vars.take_names(WITHOUT_EFFECT),
            data_dir,
        };
        let unknown = vars
            .unread
            .keys()
            .map(|name| format!("{name} is not a setting of Broadsheet; see .env.example for all settings"));
        vars.errors.extend(unknown);
        if vars.errors.is_empty() { Ok(config) } else { Err(ConfigErrors(vars.errors)) }
    }
}

/// The settings that are not read yet, and the errors of those that are.
struct Vars {
    unread: BTreeMap<String, String>,
    errors: Vec<String>,
}

impl Vars {
    fn take<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        self.take_with(name, |text| text.parse::<T>().map_err(|error| error.to_string()))
    }

    fn take_with<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.unread.remove(name)?;
        if text.is_empty() {
            self.errors.push(format!("{name} is empty; remove it to use the default"));
            return None;
        }
        let invalid = |error| match name {
            // The URL may contain a password.
            "DATABASE_URL" => format!("{name}: {error}"),
            _ => format!("{name} is `{text}`: {error}"),
        };
        parse(&text).map_err(|error| self.errors.push(invalid(error))).ok()
    }

    fn take_names(&mut self, names: &[&str]) -> Vec<String> {
        names.iter().filter_map(|name| self.unread.remove_entry(*name)).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests;
