//! The settings, from the environment and `.env`.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use bytesize::ByteSize;

use crate::accounts::password;
use crate::content::Language;
use crate::db::DatabaseUrl;
use crate::http::client_address::TrustedProxies;

/// The longest an access token may live.
const MAX_ACCESS_TOKEN_TTL: Duration = Duration::from_secs(15 * 60);

/// How long a session lasts without being used.
const REFRESH_TOKEN_TTL: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The longest that can be set for that.
const MAX_REFRESH_TOKEN_TTL: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Settings of the contract that this version accepts and has no use for yet.
const WITHOUT_EFFECT: &[&str] = &["BROADSHEET_DATABASE_REPLICA_URL", "BROADSHEET_METRICS"];

/// How much the response cache keeps unless it is told.
const CACHE_BYTES: ByteSize = ByteSize::mib(64);

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for log collectors.
    Json,
}

/// All settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// `DATABASE_URL`.
    pub database_url: DatabaseUrl,
    /// `BROADSHEET_BIND`.
    pub bind: SocketAddr,
    /// `BROADSHEET_DATA_DIR`.
    pub data_dir: PathBuf,
    /// `BROADSHEET_PUBLIC_URL`, without a slash at the end; the address bound when it is not set.
    pub public_url: Option<String>,
    /// `BROADSHEET_SITE_NAME`.
    pub site_name: String,
    /// `BROADSHEET_SITE_LANGUAGE`.
    pub site_language: Language,
    /// `BROADSHEET_SITE_TIME_ZONE`, an IANA name.
    pub site_time_zone: String,
    /// `BROADSHEET_JWT_KEY_FILE`.
    pub jwt_key_file: PathBuf,
    /// `BROADSHEET_ACCESS_TOKEN_TTL`.
    pub access_token_ttl: Duration,
    /// `BROADSHEET_REFRESH_TOKEN_TTL`.
    pub refresh_token_ttl: Duration,
    /// `BROADSHEET_PASSWORD_MIN_LENGTH`, in characters: 15 to 64.
    pub password_min_length: usize,
    /// `BROADSHEET_CORS_ORIGINS`: origins whose pages may use the editorial API.
    pub cors_origins: Vec<String>,
    /// `BROADSHEET_CACHE_BYTES`: how much of what delivery answers is kept; 0 for nothing.
    pub cache_bytes: u64,
    /// `BROADSHEET_RATE_LIMITS`.
    pub rate_limits: bool,
    /// `BROADSHEET_TRUSTED_PROXIES`.
    pub trusted_proxies: TrustedProxies,
    /// `BROADSHEET_DOCS`.
    pub docs: bool,
    /// `BROADSHEET_LOG_FORMAT`.
    pub log_format: LogFormat,
    /// Settings that were made but have no effect in this version.
    pub without_effect: Vec<String>,
}

/// Every setting that is wrong, one sentence each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<String>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigErrors {}

impl Config {
    /// Reads the settings from the process's environment.
    pub fn from_env() -> Result<Self, ConfigErrors> {
        let readable = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
        Self::from_vars(readable)
    }

