//! Help for staff: what each page is for and how it is used, of the pages that the account may open.

use domain::{Code, Error};
use leptos::prelude::*;

use crate::{
    components::{Empty, Icon, Search},
    shell::{help_part, places},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /help/staff?q`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    if !cx.actor.is_staff() {
        return Err(Error::NotAllowed(Code::NotAllowed));
    }
    let q: String = cx.query("q").chars().take(40).collect();
    let wanted = q.trim().to_lowercase();
    let lang = cx.lang;
    let part = |(to, icon, key): (&'static str, &'static str, &'static str)| {
        let id = help_part(key);
        let phrase = format!("help-{id}");
        lang.has(&phrase).then(|| (id, to, icon, lang.t(key), lang.t(&phrase)))
    };
    let parts: Vec<_> = places(&cx.actor)
        .into_iter()
        .filter_map(part)
        .filter(|(_, _, _, title, text)| format!("{title} {text}").to_lowercase().contains(&wanted))
        .collect();
    Ok(Page::new(cx.lang.t("help-staff-title"), Here::Nowhere, move || {
        let none = parts.is_empty();
        let parts = parts
            .into_iter()
            .map(|(id, to, icon, title, text)| {
                view! {
                    <section class="card" id=id>
                        <h2><Icon name=icon />{title}</h2>
                        <p>{text}</p>
                        <p><a class="link" href=to>{t!("help-staff-open")}</a></p>
                    </section>
                }
            })
            .collect_view();
        view! {
            <Search to="/help/staff" q placeholder=t!("help-staff-search") />
            {none.then(|| view! { <Empty title=t!("help-staff-none") action=("/help/staff", t!("help-staff-title"))>{t!("help-staff-none-text")}</Empty> })}
            <div class="cards">{parts}</div>
        }
    })
    .back("/desk")
    .narrow()
    .no_index())
}
