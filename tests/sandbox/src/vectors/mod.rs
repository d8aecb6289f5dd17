//! Wire vectors: canned responses, and the judgement of the request that was to ask for them.

mod file;
mod judge;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::api_name::ApiName;
use crate::exchange::{Action, Request, Response};

pub use file::Vector;

/// What became of a vector since it was last armed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether exactly what the vector says was sent.
    pub pass: bool,
    /// What was not, each in a sentence.
    pub problems: Vec<String>,
    /// How many requests came.
    pub requests: usize,
}

/// The vectors of a folder, which of them are armed, and what they received.
#[derive(Debug)]
pub(crate) struct Vectors {
    all: Vec<Arc<Vector>>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// By API, the place of its armed vector.
    armed: [Option<usize>; ApiName::ALL.len()],
    /// By vector, the requests it received; none if it was never armed.
    received: Vec<Option<Vec<Request>>>,
}

impl State {
    fn new(count: usize) -> Self {
        Self {
            armed: [None; ApiName::ALL.len()],
            received: vec![None; count],
        }
    }
}

impl Vectors {
    /// Reads the vectors of a folder.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong with it.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let all = file::read_folder(folder)?;
        let state = Mutex::new(State::new(all.len()));
        Ok(Self { all, state })
    }

    pub(crate) fn all(&self) -> &[Arc<Vector>] {
        &self.all
    }

    /// Has the vector's API respond from it, and forgets what the vector received before. False
    /// when there is no such vector.
    pub(crate) fn arm(&self, id: &str) -> bool {
        let Some(place) = self.place(id) else {
            return false;
        };
        let mut state = self.lock();
        state.armed[self.all[place].api as usize] = Some(place);
        state.received[place] = Some(Vec::new());
        true
    }

    /// What became of a vector; none when there is no such vector.
    pub(crate) fn verdict(&self, id: &str) -> Option<Verdict> {
        let place = self.place(id)?;
        let received = self.lock().received[place].clone();
        Some(judge::verdict(&self.all[place], received.as_deref()))
    }

    pub(crate) fn respond(&self, api: ApiName, request: &Request) -> Action {
        let mut state = self.lock();
        let Some(place) = state.armed[api as usize] else {
            return unarmed(format!("no vector is armed for {api}\n"));
        };
        if let Some(received) = &mut state.received[place] {
            received.push(request.clone());
        }
        let vector = &self.all[place];
        match (&vector.response, &vector.request) {
            (Some(response), _) => response.clone().into(),
            (None, Some(_)) => Action::Close,
            (None, None) => unarmed(format!("vector {} wants no request\n", vector.id)),
        }
    }

    /// Disarms everything and forgets what was received.
    pub(crate) fn reset(&self) {
        *self.lock() = State::new(self.all.len());
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.all.iter().position(|vector| vector.id == id)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unarmed(text: String) -> Action {
    Response::new(599, "text/plain; charset=utf-8", text).into()
}
