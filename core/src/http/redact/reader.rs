//! What a string says, character by character, in each way in which it can be read: as it stands,
//! percent-decoded, without backslashes, as a page, and up to three of these one after the other.
//!
//! Encoders differ in which characters they encode and how: `/` is `%2F`, `%2f`, `\/`, `\u002f`,
//! `&#47;` or itself, and what has been encoded once is often encoded again: `%252F`, `\\/`. So
//! the strings that may come of a secret cannot be listed. They are read instead.

use super::few::Few;
use crate::error::is_hidden;

/// Characters that begin what stands for another character.
pub(super) const MARKS: [char; 4] = ['%', '\\', '&', '+'];

/// How many encodings can lie one in the other.
pub(super) const MOST_LAYERS: usize = 3;
/// How many readings of a place are kept. No encoder writes a string that has more.
const MOST_WAYS: usize = 16;
/// How many parses of one escape are followed at a time. Mostly there is one.
const MOST_PARSES: usize = 8;
/// How many digits the number of a character has at most, leading zeros included.
const MOST_DIGITS: usize = 8;
/// How many places are remembered. Escapes that lie one in the other are mostly shorter.
const MOST_SLOTS: usize = 64;

/// Characters that have a name of their own in pages.
const ENTITIES: [(&[u8], char); 5] = [
    (b"amp", '&'),
    (b"lt", '<'),
    (b"gt", '>'),
    (b"quot", '"'),
    (b"apos", '\''),
];

/// Characters that have a letter of their own behind a backslash.
const LETTERS: [(char, char); 5] = [
    ('n', '\n'),
    ('t', '\t'),
    ('r', '\r'),
    ('b', '\u{8}'),
    ('f', '\u{c}'),
];

/// One reading of a place: a character, and how many bytes write it.
type Way = (char, u32);

/// Parses of an escape: how far each has come, and the number that it has read.
type Parses = Few<(usize, u32), MOST_PARSES>;

/// The readings of a place, those of few layers before those of more.
#[derive(Clone, Copy)]
struct Ways {
    at: usize,
    all: Few<Way, MOST_WAYS>,
    /// How many layers have been looked for.
    layers: usize,
    /// How many readings there are in so many layers.
    counts: [usize; MOST_LAYERS + 1],
    /// Whether the text ends within an escape of so many layers.
    torn: [bool; MOST_LAYERS + 1],
}

impl Ways {
    /// The mark itself.
    fn plain(at: usize, mark: char) -> Self {
        Self {
            at,
            all: Few::of((mark, 1)),
            layers: 0,
            counts: [1; MOST_LAYERS + 1],
            torn: [false; MOST_LAYERS + 1],
        }
    }
}

