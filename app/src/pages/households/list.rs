//! Household files of the actor's areas: searched by name, phone or number, with filters.

use domain::{
    Error,
    accounts::AccountId,
    areas::AreaId,
    casework::NewMove,
    households::{FileState, HardshipKind, Household, Language, Situation},
    permission::Action,
    tables::{HouseholdColumn, Lines, Sort, filters::ListKind},
    text,
};
use leptos::prelude::*;
use store::{
    casework::{
        family_messages::{SendFamilyMessage, family_message},
        file::relocate::AskRelocation,
    },
    households::{
        edit::{ChangeSituation, Edit},
        list::HouseholdQuery,
    },
};

use crate::{
    components::{
        Empty, More, Near, Search, Select, StatePill, Submit, TextArea, Within, area_choice, area_options, is_smallest,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::{self, Verdicts},
            prints, window,
        },
        thumb_link, top_link,
    },
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

const NEW: &str = "/desk/households/new";

/// Address of the steps for selected files.
const PICKED: &str = "/desk/households/picked";

/// What becomes of selected files.
#[derive(Clone, Debug)]
enum Step {
    /// They get a caseworker.
    Assign(AccountId),
    /// Each family gets the same message.
    Message(String),
    /// Another area is asked to take each family over.
    Move(AreaId, String),
}

impl Step {
    /// Reads the step that was chosen, and what it needs: what is wrong for all files is said once.
    fn of(cx: &Cx) -> Result<Step, Error> {
        Ok(match cx.field("do") {
            "message" => Step::Message(family_message(cx.field("words"))?),
            "move" => {
                let to = cx.choice::<AreaId>("area")?;
                let words = text::words(cx.field("move_words"), 0, 1000);
                Step::Move(to, words.map_err(|code| Error::field("move_words", code))?)
            }
            _ => Step::Assign(cx.choice::<AccountId>("caseworker")?),
        })
    }

    /// Does it for one file.
    async fn run(&self, cx: &Cx, by: &store::By, one: bulk::Picked) -> Result<(), Error> {
        let household = one.id;
        match self {
            Step::Assign(caseworker) => assigned(cx, by, one, *caseworker).await,
            Step::Message(words) => {
                Ok(cx.store.run(by, SendFamilyMessage { household, words: words.clone() }).await.map(drop)?)
            }
            Step::Move(to, words) => {
                let new = NewMove { household, to: *to, words: words.clone() };
                Ok(cx.store.run(by, AskRelocation(new)).await.map(drop)?)
            }
        }
    }
}

/// Reads the filters of the list.
fn query(cx: &Cx) -> HouseholdQuery {
    HouseholdQuery {
        q: cx.query("q").chars().take(40).collect(),
        mine: cx.query("mine") == "yes",
        hardship: cx.query("hardship").parse().ok(),
        language: cx.query("language").parse().ok(),
        state: cx.query("state").parse().unwrap_or_default(),
        never_helped: cx.query("helped") == "never",
        cursor: 0,
    }
}

/// Reads the order of the list; by number without one.
fn order(cx: &Cx) -> Sort<HouseholdColumn> {
    cx.query("sort").parse().unwrap_or(Sort::up(HouseholdColumn::Number))
}

/// Renders `GET /desk/households?q&mine&helped&hardship&language&state&sort&cursor`, or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, Verdicts::default()).await
}

/// Renders the list again after a step for selected files was refused as a whole.
pub async fn refused_step(cx: Cx) -> Shown {
    shown(cx.at(ListKind::Households.path()), Verdicts::default()).await
}

/// Handles `POST /desk/households/picked`: puts a caseworker on each of the selected files, writes to each family, or
/// asks another area to take each of them over.
///
/// # Errors
/// Not allowed without a role that keeps files; field `pick` without a file, and fields of the step. What is wrong with
/// one of them is its verdict.
pub async fn picked(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let (picked, step) = (bulk::picked(&cx)?, Step::of(&cx)?);
    let (by, mut verdicts) = (cx.by(), Verdicts::default());
    for one in picked {
        let done = step.run(&cx, &bulk::by_row(&by, one.id), one).await;
        verdicts.note(one.id, done)?;
    }
    shown(cx.at(ListKind::Households.path()), verdicts).await
}

/// Changes the caseworker of one file, and nothing else of its situation. The version is the one that the list showed.
async fn assigned(cx: &Cx, by: &store::By, one: bulk::Picked, caseworker: AccountId) -> Result<(), Error> {
    let (file, _) = cx.store.household(&cx.actor, one.id).await?;
    let Household { hardship, income, language, .. } = file;
    let new = Situation { hardship, income, language, caseworker };
    let edit = Edit { household: one.id, version: one.version, new };
    Ok(cx.store.run(by, ChangeSituation(edit)).await?)
}

/// Serves `GET /desk/households/file?format`, with the filters and the order of the list.
pub(super) async fn file(cx: Cx) -> Result<File, Error> {
    cx.actor.must_somewhere(Action::ReadHouseholds)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::lists::households(&cx.store, &cx.by_within(), cx.lang, format, &query(&cx), order(&cx)).await
}

