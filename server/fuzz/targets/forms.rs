//! libFuzzer's way into the parser "forms".
#![no_main]
#![allow(dead_code)] // each target runs one of the functions

#[path = "../functions.rs"]
mod functions;

libfuzzer_sys::fuzz_target!(|data: &[u8]| functions::forms(data));