/// Reads a string. What a mark begins is remembered for a while: a server chooses how many marks
/// there are, and the time must not grow faster than the text.
pub(super) struct Reader<'t> {
    text: &'t str,
    slots: Vec<Option<Ways>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let slots = Vec::new();
        Self { text, slots }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Finds each character that the text may have at a place, and where it ends. Says whether the
    /// text ends there, or within what writes a character.
    pub(super) fn each(
        &mut self,
        at: usize,
        layers: usize,
        mut found: impl FnMut(char, usize),
    ) -> bool {
        let Some(character) = self.text[at..].chars().next() else {
            return true;
        };
        if layers > 0 && MARKS.contains(&character) {
            let ways = self.ways(at, character, layers);
            for &(character, length) in &ways.all.as_slice()[..ways.counts[layers]] {
                found(character, at + length as usize);
            }
            return ways.torn[layers];
        }
        let end = at + character.len_utf8();
        found(character, end);
        // An error's sentence shows a space in its place.
        if is_hidden(character) {
            found(' ', end);
        }
        false
    }

    /// The readings of a place that begins with a mark, in at least so many layers.
    fn ways(&mut self, at: usize, mark: char, layers: usize) -> &Ways {
        if self.slots.is_empty() {
            let count = self.text.len().next_power_of_two().min(MOST_SLOTS);
            self.slots.resize(count, None);
        }
        // There is a power of two of them.
        let slot = at & (self.slots.len() - 1);
        let known = self.slots[slot].filter(|known| known.at == at);
        if known.is_none_or(|known| known.layers < layers) {
            let mut ways = known.unwrap_or_else(|| Ways::plain(at, mark));
            while ways.layers < layers {
                self.add_layer(&mut ways);
            }
            self.slots[slot] = Some(ways);
        }
        self.slots[slot].as_ref().expect("it has just been there")
    }

    /// Adds the readings that take one layer more.
    fn add_layer(&mut self, ways: &mut Ways) {
        let mut escape = Escape {
            reader: self,
            at: ways.at,
            layers: ways.layers,
            torn: ways.torn[ways.layers],
            read: ways.all,
        };
        for &(character, length) in ways.all.as_slice() {
            let end = ways.at + length as usize;
            match character {
                '%' => escape.bytes(Parses::of((end, 0)), &['%']),
                '\\' => escape.backslash(end),
                '&' => escape.entity(end),
                '+' => escape.found(' ', end),
                _ => {}
            }
        }
        let Escape { torn, read, .. } = escape;
        ways.all = read;
        ways.layers += 1;
        ways.counts[ways.layers] = read.as_slice().len();
        ways.torn[ways.layers] = torn;
    }
}

/// Reads what follows a mark.
struct Escape<'r, 't> {
    reader: &'r mut Reader<'t>,
    /// Where it begins.
    at: usize,
    /// In how many layers each character of the escape may itself be written.
    layers: usize,
    /// Whether the text ends before the escape does.
    torn: bool,
    read: Few<Way, MOST_WAYS>,
}

impl Escape<'_, '_> {
    fn found(&mut self, character: impl Into<Option<char>>, end: usize) {
        if let (Some(character), Ok(length)) = (character.into(), u32::try_from(end - self.at)) {
            self.read.push((character, length));
        }
    }

    /// Reads one character more; `step` takes it in, or refuses it.
    fn follow(&mut self, from: &Parses, step: impl Fn(u32, char) -> Option<u32>) -> Parses {
        let mut to = Parses::default();
        for &(at, number) in from.as_slice() {
            self.torn |= self.reader.each(at, self.layers, |character, end| {
                if let Some(number) = step(number, character) {
                    to.push((end, number));
                }
            });
        }
        to
    }

    fn exactly(&mut self, from: &Parses, character: char) -> Parses {
        self.follow(from, |number, found| (found == character).then_some(number))
    }

    /// A number of so many digits, behind what was read before.
    fn hexadecimal(&mut self, from: Parses, digits: usize) -> Parses {
        (0..digits).fold(from, |parses, _| {
            self.follow(&parses, |number, found| {
                Some(number << 4 | found.to_digit(16)?)
            })
        })
    }

    /// A number that a sign closes.
    fn closed(&mut self, from: Parses, radix: u32, sign: char) -> Parses {
        let mut ends = Parses::default();
        let mut parses = from;
        for _ in 0..MOST_DIGITS {
            if parses.is_empty() {
                break;
            }
            parses = self.follow(&parses, |number, found| {
                let digit = found.to_digit(radix)?;
                number.checked_mul(radix)?.checked_add(digit)
            });
            for &end in self.exactly(&parses, sign).as_slice() {
                ends.push(end);
            }
        }
        ends
    }

    /// `%2F`, `\x2f`: each byte of a character behind its marks, of which the first have been
    /// read.
    fn bytes(&mut self, from: Parses, marks: &[char]) {
        let firsts = self.hexadecimal(from, 2);
        for &(at, first) in firsts.as_slice() {
            let length = match first {
                ..0x80 => 1,
                0xc2..0xe0 => 2,
                0xe0..0xf0 => 3,
                0xf0..0xf5 => 4,
                _ => continue,
            };
            let mut parses = Parses::of((at, first));
            for _ in 1..length {
                for mark in marks {
                    parses = self.exactly(&parses, *mark);
                }
                parses = self.hexadecimal(parses, 2);
                parses.retain(|(_, bytes)| bytes & 0xc0 == 0x80);
            }
            for &(end, bytes) in parses.as_slice() {
                let bytes = &bytes.to_be_bytes()[4 - length..];
                let character = str::from_utf8(bytes).ok().and_then(|it| it.chars().next());
                self.found(character, end);
            }
        }
    }

