//! Which transitions were made with which revision of an article.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::audit::Actor;
use crate::content::Time;
use crate::content::vocabulary::ActorKind;
use crate::content::workflow::Transition;
use crate::db::schema::article_transitions as t;
use crate::db::{Conn, QueryResult, Statement, each_id};
use crate::publishing::model::{MadeTransition, TransitionRequest, WorkingCopy};

/// The most transitions of a revision that are listed.
const MOST_OF_A_REVISION: i64 = 100;

/// Records a transition. Call it in the transaction that makes it.
pub fn record(conn: &mut Conn, working: &WorkingCopy, request: &TransitionRequest) -> QueryResult<()> {
    let actor = &request.by.actor;
    diesel::insert_into(t::table)
        .values((
            t::article_id.eq(request.article),
            t::revision.eq(working.head_revision),
            t::transition.eq(request.transition),
            t::at.eq(request.by.at),
            t::actor_kind.eq(actor.kind),
            t::actor_id.eq(actor.id),
            t::actor_name.eq(&actor.name),
            t::note.eq(&request.params.note),
        ))
        .execute(conn)
        .map(drop)
}

/// The transitions that were made with these revisions of an article, in the order in which they were made: of each revision the
/// `MOST_OF_A_REVISION` newest.
pub fn list(
    conn: &mut Conn,
    article: i64,
    revisions: impl IntoIterator<Item = i64>,
) -> QueryResult<Vec<MadeTransition>> {
    type Columns = (BigInt, Text, BigInt, Text, Nullable<BigInt>, Text, Nullable<Text>);
    type Row = (i64, Transition, Time, ActorKind, Option<i64>, String, Option<String>);
    let newest = Statement::<Columns>::new(format!(
        "SELECT revision, transition, at, actor_kind, actor_id, actor_name, note FROM ( \
           SELECT article_transitions.*, row_number() OVER (PARTITION BY revision ORDER BY id DESC) AS place \
           FROM article_transitions WHERE article_id = ? AND revision IN ({}) \
         ) AS made WHERE place <= ? ORDER BY revision, id",
        each_id(conn)
    ));
    let newest = newest.number(article).numbers(revisions).number(MOST_OF_A_REVISION);
    let rows: Vec<Row> = newest.load(conn)?;
    let made = rows.into_iter().map(|(revision, transition, at, kind, id, name, note)| MadeTransition {
        revision,
        transition,
        at,
        by: Actor { kind, id, name },
        note,
    });
    Ok(made.collect())
}
