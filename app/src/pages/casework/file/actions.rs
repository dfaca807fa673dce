//! Actions on a household file as a whole: reveal, objections, relocation, merge, closing, erasure.

use domain::{
    Code, Error,
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging, NewMove},
    households::reveals::{Reveal, RevealReason},
};
use store::{
    casework::{
        file::{
            close::{CloseFile, ReopenFile},
            merge::MergeFiles,
            relocate::{AcceptRelocation, AskRelocation, DeclineRelocation, RecallRelocation},
        },
        objections::{AnswerObjection, FileObjection},
    },
    households::reveal::{HideHousehold, RevealHousehold},
};

use crate::web::{Cx, Done, To};

/// Redirects to the page in `next`, or to the file.
fn back(cx: &Cx, id: i64) -> To {
    let next = cx.next();
    To::page(if next.is_empty() { format!("/desk/households/{id}") } else { next })
}

/// Handles `POST /desk/households/{id}/reveal`.
pub async fn reveal(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let reason: RevealReason = cx.choice("reason")?;
    cx.store
        .run(&cx.by(), RevealHousehold(Reveal { household: id, reason, words: cx.field("words").to_owned() }))
        .await?;
    Ok(back(&cx, id).saying("done-revealed"))
}

/// Handles `POST /desk/households/{id}/hide`.
pub async fn hide(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), HideHousehold(id)).await?;
    Ok(back(&cx, id).saying("done-hidden"))
}

/// Handles `POST /home/household/openings/object`.
pub async fn object(cx: Cx) -> Done {
    let new = FileObjection { opening: cx.field_i64("opening"), words: cx.field("words").to_owned() };
    cx.store.run(&cx.by(), new).await?;
    Ok(To::page("/home/household/openings").saying("done-objected"))
}

/// Handles `POST /desk/objections/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    cx.store.run(&cx.by(), AnswerObjection { objection: cx.id("id")?, words: cx.field("words").to_owned() }).await?;
    Ok(To::page("/desk/objections").saying("done-objection-answered"))
}

fn change(id: i64) -> To {
    To::page(format!("/desk/households/{id}/change"))
}

/// Handles `POST /desk/households/{id}/move`.
pub async fn ask_move(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let new = NewMove { household, to: cx.field_i64("area"), words: cx.field("move_words").to_owned() };
    cx.store.run(&cx.by(), AskRelocation(new)).await?;
    Ok(change(household).saying("done-move-asked"))
}

/// Handles `POST /desk/moves/{id}/accept`.
pub async fn accept_move(cx: Cx) -> Done {
    cx.store.run(&cx.by(), AcceptRelocation(cx.id("id")?)).await?;
    Ok(To::page("/desk/moves?show=over").saying("done-move-accepted"))
}

/// Handles `POST /desk/moves/{id}/decline`.
pub async fn decline_move(cx: Cx) -> Done {
    cx.store.run(&cx.by(), DeclineRelocation { id: cx.id("id")?, words: cx.field("words").to_owned() }).await?;
    Ok(To::page("/desk/moves?show=over").saying("done-move-declined"))
}

/// Handles `POST /desk/moves/{id}/call-back`.
pub async fn call_back_move(cx: Cx) -> Done {
    cx.store.run(&cx.by(), RecallRelocation(cx.id("id")?)).await?;
    Ok(To::page("/desk/moves?show=over").saying("done-move-called-back"))
}

/// Handles `POST /desk/households/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let reason: CloseReason = cx.choice("reason")?;
    cx.store.run(&cx.by(), CloseFile(Closing { household, reason, words: cx.field("words").to_owned() })).await?;
    Ok(change(household).saying("done-file-closed"))
}

/// Handles `POST /desk/households/{id}/reopen`.
pub async fn reopen(cx: Cx) -> Done {
    let household = cx.id("id")?;
    cx.store.run(&cx.by(), ReopenFile(household)).await?;
    Ok(change(household).saying("done-file-reopened"))
}

/// Handles `POST /desk/households/{id}/erase`.
pub async fn erase(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let reason: EraseReason = cx.choice("reason")?;
    cx.store.file_erase(&cx.by(), Erasure { household, reason, typed: cx.field("typed").to_owned() }).await?;
    Ok(change(household).saying("done-file-erased"))
}

/// Names the field that matches one person of the file that goes: `same_12`.
pub(crate) fn same_field(person: i64) -> String {
    format!("same_{person}")
}

/// Handles `POST /desk/households/{id}/merge`: the file in the URL stays.
pub async fn merge(cx: Cx) -> Done {
    let keep = cx.id("id")?;
    let gone = cx.field_i64("with");
    let pair = cx.store.files_pair(&cx.actor, keep, gone).await?;
    let mut same = Vec::with_capacity(pair.gone.members.len());
    for person in &pair.gone.members {
        let chosen = cx.field(&same_field(person.id));
        let chosen = chosen.parse().map_err(|_| Error::field("same", Code::Required))?;
        same.push((person.id, chosen));
    }
    cx.store.run(&cx.by(), MergeFiles(Merging { keep, gone, same, typed: cx.field("typed").to_owned() })).await?;
    Ok(To::page(format!("/desk/households/{keep}")).saying("done-files-merged"))
}