async fn shown(cx: Cx, verdicts: Verdicts) -> Shown {
    let (query, sort) = (query(&cx), order(&cx));
    let Lines { items, next } = cx.store.household_table(&cx.within(), &query, window(&cx, sort)).await?;
    // What is searched for comes by number.
    let sort = query.q.is_empty().then_some(sort);
    let columns = vec![
        Column::text("name", cx.lang.t("households-name")),
        Column::number("number", cx.lang.t("households-number")).sorted(),
        Column::text("area", cx.lang.t("field-area")),
        Column::number("people", cx.lang.t("households-people")).sorted(),
        Column::number("phone", cx.lang.t("field-phone")),
        Column::text("caseworker", cx.lang.t("file-caseworker")),
        Column::text("changed", cx.lang.t("table-changed")).sorted(),
        Column::mark("care", cx.lang.t("households-care")),
    ];
    let table = DataTable::of(&cx, ListKind::Households, cx.lang.t("households-title"), columns, sort);
    let may_add = cx.actor.may_somewhere(Action::KeepHouseholds);
    if prints(&cx) {
        return Ok(Page::new(cx.lang.t("households-title"), Here::Households, move || {
            let head = print_head(items.len(), MoreRows::of(next.as_ref()));
            let lines = items.into_iter().map(line).collect();
            view! { {head}{table.drawn(lines, &verdicts, None)} }
        })
        .back(cx.address_with(&[("print", "")]))
        .plain()
        .wide()
        .no_index());
    }
    let bar = ListBar::load(&cx, ListKind::Households, "/desk/households/file").await?;
    let keepers = match may_add {
        true => cx.store.caseworkers_to_choose(&cx.within(), Action::KeepHouseholds).await?,
        false => Vec::new(),
    };
    let areas = if may_add { cx.store.areas(&cx.actor).await? } else { Vec::new() };
    let areas = area_choice(cx.lang, area_options(&areas, |area| is_smallest(&areas, area)));
    let within = Within::of(&cx);
    let may_grant = cx.actor.may_somewhere(Action::GrantPoints);
    let links = PageLinks::of(&cx, next);
    let searched = query != HouseholdQuery::default();
    let chips = chips(&cx, &query, may_add);
    let to = format!("{PICKED}{}", cx.query_with(&[]).trim_end_matches('?'));
    let refused = if cx.form.error.is_some() { cx.field("do").to_owned() } else { String::new() };
    let page = Page::new(cx.lang.t("households-title"), Here::Households, move || {
        let keep = vec![
            ("mine", if query.mine { "yes".to_owned() } else { String::new() }),
            ("helped", if query.never_helped { "never".to_owned() } else { String::new() }),
            ("hardship", query.hardship.map(|kind| kind.as_str().to_owned()).unwrap_or_default()),
            ("language", query.language.map(|one| one.as_str().to_owned()).unwrap_or_default()),
        ];
        let said = verdicts.drawn("/desk/households");
        let list = list(items, &table, &verdicts, (searched, may_add));
        let steps = may_add.then(|| steps(to, keepers, areas, &refused));
        view! {
            {said}
            {within.map(Within::note)}
            {bar.chips()}
            <Search q=query.q.clone() placeholder=t!("households-search") keep />
            {chips}
            {filter(&query)}
            {steps}
            {list}
            {links.drawn()}
            {bar.fold(&table)}
            {may_add.then(|| view! { <p><a class="link" href="/desk/households/import">{t!("households-import-title")}</a></p> })}
            {may_add.then(|| view! { <p><a class="link" href="/desk/cards">{t!("cards-link")}</a></p> })}
            {may_grant.then(|| view! { <p><a class="link" href="/desk/points/import">{t!("points-sheet-title")}</a></p> })}
            {may_add.then(|| thumb_link(NEW.into(), t!("households-new"), "plus"))}
        }
    })
    .wide()
    .no_index();
    Ok(if may_add { page.tools(|| top_link(NEW.into(), t!("households-new"), "plus")) } else { page })
}

/// Renders the steps for selected files: one form, because a box belongs to one. The fold of the step `refused` is open.
fn steps(to: String, keepers: Vec<(AccountId, String)>, areas: Vec<(String, String)>, refused: &str) -> AnyView {
    let keepers: Vec<(String, String)> = keepers.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let assign = (!keepers.is_empty()).then(|| {
        view! {
            <Select name="caseworker" label=t!("households-assign-to") options=keepers />
            <Submit label=t!("households-assign") tone="soft" small=true choice=("do", "assign".to_owned()) />
        }
    });
    let fields = view! {
        {assign}
        <More summary=t!("households-message") open=refused == "message">
            <TextArea name="words" label=t!("households-message-words") hint=t!("households-message-hint") max_length=500 />
            <Submit label=t!("households-message-send") tone="soft" small=true choice=("do", "message".to_owned()) />
        </More>
        <More summary=t!("households-move") open=refused == "move">
            <p class="note">{t!("change-move-note")}</p>
            <Select name="area" label=t!("change-move-to") options=areas />
            <TextArea name="move_words" label=t!("change-move-words") max_length=1000 />
            <Submit label=t!("change-move-do") tone="soft" small=true choice=("do", "move".to_owned()) />
        </More>
    };
    bulk::form(to, fields.into_any())
}

