//! Content codings: how an answer is compressed on its way (RFC 9110 §8.4).

use std::io::{self, Write};

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{AcceptEncoding, Encoding, Header, Preference, Quality};
use flate2::write::GzEncoder;

/// Answers shorter than this, in bytes, are not worth compressing.
pub const WORTH_IT: usize = 1024;

/// How much work Brotli does, of 11, for a body of so many bytes: answers are compressed once and sent often, but somebody
/// waits for the first.
fn brotli_quality(length: usize) -> i32 {
    if length <= 256 * 1024 { 5 } else { 4 }
}

/// The window for a body of so many bytes, as the power of two of its bytes: no larger than the body, since memory
/// is taken for all of it.
fn brotli_window(length: usize) -> i32 {
    // Sixteen bytes of a window are never used (RFC 7932 §9.1). A power of two has few digits.
    let power = i32::try_from((length + 16).next_power_of_two().trailing_zeros()).unwrap_or(MAX_WINDOW);
    power.clamp(MIN_WINDOW, MAX_WINDOW)
}

/// The smallest and the largest window of RFC 7932.
const MIN_WINDOW: i32 = 10;
const MAX_WINDOW: i32 = 22;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// As it is.
    Identity,
    /// Brotli, RFC 7932.
    Brotli,
    /// Zstandard, RFC 8878.
    Zstd,
    /// Gzip, RFC 1952.
    Gzip,
}

impl Coding {
    /// The coding that a request likes best; of those it likes as well the one that compresses best.
    /// Without `Accept-Encoding` nothing is compressed.
    pub fn wanted(request: &ServiceRequest) -> Self {
        let Ok(accepted) = AcceptEncoding::parse(request) else { return Self::Identity };
        let mut best = (Self::Identity, Quality::ZERO);
        for coding in [Self::Brotli, Self::Zstd, Self::Gzip, Self::Identity] {
            let liking = coding.liking(&accepted);
            if liking > best.1 {
                best = (coding, liking);
            }
        }
        best.0
    }

    /// Its name in `Content-Encoding`, and in the entity tags of what is compressed with it.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
            Self::Gzip => Some("gzip"),
        }
    }

    /// `bytes` in this coding; `None` when that would not be shorter.
    pub fn encode(self, bytes: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let coded = match self {
            Self::Identity => return Ok(None),
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: brotli_quality(bytes.len()),
                    lgwin: brotli_window(bytes.len()),
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                let mut coded = Vec::new();
                brotli::BrotliCompress(&mut &bytes[..], &mut coded, &params)?;
                coded
            }
            Self::Zstd => zstd::bulk::compress(bytes, zstd::DEFAULT_COMPRESSION_LEVEL)?,
            Self::Gzip => {
                let mut coder = GzEncoder::new(Vec::new(), flate2::Compression::default());
                coder.write_all(bytes)?;
                coder.finish()?
            }
        };
        Ok(Some(coded).filter(|coded| coded.len() < bytes.len()))
    }

    fn liking(self, accepted: &AcceptEncoding) -> Quality {
        let own = match self {
            Self::Identity => Encoding::identity(),
            Self::Brotli => Encoding::brotli(),
            Self::Zstd => Encoding::zstd(),
            Self::Gzip => Encoding::gzip(),
        };
        let named = accepted.iter().find(|item| item.item == Preference::Specific(own.clone()));
        let any = accepted.iter().find(|item| item.item == Preference::Any);
        named.or(any).map_or(Quality::ZERO, |item| item.quality)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use std::io::Read;

    use actix_web::test::TestRequest;

    use super::*;

    fn wanted(header: &str) -> Coding {
        Coding::wanted(&TestRequest::default().insert_header(("Accept-Encoding", header)).to_srv_request())
    }

    #[test]
    fn the_best_liked_coding_is_wanted() {
        assert_eq!(Coding::wanted(&TestRequest::default().to_srv_request()), Coding::Identity);
        for (header, coding) in [
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip, deflate, zstd", Coding::Zstd),
            ("gzip", Coding::Gzip),
            ("br;q=0.5, gzip", Coding::Gzip),
            ("br;q=0, *", Coding::Zstd),
            ("identity, gzip;q=0.5", Coding::Identity),
            ("deflate", Coding::Identity),
            ("identity;q=0", Coding::Identity),
            ("nonsense; q=x", Coding::Identity),
            ("", Coding::Identity),
        ] {
            assert_eq!(wanted(header), coding, "{header}");
        }
    }

    #[test]
    fn what_is_coded_is_shorter_and_decodes_to_the_same() {
        let text = "The Gannet sails every hour again. ".repeat(100).into_bytes();
        let coded = |coding: Coding| coding.encode(&text).unwrap().unwrap();
        let (mut gzip, mut brotli) = (Vec::new(), Vec::new());
        flate2::read::GzDecoder::new(&coded(Coding::Gzip)[..]).read_to_end(&mut gzip).unwrap();
        brotli::BrotliDecompress(&mut &coded(Coding::Brotli)[..], &mut brotli).unwrap();
        let zstd = zstd::bulk::decompress(&coded(Coding::Zstd), text.len()).unwrap();
        assert!([gzip, brotli, zstd].iter().all(|decoded| *decoded == text));
    }

    #[test]
    fn a_window_fits_what_is_compressed() {
        for (length, power) in [(0, 10), (1000, 10), (1009, 11), (22_000, 15), (1_000_000, 20), (1 << 30, 22)]
        {
            assert_eq!(brotli_window(length), power, "{length}");
        }
    }

    #[test]
    fn what_would_not_get_shorter_stays_as_it_is() {
        let noise: Vec<u8> = (0..2000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for coding in [Coding::Brotli, Coding::Zstd, Coding::Gzip] {
            assert_eq!(coding.encode(b"short").unwrap(), None);
            assert!(coding.encode(&noise).unwrap().is_none_or(|coded| coded.len() < noise.len()));
        }
    }
}
