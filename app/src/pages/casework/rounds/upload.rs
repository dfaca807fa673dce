//! The base list of a round: a sheet with a line for each door.

use domain::{
    Code, Error,
    casework::rounds::{ListAnswer, Round, RoundId, RoundState},
    imports::SheetNote,
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Submit},
    i18n::lang,
    pages::imports::{
        goods::{file_field, sheet_field},
        plan::understood,
    },
    sheets,
    web::{Cx, Here, Page, Shown},
};

async fn running(cx: &Cx, id: RoundId) -> domain::Result<Round> {
    cx.actor.must_somewhere(Action::OpenRounds)?;
    let (round, _) = cx.store.round(&cx.actor, id).await?;
    match (round.may_manage, round.state) {
        (false, _) => Err(Error::NotFound),
        (true, RoundState::Running) => Ok(round),
        (true, _) => Err(Error::Conflict(Code::RoundOver)),
    }
}

/// Renders `GET /desk/rounds/{id}/list`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let round = running(&cx, id).await?;
    Ok(shown(&cx, round, None))
}

/// Handles `POST /desk/rounds/{id}/list`, and shows what became of the lines.
pub async fn add(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    // Permission is checked before the file is unpacked.
    let round = running(&cx, id).await?;
    let bytes = cx.file("file").ok_or(Error::field("file", Code::Required))?.to_vec();
    let (lines, notes) = sheets::parse_chosen(bytes, cx.field("sheet").to_owned(), sheets::doors).await?;
    let answer = cx.store.round_list_add(&cx.by(), id, lines).await?;
    Ok(shown(&cx, round, Some((answer, notes))))
}

fn shown(cx: &Cx, round: Round, answer: Option<(ListAnswer, Vec<SheetNote>)>) -> Page {
    let id = round.id;
    Page::new(cx.lang.t("round-list"), Here::Rounds, move || {
        view! {
            <p><b>{round.name.clone()}</b>" · "{round.area_name.clone()}</p>
            {answer.map(|(answer, notes)| view! { {became(id, answer)}{understood(&notes, "sheet-points")} })}
            <p class="note">{t!("round-list-intro")}</p>
            <ActionForm to=format!("/desk/rounds/{id}/list") files=true>
                {file_field(t!("round-list-hint"))}
                {sheet_field()}
                <Submit label=t!("round-list-do") wide=true />
            </ActionForm>
        }
    })
    .back(format!("/desk/rounds/{id}"))
    .narrow()
    .no_index()
}

fn became(id: RoundId, answer: ListAnswer) -> impl IntoView {
    let ListAnswer { added, known, wrong } = answer;
    let lines = wrong
        .iter()
        .map(|line| {
            let why = lang().named("round-list-wrong", line.cell.as_str());
            view! { <li>{t!("round-list-line", n = line.n)}" "{why}</li> }
        })
        .collect_view();
    view! {
        <Banner tone="tea">
            {t!("round-list-added", n = added)}" "{t!("round-list-known", n = known)}" "
            <a class="link" href=format!("/desk/rounds/{id}")>{t!("round-back")}</a>
        </Banner>
        {(!wrong.is_empty()).then(|| view! {
            <section class="card stack">
                <h2>{t!("round-list-wrong")}</h2>
                <ul>{lines}</ul>
            </section>
        })}
    }
}
