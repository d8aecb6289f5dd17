//! How many retries a client may spend: a budget shared by its clones, so that a server in trouble
//! does not get three times the load.
//!
//! The mechanism is that of the standard retry mode of the AWS SDKs: a bucket of 500 tokens, a
//! price for each retry that its success refunds, and one token for each success at the first
//! attempt.

use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

/// The capacity, in tokens.
const FULL: i32 = 500;
/// The price of a retry: a full budget pays for 35 that fail.
const RETRY: i32 = 14;
/// The price where the server asked to wait: it is up, and a retry costs it little.
const THROTTLED_RETRY: i32 = 5;
/// What a success at the first attempt adds.
const SUCCESS: i32 = 1;

/// The budget.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicI32);

/// What a retry took from the budget: its success gives it back.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub(crate) struct Charge(i32);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicI32::new(FULL))
    }
}

impl RetryBudget {
    /// Takes a retry's price from the budget, or nothing if it does not suffice.
    pub(crate) fn charge(&self, throttled: bool) -> Option<Charge> {
        let price = if throttled { THROTTLED_RETRY } else { RETRY };
        self.0
            .fetch_update(Relaxed, Relaxed, |left| {
                (left >= price).then(|| left - price)
            })
            .ok()
            .map(|_| Charge(price))
    }

    /// Records a success: of the retry that took this charge, or at the first try.
    pub(crate) fn succeeded(&self, charge: Option<Charge>) {
        let gain = charge.map_or(SUCCESS, |Charge(price)| price);
        // A full budget is the rule: then nothing is written, and clones share the line in peace.
        if self.0.load(Relaxed) < FULL {
            let _ = self
                .0
                .fetch_update(Relaxed, Relaxed, |left| Some((left + gain).min(FULL)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend_all(retry_budget: &RetryBudget, throttled: bool) -> usize {
        std::iter::from_fn(|| retry_budget.charge(throttled)).count()
    }

    #[test]
    fn a_full_budget_buys_35_retries_or_100_throttled_ones() {
        assert_eq!(spend_all(&RetryBudget::default(), false), 35);
        assert_eq!(spend_all(&RetryBudget::default(), true), 100);
    }

    #[test]
    fn a_retry_that_succeeds_gives_its_price_back() {
        let retry_budget = RetryBudget::default();
        let charge = retry_budget.charge(false);
        retry_budget.succeeded(charge);
        assert_eq!(spend_all(&retry_budget, false), 35);
    }

    #[test]
    fn first_try_successes_earn_one_each_up_to_the_full_budget() {
        let retry_budget = RetryBudget::default();
        assert_eq!(spend_all(&retry_budget, true), 100);
        for _ in 0..13 {
            retry_budget.succeeded(None);
        }
        assert!(retry_budget.charge(false).is_none());
        retry_budget.succeeded(None);
        assert!(retry_budget.charge(false).is_some());
        for _ in 0..1000 {
            retry_budget.succeeded(None);
        }
        assert_eq!(spend_all(&retry_budget, false), 35);
    }
}
