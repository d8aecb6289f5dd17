//! A live tour: what it will change, where it refuses to, and whether the user agrees.

use std::io::{self, IsTerminal};

use crate::console::{self, Style};
use crate::konnect::KonnectTour;
use crate::stage::Stage;
use crate::system::System;

/// What the user types to go on.
const AGREED: &str = "yes";

/// Says what is to come.
pub(crate) fn introduce(stage: &Stage) {
    stage.console.paragraph(
        "A live tour. It changes what these servers keep, and nothing beside what is named here:",
    );
}

/// Says that a system is left out for want of variables.
pub(crate) fn leave_out(stage: &Stage, name: &str, missing: &[&str]) {
    stage.console.blank();
    stage.console.styled_entry(
        2,
        &format!("{name:<13}  "),
        Style::Strong,
        "left out",
        Style::Plain,
    );
    let text = match missing {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        all => all.join(""),
    };
    let text = format!("To tour it, set {text}.");
    stage.console.entry(17, "· ", Style::Faint, &text);
}

/// Says which server is called, and what is changed there.
pub(crate) fn announce<S: System>(stage: &Stage, system: &S) {
    stage.console.blank();
    stage.console.styled_entry(
        2,
        &format!("{:<13}  ", S::NAME),
        Style::Strong,
        &system.server(),
        Style::Plain,
    );
    for change in system.changes() {
        stage.console.entry(17, "· ", Style::Faint, &change);
    }
}

/// Refuses, with a sentence, an instance of Konnect that has a config or a credential: the tour
/// would overwrite the one and drop the other, and could bring neither back.
pub(crate) async fn refuse_unless_empty(
    stage: &Stage,
    konnect: Option<&KonnectTour>,
) -> Result<(), String> {
    let Some(konnect) = konnect else {
        return Ok(());
    };
    let instance = konnect.instance();
    match konnect.is_in_use().await {
        Ok(false) => {
            stage.console.blank();
            stage.console.paragraph(&format!(
                "The integration instance {instance} has neither an auth config nor a credential."
            ));
            Ok(())
        }
        Ok(true) => Err(format!(
            "The integration instance {instance} has an auth config or a credential already, which \
             the tour would destroy. Nothing was changed. Name an empty instance in \
             AUTHLOOM_DEMO_INSTANCE_ID."
        )),
        Err(error) => Err(format!(
            "Whether the integration instance {instance} is empty could not be seen, so nothing \
             was changed. {error}"
        )),
    }
}

/// Goes on only if the user agrees; an error is a sentence.
pub(crate) fn agree(stage: &Stage, yes: bool, anything: bool) -> Result<(), String> {
    if !anything {
        return Err("There is nothing to tour: every system is left out.".to_owned());
    }
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        return Err(
            "Nothing was changed: give --yes to agree, or run it on a terminal to be asked."
                .to_owned(),
        );
    }
    stage.console.blank();
    let question = format!("Type `{AGREED}` to go on, anything else to stop:");
    match console::ask(&question) {
        Ok(answer) if answer.eq_ignore_ascii_case(AGREED) => Ok(()),
        _ => Err("Nothing was changed.".to_owned()),
    }
}
