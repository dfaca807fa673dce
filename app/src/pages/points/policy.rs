//! The points that an area grants its households every month.

use domain::{
    Error,
    areas::AreaId,
    permission::Action,
    points::{MOST, PointsPolicy},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Field, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Household sizes in the example table, which shows the effect of the numbers.
const SIZES: [i64; 6] = [1, 2, 3, 4, 6, 9];

/// Renders `GET /admin/areas/{id}/points`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let found = cx.store.points_policy(&cx.actor, id).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let area = areas.iter().find(|area| area.id == id).ok_or(Error::NotFound)?;
    cx.actor.must(Action::SetPolicy, &area.path)?;
    let title = cx.lang.tf("points-policy-of", &[("name", area.name.clone().into())]);
    let may_grant = cx.actor.may_somewhere(Action::GrantPoints);
    let own = found.is_some_and(|(_, from)| from == id);
    let above = found.map(|(_, from)| areas.iter().find(|a| a.id == from).map(|a| a.name.clone()).unwrap_or_default());
    Ok(Page::new(title, Here::Areas, move || {
        let policy = found.map(|(policy, _)| policy);
        let source = match above {
            _ if own => t!("points-policy-own"),
            Some(name) if name.is_empty() => t!("points-policy-above-unnamed"),
            Some(name) => t!("points-policy-above", name = name),
            None => t!("points-policy-nowhere"),
        };
        view! {
            <Banner>{source}</Banner>
            {policy.map(|policy| examples(&policy))}
            {form(id, policy.unwrap_or_default())}
            {own.then(|| view! {
                <ActionForm to=format!("/admin/areas/{id}/points/clear") class="cluster">
                    <Submit label=t!("points-policy-clear") tone="quiet" icon="undo" />
                </ActionForm>
            })}
            {may_grant.then(|| view! { <p><a class="link" href="/desk/points/import">{t!("points-sheet-title")}</a></p> })}
        }
    })
    .back(format!("/admin/areas/{id}"))
    .narrow()
    .no_index())
}

/// Renders the example table: `一口 30 分, 两口 40 分, …`.
fn examples(policy: &PointsPolicy) -> impl IntoView + use<> {
    let policy = *policy;
    let cells = SIZES.map(|size| {
        let given = policy.monthly(size);
        view! { <p class="stat"><b>{given}</b><span>{t!("points-policy-size", n = size)}</span></p> }
    });
    view! {
        <section class="stack" aria-labelledby="examples">
            <h2 id="examples">{t!("points-policy-examples")}</h2>
            <div class="stats">{cells.collect_view()}</div>
        </section>
    }
}

fn form(id: AreaId, policy: PointsPolicy) -> impl IntoView {
    let PointsPolicy { base, each_member, cap_month, cap_balance, valid_months } = policy;
    let (points, months) = (t!("points-unit"), t!("points-months"));
    let number = move |name: &'static str, label: String, hint: String, value: i64, max: i64, unit: String| {
        view! {
            <Field
                name label hint value=value.to_string() unit kind="number" inputmode="numeric" min="0".to_owned()
                max=max.to_string() required=true autocomplete="off"
            />
        }
    };
    view! {
        <ActionForm to=format!("/admin/areas/{id}/points")>
            <div class="field-row">
                {number("base", t!("field-base"), t!("points-base-hint"), base, MOST, points.clone())}
                {number("each_member", t!("field-each-member"), t!("points-each-member-hint"), each_member, 1000, points.clone())}
                {number("cap_month", t!("field-cap-month"), t!("points-no-cap"), cap_month, 10 * MOST, points.clone())}
                {number("cap_balance", t!("field-cap-balance"), t!("points-cap-balance-hint"), cap_balance, 100 * MOST, points)}
                {number("valid_months", t!("field-valid-months"), t!("points-valid-hint"), valid_months, 60, months)}
            </div>
            <p class="note">{t!("points-policy-note")}</p>
            <div class="thumb-bar"><Submit label=t!("points-policy-save") wide=true /></div>
        </ActionForm>
    }
}
