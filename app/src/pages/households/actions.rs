//! Actions on household files: create; and wishes posted by a caseworker.

use domain::{
    Code, Error,
    error::Field,
    households::{Member, NewHousehold, Sex},
    text,
    time::year,
};

use crate::{
    pages::wishes::family::actions::wished,
    web::{Cx, Done, To},
};

/// Defines the numbered field names of the member rows in the form for a new file.
macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        pub(crate) const $name: [&str; 20] = [
            concat!($prefix, "_1"), concat!($prefix, "_2"), concat!($prefix, "_3"), concat!($prefix, "_4"),
            concat!($prefix, "_5"), concat!($prefix, "_6"), concat!($prefix, "_7"), concat!($prefix, "_8"),
            concat!($prefix, "_9"), concat!($prefix, "_10"), concat!($prefix, "_11"), concat!($prefix, "_12"),
            concat!($prefix, "_13"), concat!($prefix, "_14"), concat!($prefix, "_15"), concat!($prefix, "_16"),
            concat!($prefix, "_17"), concat!($prefix, "_18"), concat!($prefix, "_19"), concat!($prefix, "_20"),
        ];
    };
}

numbered! {
    /// Names.
    MEMBER_NAMES, "member_name"
}
numbered! {
    /// Years of birth.
    BIRTH_YEARS, "birth_year"
}
numbered! {
    /// Sex: female, male, or not given.
    SEXES, "sex"
}

/// Hidden field with the number of member rows shown.
pub(crate) const ROWS: &str = "rows";

/// Handles `POST /desk/households/new`; with `more` only a row is added to the form.
pub async fn add(cx: Cx) -> Done {
    if cx.checked("more") {
        return Ok(To::again());
    }
    let this_year = year(cx.now);
    let (new, mut wrong) = typed(&cx, this_year);
    // All errors are reported at once; those of a member at that member's row.
    if let Err(Error::Invalid(fields)) = new.clone().checked(this_year) {
        let of_rows = ["members", "member_name", "birth_year"];
        wrong.splice(0..0, fields.into_iter().filter(|field| !of_rows.contains(&field.name)));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let named = new.name.clone();
    let id = match cx.checked("anyway") {
        true => cx.store.household_add(&cx.by(), new).await?,
        false => cx.store.household_add_if_new(&cx.by(), new).await?,
    };
    Ok(To::page(format!("/desk/households/{id}")).saying_with("done-household-added", [("name", named)]))
}

/// Reads the form of a new file, with the errors of its member rows.
pub(crate) fn typed(cx: &Cx, year: i64) -> (NewHousehold, Vec<Field>) {
    let (members, wrong) = members(cx, year);
    let new = NewHousehold {
        area: cx.field_i64("area"),
        name: cx.field("name").to_owned(),
        phone: cx.field("phone").to_owned(),
        address: cx.field("address").to_owned(),
        hardship: cx.checked("hardship"),
        members,
    };
    (new, wrong)
}

/// Parses the member rows with their errors. Empty rows are skipped.
fn members(cx: &Cx, year: i64) -> (Vec<Member>, Vec<Field>) {
    let (mut members, mut wrong) = (Vec::new(), Vec::new());
    for row in 0..MEMBER_NAMES.len() {
        let (name, born) = (cx.field(MEMBER_NAMES[row]), cx.field(BIRTH_YEARS[row]));
        if row > 0 && name.is_empty() && born.is_empty() {
            continue;
        }
        let named = text::line(name, 1, 30);
        let birth_year = cx.field_i64(BIRTH_YEARS[row]);
        let year_wrong = if born.is_empty() {
            Some(Code::Required)
        } else {
            (!(1900..=year).contains(&birth_year)).then_some(Code::OutOfRange)
        };
        wrong.extend(named.as_ref().err().map(|code| Field { name: MEMBER_NAMES[row], code: *code }));
        wrong.extend(year_wrong.map(|code| Field { name: BIRTH_YEARS[row], code }));
        let sex = cx.field(SEXES[row]).parse::<Sex>().unwrap_or_default();
        members.push(Member { id: 0, name: named.unwrap_or_default(), birth_year, sex, ..Member::default() });
    }
    (members, wrong)
}

/// Handles `POST /desk/households/{id}/wishes/new/{key}`: a caseworker posts on behalf of a family.
pub async fn post_wish(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let new = wished(&cx, household)?;
    let id = crate::pages::wishes::family::actions::post(&cx, new).await?;
    let wish = cx.store.wish_file(&cx.actor, id).await?.wish;
    let title = cx.lang.thing(&wish.key, &wish.size, &wish.title);
    Ok(To::page(format!("/desk/wishes/{id}")).saying_with("done-wish-posted-for-family", [("title", title)]))
}
