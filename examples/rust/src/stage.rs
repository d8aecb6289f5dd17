//! The steps of the tour: each is announced, shown and checked.

use std::fmt::Display;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use authloom::{Error, ErrorKind};
use time::OffsetDateTime;

use crate::console::{Console, Style};
use crate::ledger::{Fate, Ledger};

/// Where the tour goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A sandbox, in which everything may be tried.
    Sandbox,
    /// The servers that the environment names.
    Live,
}

/// The tour of a system ended early; the stage has said why.
#[derive(Debug)]
pub(crate) struct Stopped;

/// What a shell returns for a program that was interrupted.
const INTERRUPTED: i32 = 130;
/// Where a step's lines begin, below its number.
const INDENT: usize = 6;

/// What the tour happens on.
pub(crate) struct Stage {
    pub(crate) place: Place,
    pub(crate) console: Console,
    pub(crate) ledger: Ledger,
    system: &'static str,
    steps: usize,
    unexpected: Vec<String>,
    interrupted: Arc<AtomicBool>,
}

impl Stage {
    pub(crate) fn new(place: Place) -> Self {
        Self {
            place,
            console: Console::new(),
            ledger: Ledger::default(),
            system: "",
            steps: 0,
            unexpected: Vec::new(),
            interrupted: Arc::default(),
        }
    }

