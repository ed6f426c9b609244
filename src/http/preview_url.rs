//! The URLs of previews: `BROADSHEET_PREVIEW_URL`.

use std::str::FromStr;

use strum::{EnumString, VariantNames};

use super::url_template::UrlTemplate;
use crate::content::web_url;

/// The template of the URL of a preview on a website or in an app, which reads the preview from the API by its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewUrl(UrlTemplate<Placeholder>);

/// A value in the URL of a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case")]
enum Placeholder {
    /// The News ID.
    Id,
    /// The token.
    Token,
}

impl PreviewUrl {
    /// The URL of a preview. The token consists of letters and digits that need no encoding.
    pub fn write(&self, id: i64, token: &str) -> String {
        self.0.write(|out, placeholder| match placeholder {
            Placeholder::Id => out.push_str(itoa::Buffer::new().format(id)),
            Placeholder::Token => out.push_str(token),
        })
    }
}

impl FromStr for PreviewUrl {
    type Err = String;

    /// Parses a template. The error completes a sentence that begins with the name of the setting.
    fn from_str(text: &str) -> Result<Self, String> {
        let template = Self(text.parse()?);
        if template.0.position(Placeholder::Token).is_none() {
            return Err("must have {token}, by which the page reads the preview".to_owned());
        }
        web_url::parse(template.write(1, "token"))?;
        Ok(template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_a_url_with_the_token() {
        for (text, url) in [
            (
                "https://site.example/preview?id={id}&token={token}",
                "https://site.example/preview?id=7&token=Ab-_9",
            ),
            ("https://site.example/?to=%26#/{token}", "https://site.example/?to=%26#/Ab-_9"),
        ] {
            let written = text.parse::<PreviewUrl>().map(|template| template.write(7, "Ab-_9"));
            assert_eq!(written.as_deref(), Ok(url));
        }
        for (text, error) in [
            ("https://site.example/preview", "must have {token}, by which the page reads the preview"),
            (
                "https://site.example/{slug}/{token}",
                "has the unknown placeholder {slug}; the placeholders are {id}, {token}",
            ),
            ("/preview/{token}", "must be an absolute `http` or `https` URL without a user name or password"),
        ] {
            assert_eq!(text.parse::<PreviewUrl>().err().as_deref(), Some(error), "{text}");
        }
    }
}
