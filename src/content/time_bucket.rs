//! Time buckets: fixed intervals in which views of articles are counted together.

/// The width of a time bucket. Buckets are aligned to the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeBucket {
    /// Ten minutes.
    TenMinutes,
    /// An hour.
    Hour,
    /// A day in UTC.
    Day,
}

impl TimeBucket {
    /// All widths, the shortest first.
    pub const ALL: [Self; 3] = [Self::TenMinutes, Self::Hour, Self::Day];

    /// The width in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::TenMinutes => 10 * 60,
            Self::Hour => 60 * 60,
            Self::Day => 24 * 60 * 60,
        }
    }

    /// The start of the bucket that contains `second`. Both are Unix times in seconds.
    pub fn start(self, second: i64) -> i64 {
        second.div_euclid(self.seconds()) * self.seconds()
    }

    /// How long counts are stored, in seconds: the longest query window that uses this width, and some buckets more, because
    /// a window begins in the middle of a bucket.
    pub fn retention_seconds(self) -> i64 {
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
    fn a_second_belongs_to_one_bucket_of_each_width() {
        assert_eq!(
            TimeBucket::ALL.map(|bucket| bucket.start(1_777_723_261)),
            [1_777_723_200, 1_777_723_200, 1_777_680_000]
        );
        assert_eq!(TimeBucket::Hour.start(-1), -3600);
    }
}
