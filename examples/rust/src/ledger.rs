//! What the tour has created, and what became of it.

use authloom::{Error, Outcome};

/// One thing that was created, or may have been.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) system: &'static str,
    pub(crate) what: String,
    pub(crate) fate: Fate,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Fate {
    /// It is there, or may be.
    There,
    /// It is gone, in this way.
    Removed(String),
    /// It cannot be removed, for this reason.
    Stays(String),
}

/// The place of an entry in the ledger.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item(usize);

/// What the tour has created.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Notes what a call creates; none if it certainly created nothing. A call whose outcome is
    /// unknown may have.
    pub(crate) fn created<T>(
        &mut self,
        system: &'static str,
        what: impl Into<String>,
        result: &Result<T, Error>,
    ) -> Option<Item> {
        if matches!(result, Err(error) if error.outcome != Outcome::Unknown) {
            return None;
        }
        self.entries.push(Entry {
            system,
            what: what.into(),
            fate: Fate::There,
        });
        Some(Item(self.entries.len() - 1))
    }

    /// Notes that it is gone.
    pub(crate) fn removed(&mut self, item: Option<Item>, how: impl Into<String>) {
        self.settle(item, Fate::Removed(how.into()));
    }

    /// Notes that it cannot be removed.
    pub(crate) fn stays(&mut self, item: Option<Item>, why: impl Into<String>) {
        self.settle(item, Fate::Stays(why.into()));
    }

    /// Whether it is still to be removed.
    pub(crate) fn is_there(&self, item: Option<Item>) -> bool {
        item.is_some_and(|Item(place)| matches!(self.entries[place].fate, Fate::There))
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn settle(&mut self, item: Option<Item>, fate: Fate) {
        if let Some(Item(place)) = item {
            self.entries[place].fate = fate;
        }
    }
}
