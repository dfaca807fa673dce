//! Pairings of the area, also as a file, and those of one household with the form that proposes one.

use domain::{
    Result,
    casework::pairings::{HelperSuggestion, PairingNeed},
    permission::Action,
};
use leptos::prelude::*;
use store::casework::pairings::views::PairingList;

use super::rows;
use crate::{
    components::{ActionForm, Choice, Empty, Pager, Submit, file_link},
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Reads which list the address asks for.
fn chosen(cx: &Cx) -> PairingList {
    match cx.query("show") {
        "silent" => PairingList::Silent,
        "over" => PairingList::Over,
        _ => PairingList::Live,
    }
}

/// Renders `GET /desk/pairings?show&cursor`.
pub async fn list(cx: Cx) -> Shown {
    let (show, which) = (cx.query("show").to_owned(), chosen(&cx));
    let found = cx.store.pairings(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let files = ["xlsx", "csv"]
        .map(|format| (format, format!("/desk/pairings/file{}", cx.query_with(&[("format", format), ("cursor", "")]))));
    Ok(Page::new(cx.lang.t("pairings-title"), Here::Pairings, move || {
        let chips = [("", "pairings-live"), ("silent", "pairing-silent"), ("over", "pairings-over")]
            .into_iter()
            .map(|(one, key)| {
                let to =
                    if one.is_empty() { "/desk/pairings".to_owned() } else { format!("/desk/pairings?show={one}") };
                let chosen = one == show || (one.is_empty() && which == PairingList::Live);
                view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{t!(key)}</a> }
            })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("pairings-title")>{chips}</nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("pairings-empty")>{t!("pairings-empty-text")}</Empty> }.into_any()
            } else {
                rows(&found.items)
            }}
            <Pager next />
        }
    })
    .tools(move || files.map(|(format, to)| file_link(format, to)).collect_view())
    .narrow()
    .no_index())
}

/// Serves `GET /desk/pairings/file?show&format`.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadPairings)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::pairings(&cx.store, &cx.by(), cx.lang, format, chosen(&cx)).await
}

/// Renders `GET /desk/households/{id}/pairings?need`.
pub async fn household(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let pairings = cx.store.household_pairings(&cx.actor, id).await?;
    let need: Option<PairingNeed> = cx.query("need").parse().ok().or_else(|| cx.field("need").parse().ok());
    let keeps = cx.actor.may_somewhere(Action::KeepHouseholds);
    let suggested = match need.filter(|_| keeps) {
        Some(need) => cx.store.helper_suggestions(&cx.actor, id, need).await?,
        None => Vec::new(),
    };
    Ok(Page::new(cx.lang.t("pairings-household"), Here::Households, move || {
        let none = pairings.is_empty();
        view! {
            {if none {
                view! { <Empty title=t!("pairings-household-none") /> }.into_any()
            } else {
                rows(&pairings)
            }}
            {keeps.then(|| ask(id, need))}
            {need.filter(|_| keeps).map(|need| propose(id, need, suggested))}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Renders what the household may want a helper for; each leads to suggestions.
fn ask(id: i64, chosen: Option<PairingNeed>) -> impl IntoView {
    let links = PairingNeed::ALL
        .iter()
        .map(|need| {
            let to = format!("/desk/households/{id}/pairings?need={}", need.as_str());
            let current = (Some(*need) == chosen).then_some("true");
            view! { <a class="chip" href=to aria-current=current>{lang().named("pairing-need", need.as_str())}</a> }
        })
        .collect_view();
    view! {
        <h2>{t!("pairing-what-for")}</h2>
        <nav class="chips" aria-label=t!("pairing-what-for")>{links}</nav>
    }
}

fn propose(id: i64, need: PairingNeed, suggested: Vec<HelperSuggestion>) -> AnyView {
    if suggested.is_empty() {
        return view! { <Empty title=t!("helpers-none")>{t!("helpers-none-text")}</Empty> }.into_any();
    }
    let options = suggested
        .into_iter()
        .map(|of| {
            let mut why = Vec::new();
            if of.fits_need {
                why.push(t!("helper-fits-need"));
            }
            if of.fits_language {
                why.push(t!("helper-fits-language"));
            }
            why.push(t!("helper-live", n = of.live));
            let name = if of.organisation_name.is_empty() {
                of.name
            } else {
                format!("{} · {}", of.name, of.organisation_name)
            };
            (of.account.to_string(), name, why.join(" · "))
        })
        .collect::<Vec<_>>();
    view! {
        <ActionForm to=format!("/desk/households/{id}/pairings")>
            <input type="hidden" name="need" value=need.as_str() />
            <Choice name="helper" label=t!("pairing-helper") options />
            <p class="note">{t!("pairing-propose-note")}</p>
            <div class="thumb-bar"><Submit label=t!("pairing-propose") wide=true /></div>
        </ActionForm>
    }
    .into_any()
}
