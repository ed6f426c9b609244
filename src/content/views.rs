//! How often articles are read, by spans of time.

/// A span of time in which views are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Ten minutes.
    TenMinutes,
    /// An hour.
    Hour,
    /// A day, in UTC.
    Day,
}

impl Span {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::TenMinutes, Self::Hour, Self::Day];

    /// How long it is, in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::TenMinutes => 10 * 60,
            Self::Hour => 60 * 60,
            Self::Day => 24 * 60 * 60,
        }
    }

    /// The second in which the span began that holds a second.
    pub fn start(self, second: i64) -> i64 {
        second.div_euclid(self.seconds()) * self.seconds()
    }

    /// How long its counts are of use, in seconds: as long as the longest window that is made of them, and the span
    /// that the window begins in.
    pub fn kept_for(self) -> i64 {
        match self {
            Self::TenMinutes => 2 * 60 * 60,
            Self::Hour => 26 * 60 * 60,
            Self::Day => 32 * 24 * 60 * 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lies_in_one_span_of_each_length() {
        assert_eq!(
            Span::ALL.map(|span| span.start(1_777_723_261)),
            [1_777_723_200, 1_777_723_200, 1_777_680_000]
        );
        assert_eq!(Span::Hour.start(-1), -3600);
    }
}
