//! An error as a sentence: what was tried, what the server said, what to do, the id to quote.

use std::fmt::{self, Write};

use super::{ErrorDetails, ErrorKind, Outcome, Problem};

/// How much of a server's text a sentence quotes, in characters.
const QUOTED: usize = 300;

/// How many of a server's complaints a sentence lists.
const LISTED: usize = 5;

/// How a language spells a name that the core has in snake case.
pub(super) type Spell = fn(&str) -> String;

/// An error to be written as a sentence.
pub(super) struct Sentence<'a> {
    pub(super) details: &'a ErrorDetails,
    /// Whether the operation changes nothing.
    pub(super) safe: bool,
    /// What a person can do, where the kind does not say it.
    pub(super) advice: Option<&'a str>,
    pub(super) spell: Spell,
}

/// What a person can do. It never advises to repeat what must not be repeated.
fn advice(error: &ErrorDetails, safe: bool) -> &'static str {
    let repeating_is_harmful = error.outcome == Outcome::Unknown && !error.retryable && !safe;
    match error.kind {
        ErrorKind::BadRequest | ErrorKind::Unprocessable => {
            "Correct the arguments that the server names"
        }
        ErrorKind::Unauthorized => {
            "Check that the credential is right, and neither expired nor revoked"
        }
        ErrorKind::Forbidden => "Check what this credential is allowed to do",
        ErrorKind::NotFound => "Check the ids and the base URL, or create it first",
        ErrorKind::MethodNotAllowed => {
            "This server does not offer the operation; check its version and the base URL"
        }
        ErrorKind::Conflict => "Check what exists already, then remove it or keep it",
        ErrorKind::RateLimited => "Wait, then call again less often",
        ErrorKind::ServerError | ErrorKind::Timeout | ErrorKind::Transport
            if repeating_is_harmful =>
        {
            "Do not repeat the call before you know what it did"
        }
        ErrorKind::ServerError if error.retryable => "Try again later",
        ErrorKind::ServerError => "Ask the server's operator for the cause",
        ErrorKind::OAuthError => {
            "Compare the arguments with what the server has registered for this client"
        }
        ErrorKind::Decode => {
            "Check that the base URL is the API's own and nothing in between responds"
        }
        ErrorKind::Transport => "Check the base URL, the network and the proxy",
        ErrorKind::Timeout => "Try again, or allow the call more time",
        ErrorKind::Validation => "Correct the argument",
        ErrorKind::Config => "Correct the setting",
        ErrorKind::Credential => "Give the client a credential that works",
        ErrorKind::Store => "Check the token store",
        ErrorKind::Closed => "Make a new client",
        ErrorKind::Cancelled => "Nothing is left to do",
        ErrorKind::Internal => "Report this as a bug in authloom",
    }
}

/// A message as a language spells the names in it. What a server said stays as it is.
pub(super) fn message(error: &ErrorDetails, spell: Spell) -> String {
    if error.status.is_some() {
        return error.message.clone();
    }
    spelled(&error.message, spell)
}

/// A sentence of our own, whose names stand in backticks.
fn spelled(sentence: &str, spell: Spell) -> String {
    let parts = sentence.split('`').enumerate();
    let spelled = parts.map(|(place, part)| match place % 2 {
        0 => part.to_owned(),
        _ => spell(part),
    });
    spelled.collect::<Vec<_>>().join("`")
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.details;
        if !error.operation.is_empty() {
            write!(f, "{} {}: ", error.client, (self.spell)(&error.operation))?;
        }
        self.said(f)?;
        if error.attempts > 1 {
            write!(f, " (after {} attempts)", error.attempts)?;
        }
        let advice = self.advice.unwrap_or_else(|| advice(error, self.safe));
        write!(f, ". {}", spelled(advice, self.spell))?;
        if let Some(wait) = error.retry_after {
            write!(f, "; the server asks to wait {} s", wait.as_secs_f64())?;
        }
        f.write_char('.')?;
        if error.outcome == Outcome::Unknown && !self.safe {
            f.write_str(" The server may have applied the call")?;
            if let Some(operation) = &error.resolve_with {
                write!(f, "; call {} to check", (self.spell)(operation))?;
            }
            f.write_char('.')?;
        }
        if let Some(id) = &error.request_id {
            f.write_str(" Quote ")?;
            quote(f, id)?;
            f.write_str(" to the server's support.")?;
        }
        Ok(())
    }
}

