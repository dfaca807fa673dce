//! Inputs made of seeds by a fixed sequence of mutations: the same name and number give the same input everywhere.

use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

/// Longest input that is made.
const LONGEST: usize = 64 * 1024;
/// Numbers and marks at which parsers stumble.
const WORDS: [&[u8]; 16] = [
    b"-1",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"1e999",
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x7f\xff\xff\xff",
    b"%00",
    b"\r\n",
    "\u{202e}".as_bytes(),
    "\u{200d}".as_bytes(),
    "９".as_bytes(),
    "é\u{301}\u{301}".as_bytes(),
    b"\"}]",
    b"=1+1",
];

/// Returns the `n`th input of a parser: a seed with one to eight changes.
pub fn mutated(name: &str, n: usize, seeds: &[Vec<u8>]) -> Vec<u8> {
    let start = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let number = u64::try_from(n).unwrap_or_default();
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(start.wrapping_add(number));
    let mut input = seeds[dice.random_range(0..seeds.len())].clone();
    for _ in 0..dice.random_range(1..=8) {
        let other = &seeds[dice.random_range(0..seeds.len())];
        change(&mut dice, &mut input, other);
        input.truncate(LONGEST);
    }
    input
}

fn change(dice: &mut Xoshiro256PlusPlus, input: &mut Vec<u8>, other: &[u8]) {
    let at = dice.random_range(0..=input.len());
    let until = dice.random_range(at..=input.len()).min(at + 64);
    match dice.random_range(0..9) {
        0 if at < input.len() => input[at] ^= 1_u8 << dice.random_range(0..8_u32),
        1 if at < input.len() => input[at] = dice.random(),
        2 if at < input.len() => input[at] = [0, 1, 0x7f, 0x80, 0xff][dice.random_range(0..5)],
        3 => drop(input.drain(at..until)),
        4 => input.truncate(at),
        5 => {
            let again = input[at..until].to_vec();
            drop(input.splice(at..at, again));
        }
        6 => {
            let word = WORDS[dice.random_range(0..WORDS.len())];
            drop(input.splice(at..until, word.iter().copied()));
        }
        7 if !other.is_empty() => {
            let from = dice.random_range(0..other.len());
            let to = dice.random_range(from..=other.len()).min(from + 256);
            drop(input.splice(at..until, other[from..to].iter().copied()));
        }
        _ => input.insert(at, dice.random()),
    }
}
