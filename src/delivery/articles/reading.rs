//! Finding one article by what its address says.

use std::sync::Arc;

use actix_web::web::Data;

use super::store::{self, LoadedArticle, Name};
use crate::Error;
use crate::addresses::{self, Found};
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::NamedKind;
use crate::db::{Db, Edition};
use crate::delivery::names::{Directory, Names};
use crate::http::path;

/// The published article, or the slug it has now; 410 when it was killed, 404 when readers cannot see it.
///
/// What has its present name in the address, as nearly always, is found in one statement.
pub async fn find(
    db: &Db,
    directory: Data<Directory>,
    address: &str,
    forms: BodyForms,
) -> Result<(Found<(LoadedArticle, Arc<Names>)>, Edition), Error> {
    let name = path::id(address).map_or_else(|| Name::Slug(address.to_owned()), Name::Id);
    let wanted = forms.clone();
    if !address.contains('\0')
        && let Some((article, edition)) = db.read_single(move |c| store::find(c, &name, &wanted)).await?
        && let Some(names) = directory.known(edition)
    {
        return Ok((Found::Here((article, names)), edition));
    }
    let address = address.to_owned();
    db.read_edition(move |c| {
        addresses::find(c, NamedKind::Article, &address)?.here(|id| {
            let found = store::find(c, &Name::Id(id), &forms)?;
            let (article, _) = found.ok_or_else(|| Error::not_found("article"))?;
            Ok((article, directory.look_up(c)?))
        })
    })
    .await
}