impl Sentence<'_> {
    fn said(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.details;
        if let Some(status) = error.status {
            // Only a proxy may use it (RFC 9110, section 15.5.8).
            let who = if status == 407 {
                "a proxy"
            } else {
                "the server"
            };
            write!(f, "{who} responded with {status}")?;
            let reason = u16::try_from(status)
                .ok()
                .and_then(|status| http::StatusCode::from_u16(status).ok())
                .and_then(|status| status.canonical_reason());
            if let Some(reason) = reason {
                write!(f, " {reason}")?;
            }
            if let Some(code) = &error.code
                && Some(code.as_str()) != reason
            {
                f.write_str(" (")?;
                quote(f, code)?;
                f.write_char(')')?;
            }
            f.write_str(": ")?;
        }
        if let Some(field) = &error.field {
            let what = match error.kind {
                ErrorKind::Config => "setting",
                _ => "argument",
            };
            write!(f, "{what} `{}` ", (self.spell)(field))?;
        }
        quote(f, message(error, self.spell).trim_end_matches('.'))?;
        let reported = |problem: &&Problem| {
            problem.field.is_some() || problem.reason.as_ref() != Some(&error.message)
        };
        for problem in error.problems.iter().filter(reported).take(LISTED) {
            f.write_str("; ")?;
            if let Some(field) = &problem.field {
                quote(f, field)?;
                f.write_char(' ')?;
            }
            quote(f, problem.reason.as_deref().unwrap_or("is refused"))?;
        }
        Ok(())
    }
}

/// Writes a string that a server may have chosen: no control characters, nothing that turns the
/// direction of writing, no more than a person reads.
fn quote(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for (place, character) in text.chars().enumerate() {
        if place == QUOTED {
            return f.write_char('…');
        }
        f.write_char(if is_hidden(character) { ' ' } else { character })?;
    }
    Ok(())
}

/// Whether a sentence has a space in place of this character.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint, Error};
    use super::*;
    use std::time::Duration;

    #[test]
    fn an_answer_reads_as_what_was_tried_said_to_do_and_quote() {
        let mut error =
            Error::new(ErrorKind::NotFound, "No such instance.").of("Konnect", "get_auth_config");
        let details = error.details_mut();
        details.status = Some(404);
        details.attempts = 1;
        details.outcome = Outcome::Rejected;
        details.request_id = Some("kong:trace:42".into());
        assert_eq!(
            error.to_string(),
            "Konnect get_auth_config: the server responded with 404 Not Found: No such instance. \
             Check the ids and the base URL, or create it first. \
             Quote kong:trace:42 to the server's support."
        );
    }

    #[test]
    fn an_unknown_outcome_names_what_tells() {
        let mut error = Error::new(ErrorKind::Timeout, "the attempt took longer than 30 s")
            .of("Konnect", "upsert_auth_config");
        let details = error.details_mut();
        details.attempts = 3;
        details.outcome = Outcome::Unknown;
        details.resolve_with = Some("get_auth_config".into());
        assert_eq!(
            error.to_string(),
            "Konnect upsert_auth_config: the attempt took longer than 30 s (after 3 attempts). \
             Do not repeat the call before you know what it did. \
             The server may have applied the call; call get_auth_config to check."
        );
    }

    #[test]
    fn a_refused_argument_is_named() {
        let error = Error::validation("token_id", "must not be empty").of("FitbitPlus", "x");
        assert_eq!(
            error.to_string(),
            "FitbitPlus x: argument `token_id` must not be empty. Correct the argument."
        );
    }

    #[test]
    fn what_a_server_says_twice_is_said_once() {
        let problem = |field: Option<&str>, reason: &str| Problem {
            field: field.map(str::to_owned),
            reason: Some(reason.to_owned()),
            rule: None,
            source: None,
            constraint: Constraint::None,
        };
        let mut error = Error::new(ErrorKind::Unauthorized, "Show a token").of("FitbitPlus", "x");
        let details = error.details_mut();
        details.status = Some(401);
        details.code = Some("Unauthorized".into());
        details.outcome = Outcome::Rejected;
        details.problems = vec![
            problem(None, "Show a token"),
            problem(Some("/data"), "is empty"),
        ];
        assert_eq!(
            error.to_string(),
            "FitbitPlus x: the server responded with 401 Unauthorized: Show a token; /data is empty. \
             Check that the credential is right, and neither expired nor revoked."
        );
    }

    #[test]
    fn hostile_texts_stay_on_one_line_and_short() {
        let mut error = Error::new(
            ErrorKind::RateLimited,
            format!("a\r\n\u{1b}[31mb\u{202e}{}", "x".repeat(1000)),
        )
        .of("Tyk", "t");
        error.details_mut().retry_after = Some(Duration::from_millis(1500));
        let shown = error.to_string();
        assert!(!shown.contains(['\r', '\n', '\u{1b}', '\u{202e}']));
        assert!(shown.chars().count() < 450);
        assert!(shown.contains("the server asks to wait 1.5 s"));
    }
}
