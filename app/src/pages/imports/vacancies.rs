//! Importing an organisation's vacancies from a sheet, by staff of its area: the upload, and its dry run.

use domain::{
    imports::headings::SheetKind,
    imports::{Fate, Planned, VacancyRow},
    permission::Action,
};
use leptos::prelude::*;

use super::{
    columns::{asked, fields},
    plan::{Shows, bar, chips, pager, refused_file, row, table, understood, whys},
};
use crate::{
    components::{ActionForm, Banner, Icon, Near, Select, Submit, area_choice},
    i18n::lang,
    pages::{imports::goods::file_field, stock::words::grouped},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/jobs/import`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepVacancies)?;
    let notes = match cx.query_i64("again") {
        0 => Vec::new(),
        id => cx.store.vacancy_sheet_plan(&cx.actor, id).await?.import.notes,
    };
    let asked = asked(&cx, SheetKind::Vacancies, notes).await?;
    let employers = cx.store.employers(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("vacancies-import-title"), Here::Jobs, move || {
        let options: Vec<_> = employers.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        let only = if let [(id, _)] = options.as_slice() { id.clone() } else { String::new() };
        let options = area_choice(lang(), options);
        view! {
            <p>{t!("vacancies-import-intro")}" "<a class="link" href="/desk/jobs/import/template.xlsx"><Icon name="download" />{t!("import-template")}</a></p>
            <ActionForm to="/desk/jobs/import" files=true>
                <Select name="organisation" label=t!("vacancy-employer") options value=only required=true />
                {fields(SheetKind::Vacancies, asked, "sheet-points")}
                {file_field(t!("import-template-hint"))}
                <Submit label=t!("import-look") icon="search" />
            </ActionForm>
        }
    })
    .back("/desk/jobs/vacancies")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/jobs/import/{id}?fate&from`.
pub async fn plan(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let plan = cx.store.vacancy_sheet_plan(&cx.actor, id).await?;
    let mut shows = Shows::of(&cx);
    let (rows, of) = shows.rows(&plan);
    let (chips, pages) = (chips(&cx, &plan, shows.fate), pager(&cx, shows.from, of));
    let to_do = i64::try_from(plan.to_do()).unwrap_or(i64::MAX);
    let refused = i64::try_from(plan.count(Fate::Refused)).unwrap_or(i64::MAX);
    let import = plan.import;
    Ok(Page::new(cx.lang.t("import-plan-title"), Here::Jobs, move || {
        let state = match (to_do, import.applied) {
            (0, 0) => view! { <Banner>{t!("import-nothing")}</Banner> }.into_any(),
            (0, _) => view! { <Banner tone="tea">{t!("vacancies-import-done")}</Banner> }.into_any(),
            _ => view! {
                <section class="card">
                    <ActionForm to=format!("/desk/jobs/import/{id}/apply")>
                        <p>{t!("vacancies-import-go-text", n = grouped(to_do))}</p>
                        {bar(to_do)}
                        <Submit label=t!("vacancies-import-go", n = grouped(to_do)) icon="check" />
                    </ActionForm>
                </section>
            }
            .into_any(),
        };
        let heads = vec![
            (t!("sheet-work"), false),
            (t!("sheet-workplace"), false),
            (t!("sheet-posts"), true),
            (t!("sheet-until"), false),
        ];
        view! {
            <p class="soft">{import.name.clone()}" · "<Near at=import.created /></p>
            {understood(&import.notes, "sheet-points")}
            {state}
            {refused_file(&format!("/desk/jobs/import/{id}"), refused)}
            {chips()}
            {table(heads, rows.iter().map(vacancy_row).collect_view().into_any())}
            {pages()}
        }
    })
    .back("/desk/jobs/import")
    .wide()
    .no_index())
}

fn vacancy_row(planned: &Planned<VacancyRow>) -> impl IntoView + use<> {
    let VacancyRow { title, place, posts, until, .. } = planned.line.row.clone();
    let why = whys(&planned.line.wrong, planned.of, "sheet-points");
    let same = (planned.of != 0).then(|| t!("import-same-as", n = planned.of));
    let cells = view! {
        <td data-label=t!("sheet-work")>{title}</td>
        <td data-label=t!("sheet-workplace")>{place}</td>
        <td class="num" data-label=t!("sheet-posts")>{(posts > 0).then(|| grouped(posts))}</td>
        <td data-label=t!("sheet-until")>{(until > 0).then(|| view! { <Near at=until /> })}</td>
    };
    row(planned, cells.into_any(), view! { {why}{same} }.into_any())
}
