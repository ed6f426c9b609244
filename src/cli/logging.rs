//! Log lines on standard error, as text or as JSON, with the key-values of each log statement.

use std::io::Write;

use env_logger::{Builder, Env};
use log::Record;
use log::kv::{self, Key, VisitSource};
use serde_json::{Map, Value};

use crate::config::LogFormat;

/// Starts logging. `RUST_LOG` decides which lines are written; the default is `info`.
pub fn start(format: LogFormat) {
    let mut builder = Builder::from_env(Env::default().default_filter_or("info"));
    // The text format of `env_logger` writes key-values itself, as `key=value` after the message.
    if format == LogFormat::Json {
        builder.format(|line, record| {
            let time = line.timestamp_micros().to_string();
            writeln!(line, "{}", json_line(record, time))
        });
    }
    builder.init();
}

/// A log record as one JSON object: the time, the level, the target, the message, and each key-value as a member.
fn json_line(record: &Record<'_>, time: String) -> Value {
    let mut members = Members(Map::new());
    // `visit` fails only if the visitor does, and this one does not.
    let _ = record.key_values().visit(&mut members);
    let Members(mut line) = members;
    line.insert("time".to_owned(), time.into());
    line.insert("level".to_owned(), record.level().as_str().into());
    line.insert("target".to_owned(), record.target().into());
    line.insert("message".to_owned(), record.args().to_string().into());
    Value::Object(line)
}

/// Collects key-values as JSON members.
struct Members(Map<String, Value>);

impl<'kvs> VisitSource<'kvs> for Members {
    fn visit_pair(&mut self, key: Key<'kvs>, value: kv::Value<'kvs>) -> Result<(), kv::Error> {
        self.0.insert(key.to_string(), json_value(&value));
        Ok(())
    }
}

/// Numbers and booleans stay as they are. Every other value becomes a string.
fn json_value(value: &kv::Value<'_>) -> Value {
    if let Some(number) = value.to_u64() {
        number.into()
    } else if let Some(number) = value.to_i64() {
        number.into()
    } else if let Some(number) = value.to_f64() {
        number.into()
    } else if let Some(boolean) = value.to_bool() {
        boolean.into()
    } else {
        value.to_string().into()
    }
}

#[cfg(test)]
mod tests {
    use log::Level;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_json_line_has_each_key_value_with_its_type() {
        let pairs: &[(&str, kv::Value<'_>)] = &[
            ("status", 200_u16.into()),
            ("offset", (-3_i64).into()),
            ("cached", true.into()),
            ("method", "GET".into()),
            ("message", "never replaces the message".into()),
        ];
        let record = Record::builder()
            .level(Level::Info)
            .target("broadsheet::access")
            .args(format_args!("answered a request"))
            .key_values(&pairs)
            .build();
        let expected = json!({
            "time": "2026-01-02T03:04:05.000006Z",
            "level": "INFO",
            "target": "broadsheet::access",
            "message": "answered a request",
            "status": 200,
            "offset": -3,
            "cached": true,
            "method": "GET",
        });
        assert_eq!(json_line(&record, "2026-01-02T03:04:05.000006Z".to_owned()), expected);
    }
}
