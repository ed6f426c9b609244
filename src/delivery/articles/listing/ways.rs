//! Several lanes, gone along at once.

use std::collections::VecDeque;

use super::lanes::Lane;
use super::{Order, Place, store};
use crate::db::{Conn, QueryResult};

/// How many articles of a lane are read at first; later as many as all that were read of it before.
const FIRST: usize = 21;

/// Lanes, each as far as it has been gone along.
pub struct Ways<'a> {
    ways: Vec<Way<'a>>,
    order: Order,
}

struct Way<'a> {
    lane: &'a Lane,
    /// What has been read and not been passed.
    next: VecDeque<Place>,
    /// Where to read on.
    place: Option<Place>,
    /// How many articles to read next, none at the end.
    chunk: usize,
}

impl<'a> Ways<'a> {
    /// All lanes from a place on.
    pub fn new(lanes: &'a [Lane], order: Order, place: Option<Place>) -> Self {
        let way = |lane| Way { lane, next: VecDeque::new(), place, chunk: FIRST };
        Self { ways: lanes.iter().map(way).collect(), order }
    }

    /// The next articles of all lanes together, each once; fewer than asked for at the end.
    pub fn ahead(&mut self, conn: &mut Conn, number: usize) -> QueryResult<Vec<Place>> {
        let mut ahead: Vec<Place> = Vec::new();
        while ahead.len() < number
            && let Some(next) = self.next(conn)?
        {
            ahead.push(next);
        }
        Ok(ahead)
    }

    /// Passes the next article, wherever it lies.
    fn next(&mut self, conn: &mut Conn) -> QueryResult<Option<Place>> {
        for way in &mut self.ways {
            way.read_on(conn, self.order)?;
        }
        let heads = self.ways.iter().filter_map(|way| way.next.front().copied());
        let next = if self.order.ascending { heads.min() } else { heads.max() };
        for way in &mut self.ways {
            if way.next.front().copied() == next {
                way.next.pop_front();
            }
        }
        Ok(next)
    }
}

impl Way<'_> {
    fn read_on(&mut self, conn: &mut Conn, order: Order) -> QueryResult<()> {
        if !self.next.is_empty() || self.chunk == 0 {
            return Ok(());
        }
        let read = store::along(conn, self.lane, order, self.place, self.chunk)?;
        self.chunk = if read.len() < self.chunk { 0 } else { (self.chunk * 2).min(super::MAX_STEP) };
        self.place = read.last().copied().or(self.place);
        self.next = read.into();
        Ok(())
    }
}
