//! A picture of the thing that is wished for, shown instead of the pictogram once somebody who may has agreed to
//! this picture.
//!
//! Whatever is uploaded is decoded and encoded anew: smaller, upright, and without a trace of where,
//! when or with what it was taken.

use std::io::Cursor;

use domain::{
    Code, Error as Refusal,
    accounts::Actor,
    areas::AreaPath,
    consents::{ConsentKind, NewConsent},
    permission::Action,
    wishes::{WishId, WishState},
};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, codecs::jpeg::JpegEncoder, imageops::FilterType};
use serde::{Deserialize, Serialize};

use crate::{
    By, Result, Store, Tx,
    consents::{self, record::Recorded},
    db::sql::{parse, row, run, value},
    wishes::{
        lifecycle::{Held, hold},
        priority::lock_family_of,
    },
};

/// Longer than this no edge is kept, in pixels: a card on a sharp phone, and no more.
const EDGE: u32 = 960;
/// A phone's largest camera, in pixels an edge; beyond is an attack.
const LARGEST: u32 = 16_000;

/// The picture of a wish, as a request id's fingerprint needs it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct NewPhoto {
    wish: WishId,
    bytes: Vec<u8>,
    agreed: Recorded,
}

/// Decodes JPEG, PNG or WebP and encodes it anew as a JPEG of at most 960 pixels an edge.
///
/// # Errors
/// [`Code::NotAPicture`] for anything else.
pub async fn renewed(upload: Vec<u8>) -> Result<Vec<u8>> {
    renewed_as("photo", EDGE, upload).await
}

/// The same for another field of a form, with at most `edge` pixels an edge.
pub(crate) async fn renewed_as(field: &'static str, edge: u32, upload: Vec<u8>) -> Result<Vec<u8>> {
    let renewed = tokio::task::spawn_blocking(move || renew(&upload, edge)).await;
    let renewed = renewed.map_err(|e| crate::Error::Broken(e.to_string()))?;
    renewed.map_err(|_| Refusal::field(field, Code::NotAPicture).into())
}

/// An uploaded JPEG, PNG or WebP, upright, with no edge longer than `edge` pixels.
pub(crate) fn picture(upload: &[u8], edge: u32) -> Result<DynamicImage, image::ImageError> {
    let mut reader = ImageReader::new(Cursor::new(upload)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width().max(picture.height()) > edge {
        picture = picture.resize(edge, edge, FilterType::Triangle);
    }
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn renew(upload: &[u8], edge: u32) -> Result<Vec<u8>, image::ImageError> {
    let picture = picture(upload, edge)?;
    let mut jpeg = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 80))?;
    Ok(jpeg)
}

/// A reviewer of the wish's area, while the wish is not over.
async fn may_change(tx: &mut Tx<'_>, wish: WishId) -> Result<Held> {
    tx.actor.must_somewhere(Action::ReviewWishes)?;
    lock_family_of(tx, wish).await?;
    let held = hold(tx, wish).await?;
    tx.actor.must(Action::ReviewWishes, &held.path())?;
    let open = matches!(held.state()?, WishState::Submitted | WishState::Published);
    if open { Ok(held) } else { Err(Code::WrongState.into()) }
}

async fn add(tx: &mut Tx<'_>, new: &NewPhoto) -> Result<i64> {
    let held = may_change(tx, new.wish).await?;
    tx.actor.must(Action::KeepHouseholds, &held.path())?;
    let due = value!(tx, bool, "select words_due from wish where id = $1", new.wish)?;
    take_away(tx, new.wish).await?;
    let now = tx.now;
    let id = value!(
        tx,
        i64,
        "insert into photo (wish, kind, bytes, created) values ($1, 'image/jpeg', $2, $3) returning id",
        new.wish,
        &new.bytes,
        now,
    )?;
    let consent = NewConsent { household: held.household, wish: new.wish, ..new.agreed.consent.clone() };
    consents::record::record(tx, &Recorded { consent, paper: new.agreed.paper.clone() }).await?;
    // Who shows it has looked at it; the words wait as they did.
    run!(tx, "update wish set photo = $2, words_due = $3 where id = $1", new.wish, id, due)?;
    Ok(id)
}

/// Keeps a renewed picture that came with a new wish. Whether everybody sees it is for its review to say, and for a
/// consent: a family that sends one with a wish of its own has said yes, but not for a child.
pub(crate) async fn enclose(tx: &mut Tx<'_>, wish: WishId, bytes: &[u8]) -> Result<i64> {
    let now = tx.now;
    let id = value!(
        tx,
        i64,
        "insert into photo (wish, kind, bytes, created) values ($1, 'image/jpeg', $2, $3) returning id",
        wish,
        bytes,
        now,
    )?;
    run!(tx, "update wish set photo = $2 where id = $1", wish, id)?;
    consents::record::photo_on_screen(tx, wish).await?;
    Ok(id)
}

