//! Where in the input we are.

use crate::content::Faults;

/// A place in the input, and what was found wrong so far.
pub(super) struct JsonPointer<'a> {
    pointer: String,
    faults: &'a mut Faults,
}

impl<'a> JsonPointer<'a> {
    pub(super) fn new(pointer: &str, faults: &'a mut Faults) -> Self {
        Self { pointer: pointer.to_owned(), faults }
    }

    /// Goes one step in, and comes back. A step is a position or a member's name, escaped where that is needed.
    pub(super) fn within<T>(&mut self, step: &str, look: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(step);
        let seen = look(self);
        self.pointer.truncate(length);
        seen
    }

    /// Notes that something is wrong here.
    pub(super) fn fault(&mut self, code: &str, detail: impl Into<String>) {
        self.faults.add(&self.pointer, code, detail);
    }

    /// Whether so much is wrong that there is no use in looking on.
    pub(super) fn is_full(&self) -> bool {
        self.faults.is_full()
    }
}