    /// Reads the settings from pairs of name and value. Names that are none of ours are left alone,
    /// unless they begin with `BROADSHEET_`.
    pub fn from_vars(vars: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigErrors> {
        let mine =
            vars.into_iter().filter(|(name, _)| name == "DATABASE_URL" || name.starts_with("BROADSHEET_"));
        let mut vars = Vars { left: mine.collect(), errors: Vec::new() };
        let data_dir: PathBuf = vars.take("BROADSHEET_DATA_DIR").unwrap_or_else(|| "data".into());
        let config = Self {
            database_url: vars
                .take("DATABASE_URL")
                .unwrap_or_else(|| DatabaseUrl::Sqlite(data_dir.join("broadsheet.db"))),
            bind: vars.take("BROADSHEET_BIND").unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: vars.take_with("BROADSHEET_PUBLIC_URL", public_url),
            site_name: vars
                .take_with("BROADSHEET_SITE_NAME", site_name)
                .unwrap_or_else(|| "Broadsheet".to_owned()),
            site_language: vars.take("BROADSHEET_SITE_LANGUAGE").unwrap_or_else(Language::english),
            site_time_zone: vars
                .take_with("BROADSHEET_SITE_TIME_ZONE", time_zone)
                .unwrap_or_else(|| "UTC".to_owned()),
            jwt_key_file: vars
                .take("BROADSHEET_JWT_KEY_FILE")
                .unwrap_or_else(|| data_dir.join("jwt-key.pem")),
            access_token_ttl: vars
                .take_with("BROADSHEET_ACCESS_TOKEN_TTL", |text| ttl(text, MAX_ACCESS_TOKEN_TTL, "15m"))
                .unwrap_or(MAX_ACCESS_TOKEN_TTL),
            refresh_token_ttl: vars
                .take_with("BROADSHEET_REFRESH_TOKEN_TTL", |text| ttl(text, MAX_REFRESH_TOKEN_TTL, "365d"))
                .unwrap_or(REFRESH_TOKEN_TTL),
            password_min_length: vars
                .take_with("BROADSHEET_PASSWORD_MIN_LENGTH", password_min_length)
                .unwrap_or(password::MIN_LENGTH),
            cors_origins: vars.take_with("BROADSHEET_CORS_ORIGINS", origins).unwrap_or_default(),
            cache_bytes: vars.take::<ByteSize>("BROADSHEET_CACHE_BYTES").unwrap_or(CACHE_BYTES).as_u64(),
            rate_limits: vars.take_with("BROADSHEET_RATE_LIMITS", switch).unwrap_or(true),
            trusted_proxies: vars.take("BROADSHEET_TRUSTED_PROXIES").unwrap_or_default(),
            docs: vars.take_with("BROADSHEET_DOCS", switch).unwrap_or(true),
            log_format: vars.take("BROADSHEET_LOG_FORMAT").unwrap_or(LogFormat::Text),
            without_effect: vars.take_names(WITHOUT_EFFECT),
            data_dir,
        };
        let unknown = vars.left.keys().map(|name| format!("{name} is not a setting of Broadsheet"));
        vars.errors.extend(unknown);
        if vars.errors.is_empty() { Ok(config) } else { Err(ConfigErrors(vars.errors)) }
    }
}

/// The settings not yet read, and what was wrong with those that were.
struct Vars {
    left: BTreeMap<String, String>,
    errors: Vec<String>,
}

impl Vars {
    fn take<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        self.take_with(name, |text| text.parse::<T>().map_err(|error| error.to_string()))
    }

    fn take_with<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.left.remove(name)?;
        if text.is_empty() {
            self.errors.push(format!("{name} is empty; leave it out for its default"));
            return None;
        }
        parse(&text).map_err(|error| self.errors.push(format!("{name}: {error}"))).ok()
    }

    fn take_names(&mut self, names: &[&str]) -> Vec<String> {
        names.iter().filter_map(|name| self.left.remove_entry(*name)).map(|(name, _)| name).collect()
    }
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

fn password_min_length(text: &str) -> Result<usize, String> {
    let length = text.parse().ok().filter(|length| (password::MIN_LENGTH..=64).contains(length));
    length.ok_or_else(|| format!("must be a number from {} to 64", password::MIN_LENGTH))
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("must be `on` or `off`".to_owned()),
    }
}

fn site_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err("must be one line of 1 to 100 characters".to_owned());
    }
    Ok(name.to_owned())
}

fn public_url(text: &str) -> Result<String, String> {
    let url = crate::content::web_url::parse(text.to_owned())?;
    if url.contains(['?', '#']) {
        return Err("must not have a query or fragment".to_owned());
    }
    Ok(url.trim_end_matches('/').to_owned())
}

fn time_zone(text: &str) -> Result<String, String> {
    let zone: chrono_tz::Tz =
        text.parse().map_err(|_| "must be an IANA time zone such as Europe/London".to_owned())?;
    Ok(zone.name().to_owned())
}

fn ttl(text: &str, max: Duration, written: &str) -> Result<Duration, String> {
    let ttl =
        humantime::parse_duration(text).map_err(|error| format!("{error}; write it as `15m` or `90s`"))?;
    if ttl < Duration::from_secs(1) || ttl > max {
        return Err(format!("must be from 1s to {written}"));
    }
    Ok(ttl)
}

