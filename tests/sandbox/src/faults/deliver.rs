//! Doing on a connection what a fault asks for.

use std::io::{self, ErrorKind, Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use super::compose::{End, Performance, Step};
use super::flood::Pace;
use crate::channel::Channel;
use crate::connections::{Connection, Next};
use crate::server::WRITE_LIMIT;
use crate::wire::{Reader, Unreadable, Watched};

/// How long, and for how many bytes, a client that got an early response may go on sending.
const LINGER: (Duration, usize) = (Duration::from_secs(5), 1024 * 1024);

/// How long a flood that nobody reads goes on before it looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(50);

/// What comes after a request that was dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    /// Another one.
    Another,
    /// The connection's end.
    End,
}

/// Does it step by step. An error says that the client is gone. What does not end by itself ends
/// when `is_over` says so.
pub(crate) fn deliver<R: Read>(
    performance: Performance,
    connection: &Connection,
    reader: &mut Reader<R>,
    is_over: &dyn Fn() -> bool,
) -> Result<After, Unreadable> {
    let Performance { mut steps, end, .. } = performance;
    let channel = &connection.channel;
    let mut stage = Stage {
        connection,
        channel,
        reader,
        next: match end {
            End::Keep(_) => Next::Request,
            End::Stray(form) => Next::Stray(form),
            _ => Next::Nothing,
        },
        is_over,
    };
    let last = steps.pop();
    for step in steps {
        stage.perform(step, false)?;
    }
    if let Some(step) = last {
        stage.perform(step, true)?;
    }
    match end {
        End::Keep(None) | End::Stray(_) => return Ok(After::Another),
        End::Keep(Some(idle)) => return stage.await_another(idle),
        End::Close => channel.end_writes()?,
        End::Unannounced => channel.close(),
        End::Drain => drain(channel)?,
        End::Reset => connection.reset_when_left()?,
        End::Hang => stage.hang(),
    }
    Ok(After::End)
}

struct Stage<'a, R> {
    connection: &'a Connection,
    channel: &'a Channel,
    reader: &'a mut Reader<R>,
    /// What the connection is for when the last step is done.
    next: Next,
    is_over: &'a dyn Fn() -> bool,
}

impl<R: Read> Stage<'_, R> {
    fn perform(&mut self, step: Step, last: bool) -> Result<(), Unreadable> {
        match step {
            Step::Pause(time) => self.pause(time)?,
            Step::Send(bytes) => self.send(&bytes, last)?,
            Step::Repeat { piece, times } => {
                for time in 1..=times {
                    self.send(&piece, last && time == times)?;
                }
            }
            Step::Drip {
                bytes,
                size,
                interval,
            } => {
                let mut pieces = bytes.chunks(size).peekable();
                if bytes.is_empty() {
                    self.send(&[], last)?;
                }
                while let Some(piece) = pieces.next() {
                    let more = pieces.peek().is_some();
                    self.send(piece, last && !more)?;
                    if more {
                        self.pause(interval)?;
                    }
                }
            }
            Step::Flood { piece, times, pace } => {
                self.channel.limit_writes(LOOK)?;
                self.flood(&piece, times, pace)?;
                self.channel.limit_writes(WRITE_LIMIT)?;
            }
        }
        Ok(())
    }

    /// Sends a piece so often, or until the client leaves or the fault is over.
    fn flood(
        &mut self,
        piece: &[u8],
        times: Option<u64>,
        pace: Option<Pace>,
    ) -> Result<(), Unreadable> {
        let size = pace.map_or(piece.len(), |pace| pace.bytes).max(1);
        let mut done = 0;
        while times.is_none_or(|times| done < times) {
            for part in piece.chunks(size) {
                self.push(part)?;
                let mut wait = pace.map_or(Duration::ZERO, Pace::interval);
                while !wait.is_zero() {
                    let step = wait.min(LOOK);
                    self.pause(step)?;
                    self.go_on()?;
                    wait -= step;
                }
            }
            done += 1;
        }
        Ok(())
    }

    /// Sends bytes of a flood, for as long as it is wanted.
    fn push(&self, mut bytes: &[u8]) -> Result<(), Unreadable> {
        let mut since = Instant::now();
        while !bytes.is_empty() {
            self.go_on()?;
            match (&mut &*self.channel).write(bytes) {
                Ok(count) => {
                    bytes = &bytes[count..];
                    since = Instant::now();
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut
                        if since.elapsed() < WRITE_LIMIT => {}
                    _ => return Err(error.into()),
                },
            }
        }
        Ok(())
    }

    /// Whether a flood is still wanted. Once it is not, nothing that follows makes sense.
    fn go_on(&self) -> Result<(), Unreadable> {
        if (self.is_over)() {
            return Err(Unreadable::Gone);
        }
        Ok(())
    }

    /// Sends bytes; the last ones of a response leave the connection idle if it stays open.
    fn send(&self, bytes: &[u8], last: bool) -> io::Result<()> {
        if last {
            self.connection.finish(bytes, self.next)
        } else {
            (&*self.channel).write_all(bytes)
        }
    }

    /// Lets time pass, unless the client leaves before.
    fn pause(&mut self, time: Duration) -> Result<(), Unreadable> {
        let start = Instant::now();
        while let Some(left) = left(start, time) {
            self.channel.limit_reads(Some(left))?;
            match self.reader.watch() {
                Watched::Gone => return Err(Unreadable::Gone),
                Watched::Quiet => {}
                // Whoever sends ahead is not watched for leaving.
                Watched::More => thread::sleep(self::left(start, time).unwrap_or_default()),
            }
        }
        Ok(self.channel.limit_reads(None)?)
    }

    /// Waits for another request, but only so long.
    fn await_another(&mut self, idle: Duration) -> Result<After, Unreadable> {
        let start = Instant::now();
        while !self.reader.has_more() {
            let Some(left) = left(start, idle) else {
                // A request that began meanwhile finds the connection closed.
                self.connection.close_if_idle();
                return Ok(After::End);
            };
            self.channel.limit_reads(Some(left))?;
            if self.reader.watch() == Watched::Gone {
                return Err(Unreadable::Gone);
            }
        }
        self.channel.limit_reads(None)?;
        Ok(After::Another)
    }

    /// Takes in and forgets what comes until the client leaves.
    fn hang(&mut self) {
        let mut unread = [0; 4096];
        let mut channel = self.channel;
        while let Ok(1..) = channel.read(&mut unread) {}
    }
}

/// What is left of a time that began then; none when it is over.
fn left(start: Instant, time: Duration) -> Option<Duration> {
    time.checked_sub(start.elapsed())
        .filter(|left| !left.is_zero())
}

/// Ends a response, and reads for a while what the client still sends: closing before that would
/// reset the connection and could take the response with it.
pub(crate) fn drain(mut channel: &Channel) -> io::Result<()> {
    channel.end_writes()?;
    let (wait, mut left) = LINGER;
    channel.limit_reads(Some(wait))?;
    let mut unread = [0; 4096];
    while let Ok(count @ 1..) = channel.read(&mut unread) {
        if count >= left {
            break;
        }
        left -= count;
    }
    Ok(())
}
