//! An object of the input, whose members are taken out one by one.

use serde_json::{Map, Value};

use super::json_pointer::JsonPointer;
use crate::content::fault::pointer_step;

/// An object being read. A member with `null` counts as one that is not there.
pub(super) struct Object<'p, 'a> {
    members: Map<String, Value>,
    place: &'p mut JsonPointer<'a>,
}

impl<'p, 'a> Object<'p, 'a> {
    /// The object there; anything else is a fault.
    pub(super) fn open(value: Value, place: &'p mut JsonPointer<'a>) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self { members, place }),
            _ => {
                place.fault("wrong-type", "must be an object");
                None
            }
        }
    }

    /// A member, read by `read`; absent when it is not there or faulty.
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = self.members.remove(name).filter(|value| !value.is_null())?;
        self.place.within(name, |place| read(value, place))
    }

    /// A member that must be there; its absence is a fault.
    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<T>,
    ) -> Option<T> {
        if self.members.get(name).is_none_or(Value::is_null) {
            self.members.remove(name);
            self.fault(name, "required", "is required");
        }
        self.optional(name, read)
    }

    /// Notes that something is wrong with a member.
    pub(super) fn fault(&mut self, name: &str, code: &str, detail: impl Into<String>) {
        self.place.within(name, |place| place.fault(code, detail));
    }

    /// Notes that something is wrong with the object itself.
    pub(super) fn refuse(&mut self, code: &str, detail: impl Into<String>) {
        self.place.fault(code, detail);
    }

    /// Ends the reading: a member that nobody asked for is one that nobody knows.
    pub(super) fn close(self) {
        for name in self.members.keys() {
            if self.place.is_full() {
                return;
            }
            let unknown =
                |place: &mut JsonPointer<'_>| place.fault("unknown-member", "is not a member of this type");
            self.place.within(&pointer_step(name), unknown);
        }
    }
}
