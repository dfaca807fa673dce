//! What each caseworker has to do, and the files of one of them, to be given to another.

use domain::{
    casework::workload::{WorkFile, Workload},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Empty, Fact, Facts, More, Pager, Select, StatePill, Submit, Table, area_choice},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/workload`.
pub async fn page(cx: Cx) -> Shown {
    let loads = cx.store.workloads(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("workload-title"), Here::Chain, move || {
        if loads.is_empty() {
            return view! { <Empty title=t!("workload-none") /> }.into_any();
        }
        let rows = loads.iter().map(row).collect_view();
        view! {
            <p class="note">{t!("workload-note")}</p>
            <Table label=t!("workload-title") heads=view! {
                <th scope="col">{t!("workload-who")}</th>
                <th scope="col" class="num">{t!("workload-files")}</th>
                <th scope="col" class="num">{t!("workload-wishes")}</th>
                <th scope="col" class="num">{t!("workload-cases")}</th>
                <th scope="col" class="num">{t!("workload-visits")}</th>
                <th scope="col" class="num">{t!("workload-findings")}</th>
                <th scope="col" class="num">{t!("workload-referrals")}</th>
                <th scope="col" class="num">{t!("workload-overdue")}</th>
            }>{rows}</Table>
        }
        .into_any()
    })
    .back("/desk/chain")
    .no_index())
}

fn name(load: &Workload) -> String {
    if load.account == 0 { t!("workload-unowned") } else { load.name.clone() }
}

fn row(load: &Workload) -> impl IntoView + use<> {
    let (to, name, gone) = (format!("/desk/workload/{}", load.account), name(load), !load.works);
    let Workload { files, wishes, cases, visits, findings, referrals, overdue, .. } = *load;
    view! {
        <tr>
            <th scope="row">
                <a class="link" href=to>{name}</a>
                {gone.then(|| view! { " "<StatePill tone="plum" icon="alert" text=t!("workload-gone") /> })}
            </th>
            <td class="num" data-label=t!("workload-files")>{files}</td>
            <td class="num" data-label=t!("workload-wishes")>{wishes}</td>
            <td class="num" data-label=t!("workload-cases")>{cases}</td>
            <td class="num" data-label=t!("workload-visits")>{visits}</td>
            <td class="num" data-label=t!("workload-findings")>{findings}</td>
            <td class="num" data-label=t!("workload-referrals")>{referrals}</td>
            <td class="num" data-label=t!("workload-overdue")>{overdue}</td>
        </tr>
    }
}

/// Renders `GET /desk/workload/{id}?cursor`: one account's load and its files.
pub async fn record(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::LeadCasework)?;
    let id = cx.id("id")?;
    let load = cx.store.workload(&cx.actor, id).await?;
    let files = cx.store.work_files(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let colleagues = cx.store.colleagues(&cx.actor).await?;
    let next = files.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let title = if id == 0 { cx.lang.t("workload-unowned") } else { load.name.clone() };
    let chosen: Vec<String> = cx.fields("household").into_iter().map(str::to_owned).collect();
    Ok(Page::new(title, Here::Chain, move || {
        let options = || {
            let others = colleagues.iter().filter(|(other, _)| *other != id);
            // The first of the list is not chosen by mistake.
            area_choice(lang(), others.map(|(other, name)| (other.to_string(), name.clone())).collect())
        };
        let (some, all) = (options(), options());
        let none = files.items.is_empty();
        let rows = files.items.into_iter().map(|file| file_row(file, &chosen)).collect_view();
        view! {
            {facts(&load)}
            {if none {
                view! { <p class="soft">{t!("workload-no-files")}</p> }.into_any()
            } else {
                view! {
                    <ActionForm to=format!("/desk/workload/{id}/files")>
                        <ul class="rows">{rows}</ul>
                        <Select name="to" label=t!("hand-over-to") hint=t!("hand-over-to-hint") options=some required=true />
                        <Submit label=t!("workload-hand-over") wide=true />
                    </ActionForm>
                    <Pager next />
                }
                .into_any()
            }}
            {(id != 0).then(|| view! {
                <More summary=t!("workload-all") to=format!("/desk/workload/{id}/all")>
                    <ActionForm to=format!("/desk/workload/{id}/all")>
                        <p class="note">{t!("hand-over-note")}</p>
                        <Select name="to_all" label=t!("hand-over-to") hint=t!("hand-over-to-hint") options=all required=true />
                        <Submit label=t!("hand-over-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back("/desk/workload")
    .narrow()
    .no_index())
}

fn facts(load: &Workload) -> impl IntoView + use<> {
    let Workload { files, wishes, cases, visits, findings, referrals, overdue, .. } = *load;
    view! {
        <Facts>
            <Fact name=t!("workload-files")>{files}</Fact>
            <Fact name=t!("workload-wishes")>{wishes}</Fact>
            <Fact name=t!("workload-cases")>{cases}</Fact>
            <Fact name=t!("workload-visits")>{visits}</Fact>
            <Fact name=t!("workload-findings")>{findings}</Fact>
            <Fact name=t!("workload-referrals")>{referrals}</Fact>
            <Fact name=t!("workload-overdue")>{overdue}</Fact>
        </Facts>
    }
}

fn file_row(file: WorkFile, chosen: &[String]) -> impl IntoView + use<> {
    let WorkFile { household, area_name } = file;
    let value = household.to_string();
    let checked = chosen.contains(&value);
    view! {
        <li class="row">
            <label class="row-main">
                <span class="cluster">
                    <input type="checkbox" name="household" value=value.clone() checked=checked />
                    <b>{t!("desk-household-number", n = value)}</b>
                </span>
                <small>{area_name}</small>
            </label>
        </li>
    }
}
