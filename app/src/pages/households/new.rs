//! The form for a new household file with all its members.
//! It grows by one row per POST, without scripts, and keeps what was typed.

use domain::{households::LikelyFile, permission::Action, time::year};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Checkbox, Field, Near, Select, Submit, area_choice, area_options, is_smallest},
    pages::households::{
        actions::{BIRTH_YEARS, MEMBER_NAMES, ROWS, SEXES, typed},
        forms::sexes,
    },
    web::{Cx, Here, Page, Shown},
};

/// Member rows of a fresh form.
const FIRST_ROWS: usize = 3;

/// Renders `GET /desk/households/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options =
        area_options(&areas, |area| cx.actor.may(Action::KeepHouseholds, &area.path) && is_smallest(&areas, area));
    let options = area_choice(cx.lang, options);
    let shown = usize::try_from(cx.field_i64(ROWS)).unwrap_or(0).clamp(FIRST_ROWS, MEMBER_NAMES.len());
    let rows = if cx.checked("more") { (shown + 1).min(MEMBER_NAMES.len()) } else { shown };
    let this_year = year(cx.now);
    // After a refusal the form comes back with what was typed.
    let alike = match cx.field("name").is_empty() || cx.field_i64("area") == 0 {
        true => Vec::new(),
        false => cx.store.households_alike(&cx.actor, &typed(&cx, this_year).0).await.unwrap_or_default(),
    };
    Ok(Page::new(cx.lang.t("households-new"), Here::Households, move || {
        view! {
            <ActionForm to="/desk/households/new">
                // Enter submits with the form's first button, so that one must create the file, not add a row.
                <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true">{t!("households-new-do")}</button>
                {(!alike.is_empty()).then(|| likely(alike))}
                <h2>{t!("households-contact")}</h2>
                <div class="field-row">
                    <Field name="name" label=t!("households-contact-name") required=true max_length=30 autocomplete="off" />
                    <Field
                        name="phone" label=t!("field-phone") hint=t!("file-phone-hint") kind="tel" inputmode="tel" autocomplete="off"
                        max_length=20
                    />
                </div>
                <Select name="area" label=t!("field-area") options required=true />
                <Field name="address" label=t!("field-address") hint=t!("households-address-hint") max_length=120 autocomplete="off" />
                <Checkbox name="hardship" label=t!("households-hardship-tick") />
                {people(rows, this_year)}
                <h2>{t!("households-sign-in")}</h2>
                <p class="note">{t!("households-sign-in-later")}</p>
                <div class="thumb-bar"><Submit label=t!("households-new-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/households")
    .narrow()
    .no_index())
}

/// Renders the files that probably belong to the same family, and the confirmation that this is another one.
fn likely(files: Vec<LikelyFile>) -> impl IntoView {
    let rows = files
        .into_iter()
        .map(|LikelyFile { household, area_name, size, created }| {
            view! {
                <li>
                    <a class="row" href=format!("/desk/households/{household}")>
                        <span class="row-main">
                            <b>{t!("desk-household-number", n = household.to_string())}</b>
                            <small>{area_name}" · "{t!("households-people-count", n = size)}</small>
                        </span>
                        <span class="row-end"><Near at=created /></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack">
            <h2>{t!("households-alike")}</h2>
            <p class="note">{t!("households-alike-note")}</p>
            <ul class="rows">{rows}</ul>
            <Checkbox name="anyway" label=t!("households-anyway") />
        </section>
    }
}

fn people(rows: usize, year: i64) -> impl IntoView {
    let fields = (0..rows)
        .map(|row| {
            let n = i64::try_from(row + 1).unwrap_or(0);
            view! {
                <fieldset class="field" id=format!("person-{n}")>
                    <legend>{t!("households-person", n = n)}</legend>
                    <div class="field-row tight">
                        <Field name=MEMBER_NAMES[row] label=t!("field-member-name") required={row == 0} max_length=30 autocomplete="off" />
                        <Field
                            name=BIRTH_YEARS[row] label=t!("field-birth-year") required={row == 0} kind="number" inputmode="numeric"
                            min="1900" max=year.to_string()
                        />
                        <Select name=SEXES[row] label=t!("field-sex") options=sexes() value="unsaid" required=true />
                    </div>
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <h2>{t!("households-members")}</h2>
        <p class="note">{t!("households-members-note")}</p>
        <input type="hidden" name=ROWS value=rows.to_string() />
        {fields}
        {(rows < MEMBER_NAMES.len()).then(|| view! {
            // The fragment scrolls to the new row.
            <button
                type="submit" class="btn btn-quiet" name="more" value="1" formnovalidate
                formaction=format!("/desk/households/new#person-{}", rows + 1)
            >
                {t!("households-more")}
            </button>
        })}
    }
}
