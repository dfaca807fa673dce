//! What offices agreed about the family, for the family itself.

use leptos::prelude::*;

use super::pieces::{Reader, agenda, conference_rows, measure_rows};
use crate::{
    components::{Empty, Fact, Facts, Near},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/conferences`.
pub async fn page(cx: Cx) -> Shown {
    let conferences = cx.store.my_conferences(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-conferences"), Here::Home, move || {
        view! {
            <p class="note">{t!("home-conferences-note")}</p>
            {if conferences.is_empty() {
                view! { <Empty title=t!("home-conferences-none") /> }.into_any()
            } else {
                conference_rows(&conferences, "/home/conferences")
            }}
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

/// Renders `GET /home/conferences/{id}`.
pub async fn one(cx: Cx) -> Shown {
    let household = cx.actor.must_be_family()?;
    let file = cx.store.conference(&cx.actor, cx.id("id")?).await?;
    if file.conference.household != household {
        return Err(domain::Error::NotFound);
    }
    Ok(Page::new(cx.lang.t("home-conferences"), Here::Home, move || {
        let about = agenda(&file.conference.agenda);
        let people: Vec<String> =
            file.accounts.iter().map(|one| one.name.clone()).chain(file.offices.clone()).collect();
        let (people, words, held) = (people.join("、"), file.words.clone(), file.conference.held);
        view! {
            <Facts>
                <Fact name=t!("home-conference-held")><Near at=held /></Fact>
                <Fact name=t!("home-conference-about")>{about}</Fact>
                <Fact name=t!("home-conference-who")>{people}</Fact>
                {(!words.is_empty()).then(|| view! { <Fact name=t!("home-conference-words")>{words}</Fact> })}
            </Facts>
            <h2>{t!("home-conference-measures")}</h2>
            {measure_rows(&file.measures, Reader::Family)}
        }
    })
    .back("/home/conferences")
    .narrow()
    .no_index())
}
