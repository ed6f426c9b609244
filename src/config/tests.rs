use super::*;

fn config(vars: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
    Config::from_vars(vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[test]
fn every_setting_has_a_default() {
    let Ok(config) = config(&[("PATH", "/bin")]) else { panic!("invalid settings") };
    assert_eq!(config.database_url.to_string(), "sqlite://data/broadsheet.db");
    assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(config.access_token_ttl, Duration::from_secs(900));
    assert!(config.docs);
    assert_eq!(config.cache_bytes, 64 * 1024 * 1024);
}

#[test]
fn the_bound_address_may_be_localhost_or_missing() {
    for (text, address) in [
        ("localhost:8080", "127.0.0.1:8080"),
        (":8080", "0.0.0.0:8080"),
        ("[::1]:0", "[::1]:0"),
        ("192.0.2.7:443", "192.0.2.7:443"),
    ] {
        let config = config(&[("BROADSHEET_BIND", text)]).map(|config| config.bind.to_string());
        assert_eq!(config.as_deref(), Ok(address));
    }
    for text in ["8080", "localhost", "news.example:8080", ":", ":65536", "::1:8080x"] {
        let errors = config(&[("BROADSHEET_BIND", text)]).map(|_| ()).map_err(|errors| errors.0);
        assert!(
            errors
                .is_err_and(|errors| errors[0].starts_with(&format!("BROADSHEET_BIND is `{text}`: must be")))
        );
    }
}

#[test]
fn the_cache_size_takes_units_and_zero() {
    for (text, bytes) in [("0", 0), ("5000000", 5_000_000), ("1KiB", 1024), ("2 GB", 2_000_000_000)] {
        let config = config(&[("BROADSHEET_CACHE_BYTES", text)]).map(|config| config.cache_bytes);
        assert_eq!(config.ok(), Some(bytes), "{text}");
    }
}

#[test]
fn the_default_database_and_key_file_are_in_the_data_directory() {
    let Ok(config) = config(&[("BROADSHEET_DATA_DIR", "/srv/news")]) else { panic!("invalid settings") };
    assert_eq!(config.database_url.to_string(), "sqlite:///srv/news/broadsheet.db");
    assert_eq!(config.jwt_key_file, PathBuf::from("/srv/news/jwt-key.pem"));
}

#[test]
fn all_invalid_and_unknown_settings_are_reported_together() {
    let errors = config(&[
        ("DATABASE_URL", "mysql://localhost/news"),
        ("BROADSHEET_BIND", "here"),
        ("BROADSHEET_PUBLIC_URL", "news.example"),
        ("BROADSHEET_API_URL", "https://api.example/?x"),
        ("BROADSHEET_ARTICLE_PATH", "/{section_path}"),
        ("BROADSHEET_PREVIEW_URL", "https://news.example/preview"),
        ("BROADSHEET_SITE_LANGUAGE", "english please"),
        ("BROADSHEET_SITE_TIME_ZONE", "Mars/Olympus"),
        ("BROADSHEET_ACCESS_TOKEN_TTL", "16m"),
        ("BROADSHEET_CORS_ORIGINS", "https://desk.example,desk.example"),
        ("BROADSHEET_SEND_TIMEOUT", "11m"),
        ("BROADSHEET_CACHE_BYTES", "-1"),
        ("BROADSHEET_PASSWORD_MIN_LENGTH", "14"),
        ("BROADSHEET_DOCS", "yes"),
        ("BROADSHEET_LOG_FORMAT", "xml"),
        ("BROADSHEET_SITE_NAME", ""),
        ("BROADSHEET_TYPO", "1"),
    ]);
    let errors = errors.map(|_| ()).map_err(|errors| errors.0.join("\n"));
    let Err(errors) = errors else { panic!("accepted") };
    assert_eq!(errors.lines().count(), 17, "{errors}");
    for name in [
        "DATABASE_URL",
        "BIND",
        "PUBLIC_URL",
        "LANGUAGE",
        "TIME_ZONE",
        "TTL",
        "ORIGINS",
        "SEND_TIMEOUT",
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
    let example = include_str!("../../.env.example");
    let source = include_str!("../config.rs");
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
