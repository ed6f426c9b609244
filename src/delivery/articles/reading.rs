//! Finding one article by what its address says.

use actix_web::web::Data;

use super::store::{self, Name};
use super::view;
use crate::Error;
use crate::addresses::{self, Found};
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::vocabulary::NamedKind;
use crate::db::{Db, Edition};
use crate::delivery::names::Directory;
use crate::http::{Site, path};

/// The published article, or the slug it has now; 410 when it was killed, 404 when readers cannot see it.
///
/// What has its present name in the address, as nearly always, is found in one statement.
pub async fn find(
    db: &Db,
    directory: Data<Directory>,
    address: &str,
    forms: BodyForms,
    site: Data<Site>,
) -> Result<(Found<DeliveredArticle>, Edition), Error> {
    let name = path::id(address).map_or_else(|| Name::Slug(address.to_owned()), Name::Id);
    let wanted = forms.clone();
    if !address.contains('\0')
        && let Some((told, edition)) = db.read_single(move |c| store::find(c, &name, &wanted)).await?
        && let Some(names) = directory.known(edition)
    {
        return Ok((Found::Here(view::article(told, &forms, &names, &site)?), edition));
    }
    let address = address.to_owned();
    db.read_edition(move |c| {
        addresses::find(c, NamedKind::Article, &address)?.here(|id| {
            let found = store::find(c, &Name::Id(id), &forms)?;
            let (told, _) = found.ok_or_else(|| Error::not_found("article"))?;
            Ok(view::article(told, &forms, &*directory.look_up(c)?, &site)?)
        })
    })
    .await
}
