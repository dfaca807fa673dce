//! Lists of scanned goods that are not finished: kept with each scan and request, filled in again on any device.

use std::{str::FromStr, sync::Arc};

use domain::{
    Code, Error, Result,
    ledger::LocationId,
    stock::lists::{ListBody, ListKey, ListKind, ListSubject, ListVersion, OpenList, is_of_row},
};
use leptos::prelude::*;
use store::{
    By, Command,
    stock::lists::{DropList, KeepList, OfList},
};

use crate::{
    components::{ActionForm, Near, Submit},
    functions::stock::KeptList,
    web::{Cx, Done, Form, To, new_request_id},
};

/// Fields around the rows that the address of a page may set.
const OF_ADDRESS: [&str; 7] = ["location", "origin", "receipt", "offer", "drive", "from", "to"];

/// The list of a page.
pub(crate) struct PageList {
    key: String,
    version: i64,
    of: ListSubject,
    /// When a list that was begun before was kept last, and its rows; `None` for a new one.
    resumed: Option<OpenList>,
    /// Other open lists of the kind.
    others: Vec<OpenList>,
}

/// Opens the list of a page: the one that was posted or that the address names, else the last one of its kind that is
/// not finished. Returns the request with the list's rows and fields in place of what was posted.
///
/// `shop` is that of the page, or 0 for any; `to` is the path that the page's form posts to.
pub(crate) async fn open(cx: &Cx, of: ListSubject, shop: LocationId, to: &str) -> Result<(Cx, PageList)> {
    let all = cx.store.open_lists(&cx.actor).await?;
    let mine = |list: &&OpenList| list.of == of;
    if cx.form.is_posted() {
        return posted(cx, of, all.into_iter().filter(|list| list.of == of).collect()).await;
    }
    let chosen = match ListKey::from_str(cx.query("list")) {
        Ok(key) => all.iter().find(|list| list.key == key && list.of == of).cloned(),
        Err(_) if cx.query("list").is_empty() => {
            let here = |list: &&OpenList| shop == 0 || list.location == 0 || list.location == shop;
            all.iter().filter(mine).find(here).cloned()
        }
        Err(_) => None,
    };
    let others: Vec<_> = all.iter().filter(mine).filter(|list| Some(*list) != chosen.as_ref()).cloned().collect();
    let kept = match &chosen {
        Some(list) => cx.store.kept_list(&cx.actor, &list.key).await?.filter(|kept| !kept.done),
        None => None,
    };
    let (Some(list), Some(kept)) = (chosen, kept) else {
        return Ok((cx.clone(), PageList { key: new_request_id(), version: 0, of, resumed: None, others }));
    };
    let mut values = kept.body.values();
    for name in OF_ADDRESS.into_iter().filter(|name| !cx.query(name).is_empty()) {
        values.retain(|(known, _)| known != name);
        values.push((name.to_owned(), cx.query(name).to_owned()));
    }
    let page = PageList { key: list.key.as_str().to_owned(), version: kept.version, of, resumed: Some(list), others };
    Ok((filled(cx, values, to.into()), page))
}

/// The list of a form that is shown again, with the rows as they are kept: also those of another window.
async fn posted(cx: &Cx, of: ListSubject, all: Vec<OpenList>) -> Result<(Cx, PageList)> {
    let key = ListKey::from_str(cx.field("list")).ok();
    let kept = match &key {
        Some(key) => cx.store.kept_list(&cx.actor, key).await?.filter(|kept| kept.of == of),
        None => None,
    };
    let others = all.into_iter().filter(|list| Some(&list.key) != key.as_ref()).collect();
    // What was too much to be kept is in the form alone.
    if let Some(Error::Conflict(Code::ListFull | Code::TooLarge)) = cx.form.error {
        let (key, version) = (cx.field("list").to_owned(), cx.field("list_version").parse().unwrap_or(0));
        return Ok((cx.clone(), PageList { key, version, of, resumed: None, others }));
    }
    let Some(kept) = kept else {
        let key = key.map_or_else(new_request_id, |key| key.as_str().to_owned());
        return Ok((cx.clone(), PageList { key, version: 0, of, resumed: None, others }));
    };
    let around = cx.form.values.iter().filter(|(name, _)| !is_of_row(name) && name != "scan").cloned();
    let rows = kept.body.values().into_iter().filter(|(name, _)| is_of_row(name));
    let values = around.chain(rows).collect();
    // Of a list whose goods are booked nothing is left to book: a new one begins.
    let (key, version) = if kept.done { (new_request_id(), 0) } else { (cx.field("list").to_owned(), kept.version) };
    Ok((filled(cx, values, cx.form.to.clone()), PageList { key, version, of, resumed: None, others }))
}

fn filled(cx: &Cx, values: Vec<(String, String)>, to: Arc<str>) -> Cx {
    let mut request = (*cx.0).clone();
    request.form = Form { values: Arc::new(values), to, ..request.form };
    Cx(Arc::new(request))
}

impl PageList {
    /// Renders the hidden fields by which the form and its island know the list.
    pub(crate) fn fields(&self) -> AnyView {
        let (key, version) = (self.key.clone(), self.version.to_string());
        let ListSubject { kind, subject, household } = self.of;
        view! {
            <input
                type="hidden" name="list" value=key autocomplete="off" data-list=kind.as_str()
                data-subject=subject.to_string() data-household=household.to_string()
            />
            <input type="hidden" name="list_version" value=version autocomplete="off" data-list-version />
        }
        .into_any()
    }

