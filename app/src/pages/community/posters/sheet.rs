//! What a poster says: the texts of the public page, a pictogram, and the short address with its code.

use domain::{
    Error, Result,
    accounts::Actor,
    catalogue::{self, Category},
    community::{drives::DriveState, groups::GroupState, posters::PosterSubject},
    wishes::WishState,
};
use media::{
    lettering::covers,
    posters::{Modules, Sheet},
};
use qrcode::{Color, EcLevel, QrCode};

use crate::{
    i18n::Lang,
    pages::wishes::picture::{MARK, colours, pictogram},
    web::Cx,
};

/// Colours of a sheet that is about no category: tint and background.
const PLAIN: (&str, &str) = ("#f7c9a8", "#f5ede2");

/// What is asked for, before it is set.
struct SheetContent {
    /// Key of the pictogram, and of the one in its place.
    pictogram: (String, String),
    colours: (&'static str, &'static str),
    headline: String,
    /// What stands in its place where the font lacks a character: the kind of thing, not boxes.
    kind: String,
    line: String,
    /// What stands in its place, likewise.
    plain_line: String,
    scan: String,
    number: String,
    /// Path of the short address.
    path: String,
}

/// Returns the language of a sheet: the reader's, or Chinese where its letters are not in the font.
fn language(lang: Lang) -> Lang {
    let known = ["poster-scan-wish", "poster-line-wish", "brand"].iter().all(|key| covers(&lang.t(key)));
    if known { lang } else { Lang::default() }
}

/// Path of the short address of a record; `key` is its number, of a group its code.
pub(super) fn short_path(subject: PosterSubject, key: &str) -> String {
    let letter = match subject {
        PosterSubject::Wish => 'w',
        PosterSubject::Drive => 'd',
        PosterSubject::Shop => 's',
        PosterSubject::Group => 'g',
    };
    format!("/{letter}/{key}")
}

/// Loads what the poster of a record says; `at` is the number of the place where it hangs, or 0.
///
/// # Errors
/// Not found for a record that is not public or over; for a group as its page.
pub(super) async fn sheet(cx: &Cx, subject: PosterSubject, id: i64, at: i64) -> Result<Sheet> {
    let lang = language(cx.lang);
    let asked = match subject {
        PosterSubject::Wish => of_wish(cx, lang, id).await?,
        PosterSubject::Drive => of_drive(cx, lang, id).await?,
        PosterSubject::Shop => of_shop(cx, lang, id).await?,
        PosterSubject::Group => of_group(cx, lang, id).await?,
    };
    set(&cx.origin, lang, asked, at).ok_or_else(|| Error::failed("a poster's pictogram or code could not be made"))
}

async fn of_wish(cx: &Cx, lang: Lang, id: i64) -> Result<SheetContent> {
    // As visitors see it: a sheet hangs in public. Its photo is left out, because paper is not taken back
    // when a consent is withdrawn.
    let (wish, _) = cx.store.wish(&Actor::visitor(), id).await?;
    if wish.state != WishState::Published {
        return Err(Error::NotFound);
    }
    let title = lang.thing(&wish.key, &wish.size, &wish.title);
    let category = lang.named("category", wish.category.as_str());
    let asks = |title: &str| lang.tf("poster-wish", &[("title", title.into())]);
    let cost = lang.money(wish.cost);
    Ok(SheetContent {
        pictogram: (wish.key.clone(), format!("cat-{}", wish.category.as_str())),
        colours: colours(wish.category),
        headline: asks(&title),
        kind: asks(&category),
        line: lang.tf("share-wish-line", &[("area", wish.area_name.as_str().into()), ("cost", cost.as_str().into())]),
        plain_line: lang.t("poster-line-wish"),
        scan: lang.t("poster-scan-wish"),
        number: lang.tf("poster-number", &[("number", id.to_string().into())]),
        path: short_path(PosterSubject::Wish, &id.to_string()),
    })
}

async fn of_drive(cx: &Cx, lang: Lang, id: i64) -> Result<SheetContent> {
    let drive = cx.store.drive(&Actor::visitor(), id).await?;
    if drive.state != DriveState::Open {
        return Err(Error::NotFound);
    }
    let first = drive.items.first().map(|item| item.key.clone()).unwrap_or_default();
    let category = catalogue::by_key(&first).map_or(Category::Home, |item| item.category);
    let (day, _) = lang.day(drive.until, cx.now - 30 * domain::DAY);
    Ok(SheetContent {
        pictogram: (first, "cat-all".into()),
        colours: colours(category),
        headline: drive.title,
        kind: lang.t("poster-drive"),
        line: lang.tf("poster-line-drive", &[("area", drive.area_name.as_str().into()), ("day", day.as_str().into())]),
        plain_line: lang.t("poster-drive"),
        scan: lang.t("poster-scan-drive"),
        number: lang.tf("poster-number", &[("number", id.to_string().into())]),
        path: short_path(PosterSubject::Drive, &id.to_string()),
    })
}

