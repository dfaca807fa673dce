//! Parsers of outside input as functions of bytes, for the tests (`server/tests/it/fuzz`) and for libFuzzer
//! (`server/fuzz/targets`). A function panics when a parser does, and when a promise of the parser does not hold.

use std::{collections::BTreeMap, sync::OnceLock};

use app::{
    i18n::{Arg, Lang, day_end, day_value},
    sheets,
    web::{public_url::PublicUrl, query},
};
use domain::{
    Timestamp,
    accounts::{self, Registration, cards},
    areas::Policy,
    audit::{AuditPlace, Record},
    backups::Keep,
    casework::visits::{NewReport, NewVisitRule},
    catalogue::items::{Label, barcode, ean},
    claims::{NewClaim, standby::NewStandby},
    community::shifts::NewShift,
    households::NewHousehold,
    messages::{BotKind, Hosts, MailAddress},
    opening::Hours,
    pickup::PickUpCode,
    services::{office::OfficeAnswer, referrals::NewReferral},
    site::{self, Agreement},
    stock::transfers::NewTransfer,
    text,
    time::{Day, Month},
    wishes::{NewWish, voice::Sound},
};
use serde::de::DeserializeOwned;

/// A time within the years for which rules are written: 2027-01-15.
const NOW: Timestamp = 1_800_000_000;

/// A parser with its name, which is also that of its folder of seeds, and how many mutated inputs a test run tries.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    pub tries: usize,
}

/// All parsers of outside input. Decoders take milliseconds each in a build for tests, so fewer are tried there.
pub const TARGETS: [Target; 11] = [
    Target { name: "sheets", run: sheet, tries: 300 },
    Target { name: "pictures", run: picture, tries: 120 },
    Target { name: "scans", run: scan, tries: 40 },
    Target { name: "audio", run: audio, tries: 3_000 },
    Target { name: "codes", run: codes, tries: 3_000 },
    Target { name: "cursors", run: cursors, tries: 3_000 },
    Target { name: "forms", run: forms, tries: 2_000 },
    Target { name: "phrases", run: phrases, tries: 1_000 },
    Target { name: "calendar", run: calendar, tries: 3_000 },
    Target { name: "addresses", run: addresses, tries: 3_000 },
    Target { name: "bodies", run: bodies, tries: 3_000 },
];

/// The input as people could send it: as text, broken parts replaced.
fn typed(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// XLSX and CSV, and each kind of list that is read from them.
pub fn sheet(data: &[u8]) {
    let Ok(tables) = sheets::read(data) else { return };
    assert!(tables.iter().all(|table| !table.is_empty()), "an empty table is no table");
    let _ = sheets::goods(&tables);
    let _ = sheets::points(&tables, "", None, domain::time::Month::of(0));
    let _ = sheets::households(&tables, 2027);
    let _ = sheets::doors(&tables);
    let _ = sheets::vacancy_rows(&tables, 1);
}

/// The runtime on which decoders run, as on a server.
fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
    })
}

/// Pictures: what is taken is encoded anew, and can be read again.
pub fn picture(data: &[u8]) {
    if let Ok(jpeg) = runtime().block_on(media::pictures::renew(data.to_vec(), 200)) {
        assert!(jpeg.starts_with(&[0xff, 0xd8]), "a picture is kept as JPEG");
        let again = runtime().block_on(media::pictures::renew(jpeg, 200));
        assert_ne!(again.err(), Some(media::Error::NotAPicture), "what is kept can be read");
    }
}

/// Codes in pictures.
pub fn scan(data: &[u8]) {
    let _ = runtime().block_on(media::codes::code_in(data.to_vec()));
}

/// Recordings: a note that is taken is no longer than a note may be.
pub fn audio(data: &[u8]) {
    if let Ok(sound) = Sound::read(data) {
        assert!((0..=domain::wishes::voice::LONGEST + 3).contains(&sound.seconds), "{sound:?}");
    }
}

/// What is typed or scanned at a counter, and payloads of cards.
pub fn codes(data: &[u8]) {
    let text = typed(data);
    if let Ok(code) = text.parse::<PickUpCode>() {
        assert_eq!(code.as_str().parse::<PickUpCode>().as_ref(), Ok(&code), "a code reads as itself");
    }
    let _ = cards::typed(&text);
    let _ = cards::pin(&text, &[]);
    if let Some(number) = ean(&text) {
        assert_eq!(ean(&number).as_deref(), Some(number.as_str()), "a number that was read is read again");
    }
    if let Ok(code) = barcode(&text) {
        assert_eq!(barcode(&code).as_deref(), Ok(code.as_str()), "a bar code that was read is read again");
    }
    let _ = Label::read(&text);
    if let Ok(phone) = accounts::phone(&text) {
        assert_eq!(accounts::phone(&phone).as_deref(), Ok(phone.as_str()), "a phone that was read is read again");
    }
    let _ = accounts::password(&text, "");
}

