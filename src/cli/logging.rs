//! Log lines on standard error.

use std::io::Write;

use env_logger::{Builder, Env};
use serde_json::json;

use crate::config::LogFormat;

/// Starts logging; `RUST_LOG` says what, `info` when it says nothing.
pub fn start(format: LogFormat) {
    let mut builder = Builder::from_env(Env::default().default_filter_or("info"));
    if format == LogFormat::Json {
        builder.format(|line, record| {
            let entry = json!({
                "time": line.timestamp_micros().to_string(),
                "level": record.level().as_str(),
                "target": record.target(),
                "message": record.args().to_string(),
            });
            writeln!(line, "{entry}")
        });
    }
    builder.init();
}