async fn of_shop(cx: &Cx, lang: Lang, id: i64) -> Result<SheetContent> {
    let shop = cx.store.public_shop(id).await?.location;
    if !shop.open {
        return Err(Error::NotFound);
    }
    let line = [shop.address, shop.hours].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Ok(SheetContent {
        pictogram: ("bridge".into(), "cat-all".into()),
        colours: PLAIN,
        headline: shop.name,
        kind: lang.t("poster-shop"),
        line,
        plain_line: lang.t("poster-shop"),
        scan: lang.t("poster-scan-shop"),
        number: lang.tf("poster-number", &[("number", id.to_string().into())]),
        path: short_path(PosterSubject::Shop, &id.to_string()),
    })
}

async fn of_group(cx: &Cx, lang: Lang, id: i64) -> Result<SheetContent> {
    let group = cx.store.group(&cx.actor, id).await?;
    if group.state != GroupState::Open {
        return Err(Error::NotFound);
    }
    Ok(SheetContent {
        pictogram: ("who-all".into(), "cat-all".into()),
        colours: PLAIN,
        headline: group.line.name,
        kind: lang.t("poster-group"),
        line: lang.t("group-poster-text"),
        plain_line: lang.t("group-poster-text"),
        scan: lang.t("group-poster-scan"),
        number: lang.tf("poster-code", &[("code", group.code.as_str().into())]),
        path: short_path(PosterSubject::Group, &group.code),
    })
}

/// Puts a sheet together; `None` without a pictogram or for an address that is too long for a code.
fn set(origin: &str, lang: Lang, asked: SheetContent, at: i64) -> Option<Sheet> {
    let (tint, wash) = asked.colours;
    let drawn = pictogram(&asked.pictogram.0, tint).or_else(|| pictogram(&asked.pictogram.1, tint))?;
    let link = match at {
        1.. => format!("{origin}{}?at={at}", asked.path),
        _ => format!("{origin}{}", asked.path),
    };
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    Some(Sheet {
        brand: lang.t("brand"),
        mark: MARK,
        pictogram: drawn,
        wash,
        headline: if covers(&asked.headline) { asked.headline } else { asked.kind },
        line: if covers(&asked.line) { asked.line } else { asked.plain_line },
        scan: asked.scan,
        number: asked.number,
        address: format!("{host}{}", asked.path),
        code: modules(&link)?,
        link,
    })
}

/// Encodes an address; with middle correction, because paper gets wet and torn.
fn modules(text: &str) -> Option<Modules> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let across = code.width();
    Some(Modules { across, dark: code.to_colors().into_iter().map(|module| module == Color::Dark).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headline: &str) -> SheetContent {
        SheetContent {
            pictogram: ("no-such-thing".into(), "cat-home".into()),
            colours: PLAIN,
            headline: headline.into(),
            kind: "求助：家居".into(),
            line: "住在𬭊村".into(),
            plain_line: "一个家庭需要它".into(),
            scan: "扫一扫".into(),
            number: "编号 12".into(),
            path: short_path(PosterSubject::Wish, "12"),
        }
    }

    #[test]
    fn a_text_that_the_font_lacks_is_replaced_by_what_it_is_about() {
        let sheet = set("https://wb.example", Lang::default(), asked("求助：𬭊"), 0).expect("a sheet");
        assert_eq!((sheet.headline.as_str(), sheet.line.as_str()), ("求助：家居", "一个家庭需要它"));
        let sheet = set("https://wb.example", Lang::default(), asked("求助：书包"), 7).expect("a sheet");
        assert_eq!((sheet.headline.as_str(), sheet.address.as_str()), ("求助：书包", "wb.example/w/12"));
        assert_eq!(sheet.link, "https://wb.example/w/12?at=7");
        assert_eq!(sheet.code.dark.len(), sheet.code.across * sheet.code.across);
    }

    #[test]
    fn the_font_has_every_phrase_of_posters_and_every_item_in_each_complete_language() {
        for lang in Lang::ALL.into_iter().filter(|lang| !lang.is_draft()) {
            assert_eq!(language(lang), lang);
            let phrases =
                lang.keys_of("poster-").chain(["brand", "share-wish-line", "group-poster-text", "group-poster-scan"]);
            for key in phrases.chain(lang.keys_of("category-")).chain(lang.keys_of("size-")) {
                // A draft's placeholders are Latin, as all of them.
                let said = lang.tf(key, &PLACEHOLDERS.map(|name| (name, "1".into())));
                assert!(covers(&said), "{key} in {}: {said}", lang.tag());
            }
            for item in catalogue::ITEMS {
                let title = lang.item(item.key);
                assert!(covers(&title), "{title} in {}", lang.tag());
            }
        }
    }

    const PLACEHOLDERS: [&str; 11] =
        ["title", "number", "code", "area", "cost", "day", "n", "place", "until", "since", "name"];
}
