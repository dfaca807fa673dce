//! One programme: what it gave in a year, its grants, and its name.

use domain::{
    casework::aid::{Programme, ProgrammeUse},
    time::year,
};
use leptos::prelude::*;

use super::{
    pieces::{Reader, grant_rows},
    programmes::{chosen_year, years},
};
use crate::{
    components::{ActionForm, Choice, Empty, Fact, Facts, Field, More, Pager, Submit, value_choices},
    i18n::lang,
    pages::stock::receipts::yuan,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/aid/programmes/{id}?year&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (this, chosen) = (year(cx.now), chosen_year(&cx));
    let programme = cx.store.aid_programme(&cx.actor, id, chosen).await?;
    let found = cx.store.programme_grants(&cx.actor, id, Some(chosen), cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(programme.name.clone(), Here::Aid, move || {
        let none = found.items.is_empty();
        view! {
            {years(&format!("/desk/aid/programmes/{id}"), this, chosen)}
            {facts(&programme)}
            <h2>{t!("aid-grants")}</h2>
            {if none {
                view! { <Empty title=t!("aid-grants-none")>{t!("aid-grants-none-text")}</Empty> }.into_any()
            } else {
                grant_rows(&found.items, Reader::Staff, |grant| t!("desk-household-number", n = grant.household.to_string()))
            }}
            <Pager next />
            {programme.may_lead.then(|| change(&programme))}
        }
    })
    .back("/desk/aid")
    .narrow()
    .no_index())
}

fn facts(programme: &Programme) -> impl IntoView + use<> {
    let figures = programme.figures.unwrap_or_default();
    let kind = lang().named("aid-kind", programme.kind.as_str());
    let source = lang().named("aid-source", programme.source.as_str());
    let area = programme.area_name.clone();
    view! {
        <Facts>
            <Fact name=t!("field-aid-kind")>{kind}</Fact>
            <Fact name=t!("field-aid-source")>{source}</Fact>
            <Fact name=t!("field-area")>{area}</Fact>
            <Fact name=t!("aid-total")><b class="num">{yuan(figures.amount)}</b></Fact>
            <Fact name=t!("aid-reached")>{t!("aid-figures", grants = figures.grants, households = figures.households)}</Fact>
        </Facts>
    }
}

fn change(programme: &Programme) -> impl IntoView + use<> {
    let to = format!("/desk/aid/programmes/{}", programme.id);
    let uses = value_choices("programme-use", ProgrammeUse::ALL.iter().map(|usage| usage.as_str()));
    let (name, usage) = (programme.name.clone(), programme.usage.as_str().to_owned());
    view! {
        <More summary=t!("programme-change") to=to.clone()>
            <ActionForm to=to>
                <Field name="name" label=t!("programme-name") value=name required=true max_length=60 autocomplete="off" />
                <Choice name="usage" label=t!("programme-use") options=uses value=usage side=true />
                <Submit label=t!("file-save") tone="soft" />
            </ActionForm>
        </More>
    }
}
