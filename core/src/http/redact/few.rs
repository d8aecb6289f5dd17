//! A short list that needs no allocation.

/// At most `N` things, each of them once. What is pushed beyond that is left out.
#[derive(Clone, Copy)]
pub(super) struct Few<T, const N: usize> {
    things: [T; N],
    count: usize,
}

impl<T: Copy + Default, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self {
            things: [T::default(); N],
            count: 0,
        }
    }
}

impl<T: Copy + Default + PartialEq, const N: usize> Few<T, N> {
    /// One thing.
    pub(super) fn of(thing: T) -> Self {
        let mut few = Self::default();
        few.push(thing);
        few
    }

    pub(super) fn push(&mut self, thing: T) {
        if self.count < N && !self.as_slice().contains(&thing) {
            self.things[self.count] = thing;
            self.count += 1;
        }
    }

    pub(super) fn retain(&mut self, keeps: impl Fn(&T) -> bool) {
        let all = *self;
        self.count = 0;
        for thing in all.as_slice() {
            if keeps(thing) {
                self.push(*thing);
            }
        }
    }

    pub(super) fn as_slice(&self) -> &[T] {
        &self.things[..self.count]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }
}