    /// From now on Ctrl-C stops the tour before its next step, so that what was created is
    /// removed; a second one ends it at once.
    pub(crate) fn stop_on_interrupt(&self) {
        let interrupted = Arc::clone(&self.interrupted);
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if interrupted.swap(true, Ordering::Relaxed) {
                    process::exit(INTERRUPTED);
                }
            }
        });
    }

    /// Whether the user has pressed Ctrl-C.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Remembers a system that an interrupted tour did not come to.
    pub(crate) fn skip(&mut self, system: &str) {
        let what = format!("{system}: left out, since the tour was interrupted");
        self.unexpected.push(what);
    }

    /// Begins the tour of a system.
    pub(crate) fn enter(&mut self, system: &'static str, server: &str) {
        self.system = system;
        self.console.blank();
        let mark = format!("{system}  ");
        self.console
            .styled_entry(0, &mark, Style::Strong, server, Style::Faint);
        self.console.blank();
    }

    /// Announces a step: what it is for, and what is called, secrets hidden.
    pub(crate) fn step(&mut self, title: &str, call: &str) -> Result<(), Stopped> {
        if self.is_interrupted() {
            return Err(self.unexpected("interrupted before its next step"));
        }
        self.steps += 1;
        let number = format!("{:>4}  ", self.steps);
        self.console
            .styled_entry(0, &number, Style::Faint, title, Style::Strong);
        self.called(call);
        Ok(())
    }

    /// Says what is called, secrets hidden.
    pub(crate) fn called(&self, call: &str) {
        self.console
            .styled_entry(INDENT, "  ", Style::Plain, call, Style::Faint);
    }

    /// Says what came back, or what it means.
    pub(crate) fn shows(&self, text: impl Display) {
        self.console
            .entry(INDENT, "→ ", Style::Good, &text.to_string());
    }

    /// Says what is not done here, and why.
    pub(crate) fn remark(&self, text: &str) {
        self.console.entry(INDENT, "· ", Style::Faint, text);
    }

    /// A call that must succeed.
    pub(crate) fn success<T>(&mut self, result: Result<T, Error>) -> Result<T, Stopped> {
        result.map_err(|error| {
            self.show_error(&error, Style::Bad);
            self.unexpected("a success was expected")
        })
    }

    /// What must hold of what came back; `otherwise` says what is wrong.
    pub(crate) fn check(&mut self, holds: bool, otherwise: &str) -> Result<(), Stopped> {
        if holds {
            Ok(())
        } else {
            Err(self.unexpected(otherwise))
        }
    }

    /// What must be there; `otherwise` says that it is not.
    pub(crate) fn present<T>(&mut self, value: Option<T>, otherwise: &str) -> Result<T, Stopped> {
        value.ok_or_else(|| self.unexpected(otherwise))
    }

    /// A call that must be refused with this kind of error, which is shown in full.
    pub(crate) fn refusal<T>(
        &mut self,
        result: Result<T, Error>,
        kind: ErrorKind,
    ) -> Result<(), Stopped> {
        let error = self.refused(result, kind)?;
        self.show_error(&error, Style::Good);
        Ok(())
    }

    /// A call that must find nothing.
    pub(crate) fn missing<T>(&mut self, result: Result<T, Error>) -> Result<(), Stopped> {
        let error = self.refused(result, ErrorKind::NotFound)?;
        self.shows(format!("{}: {}", error.kind, error.message));
        Ok(())
    }

    fn refused<T>(&mut self, result: Result<T, Error>, kind: ErrorKind) -> Result<Error, Stopped> {
        match result {
            Err(error) if error.kind == kind => Ok(error),
            Err(error) => {
                self.show_error(&error, Style::Bad);
                Err(self.unexpected(&format!("an error of kind {kind} was expected")))
            }
            Ok(_) => Err(self.unexpected(&format!(
                "the call succeeded; an error of kind {kind} was expected"
            ))),
        }
    }

    /// Shows an error: its sentence, and the fields that a program would act on.
    pub(crate) fn show_error(&self, error: &Error, style: Style) {
        self.console.entry(INDENT, "× ", style, &error.to_string());
        let facts = [
            ("kind", error.kind.to_string()),
            ("outcome", error.outcome.to_string()),
            (
                "request id",
                error.request_id.clone().unwrap_or("none was sent".into()),
            ),
        ];
        for (name, value) in facts {
            let mark = format!("{name:<12}");
            self.console.entry(INDENT + 2, &mark, Style::Faint, &value);
        }
    }

    /// Says that something is not as it should be, and remembers it for the end.
    pub(crate) fn unexpected(&mut self, what: &str) -> Stopped {
        self.console
            .entry(INDENT, "! ", Style::Bad, &format!("Unexpected: {what}."));
        self.unexpected
            .push(format!("{}, step {}: {what}", self.system, self.steps));
        Stopped
    }

    /// Begins to clean up after a tour that was stopped.
    pub(crate) fn cleaning_up(&self) {
        self.console
            .styled_entry(INDENT, "", Style::Plain, "Cleaning up", Style::Strong);
    }

    /// Shows what became of a call that cleans up: what it removed, or why that stays.
    pub(crate) fn cleaned<T>(
        &mut self,
        item: Option<crate::ledger::Item>,
        how: &str,
        result: Result<T, Error>,
    ) {
        match result {
            Ok(_) => {
                self.shows(how);
                self.ledger.removed(item, how);
            }
            Err(error) if error.kind == ErrorKind::NotFound => {
                self.shows("it is not there");
                self.ledger.removed(item, "it is not there");
            }
            Err(error) => {
                self.show_error(&error, Style::Bad);
                self.ledger
                    .stays(item, format!("it could not be removed: {}", error.kind));
            }
        }
    }

    /// Sums the tour up, and tells whether all went as expected.
    pub(crate) fn sum_up(&self) -> bool {
        let console = &self.console;
        console.blank();
        console.styled_entry(0, "", Style::Plain, "Summary", Style::Strong);
        console.blank();
        let steps = self.steps;
        if self.unexpected.is_empty() {
            let text = format!("{steps} steps, each as expected");
            console.entry(2, "→ ", Style::Good, &text);
        } else {
            let text = format!("{steps} steps, not all as expected:");
            console.entry(2, "! ", Style::Bad, &text);
            for what in &self.unexpected {
                console.entry(4, "", Style::Plain, what);
            }
        }
        self.list("Created and removed", |fate| match fate {
            Fate::Removed(how) => Some(how),
            Fate::There | Fate::Stays(_) => None,
        });
        let left = self.list("Could not be removed", |fate| match fate {
            Fate::Stays(why) => Some(why),
            Fate::There => Some("it may still be there"),
            Fate::Removed(_) => None,
        });
        if !left {
            console.blank();
            console.entry(2, "", Style::Plain, "Nothing was left behind.");
        }
        self.unexpected.is_empty()
    }

    /// Lists the entries that `pick` has something to say of; false if there are none.
    fn list(&self, title: &str, pick: impl Fn(&Fate) -> Option<&str>) -> bool {
        let rows: Vec<_> = self
            .ledger
            .entries()
            .iter()
            .filter_map(|entry| Some((entry, pick(&entry.fate)?)))
            .collect();
        if rows.is_empty() {
            return false;
        }
        self.console.blank();
        self.console.entry(2, "", Style::Plain, title);
        let width = |text: &str| text.chars().count();
        let what = rows.iter().map(|(entry, _)| width(&entry.what)).max();
        let what = what.unwrap_or_default();
        for (entry, fate) in rows {
            let mark = format!("{:<13}  {:<what$}  ", entry.system, entry.what);
            self.console.entry(4, &mark, Style::Plain, fate);
        }
        true
    }
}

/// A moment, to the minute.
pub(crate) fn clock(moment: SystemTime) -> String {
    let moment = OffsetDateTime::from(moment);
    format!(
        "{} {:02}:{:02} UTC",
        moment.date(),
        moment.hour(),
        moment.minute()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_moment_reads_as_a_date_and_a_time() {
        let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_357_440);
        assert_eq!(clock(moment), "2026-03-01 09:30 UTC");
    }
}
