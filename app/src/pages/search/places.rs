//! Pages that a search names, by their titles in each language and the initials of the Chinese one, and parts of the
//! help page.

use domain::{
    accounts::Actor,
    permission::Action,
    pinyin::initials,
    site::{Block, PublicPage, blocks},
};
use leptos::prelude::*;
use store::db::folding::fold;

use crate::{
    components::Icon,
    i18n::Lang,
    pages::site::{shipped, text_lang},
    shell,
    web::Cx,
};

/// Pages and parts of the help that are shown.
const MOST: usize = 8;

/// A page, or a part of one.
pub(super) struct Place {
    to: String,
    icon: &'static str,
    title: String,
}

/// Pages that staff need by name and that the navigation leaves to other pages: address, phrase of the title, and the
/// actions of which one opens it.
const BESIDE: &[(&str, &str, &[Action])] = &[
    ("/shop/items", "goods-title", &[Action::ReadStock]),
    ("/shop/scan", "scan-title", &[Action::ReadStock]),
    ("/shop/receipts", "receipts-title", &[Action::ReadStock]),
    ("/shop/inspect", "inspect-title", &[Action::ReadStock]),
    ("/shop/transfers", "moving-transfers", &[Action::ReadStock]),
    ("/shop/recalls", "moving-recalls", &[Action::ReadStock]),
    ("/shop/reorder", "reorder-title", &[Action::ReadStock]),
    ("/shop/kits", "moving-kits", &[Action::ReadStock]),
    ("/shop/stock-takes", "takes-title", &[Action::ReadStock]),
    ("/shop/walk-in", "walk-in-title", &[Action::KeepStock]),
    ("/shop/import", "import-title", &[Action::KeepStock]),
    ("/shop/export", "export-title", &[Action::ReadStock]),
    ("/shop/notice", "month-title", &[Action::ReadStock]),
    ("/desk/households/new", "households-new", &[Action::KeepHouseholds]),
    ("/desk/households/import", "households-import-title", &[Action::KeepHouseholds]),
    ("/desk/cards", "cards-title", &[Action::KeepHouseholds]),
    ("/desk/consents", "consents-missing-title", &[Action::KeepHouseholds]),
    ("/desk/corrections", "corrections-title", &[Action::KeepHouseholds]),
    ("/desk/unreached", "unreached-title", &[Action::KeepHouseholds]),
    ("/desk/services", "services-title", &[Action::ReadCases]),
    ("/desk/findings", "findings-title", &[Action::ReadVisits]),
    ("/desk/leaves", "leaves-title", &[Action::ReadVisits]),
    ("/desk/workload", "workload-title", &[Action::LeadCasework]),
    ("/undo", "undo-title", &[]),
    ("/desk/call-backs", "call-backs-title", &[Action::ReadCases]),
    ("/desk/conferences", "conferences-title", &[Action::ReadCases]),
    ("/desk/school-places", "school-places-title", &[Action::ReadCases]),
    ("/desk/pledges", "pledges-title", &[Action::ReadOrganisations]),
    ("/desk/partnerships", "partnerships-title", &[Action::ReadOrganisations]),
    ("/me/place", "place-title", &[]),
    ("/me/sessions", "sessions-title", &[]),
    ("/me/messages", "messages-title", &[]),
];

fn may(actor: &Actor, actions: &[Action]) -> bool {
    actions.is_empty() || actions.iter().any(|action| actor.may_somewhere(*action))
}

/// Pages that the caller may open and whose title the words name.
pub(super) fn named(cx: &Cx, q: &str) -> Vec<Place> {
    let words = fold(q);
    if words.is_empty() {
        return Vec::new();
    }
    let entries = shell::places(&cx.actor);
    let beside = BESIDE.iter().filter(|(.., actions)| may(&cx.actor, actions));
    let public = PublicPage::ALL.iter().map(|page| (page.path(), "file", format!("site-{}", page.as_str())));
    entries
        .into_iter()
        .map(|(to, icon, key)| (to, icon, key.to_owned()))
        .chain(beside.map(|(to, key, _)| (*to, "list", (*key).to_owned())))
        .chain(public)
        .filter(|(.., key)| is_called(cx.lang, key, &words))
        .map(|(to, icon, key)| Place { to: to.to_owned(), icon, title: cx.lang.t(&key) })
        .take(MOST)
        .collect()
}

/// Whether the words are in a title, as the reader has it, in Chinese or in English, or are its initials.
fn is_called(lang: Lang, key: &str, words: &str) -> bool {
    let original = Lang::default();
    let chinese = fold(&original.t(key));
    let titles = [Some(lang), Lang::from_tag("en")];
    chinese.contains(words)
        || initials(&chinese).contains(words)
        || titles.into_iter().flatten().any(|lang| fold(&lang.t(key)).contains(words))
}

/// Parts of the help page that have the words, each under its nearest heading.
///
/// # Errors
/// Only when the database fails.
pub(super) async fn help(cx: &Cx, q: &str) -> domain::Result<Vec<Place>> {
    let words = fold(q);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let lang = text_lang(cx);
    let text = cx.store.public_text(PublicPage::Help, lang.tag()).await?;
    let text = if text.body.is_empty() { shipped(lang, PublicPage::Help) } else { text.body };
    let (mut heading, mut found) = (cx.lang.named("site", PublicPage::Help.as_str()), Vec::<Place>::new());
    for block in blocks(&text) {
        let inside = match block {
            Block::Heading(words) | Block::Subheading(words) => {
                heading = words.clone();
                words
            }
            Block::Paragraph(words) => words,
            Block::List(items) => items.join("\n"),
        };
        let is_new = found.last().is_none_or(|place| place.title != heading);
        if is_new && fold(&inside).contains(&words) {
            // Browsers scroll to these words; those that cannot show the page from its beginning.
            let part: String = form_urlencoded::byte_serialize(heading.as_bytes()).collect();
            let to = format!("{}#:~:text={}", PublicPage::Help.path(), part.replace('+', "%20").replace('-', "%2D"));
            found.push(Place { to, icon: "file", title: heading.clone() });
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// Renders a row.
pub(super) fn place_row(place: Place) -> AnyView {
    let Place { to, icon, title } = place;
    view! {
        <li><a class="row" href=to><Icon name=icon /><span class="row-main"><b>{title}</b></span></a></li>
    }
    .into_any()
}
