//! Content codings: how a response body is compressed (RFC 9110 §8.4.1).

use std::io::{self, Write};

use actix_web::HttpMessage;
use actix_web::http::header::{AcceptEncoding, Encoding, Header, Preference, Quality};
use flate2::write::GzEncoder;

/// Bodies shorter than this, in bytes, are not compressed.
pub const MIN_LENGTH: usize = 1024;

/// The Brotli quality, from 0 to 11, for a body of this many bytes. A cached response is compressed once and sent often, but
/// the first client waits for the compression.
fn brotli_quality(length: usize) -> i32 {
    if length <= 256 * 1024 { 5 } else { 4 }
}

/// The Brotli window for a body of this many bytes, as a power of two. It is about as large as the body, because the encoder
/// allocates all of it.
fn brotli_window(length: usize) -> i32 {
    // Sixteen bytes of a window are never used (RFC 7932 §9.1).
    let power = i32::try_from((length + 16).next_power_of_two().trailing_zeros()).unwrap_or(MAX_WINDOW);
    power.clamp(MIN_WINDOW, MAX_WINDOW)
}

/// The smallest window that RFC 7932 allows, as a power of two.
const MIN_WINDOW: i32 = 10;
/// The largest window that RFC 7932 allows, as a power of two.
const MAX_WINDOW: i32 = 22;

/// A content coding that the server supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentCoding {
    /// No compression.
    Identity,
    /// Brotli, RFC 7932.
    Brotli,
    /// Zstandard, RFC 8878.
    Zstd,
    /// Gzip, RFC 1952.
    Gzip,
}

impl ContentCoding {
    /// The coding with the highest quality in `Accept-Encoding` (RFC 9110 §12.5.3). Of several with the same quality it is
    /// the one that compresses best. Without the header it is [`Self::Identity`].
    pub fn negotiate(request: &impl HttpMessage) -> Self {
        let Ok(accepted) = AcceptEncoding::parse(request) else { return Self::Identity };
        let mut best = (Self::Identity, Quality::ZERO);
        for coding in [Self::Brotli, Self::Zstd, Self::Gzip, Self::Identity] {
            let quality = coding.quality(&accepted);
            if quality > best.1 {
                best = (coding, quality);
            }
        }
        best.0
    }

    /// The name in `Content-Encoding` and in entity tags; `None` for no compression.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
            Self::Gzip => Some("gzip"),
        }
    }

    /// Compresses the bytes. Returns `None` when that would not be shorter.
    pub fn encode(self, bytes: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let encoded = match self {
            Self::Identity => return Ok(None),
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: brotli_quality(bytes.len()),
                    lgwin: brotli_window(bytes.len()),
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                let mut encoded = Vec::new();
                brotli::BrotliCompress(&mut &bytes[..], &mut encoded, &params)?;
                encoded
            }
            Self::Zstd => zstd::bulk::compress(bytes, zstd::DEFAULT_COMPRESSION_LEVEL)?,
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
                encoder.write_all(bytes)?;
                encoder.finish()?
            }
        };
        Ok(Some(encoded).filter(|encoded| encoded.len() < bytes.len()))
    }

    /// The quality that `Accept-Encoding` gives this coding; zero when it does not allow the coding.
    fn quality(self, accepted: &AcceptEncoding) -> Quality {
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

    fn negotiated(header: &str) -> ContentCoding {
        ContentCoding::negotiate(
            &TestRequest::default().insert_header(("Accept-Encoding", header)).to_srv_request(),
        )
    }

    #[test]
    fn the_coding_with_the_highest_quality_is_chosen() {
        assert_eq!(
            ContentCoding::negotiate(&TestRequest::default().to_srv_request()),
            ContentCoding::Identity
        );
        for (header, coding) in [
            ("gzip, deflate, br, zstd", ContentCoding::Brotli),
            ("gzip, deflate, zstd", ContentCoding::Zstd),
            ("gzip", ContentCoding::Gzip),
            ("br;q=0.5, gzip", ContentCoding::Gzip),
            ("br;q=0, *", ContentCoding::Zstd),
            ("identity, gzip;q=0.5", ContentCoding::Identity),
            ("deflate", ContentCoding::Identity),
            ("identity;q=0", ContentCoding::Identity),
            ("nonsense; q=x", ContentCoding::Identity),
            ("", ContentCoding::Identity),
        ] {
            assert_eq!(negotiated(header), coding, "{header}");
        }
    }

    #[test]
    fn an_encoded_body_is_shorter_and_decodes_to_the_same_bytes() {
        let text = "The Gannet sails every hour again. ".repeat(100).into_bytes();
        let encoded = |coding: ContentCoding| coding.encode(&text).unwrap().unwrap();
        let (mut gzip, mut brotli) = (Vec::new(), Vec::new());
        flate2::read::GzDecoder::new(&encoded(ContentCoding::Gzip)[..]).read_to_end(&mut gzip).unwrap();
        brotli::BrotliDecompress(&mut &encoded(ContentCoding::Brotli)[..], &mut brotli).unwrap();
        let zstd = zstd::bulk::decompress(&encoded(ContentCoding::Zstd), text.len()).unwrap();
        assert!([gzip, brotli, zstd].iter().all(|decoded| *decoded == text));
    }

    #[test]
    fn the_window_is_about_as_large_as_the_body() {
        for (length, power) in [(0, 10), (1000, 10), (1009, 11), (22_000, 15), (1_000_000, 20), (1 << 30, 22)]
        {
            assert_eq!(brotli_window(length), power, "{length}");
        }
    }

    #[test]
    fn a_body_that_would_not_get_shorter_is_not_encoded() {
        let noise: Vec<u8> = (0..2000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for coding in [ContentCoding::Brotli, ContentCoding::Zstd, ContentCoding::Gzip] {
            assert_eq!(coding.encode(b"short").unwrap(), None);
            assert!(coding.encode(&noise).unwrap().is_none_or(|encoded| encoded.len() < noise.len()));
        }
    }
}
