//! A household's points for staff: the family's statement, with forms to grant and take back.

use leptos::prelude::*;

use super::statement::{heading, list, monthly, part, stats};
use crate::{
    components::{ActionForm, Choice, Fact, Facts, Field, Pager, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/points?cursor`. Reading it writes to the audit trail.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.points(&cx.actor, id).await?;
    let part = part(&cx, &file);
    let statement = cx.store.points_part(&cx.actor, id, part, cx.query_i64("cursor")).await?;
    let next = statement.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let named = !file.name.is_empty();
    let title = if named {
        cx.lang.tf("points-of", &[("name", file.name.clone().into())])
    } else {
        cx.lang.tf("points-of-number", &[("n", id.into())])
    };
    let page = Page::new(title, Here::Households, move || {
        let given = monthly(file.policy, file.size).unwrap_or_else(|| t!("points-monthly-none"));
        let size = file.size;
        view! {
            {stats(&file, part)}
            <section class="card">
                <Facts>
                    <Fact name=t!("households-number")>{id}</Fact>
                    <Fact name=t!("households-people")>{t!("households-people-count", n = size)}</Fact>
                    <Fact name=t!("points-policy")>{given}</Fact>
                </Facts>
            </section>
            <p><a class="link" href=format!("/desk/households/{id}/taking-part")>{t!("part-title")}</a></p>
            {file.grants.then(|| by_hand(id))}
            <section class="stack" aria-labelledby="statement">
                <h2 id="statement">{heading(part)}</h2>
                {list(&statement.items, Some(id))}
                <Pager next />
            </section>
        }
    })
    .narrow()
    .no_index();
    Ok(if named { page.back(format!("/desk/households/{id}")) } else { page.back("/desk") })
}

fn by_hand(id: i64) -> impl IntoView {
    let options = vec![
        ("give".to_owned(), t!("points-give"), String::new()),
        ("take".to_owned(), t!("points-take"), t!("points-take-note")),
    ];
    view! {
        <section class="card" aria-labelledby="by-hand">
            <h2 id="by-hand">{t!("points-by-hand")}</h2>
            <ActionForm to=format!("/desk/households/{id}/points")>
                <Choice name="what" label=t!("field-what") options value="give".to_owned() side=true />
                <Field
                    name="points" label=t!("field-points") kind="number" inputmode="numeric" min="1".to_owned()
                    max=domain::points::MOST.to_string() unit=t!("points-unit") required=true autocomplete="off"
                />
                <Field name="reason" label=t!("field-reason") hint=t!("points-reason-hint") required=true max_length=200 />
                <Submit label=t!("points-by-hand-do") wide=true />
            </ActionForm>
        </section>
    }
}
