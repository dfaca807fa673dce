//! Actions on groups, their rosters and notices, and on documents.

use domain::{
    Code, Error, Result,
    community::groups::{NewGroup, NewRosterEntry, documents::NewDocument, notices::NewGroupNotice},
};
use store::community::groups::{
    documents::{ChangeDocument, PostDocument, RemoveDocument},
    lifecycle::{ChangeGroup, EndGroup, OpenGroup},
    notices::{CallGroupMember, EndGroupNotice, PostGroupNotice, ReadGroupNotice},
    roster::{AnswerGroup, JoinGroup},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn group(id: i64) -> To {
    To::page(format!("/desk/groups/{id}"))
}

/// Parses a day of the form into its last second.
fn until(cx: &Cx) -> Result<i64> {
    let code = if cx.field("until").is_empty() { Code::Required } else { Code::Unknown };
    day_end(cx.field("until")).ok_or_else(|| Error::field("until", code))
}

fn typed_group(cx: &Cx) -> Result<NewGroup> {
    Ok(NewGroup {
        area: cx.choice("area")?,
        name: cx.field("name").to_owned(),
        channel: cx.choice("channel")?,
        channel_name: cx.field("channel_name").to_owned(),
        caretaker: cx.choice("caretaker")?,
    })
}

/// Handles `POST /desk/groups/new`.
pub async fn open(cx: Cx) -> Done {
    let id = cx.store.run(&cx.by(), OpenGroup(typed_group(&cx)?)).await?;
    Ok(group(id).saying("done-group-opened"))
}

/// Handles `POST /desk/groups/{id}/change`.
pub async fn change(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let change = ChangeGroup { group: id, version: cx.field_i64("version"), new: typed_group(&cx)? };
    cx.store.run(&cx.by(), change).await?;
    Ok(group(id).saying("done-group-changed"))
}

/// Handles `POST /desk/groups/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndGroup { group: id }).await?;
    Ok(group(id).saying("done-group-ended"))
}

/// Handles `POST /desk/groups/{id}/roster`.
pub async fn answer(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let household = cx.choice("household")?;
    let entry = NewRosterEntry { household, answer: cx.choice("answer")?, agreed: cx.checked("agreed") };
    cx.store.run(&cx.by(), AnswerGroup { group: id, entry }).await?;
    Ok(group(id).saying("done-group-answered"))
}

/// Handles `POST /desk/households/{id}/groups`.
pub async fn answer_household(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let entry = NewRosterEntry { household, answer: cx.choice("answer")?, agreed: cx.checked("agreed") };
    cx.store.run(&cx.by(), AnswerGroup { group: cx.choice("group")?, entry }).await?;
    Ok(To::page(format!("/desk/households/{household}/groups")).saying("done-group-answered"))
}

/// Handles `POST /home/groups/{id}/answer`.
pub async fn answer_own(cx: Cx) -> Done {
    let household = cx.actor.must_be_family()?;
    let entry = NewRosterEntry { household, answer: cx.choice("answer")?, agreed: true };
    cx.store.run(&cx.by(), AnswerGroup { group: cx.id("id")?, entry }).await?;
    Ok(To::page("/home/groups").saying("done-group-answered"))
}

/// Handles `POST /groups/join/{poster}`.
pub async fn join(cx: Cx) -> Done {
    cx.store.run(&cx.by(), JoinGroup { code: cx.param("poster").to_owned() }).await?;
    Ok(To::page("/home/groups").saying("done-group-joined"))
}

/// Handles `POST /desk/groups/{id}/notices`.
pub async fn post_notice(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let new =
        NewGroupNotice { title: cx.field("title").to_owned(), words: cx.field("words").to_owned(), until: until(&cx)? };
    let notice = cx.store.run(&cx.by(), PostGroupNotice { group: id, new }).await?;
    Ok(To::page(format!("/desk/groups/notices/{notice}")).saying("done-group-notice-posted"))
}

/// Handles `POST /desk/groups/notices/{id}/call`.
pub async fn call(cx: Cx) -> Done {
    let notice = cx.id("id")?;
    cx.store.run(&cx.by(), CallGroupMember { notice, household: cx.choice("household")? }).await?;
    Ok(To::page(format!("/desk/groups/notices/{notice}")).saying("done-group-called"))
}

/// Handles `POST /desk/groups/notices/{id}/end`.
pub async fn end_notice(cx: Cx) -> Done {
    let notice = cx.id("id")?;
    cx.store.run(&cx.by(), EndGroupNotice { notice }).await?;
    Ok(To::page(format!("/desk/groups/notices/{notice}")).saying("done-group-notice-ended"))
}

/// Handles `POST /home/groups/notices/{id}/open`.
pub async fn read(cx: Cx) -> Done {
    let notice = cx.id("id")?;
    cx.store.run(&cx.by(), ReadGroupNotice { notice }).await?;
    Ok(To::page(format!("/home/groups/notices/{notice}")))
}

fn typed_document(cx: &Cx) -> Result<NewDocument> {
    Ok(NewDocument {
        area: cx.choice("area")?,
        kind: cx.choice("kind")?,
        title: cx.field("title").to_owned(),
        words: cx.field("words").to_owned(),
        until: until(cx)?,
        place: cx.field_i64("place"),
    })
}

/// Handles `POST /desk/documents/new`.
pub async fn post_document(cx: Cx) -> Done {
    let new = typed_document(&cx)?;
    let area = new.area;
    cx.store.run(&cx.by(), PostDocument(new)).await?;
    Ok(To::page(format!("/areas/{area}/documents")).saying("done-document-posted"))
}

/// Handles `POST /desk/documents/{id}`.
pub async fn change_document(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let change = ChangeDocument { document: id, version: cx.field_i64("version"), new: typed_document(&cx)? };
    cx.store.run(&cx.by(), change).await?;
    Ok(To::page(format!("/desk/documents/{id}")).saying("done-document-changed"))
}

/// Handles `POST /desk/documents/{id}/remove`.
pub async fn remove_document(cx: Cx) -> Done {
    cx.store.run(&cx.by(), RemoveDocument { document: cx.id("id")? }).await?;
    Ok(To::page("/desk/documents").saying("done-document-removed"))
}
