//! Leaves with their deputies, and handing an account's files over to another one.

use domain::{DAY, areas::answerers::Leave, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Checkbox, Empty, Field, More, Near, Select, Submit, area_choice},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/leaves`.
pub async fn page(cx: Cx) -> Shown {
    let leaves = cx.store.leaves(&cx.actor).await?;
    let colleagues = cx.store.colleagues(&cx.actor).await?;
    let leads = cx.actor.may_somewhere(Action::LeadCasework);
    let lends = leads && cx.actor.may_somewhere(Action::AssignRoles);
    let (own, now) = (cx.actor.account, cx.now);
    Ok(Page::new(cx.lang.t("leaves-title"), Here::Chain, move || {
        let none = leaves.is_empty();
        let rows = leaves.into_iter().map(|leave| row(leave, own, leads)).collect_view();
        let options = |without: i64| {
            let others = colleagues.iter().filter(|(id, _)| *id != without);
            others.map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>()
        };
        // Who leads arranges it for others too, and may then stand in itself.
        let deputies = area_choice(lang(), options(if leads { 0 } else { own }));
        // The first of the list is not chosen by mistake.
        let hint = if lends { t!("leave-deputy-hint-lend") } else { t!("leave-deputy-hint") };
        let (away, from, to) = (options(0), area_choice(lang(), options(0)), area_choice(lang(), options(0)));
        view! {
            {if none {
                view! { <Empty title=t!("leaves-empty")>{t!("leaves-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <section class="card">
                <h2>{t!("leave-new")}</h2>
                <ActionForm to="/desk/leaves">
                    {leads.then(|| view! { <Select name="account" label=t!("leave-who") hint=t!("leave-who-hint") options=away /> })}
                    <Select name="deputy" label=t!("leave-deputy") hint=hint options=deputies required=true />
                    {lends.then(|| view! { <Checkbox name="lend" label=t!("leave-lend") /> })}
                    <div class="field-row">
                        <Field name="first" label=t!("leave-first") kind="date" value=day_value(now) required=true />
                        <Field name="last" label=t!("leave-last") kind="date" value=day_value(now + 3 * DAY) required=true />
                    </div>
                    <Submit label=t!("leave-do") wide=true />
                </ActionForm>
            </section>
            {leads.then(|| view! {
                <More summary=t!("hand-over-title") to="/desk/hand-over">
                    <ActionForm to="/desk/hand-over">
                        <p class="note">{t!("hand-over-note")}</p>
                        <Select name="from" label=t!("hand-over-from") options=from required=true />
                        <Select name="to" label=t!("hand-over-to") hint=t!("hand-over-to-hint") options=to required=true />
                        <Submit label=t!("hand-over-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back("/desk/chain")
    .narrow()
    .no_index())
}

fn row(leave: Leave, own: i64, leads: bool) -> impl IntoView {
    let Leave { id, account, name, deputy_name, first, last, .. } = leave;
    let until = last - 1;
    view! {
        <li class="row">
            <span class="row-main">
                <b>{t!("leave-row", name = name, deputy = deputy_name)}</b>
                <small><Near at=first />" – "<Near at=until /></small>
            </span>
            {(account == own || leads).then(|| view! {
                <span class="row-end">
                    <ActionForm to=format!("/desk/leaves/{id}/end") class="cluster">
                        <Submit label=t!("leave-end") tone="quiet" small=true />
                    </ActionForm>
                </span>
            })}
        </li>
    }
}
