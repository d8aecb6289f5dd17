//! An input, read from its front. What is missing at its end reads as zeros, so that every input
//! is one.

/// What is left of an input.
#[derive(Debug, Clone)]
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    /// One of these.
    pub(crate) fn pick<'t, T>(&mut self, table: &'t [T]) -> &'t T {
        &table[usize::from(self.byte()) % table.len()]
    }

    /// A status, from 100 to 999: whatever has three digits is one to a parser of HTTP.
    pub(crate) fn status(&mut self) -> u16 {
        let bytes = [self.byte(), self.byte()];
        100 + u16::from_le_bytes(bytes) % 900
    }

    /// At most so many bytes.
    pub(crate) fn take(&mut self, most: usize) -> &'a [u8] {
        let (taken, left) = self.0.split_at(most.min(self.0.len()));
        self.0 = left;
        taken
    }

    /// A length in one byte, then as many.
    pub(crate) fn counted(&mut self) -> &'a [u8] {
        let length = self.byte();
        self.take(length.into())
    }

    pub(crate) fn rest(&mut self) -> &'a [u8] {
        self.take(usize::MAX)
    }
}

/// A status as [`Input::status`] reads it.
pub(crate) fn status_bytes(status: u16) -> [u8; 2] {
    (status - 100).to_le_bytes()
}