    /// `\/`, `\n`, `\x2f`, `\u002f`, `\u{2f}`. A backslash may stand before any character: shells,
    /// patterns and Markdown have their own opinions of what it is needed for.
    fn backslash(&mut self, from: usize) {
        let (mut bytes, mut units) = (Parses::default(), Parses::default());
        let mut next: Few<(char, usize), MOST_WAYS> = Few::default();
        let push = |character, end| next.push((character, end));
        self.torn |= self.reader.each(from, self.layers, push);
        for &(character, end) in next.as_slice() {
            self.found(character, end);
            let named = LETTERS.iter().find(|(letter, _)| *letter == character);
            self.found(named.map(|(_, meant)| *meant), end);
            match character {
                'x' => bytes.push((end, 0)),
                'u' => units.push((end, 0)),
                _ => {}
            }
        }
        if !bytes.is_empty() {
            self.bytes(bytes, &['\\', 'x']);
        }
        if units.is_empty() {
            return;
        }
        let open = self.exactly(&units, '{');
        for &(end, code) in self.closed(open, 16, '}').as_slice() {
            self.found(char::from_u32(code), end);
        }
        for &(end, unit) in self.hexadecimal(units, 4).as_slice() {
            if !(0xd800..0xdc00).contains(&unit) {
                self.found(char::from_u32(unit), end);
                continue;
            }
            // A character beyond the first 65,536 comes as two units.
            let mark = self.exactly(&Parses::of((end, unit)), '\\');
            let second = self.exactly(&mark, 'u');
            for &(end, units) in self.hexadecimal(second, 4).as_slice() {
                let [a, b, c, d] = units.to_be_bytes();
                let pair = [u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])];
                let character = char::decode_utf16(pair).next().and_then(Result::ok);
                self.found(character, end);
            }
        }
    }

    /// `&amp;`, `&#38;`, `&#x26;`.
    fn entity(&mut self, from: usize) {
        let (mut number, mut begun) = (Parses::default(), Parses::default());
        self.torn |= self.reader.each(from, self.layers, |character, end| {
            if character == '#' {
                number.push((end, 0));
            } else if let Some(name) = longer(0, character) {
                begun.push((end, name));
            }
        });
        if !number.is_empty() {
            let hexadecimal = self.follow(&number, |_, found| {
                found.eq_ignore_ascii_case(&'x').then_some(0)
            });
            for (parses, radix) in [(number, 10), (hexadecimal, 16)] {
                for &(end, code) in self.closed(parses, radix, ';').as_slice() {
                    self.found(char::from_u32(code), end);
                }
            }
        }
        while !begun.is_empty() {
            for &(end, name) in self.exactly(&begun, ';').as_slice() {
                let named = ENTITIES.iter().find(|(known, _)| packed(known) == name);
                self.found(named.map(|(_, character)| *character), end);
            }
            begun = self.follow(&begun, longer);
        }
    }
}

/// A name that goes on with this letter, if there is one that does.
fn longer(begun: u32, letter: char) -> Option<u32> {
    let name = begun << 8 | u32::from(u8::try_from(letter).ok()?);
    let begins = |known: &[u8]| (1..=known.len()).any(|end| packed(&known[..end]) == name);
    let some_begins = ENTITIES.iter().any(|(known, _)| begins(known));
    some_begins.then_some(name)
}

/// The letters of a name as one number; four fit.
fn packed(letters: &[u8]) -> u32 {
    letters
        .iter()
        .fold(0, |packed, letter| packed << 8 | u32::from(*letter))
}
