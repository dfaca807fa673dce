//! Actions on posts, leaves and files that are handed over.

use std::collections::BTreeSet;

use domain::{
    Code, DAY, Error, Result, Timestamp,
    areas::answerers::{NewAnswerer, NewLeave},
};
use store::{
    areas::answerers::{
        leaves::{EndLeave, RecordLeave},
        posts::{EndAnswerer, GiveHomes, NameAnswerer},
    },
    casework::{
        hand_over::{HandOverFiles, HandOverWork},
        lent_roles::LendForLeave,
    },
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Returns a chosen number; `None` for none.
fn chosen(cx: &Cx, name: &str) -> Option<i64> {
    Some(cx.field_i64(name)).filter(|id| *id > 0)
}

/// Returns the last second of a typed day.
fn day(cx: &Cx, name: &'static str) -> Result<Timestamp> {
    day_end(cx.field(name)).ok_or_else(|| Error::field(name, Code::Required))
}

/// Handles `POST /desk/chain/{id}`.
pub async fn name(cx: Cx) -> Done {
    let area = cx.id("id")?;
    let new = NewAnswerer {
        area,
        post: cx.choice("post")?,
        account: chosen(&cx, "account"),
        name: cx.field("name").to_owned(),
        phone: cx.field("phone").to_owned(),
        replaces: chosen(&cx, "replaces"),
    };
    cx.store.run(&cx.by(), NameAnswerer(new)).await?;
    Ok(To::page(format!("/desk/chain/{area}")).saying("done-answerer-named"))
}

/// Handles `POST /desk/answerers/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    cx.store.run(&cx.by(), EndAnswerer { answerer: cx.id("id")? }).await?;
    Ok(To::page("/desk/chain").saying("done-answerer-ended"))
}

/// Handles `POST /desk/chain/{id}/homes`.
pub async fn homes(cx: Cx) -> Done {
    let area = cx.id("id")?;
    let typed = domain::text::half_width(cx.field("households"));
    let numbers = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let households = numbers
        .map(|number| number.parse().map_err(|_| Error::field("households", Code::Unknown)))
        .collect::<Result<Vec<i64>>>()?;
    cx.store.run(&cx.by(), GiveHomes { answerer: cx.choice("answerer")?, households }).await?;
    Ok(To::page(format!("/desk/chain/{area}")).saying("done-answerer-homes"))
}

/// Handles `POST /desk/leaves`.
pub async fn leave(cx: Cx) -> Done {
    let new = NewLeave {
        account: chosen(&cx, "account"),
        deputy: cx.choice("deputy")?,
        first: day(&cx, "first")? + 1 - DAY,
        last: day(&cx, "last")? + 1,
    };
    if cx.field("lend") == "yes" {
        cx.store.run(&cx.by(), LendForLeave(new)).await?;
        return Ok(To::page("/desk/leaves").saying("done-leave-lent"));
    }
    cx.store.run(&cx.by(), RecordLeave(new)).await?;
    Ok(To::page("/desk/leaves").saying("done-leave-recorded"))
}

/// Handles `POST /desk/leaves/{id}/end`.
pub async fn leave_end(cx: Cx) -> Done {
    cx.store.run(&cx.by(), EndLeave { leave: cx.id("id")? }).await?;
    Ok(To::page("/desk/leaves").saying("done-leave-ended"))
}

/// Says how many files went over and how many did not, which are given to a further account.
fn handed_over(to: &'static str, files: i64, left: i64) -> To {
    match left {
        ..=0 => To::page(to).saying_with("done-work-handed-over", [("n", files.to_string())]),
        _ => {
            let numbers = [("n", files.to_string()), ("left", left.to_string())];
            To::page(to).saying_with("done-work-half-handed-over", numbers)
        }
    }
}

/// Hands all open work of an account over, and says how many of its files stay.
async fn hand_all_over(cx: &Cx, work: HandOverWork, to: &'static str) -> Done {
    let files = cx.store.run(&cx.by(), work).await?;
    let loads = cx.store.workloads(&cx.actor).await?;
    let left = loads.iter().find(|load| load.account == work.from).map_or(0, |load| load.files);
    Ok(handed_over(to, files, left))
}

/// Handles `POST /desk/hand-over`.
pub async fn hand_over(cx: Cx) -> Done {
    let work = HandOverWork { from: cx.choice("from")?, to: cx.choice("to")? };
    hand_all_over(&cx, work, "/desk/leaves").await
}

/// Handles `POST /desk/workload/{id}/files`: hands chosen files of an account over.
pub async fn hand_over_files(cx: Cx) -> Done {
    let from = cx.id("id")?;
    let chosen: BTreeSet<i64> = cx.fields("household").into_iter().filter_map(|number| number.parse().ok()).collect();
    let number = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let work = HandOverFiles { from, to: cx.choice("to")?, households: chosen.into_iter().collect() };
    let files = cx.store.run(&cx.by(), work).await?;
    Ok(handed_over("/desk/workload", files, number - files))
}

/// Handles `POST /desk/workload/{id}/all`: hands all open work of an account over.
pub async fn hand_over_all(cx: Cx) -> Done {
    let work = HandOverWork { from: cx.id("id")?, to: cx.choice("to_all")? };
    hand_all_over(&cx, work, "/desk/workload").await
}