/// Places in lists, as they stand in addresses.
pub fn cursors(data: &[u8]) {
    let text = typed(data);
    if let Ok(place) = text.parse::<AuditPlace>() {
        let written = place.to_string();
        assert_eq!(written.parse::<AuditPlace>().map(|place| place.to_string()), Ok(written.clone()));
    }
    if let Ok(record) = text.parse::<Record>() {
        assert_eq!(record.to_string().parse::<Record>(), Ok(record));
    }
    let _ = text.parse::<Keep>();
    if let Ok(agreed) = text.parse::<Agreement>() {
        assert_eq!(agreed.to_string().parse::<Agreement>().map(|again| again.to_string()), Ok(agreed.to_string()));
    }
    let _ = store::db::chain::parse_heads(&text);
}

/// Queries and posted forms, and the texts in them.
pub fn forms(data: &[u8]) {
    let text = typed(data);
    let asked = query::asked(&text);
    let bytes: usize = asked.iter().map(|(name, value)| name.len() + value.len()).sum();
    assert!(bytes <= 600, "a query is cut: {bytes}");
    let fields: BTreeMap<String, String> = query::pairs(data).into_iter().collect();
    for value in fields.values().chain([&text]) {
        if let Ok(words) = text::words(value, 1, 200) {
            assert!((1..=200).contains(&words.chars().count()));
            assert_eq!(text::words(&words, 1, 200).as_deref(), Ok(words.as_str()), "what was trimmed stays");
        }
        if let Ok(line) = text::line(value, 1, 40) {
            assert!(!line.contains('\n') && (1..=40).contains(&line.chars().count()));
        }
        let _ = (text::search(value), text::half_width(value));
        let _ = site::blocks(value);
    }
}

/// Texts of people in phrases of every language.
pub fn phrases(data: &[u8]) {
    let text = typed(data);
    for lang in Lang::ALL {
        let number = i64::try_from(data.len()).unwrap_or_default();
        let said = lang.tf("site-changed-by", &[("who", Arg::from(text.as_str())), ("when", Arg::from(number))]);
        assert!(said.contains(&text), "what a person wrote stands in the sentence as it is");
        let _ = lang.named("item", &text);
    }
    let _ = Lang::from_tag(&text);
    let _ = Lang::from_accepted(&text);
}

/// Days, months, hours.
pub fn calendar(data: &[u8]) {
    let text = typed(data);
    if let Ok(day) = text.parse::<Day>() {
        assert_eq!(day.to_string().parse::<Day>(), Ok(day));
        assert_eq!(Day::of(day.start()), day);
    }
    if let Ok(month) = text.parse::<Month>() {
        assert!(month.start() < month.end() && Month::of(month.start()) == month, "{text}");
    }
    if let Some(end) = day_end(&text) {
        assert_eq!(day_end(&day_value(end)), Some(end));
    }
    let (opens, closes) = text.split_once(' ').unwrap_or((&text, ""));
    if let Ok(Some(hours)) = Hours::parse(opens, closes) {
        assert!(hours.opens < hours.closes);
    }
    if let Some(number) = data.first_chunk::<8>().map(|bytes| i64::from_le_bytes(*bytes)) {
        let day = Day::of(number);
        let _ = (day.weekday(), day.start(), day.end(), Month::of(number).start());
    }
}

/// Addresses of mail, of pushes, of other programs, and of the site.
pub fn addresses(data: &[u8]) {
    let text = typed(data);
    let _ = text.parse::<MailAddress>();
    let _ = text.parse::<PublicUrl>();
    let hosts = Hosts::of("push.example 127.0.0.1:8080");
    if hosts.allow_webhook(&text) {
        let lower = text.to_ascii_lowercase();
        assert!(lower.contains("push.example") || lower.contains("127.0.0.1:8080"), "{text}");
    }
    let _ = hosts.allow_push(&text);
    for kind in BotKind::ALL {
        let _ = hosts.allow_bot(*kind, &text);
    }
    let _ = Hosts::of(&text);
}

/// Reads a body as JSON and lets the rules look at it.
fn body<T: DeserializeOwned, R>(data: &[u8], check: impl FnOnce(T) -> R) {
    if let Ok(value) = serde_json::from_slice::<T>(data) {
        let _ = check(value);
    }
}

/// Bodies of the JSON API.
pub fn bodies(data: &[u8]) {
    body(data, NewWish::checked);
    body(data, NewClaim::checked);
    body(data, NewStandby::checked);
    body(data, NewTransfer::checked);
    body(data, Policy::checked);
    body(data, Registration::checked);
    body(data, |new: NewHousehold| new.checked(2027));
    body(data, |new: NewShift| new.checked(NOW));
    body(data, |new: NewReport| new.checked(NOW));
    body(data, |new: NewVisitRule| new.checked(NOW));
    body(data, |new: NewReferral| new.checked(NOW));
    body(data, OfficeAnswer::checked);
}