fn origins(text: &str) -> Result<Vec<String>, String> {
    let origin = |text: &str| {
        let url = url::Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let origin = url.as_ref().map(|url| url.origin().ascii_serialization());
        origin
            .filter(|origin| origin == text.trim())
            .ok_or_else(|| format!("`{}` is not an origin such as https://desk.example.org", text.trim()))
    };
    text.split(',').map(origin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(vars: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
        Config::from_vars(vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let Ok(config) = config(&[("PATH", "/bin")]) else { panic!("refused") };
        assert_eq!(config.database_url.to_string(), "sqlite://data/broadsheet.db");
        assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
        assert_eq!(config.access_token_ttl, Duration::from_secs(900));
        assert!(config.docs);
        assert_eq!(config.cache_bytes, 64 * 1024 * 1024);
    }

    #[test]
    fn the_size_of_the_cache_may_be_given_in_any_unit_or_be_nothing() {
        for (text, bytes) in [("0", 0), ("5000000", 5_000_000), ("1KiB", 1024), ("2 GB", 2_000_000_000)] {
            let config = config(&[("BROADSHEET_CACHE_BYTES", text)]).map(|config| config.cache_bytes);
            assert_eq!(config.ok(), Some(bytes), "{text}");
        }
    }

    #[test]
    fn the_database_and_the_key_follow_the_data_directory() {
        let Ok(config) = config(&[("BROADSHEET_DATA_DIR", "/srv/news")]) else { panic!("refused") };
        assert_eq!(config.database_url.to_string(), "sqlite:///srv/news/broadsheet.db");
        assert_eq!(config.jwt_key_file, PathBuf::from("/srv/news/jwt-key.pem"));
    }

    #[test]
    fn every_wrong_or_unknown_setting_is_named_at_once() {
        let errors = config(&[
            ("DATABASE_URL", "mysql://localhost/news"),
            ("BROADSHEET_BIND", "here"),
            ("BROADSHEET_PUBLIC_URL", "news.example"),
            ("BROADSHEET_SITE_LANGUAGE", "english please"),
            ("BROADSHEET_SITE_TIME_ZONE", "Mars/Olympus"),
            ("BROADSHEET_ACCESS_TOKEN_TTL", "16m"),
            ("BROADSHEET_CORS_ORIGINS", "https://desk.example,desk.example"),
            ("BROADSHEET_CACHE_BYTES", "-1"),
            ("BROADSHEET_PASSWORD_MIN_LENGTH", "14"),
            ("BROADSHEET_DOCS", "yes"),
            ("BROADSHEET_LOG_FORMAT", "xml"),
            ("BROADSHEET_SITE_NAME", ""),
            ("BROADSHEET_TYPO", "1"),
        ]);
        let errors = errors.map(|_| ()).map_err(|errors| errors.0.join("\n"));
        let Err(errors) = errors else { panic!("accepted") };
        assert_eq!(errors.lines().count(), 13, "{errors}");
        for name in [
            "DATABASE_URL",
            "BIND",
            "PUBLIC_URL",
            "LANGUAGE",
            "TIME_ZONE",
            "TTL",
            "ORIGINS",
            "CACHE_BYTES",
            "PASSWORD_MIN_LENGTH",
            "DOCS",
            "FORMAT",
            "NAME",
            "TYPO",
        ] {
            assert!(errors.contains(name), "{name} is missing from: {errors}");
        }
    }

    #[test]
    fn a_password_in_the_database_url_is_never_printed() {
        let config = config(&[("DATABASE_URL", "postgres://ed:s3cret@localhost/news")]);
        assert!(!format!("{config:?}").contains("s3cret"));
    }

    #[test]
    fn the_example_file_lists_every_setting_once() {
        let example = include_str!("../.env.example");
        let source = include_str!("config.rs");
        let (code, _) = source.split_once("#[cfg(test)]").unwrap_or((source, ""));
        let mut named: Vec<&str> = code
            .split('"')
            .filter(|text| *text == "DATABASE_URL" || text.starts_with("BROADSHEET_") && text.len() > 11)
            .collect();
        named.sort_unstable();
        named.dedup();
        let mut listed: Vec<&str> = example
            .lines()
            .filter_map(|line| line.trim_start_matches("# ").split_once('=').map(|(name, _)| name))
            .filter(|name| *name == "DATABASE_URL" || name.starts_with("BROADSHEET_"))
            .collect();
        listed.sort_unstable();
        assert_eq!(listed, named);
    }
}