/// The picture is gone from every page at once; nothing of it is kept.
async fn remove(tx: &mut Tx<'_>, wish: &WishId) -> Result<()> {
    may_change(tx, *wish).await?;
    take_away(tx, *wish).await?;
    tx.audit("wish", *wish).await
}

/// Deletes a wish's picture. Whoever agreed to it agreed to this one.
async fn take_away(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(tx, "update wish set photo = 0 where id = $1", wish)?;
    run!(tx, "delete from photo where wish = $1", wish)?;
    run!(
        tx,
        "update consent set withdrawn_at = $2, withdrawn_by = $3
         where household = (select w.household from wish w where w.id = $1) and kind = 'photo' and subject = $1
             and withdrawn_at = 0",
        wish,
        now,
        account,
    )?;
    Ok(())
}

impl Store {
    /// Shows this picture with the wish, in place of any earlier one. Both pictures, its own and that of the paper
    /// somebody signed for it, are renewed first.
    ///
    /// # Errors
    /// As [`renewed`] and [`consents::record::record`]; outside the actor's areas, or a wish that is over.
    pub async fn photo_add(
        &self,
        by: &By,
        wish: WishId,
        upload: Vec<u8>,
        agreed: NewConsent,
        paper: Option<Vec<u8>>,
    ) -> Result<i64> {
        by.actor.must_somewhere(Action::ReviewWishes)?;
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let consent = NewConsent { kind: ConsentKind::Photo, wish, ..agreed }.checked()?;
        let agreed = Recorded { paper: consents::record::renewed_paper(&consent, paper).await?, consent };
        let new = NewPhoto { wish, bytes: renewed(upload).await?, agreed };
        self.write(by, "photo_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Takes the wish's picture away.
    ///
    /// # Errors
    /// Outside the actor's areas, or a wish that is over.
    pub async fn photo_remove(&self, by: &By, wish: WishId) -> Result<()> {
        self.write(by, "photo_remove", wish, |tx, wish| Box::pin(remove(tx, wish))).await
    }

    /// A picture's JPEG: for everybody while its wish shows it, before that for the family and the staff of its area.
    ///
    /// # Errors
    /// Not found otherwise.
    pub async fn photo(&self, actor: &Actor, id: i64) -> Result<Vec<u8>> {
        let mut db = self.reader().await?;
        let (bytes, state, path, household, shown) = row!(
            db,
            (Vec<u8>, String, String, i64, i64),
            "select p.bytes, w.state, a.path, w.household, w.photo from photo p join wish w on w.id = p.wish
             join area a on a.id = w.home where p.id = $1",
            id,
        )?
        .ok_or(Refusal::NotFound)?;
        let public = shown == id && matches!(parse::<WishState>(&state)?, WishState::Published | WishState::Fulfilled);
        let own = household != 0 && actor.household == household;
        if public || own || actor.may(Action::ReviewWishes, &AreaPath(path)) {
            return Ok(bytes);
        }
        Err(Refusal::NotFound.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    #[test]
    fn a_large_picture_becomes_small_and_plain() {
        let mut png = Cursor::new(Vec::new());
        RgbImage::from_pixel(2000, 1000, image::Rgb([200, 40, 10]))
            .write_to(&mut png, image::ImageFormat::Png)
            .unwrap();
        let jpeg = renew(&png.into_inner(), EDGE).unwrap();
        let picture = image::load_from_memory(&jpeg).unwrap();
        assert_eq!((picture.width(), picture.height()), (960, 480));
        assert!(jpeg.len() < 60_000);
    }

    #[test]
    fn where_and_when_it_was_taken_is_gone() {
        let mut jpeg = Vec::new();
        RgbImage::new(8, 8).write_with_encoder(JpegEncoder::new(&mut jpeg)).unwrap();
        // An EXIF segment right after the start marker, as cameras write it.
        let secret = b"Exif\0\0GPS 29.98 121.15";
        let length = u16::try_from(secret.len() + 2).unwrap().to_be_bytes();
        let mut tagged = jpeg[..2].to_vec();
        tagged.extend([0xff, 0xe1]);
        tagged.extend(length);
        tagged.extend(secret);
        tagged.extend(&jpeg[2..]);
        let plain = renew(&tagged, EDGE).unwrap();
        assert!(!plain.windows(4).any(|w| w == b"Exif") && !plain.windows(3).any(|w| w == b"GPS"));
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [&b""[..], b"<svg/>", b"\xff\xd8\xff\xe0nonsense"] {
            assert!(renew(wrong, EDGE).is_err());
        }
    }
}
