//! Hardships of a household: the list with a form to add one, and one to change or end.

use domain::{
    Error,
    households::{Hardship, HardshipKind},
    permission::Action,
};
use leptos::prelude::*;

use super::{
    conflict::{says_now, version},
    must_keep,
    pieces::{hardship_rows, how_long, named},
};
use crate::{
    components::{ActionForm, Empty, Field, More, Select, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/hardship`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let hardships = cx.store.hardships(&cx.actor, id).await?;
    let keeps = cx.actor.may(Action::KeepHouseholds, &file.path);
    Ok(Page::new(cx.lang.t("file-hardships"), Here::Households, move || {
        let to = format!("/desk/households/{id}/hardship");
        view! {
            {if hardships.is_empty() {
                view! { <Empty title=t!("file-no-hardships") /> }.into_any()
            } else {
                hardship_rows(&hardships, keeps.then_some(to.as_str()))
            }}
            {keeps.then(|| view! {
                <More summary=t!("file-hardship-add") to=to.clone() open=true>
                    <ActionForm to=to.clone()>
                        {fields(&Hardship::default())}
                        <Submit label=t!("file-hardship-add-do") />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

fn fields(hardship: &Hardship) -> impl IntoView + use<> {
    let kind = if hardship.id == 0 { String::new() } else { hardship.kind.as_str().to_owned() };
    let (since, until) = (hardship.since.clone(), hardship.until.clone());
    view! {
        <Select
            name="hardship_kind" label=t!("field-hardship-kind") options=named("hardship", HardshipKind::ALL, HardshipKind::as_str)
            value=kind required=true
        />
        <div class="field-row">
            <Field
                name="since" label=t!("file-since") hint=t!("file-since-hint") value=since required=true max_length=10
                inputmode="numeric" autocomplete="off"
            />
            <Field
                name="until" label=t!("file-until") hint=t!("file-until-hint") value=until max_length=10 inputmode="numeric"
                autocomplete="off"
            />
        </div>
    }
}

/// Renders `GET /desk/households/{id}/hardship/{hardship}`.
pub async fn one(cx: Cx) -> Shown {
    must_keep(&cx)?;
    let (id, number) = (cx.id("id")?, cx.id("hardship")?);
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let hardships = cx.store.hardships(&cx.actor, id).await?;
    let hardship = hardships.into_iter().find(|hardship| hardship.id == number).ok_or(Error::NotFound)?;
    let title = cx.lang.named("hardship", hardship.kind.as_str());
    Ok(Page::new(title, Here::Households, move || {
        let to = format!("/desk/households/{id}/hardship/{number}");
        let now = vec![(lang().named("hardship", hardship.kind.as_str()), how_long(lang(), &hardship))];
        let gone = format!("{to}/remove");
        let version_again = version(&file);
        view! {
            {says_now(&file, now)}
            <ActionForm to=to>
                {version(&file)}
                {fields(&hardship)}
                <div class="thumb-bar"><Submit label=t!("file-save") wide=true /></div>
            </ActionForm>
            <More summary=t!("file-hardship-remove") to=gone.clone()>
                <ActionForm to=gone>
                    {version_again}
                    <p class="note">{t!("file-hardship-remove-note")}</p>
                    <Submit label=t!("file-hardship-remove-do") tone="bad" />
                </ActionForm>
            </More>
        }
    })
    .back(format!("/desk/households/{id}/hardship"))
    .narrow()
    .no_index())
}