    /// Says that a list goes on which was begun before, and leads to a new one, and to others that wait.
    pub(crate) fn head(&self, page: &str) -> Option<AnyView> {
        let and = if page.contains('?') { '&' } else { '?' };
        let link = |list: &str| format!("{page}{and}list={list}");
        let resumed = self.resumed.as_ref().map(|list| {
            let (key, at, n, new, back) = (self.key.clone(), list.updated, list.lines, link("new"), page.to_owned());
            view! {
                <div class="cluster no-print">
                    <p class="note">{t!("list-resumed", n = n)}" "<Near at=at /></p>
                    <a class="btn btn-quiet btn-small" href=new>{t!("list-new")}</a>
                    <ActionForm to="/shop/lists/drop" class="cluster">
                        <input type="hidden" name="list" value=key />
                        <input type="hidden" name="back" value=back />
                        <Submit label=t!("list-drop") tone="quiet" small=true />
                    </ActionForm>
                </div>
            }
        });
        let others = self
            .others
            .iter()
            .take(5)
            .map(|list| {
                let (to, at, n) = (link(list.key.as_str()), list.updated, list.lines);
                view! { <a class="chip" href=to>{t!("list-other", n = n)}" "<Near at=at /></a> }
            })
            .collect_view();
        let any = !self.others.is_empty();
        (resumed.is_some() || any).then(|| {
            view! {
                {resumed}
                {any.then(|| view! { <nav class="chips no-print" aria-label=t!("list-others")>{others}</nav> })}
            }
            .into_any()
        })
    }
}

/// A list as it was kept at the beginning of an action.
#[derive(Clone)]
pub(crate) struct PostedList {
    key: ListKey,
    version: i64,
}

async fn keep_body(cx: &Cx, of: ListSubject, values: &[(String, String)]) -> Result<Option<(ListKey, ListVersion)>> {
    let field = |name: &str| values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim());
    let Ok(key) = ListKey::from_str(field("list")) else { return Ok(None) };
    let body = ListBody::read(values);
    let seen = field("list_version").parse().unwrap_or(0);
    if body.lines() == 0 && seen == 0 {
        return Ok(None);
    }
    let place = if field("location").is_empty() { field("from") } else { field("location") };
    let location = place.parse().unwrap_or(0);
    // Without a request id: the list itself tells what is new.
    let by = By::new(cx.actor.clone(), "").in_session(cx.session);
    let done = cx.store.run(&by, KeepList { key: key.clone(), of, location, seen, body }).await?;
    Ok(Some((key, done)))
}

/// Keeps what a form posted of a list, before its action does anything; `None` for a form without a list.
///
/// # Errors
/// [`Code::ChangedMeanwhile`] when another window added rows: the page shows all of them.
pub(crate) async fn keep(cx: &Cx, of: ListSubject) -> Result<Option<PostedList>> {
    let Some((key, at)) = keep_body(cx, of, &cx.form.values).await? else { return Ok(None) };
    if at.met {
        return Err(Error::Conflict(Code::ChangedMeanwhile));
    }
    Ok(Some(PostedList { key, version: at.version }))
}

/// Answers an island that asks to keep a list.
///
/// # Errors
/// As [`KeepList`]; not found for an unknown kind or a form without a list.
pub(crate) async fn keep_typed(cx: &Cx, kind: &str, subject: i64, household: i64, typed: &str) -> Result<KeptList> {
    cx.actor.must_somewhere(domain::permission::Action::KeepStock)?;
    let kind = kind.parse::<ListKind>().map_err(|_| Error::NotFound)?;
    let values: Vec<(String, String)> = form_urlencoded::parse(typed.as_bytes()).into_owned().collect();
    let kept = keep_body(cx, ListSubject { kind, subject, household }, &values).await?;
    Ok(match kept {
        Some((_, ListVersion { version, met, done })) => KeptList { version, met, done },
        None => KeptList { version: 0, met: false, done: false },
    })
}

/// Runs the step that books a list and ends it; rows of `rest` stay open in a list of their own.
///
/// # Errors
/// As the step, and as [`OfList`].
pub(crate) async fn book<C: Command>(cx: &Cx, kept: Option<PostedList>, rest: ListBody, step: C) -> Result<C::Output> {
    let by = cx.by();
    Ok(match kept {
        None => cx.store.run(&by, step).await?,
        Some(PostedList { key: list, version }) => {
            // Named after the list, so that a form that is sent twice is the same request.
            let key = ListKey::from_str(&format!("{}r", list.as_str())).ok().filter(|_| !rest.rows.is_empty());
            cx.store.run(&by, OfList { list, version, rest: key.map(|key| (key, rest)), step }).await?
        }
    })
}

/// Handles `POST /shop/lists/drop`.
pub(crate) async fn throw_away(cx: Cx) -> Done {
    let key = ListKey::from_str(cx.field("list")).map_err(|_| Error::NotFound)?;
    cx.store.run(&cx.by(), DropList(key)).await?;
    let back = crate::web::session::local_path(cx.field("back")).to_owned();
    let back = if back.starts_with("/shop/") { back } else { "/shop/receive".to_owned() };
    Ok(To::page(back).saying("done-list-dropped"))
}
