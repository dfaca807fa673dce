//! What a message says: the phrase of each kind, in its reader's language, and links of this site.
//!
//! The phrases have no gaps, so no title, reason or name can get into them.

use app::i18n::Lang;
use domain::notifications::NoticeKind;
use store::messages::lease::Outgoing;

/// Words of one message.
pub(super) struct Words {
    /// Name of the site, or what the mail is about.
    pub title: String,
    lines: Vec<String>,
    /// Address where more is told; empty when the site's own is not known.
    pub more: String,
    /// Address that stops the channel, or confirms the mail address; empty as above.
    pub link: String,
    lang: Lang,
    is_confirmation: bool,
}

impl Words {
    pub(super) fn of(message: &Outgoing, origin: &str) -> Words {
        let lang = Lang::from_tag(&message.lang).unwrap_or_default();
        let is_confirmation = message.kinds.is_empty();
        let title = lang.t(if is_confirmation { "message-confirm-title" } else { "message-title" });
        let at = |path: String| if origin.is_empty() { String::new() } else { format!("{origin}{path}") };
        let way = if is_confirmation { "confirm" } else { "stop" };
        let link =
            if message.link.is_empty() { String::new() } else { at(format!("/messages/{way}/{}", message.link)) };
        let more = at("/notices".into());
        let lines = if message.is_digest { daily(lang, &message.kinds) } else { each(lang, &message.kinds) };
        Words { title, lines, more, link, lang, is_confirmation }
    }

    /// What happened, a line each.
    pub(super) fn lines(&self) -> String {
        self.lines.join("\n")
    }

    /// Text message. It names the site, because the number that a gateway sends from does not.
    pub(super) fn text(&self) -> String {
        self.lang.tf("message-text", &[("said", self.lines().as_str().into())])
    }

    /// Text of a mail.
    pub(super) fn mail(&self) -> String {
        if self.is_confirmation {
            return self.lang.tf("message-confirm-text", &[("link", self.link.as_str().into())]);
        }
        let more = self.lang.tf("message-more", &[("link", self.more.as_str().into())]);
        let stop = self.lang.tf("message-stop-mail", &[("link", self.link.as_str().into())]);
        format!("{}\n\n{more}\n\n-- \n{stop}\n", self.lines())
    }

    /// Text for a work group.
    pub(super) fn group(&self) -> String {
        if self.more.is_empty() { self.lines() } else { format!("{}\n{}", self.lines(), self.more) }
    }

    /// Label of the button of a push that leads to the choices.
    pub(super) fn stop_label(&self) -> String {
        self.lang.t("message-stop-push")
    }
}

fn said(lang: Lang, kind: NoticeKind) -> String {
    lang.named("message", kind.as_str())
}

fn each(lang: Lang, kinds: &[NoticeKind]) -> Vec<String> {
    kinds.iter().map(|kind| said(lang, *kind)).collect()
}

/// The day's messages: a heading, and each kind once with its number.
fn daily(lang: Lang, kinds: &[NoticeKind]) -> Vec<String> {
    let mut counted: Vec<(NoticeKind, i64)> = Vec::new();
    for kind in kinds {
        match counted.iter_mut().find(|(known, _)| known == kind) {
            Some((_, n)) => *n += 1,
            None => counted.push((*kind, 1)),
        }
    }
    let all = i64::try_from(kinds.len()).unwrap_or(i64::MAX);
    let line =
        |(kind, n): (NoticeKind, i64)| if n > 1 { format!("{} × {n}", said(lang, kind)) } else { said(lang, kind) };
    let head = lang.tf("message-daily", &[("n", all.into())]);
    std::iter::once(head).chain(counted.into_iter().map(line)).collect()
}

#[cfg(test)]
mod tests {
    use domain::messages::MessageId;
    use store::messages::lease::Destination;

    use super::*;

    fn message(lang: &str, kinds: Vec<NoticeKind>, is_digest: bool) -> Outgoing {
        let to = Destination::Text("13900004711".into());
        let (ids, link) = (vec![MessageId(7)], "3-mail-1.ab".to_owned());
        Outgoing { ids, tries: 1, to, lang: lang.into(), is_digest, kinds, link, created: 9 }
    }

    #[test]
    fn every_kind_has_words_of_its_own_in_every_complete_language() {
        for lang in Lang::ALL.into_iter().filter(|lang| !lang.is_draft()) {
            for kind in NoticeKind::ALL {
                let words = Words::of(&message(lang.tag(), vec![*kind], false), "https://wishes.example");
                assert!(
                    lang.has(&format!("message-{}", kind.as_str().replace('_', "-"))),
                    "{kind:?} in {}",
                    lang.tag()
                );
                for text in [words.lines(), words.text(), words.mail(), words.group()] {
                    assert!(!text.contains(['{', '}', '\u{2068}']), "{kind:?} has a gap: {text}");
                }
                assert!(words.lines().chars().count() <= 60, "{kind:?} is no text message: {}", words.lines());
                assert!(words.text().contains(&words.title) && words.text().ends_with(&words.lines()), "{kind:?}");
            }
        }
    }

    #[test]
    fn a_daily_message_names_each_kind_once() {
        let kinds = vec![NoticeKind::WishPublished, NoticeKind::WishClaimed, NoticeKind::WishPublished];
        let words = Words::of(&message("en", kinds, true), "https://wishes.example");
        let lines = words.lines();
        assert!(lines.starts_with('3') || lines.contains(" 3 "), "{lines}");
        assert_eq!((lines.lines().count(), lines.matches("× 2").count()), (3, 1), "{lines}");
        assert!(words.mail().contains("https://wishes.example/messages/stop/3-mail-1.ab"));
    }

    #[test]
    fn without_an_origin_no_link_is_broken() {
        let words = Words::of(&message("en", vec![NoticeKind::OfferWaiting], false), "");
        assert_eq!((words.group(), words.more.as_str(), words.link.as_str()), (words.lines(), "", ""));
    }
}
