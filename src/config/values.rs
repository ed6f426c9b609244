//! The parsers of single settings. Their errors say what is allowed.

use std::net::SocketAddr;
use std::time::Duration;

use chrono_tz::Tz;

use crate::accounts::password;
use crate::content::SlugStyle;

/// A number of characters, from [`password::MIN_LENGTH`] to 64.
pub fn password_min_length(text: &str) -> Result<usize, String> {
    let length = text.parse().ok().filter(|length| (password::MIN_LENGTH..=64).contains(length));
    length.ok_or_else(|| format!("must be a number from {} to 64", password::MIN_LENGTH))
}

/// An address and a port. The address may be `localhost`, or missing for all IPv4 addresses of the machine.
pub fn bind(text: &str) -> Result<SocketAddr, String> {
    let (host, port) = text.rsplit_once(':').unwrap_or((text, ""));
    let address = match host {
        "" => format!("0.0.0.0:{port}"),
        "localhost" => format!("127.0.0.1:{port}"),
        _ => text.to_owned(),
    };
    address.parse().map_err(|_| {
        "must be an IP address and a port, such as 127.0.0.1:8080; localhost:8080, or :8080 for all IPv4 addresses of the machine"
            .to_owned()
    })
}

/// `on` or `off`.
pub fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("must be `on` or `off`".to_owned()),
    }
}

/// `ascii` or `unicode`.
pub fn slugs(text: &str) -> Result<SlugStyle, String> {
    text.parse().map_err(|_| "must be `ascii` or `unicode`".to_owned())
}

/// One line of 1 to `max` characters, trimmed.
pub fn line(text: &str, max: usize) -> Result<String, String> {
    let line = text.trim();
    if line.is_empty() || line.chars().count() > max || line.chars().any(char::is_control) {
        return Err(format!("must be one line of 1 to {max} characters"));
    }
    Ok(line.to_owned())
}

/// An absolute `http` or `https` URL without query and fragment. Returns it without a slash at the end.
pub fn base_url(text: &str) -> Result<String, String> {
    let url = crate::content::web_url::parse(text.to_owned())?;
    if url.contains(['?', '#']) {
        return Err("must not have a query or a fragment".to_owned());
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// The IANA name of a time zone.
pub fn time_zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| "must be an IANA time zone such as Europe/London".to_owned())
}

/// A duration such as `15m`, from one second to `max`. `max_text` is `max` as it is shown in the error.
pub fn duration(text: &str, max: Duration, max_text: &str) -> Result<Duration, String> {
    let duration =
        humantime::parse_duration(text).map_err(|error| format!("{error}; write it as `15m` or `90s`"))?;
    if duration < Duration::from_secs(1) || duration > max {
        return Err(format!("must be from 1s to {max_text}"));
    }
    Ok(duration)
}

/// Origins (RFC 6454), separated by commas.
pub fn origins(text: &str) -> Result<Vec<String>, String> {
    let origin = |text: &str| {
        let url = url::Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let origin = url.as_ref().map(|url| url.origin().ascii_serialization());
        origin
            .filter(|origin| origin == text.trim())
            .ok_or_else(|| format!("`{}` is not an origin such as https://desk.example.org", text.trim()))
    };
    text.split(',').map(origin).collect()
}