/// Renders the most used filters as chips.
fn chips(cx: &Cx, query: &HouseholdQuery, keeps: bool) -> AnyView {
    let plain = !query.mine && !query.never_helped && query.state == FileState::Open;
    let mut all = vec![("mine", "", plain, "households-show-all")];
    if keeps {
        all.push(("mine", "yes", query.mine, "households-mine"));
    }
    all.push(("helped", "never", query.never_helped, "households-never-helped"));
    all.push(("state", "closed", query.state == FileState::Closed, "households-closed"));
    let chips = all
        .into_iter()
        .map(|(name, value, current, key)| {
            let mut changes = vec![("cursor", ""), ("mine", ""), ("helped", ""), ("state", "")];
            changes.retain(|(known, _)| *known != name);
            changes.push((name, value));
            let (to, label) = (cx.address_with(&changes), cx.lang.t(key));
            view! { <a class="chip" href=to aria-current=current.then_some("true")>{label}</a> }
        })
        .collect_view();
    let label = cx.lang.t("households-narrow");
    view! { <nav class="chips" aria-label=label>{chips}</nav> }.into_any()
}

/// Renders the filter form: hardship and language.
fn filter(query: &HouseholdQuery) -> impl IntoView + use<> {
    let lang = lang();
    let kinds = HardshipKind::ALL.iter().map(|k| (k.as_str().to_owned(), lang.named("hardship", k.as_str()))).collect();
    let languages = Language::ALL.iter().map(|l| (l.as_str().to_owned(), lang.named("language", l.as_str()))).collect();
    let hardship = query.hardship.map(|kind| kind.as_str()).unwrap_or_default();
    let language = query.language.map(|one| one.as_str()).unwrap_or_default();
    let kept = [
        ("q", query.q.clone()),
        ("mine", if query.mine { "yes".into() } else { String::new() }),
        ("helped", if query.never_helped { "never".into() } else { String::new() }),
        ("state", if query.state == FileState::Open { String::new() } else { query.state.as_str().into() }),
    ];
    let kept = kept
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <details class="more" open=!hardship.is_empty() || !language.is_empty()>
            <summary>{t!("households-narrow-more")}</summary>
            <form class="form" action="/desk/households">
                {kept}
                <div class="field-row">
                    <Select name="hardship" label=t!("file-hardships") options=kinds value=hardship />
                    <Select name="language" label=t!("file-language") options=languages value=language />
                </div>
                <div class="cluster"><button class="btn btn-quiet">{t!("households-narrow-do")}</button></div>
            </form>
        </details>
    }
}

fn list(found: Vec<Household>, table: &DataTable, verdicts: &Verdicts, (searched, may_add): (bool, bool)) -> AnyView {
    if found.is_empty() {
        return match (searched, may_add) {
            (true, _) => view! {
                <Empty title=t!("households-none-found") action=("/desk/households", t!("households-show-all"))>{t!("households-none-found-text")}</Empty>
            }
            .into_any(),
            (false, true) => view! {
                <Empty title=t!("households-empty") action=(NEW, t!("households-new"))>{t!("households-empty-text")}</Empty>
            }
            .into_any(),
            (false, false) => view! { <Empty title=t!("households-empty") /> }.into_any(),
        };
    }
    let lines = found.into_iter().map(|file| {
        let pick = may_add.then(|| format!("{}:{}", file.id, file.version));
        Line { pick, ..line(file) }
    });
    table.drawn(lines.collect(), verdicts, None)
}

/// Renders a file as a row. The phone is masked down to what tells two families apart.
fn line(household: Household) -> Line {
    let Household { id, area_name, name, phone, hardship, size, caseworker_name, state, changed, .. } = household;
    // An erased file keeps only its number.
    let title = if name.is_empty() { t!("households-number-short", n = id.to_string()) } else { name };
    let keeper = if caseworker_name.is_empty() { t!("file-no-caseworker") } else { caseworker_name };
    let care = view! {
        {hardship.then(|| view! { <StatePill tone="amber" icon="heart" text=t!("households-hardship") /> })}
        {(state != FileState::Open).then(|| {
            view! { <StatePill tone="soft" icon="close" text=lang().named("file-state", state.as_str()) /> }
        })}
    };
    let cells = vec![
        t!("households-number-short", n = id.to_string()).into_any(),
        area_name.into_any(),
        t!("households-people-count", n = size).into_any(),
        phone.into_any(),
        keeper.into_any(),
        (changed > 0).then(|| view! { <Near at=changed /> }).into_any(),
        care.into_any(),
    ];
    Line { id, to: format!("/desk/households/{id}"), title, note: None, pick: None, cells }
}
