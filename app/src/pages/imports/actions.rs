//! Actions on imported sheets: parse, store for a dry run, apply.

use std::time::Duration;

use domain::{
    Code, Error,
    imports::headings::SheetKind,
    ledger::LocationId,
    permission::Action,
    time::{Month, year},
};
use store::imports::{
    goods::{AddGoodsImport, Applied, NewImport},
    households::{AddHouseholdImport, DecideImportRow},
    points_plan::AddPointsSheet,
    vacancies::AddVacancySheet,
};

use super::columns::rows;
use crate::{
    sheets::{self, Taken},
    web::{Cx, Done, To},
};

/// Time per request, below the server's limit; the next request goes on with the remaining rows.
pub(super) const BUDGET: Duration = Duration::from_secs(15);

/// As [`BUDGET`], for a script that asks for slice after slice and shows how far it is.
const SLICE: Duration = Duration::from_secs(1);

fn budget(cx: &Cx) -> Duration {
    if cx.checked("slice") { SLICE } else { BUDGET }
}

/// Handles `POST /shop/import`, then leads to the dry run.
pub async fn import(cx: Cx) -> Done {
    // Permission is checked before the file is unpacked.
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let location: LocationId = cx.choice("location")?;
    if !shops.iter().any(|shop| shop.id == location) {
        return Err(Error::NotFound);
    }
    let Taken { lines, notes } = rows(&cx, SheetKind::Goods, sheets::goods).await?;
    let new = NewImport { location, name: cx.field("file_name").to_owned(), lines, notes };
    let id = cx.store.run(&cx.by(), AddGoodsImport(new)).await?;
    Ok(To::page(format!("/shop/import/{id}")))
}

/// Handles `POST /shop/import/{id}/apply`.
pub async fn import_apply(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let applied = cx.store.import_apply(&cx.by(), id, budget(&cx)).await?;
    Ok(said(To::page(format!("/shop/import/{id}")), applied))
}

/// Handles `POST /desk/points/import`, then leads to the dry run.
pub async fn points(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::GrantPoints)?;
    let reason = cx.field("reason").to_owned();
    let now = Month::of(cx.now);
    let month = match cx.field("month") {
        "" => None,
        text => Some(text.parse::<Month>().map_err(|_| Error::field("month", Code::Unknown))?),
    };
    if month.is_some_and(|month| month > now) {
        return Err(Error::field("month", Code::OutOfRange));
    }
    let Taken { lines, notes } =
        rows(&cx, SheetKind::Points, move |tables| sheets::points(tables, &reason, month, now)).await?;
    let new = NewImport { location: 0, name: cx.field("file_name").to_owned(), lines, notes };
    let id = cx.store.run(&cx.by(), AddPointsSheet(new)).await?;
    Ok(To::page(format!("/desk/points/import/{id}")))
}

/// Handles `POST /desk/points/import/{id}/apply`.
pub async fn points_apply(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let applied = cx.store.points_sheet_apply(&cx.by(), id, budget(&cx)).await?;
    Ok(said(To::page(format!("/desk/points/import/{id}")), applied))
}

/// Handles `POST /desk/jobs/import`, then leads to the dry run.
pub async fn vacancies(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepVacancies)?;
    let organisation = cx.choice("organisation")?;
    let Taken { lines, notes } =
        rows(&cx, SheetKind::Vacancies, move |tables| sheets::vacancy_rows(tables, organisation)).await?;
    let new = NewImport { location: 0, name: cx.field("file_name").to_owned(), lines, notes };
    let id = cx.store.run(&cx.by(), AddVacancySheet(new)).await?;
    Ok(To::page(format!("/desk/jobs/import/{id}")))
}

/// Handles `POST /desk/jobs/import/{id}/apply`.
pub async fn vacancies_apply(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let applied = cx.store.vacancy_sheet_apply(&cx.by(), id, budget(&cx)).await?;
    Ok(said(To::page(format!("/desk/jobs/import/{id}")), applied))
}

/// Handles `POST /desk/households/import`, then leads to the dry run.
pub async fn households(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let area = cx.choice("area")?;
    let year = year(cx.now);
    let Taken { lines, notes } =
        rows(&cx, SheetKind::Households, move |tables| sheets::households(tables, year)).await?;
    let new = AddHouseholdImport { area, name: cx.field("file_name").to_owned(), lines, notes };
    let id = cx.store.household_import_add(&cx.by(), new).await?;
    Ok(To::page(format!("/desk/households/import/{id}")))
}

/// Handles `POST /desk/households/import/{id}/apply`.
pub async fn households_apply(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let applied = cx.store.household_import_apply(&cx.by(), id, budget(&cx)).await?;
    Ok(said(To::page(format!("/desk/households/import/{id}")), applied))
}

/// Handles `POST /desk/households/import/{id}/withdraw`.
pub async fn households_withdraw(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let done = cx.store.household_import_withdraw(&cx.by(), id, BUDGET).await?;
    let number = |n: i64| n.to_string();
    let kept = i64::try_from(done.kept.len()).unwrap_or(i64::MAX);
    let to = To::page(format!("/desk/households/import/{id}"));
    Ok(match done.left {
        0 => to.saying_with("done-import-withdrawn", [("n", number(done.gone)), ("kept", number(kept))]),
        left => to.saying_with("done-import-half-withdrawn", [("n", number(done.gone)), ("left", number(left))]),
    })
}

/// Handles `POST /desk/households/import/{id}/rows/{n}`.
///
/// Decides whether a row that resembles a known family is that family or a new one.
pub async fn households_say(cx: Cx) -> Done {
    let (id, n) = (cx.id("id")?, cx.id("n")?);
    cx.store.run(&cx.by(), DecideImportRow { import: id, n, anyway: cx.checked("anyway") }).await?;
    Ok(To::page(format!("/desk/households/import/{id}?fate=maybe")).saying("done-households-import-said"))
}

fn said(to: To, Applied { rows, left }: Applied) -> To {
    match left {
        0 => to.saying_with("done-import", [("n", rows.to_string())]),
        left => to.saying_with("done-import-half", [("n", rows.to_string()), ("left", left.to_string())]),
    }
}
