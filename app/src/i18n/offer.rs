//! Languages that an installation offers: the complete ones and drafts enabled by an administrator.
//! Tests add the pseudo-languages.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, AtomicI64, Ordering},
};

use domain::Timestamp;
use store::Store;

use super::Lang;

/// A set of languages; by default the complete ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer(u64);

impl Default for Offer {
    fn default() -> Self {
        Lang::ALL.into_iter().filter(|lang| !lang.is_draft()).fold(Offer(0), Offer::and)
    }
}

impl Offer {
    /// Adds a language.
    #[must_use]
    pub fn and(self, lang: Lang) -> Self {
        Offer(self.0 | 1 << lang.0)
    }

    fn has(self, lang: Lang) -> bool {
        self.0 & 1 << lang.0 != 0
    }

    /// The languages in the order of the switch.
    pub fn langs(self) -> impl Iterator<Item = Lang> {
        Lang::ALL.into_iter().chain(Lang::TESTS).filter(move |lang| self.has(*lang))
    }

    /// Finds the offered language with this tag.
    #[must_use]
    pub fn tagged(self, tag: &str) -> Option<Lang> {
        self.langs().find(|lang| lang.tag() == tag)
    }

    /// The first language of an `Accept-Language` header that is offered; quality values are ignored.
    #[must_use]
    pub fn accepted(self, header: &str) -> Option<Lang> {
        let spoken = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        header.split(',').find_map(|part| {
            let wanted = spoken(part.split(';').next()?.trim());
            self.langs().find(|lang| lang.pseudo().is_none() && spoken(lang.tag()) == wanted)
        })
    }
}

/// Seconds for which the setting is cached, so that all servers see a change soon.
const BELIEVED: Timestamp = 10;

/// The languages offered by this installation, cached from the database.
#[derive(Debug)]
pub struct Offered {
    tests: bool,
    read: AtomicI64,
    reading: AtomicBool,
    offer: Mutex<Offer>,
}

/// One request reads the setting. The next may, also when this one is cancelled while it waits for the database.
struct Reading<'o>(&'o AtomicBool);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Offered {
    /// Starts with the complete languages; with `tests`, the pseudo-languages are added.
    #[must_use]
    pub fn new(tests: bool) -> Self {
        Offered {
            tests,
            read: AtomicI64::new(0),
            reading: AtomicBool::new(false),
            offer: Mutex::new(Self::of(tests, &[])),
        }
    }

    fn of(tests: bool, on: &[String]) -> Offer {
        let drafts = Lang::ALL.into_iter().filter(|lang| lang.is_draft() && on.iter().any(|tag| tag == lang.tag()));
        let offer = drafts.fold(Offer::default(), Offer::and);
        if tests { Lang::TESTS.into_iter().fold(offer, Offer::and) } else { offer }
    }

    /// The languages offered now. Keeps the previous ones if the database fails.
    pub async fn now(&self, store: &Store) -> Offer {
        let now = store.now();
        if now - self.read.load(Ordering::Relaxed) >= BELIEVED && !self.reading.swap(true, Ordering::AcqRel) {
            let _reading = Reading(&self.reading);
            if let Ok(on) = store.languages_on().await {
                self.keep(Self::of(self.tests, &on));
                self.read.store(now, Ordering::Relaxed);
            }
        }
        self.offer.lock().map_or_else(|broken| *broken.into_inner(), |offer| *offer)
    }

    fn keep(&self, offer: Offer) {
        match self.offer.lock() {
            Ok(mut kept) => *kept = offer,
            Err(broken) => *broken.into_inner() = offer,
        }
    }

    /// Clears the cache, so that the next request reads the setting.
    pub fn forget(&self) {
        self.read.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_accepted_languages_are_skipped() {
        let offer = Offer::default();
        let tag = |header| offer.accepted(header).map(Lang::tag);
        assert_eq!(tag("de-DE,de;q=0.9,en;q=0.8,zh;q=0.7"), Some("en"));
        assert_eq!(tag("zh-TW,zh;q=0.9"), Some("zh-CN"));
        assert_eq!(tag("fr"), None);
        assert_eq!(Lang::default().tag(), "zh-CN");
    }

    #[test]
    fn drafts_and_pseudo_languages_require_being_enabled() {
        let draft = Lang::ALL.into_iter().find(|lang| lang.is_draft()).expect("a draft").tag();
        let off = Offered::of(false, &[]);
        let everything: Vec<&str> = Lang::ALL.into_iter().chain(Lang::TESTS).map(Lang::tag).collect();
        for tag in everything.iter().filter(|tag| Lang::from_tag(tag).is_none()) {
            assert_eq!((off.tagged(tag), off.accepted(&format!("{tag}-x"))), (None, off.accepted(tag)), "{tag}");
        }
        assert_eq!((off.tagged(draft), off.accepted(draft)), (None, None));
        let on = Offered::of(false, &[draft.to_owned(), "en-XB".into(), "no-such".into()]);
        assert_eq!(on.tagged(draft).map(Lang::tag), Some(draft));
        assert_eq!(on.accepted(draft).map(Lang::tag), Some(draft));
        assert_eq!(on.tagged("en-XB"), None);
        assert_eq!(Lang::from_tag(draft), None, "the API offers complete languages only");
        let tests = Offered::of(true, &[]);
        assert_eq!(tests.tagged("en-XB").map(Lang::is_rtl), Some(true));
        assert_eq!(tests.accepted("en-XB").map(Lang::tag), Some("en"));
    }
}
