//! Timestamps as the API and the databases use them.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A point in time, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Parses any RFC 3339 timestamp of the years 0000 to 9999 with any offset, and writes UTC with `Z`. Digits below a
/// microsecond are dropped, because the databases store microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// A time by its microseconds since the Unix epoch. Times outside the years 0000 to 9999 become the nearest time inside.
    pub fn from_micros(micros: i64) -> Self {
        const YEAR_0: i64 = -62_167_219_200_000_000;
        const YEAR_9999_END: i64 = 253_402_300_799_999_999;
        Self(micros.clamp(YEAR_0, YEAR_9999_END))
    }

    /// Microseconds since the Unix epoch.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// A reference to the microseconds since the Unix epoch, for database bindings.
    pub fn as_micros(&self) -> &i64 {
        &self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This time plus a number of seconds, which may be negative.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_micros(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
}

impl From<DateTime<Utc>> for Time {
    fn from(time: DateTime<Utc>) -> Self {
        Self::from_micros(time.timestamp_micros())
    }
}

/// The text is not an RFC 3339 timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an RFC 3339 time such as 2023-12-05T09:32:00+03:30")]
pub struct InvalidTime;

impl FromStr for Time {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        // chrono also accepts a space instead of `T`, which RFC 3339 allows only for display.
        if text.as_bytes().get(10).is_some_and(|c| !c.eq_ignore_ascii_case(&b'T')) {
            return Err(InvalidTime);
        }
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| InvalidTime)?;
        Ok(Self::from_micros(time.timestamp_micros()))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        f.write_str(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(|error| de::Error::custom(format_args!("`{text}` {error}")))
    }
}

impl utoipa::PartialSchema for Time {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339 timestamp. Requests may use any offset. Responses use UTC with `Z`."))
            .examples([serde_json::json!("2023-12-05T06:02:00Z")])
            .into()
    }
}

impl utoipa::ToSchema for Time {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn any_offset_is_parsed_and_utc_is_written() {
        let time: Result<Time, _> = "2023-12-05T09:32:00+03:30".parse();
        assert_eq!(time.map(|t| t.to_string()), Ok("2023-12-05T06:02:00Z".to_owned()));
    }

    #[test]
    fn invalid_timestamps_are_refused() {
        for text in [
            "",
            "2023-12-05",
            "2023-12-05 09:32:00Z",
            "2023-12-05T09:32:00",
            "05.12.2023",
            "2023-13-05T09:32:00Z",
        ] {
            assert_eq!(text.parse::<Time>(), Err(InvalidTime), "{text}");
        }
    }

    proptest! {
        #[test]
        fn times_round_trip_through_text(micros in any::<i64>()) {
            let time = Time::from_micros(micros);
            prop_assert_eq!(time.to_string().parse(), Ok(time));
        }
    }
}
