//! An article in the form that the delivery API returns. Previews return unpublished articles in the same form.

mod article;
mod body;
mod payload;

pub use self::article::{
    Crumb, DeliveredArticle, DeliveredComments, DeliveredCredit, SectionShort, TagShort,
};
pub use self::body::{BodyForm, BodyForms, DeliveredBody};
pub use self::payload::{ArticlePayload, DeliveredCorrection, Publication};
