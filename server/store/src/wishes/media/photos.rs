//! Pictures of wished items, shown instead of the pictogram once there is a consent to the picture.
//!
//! Uploads are decoded and re-encoded: smaller, upright, and without place, time and device.

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

/// Longest edge of a stored picture, in pixels: enough for a card on a high-density phone.
const EDGE: u32 = 960;
/// Longest edge accepted, in pixels: a phone's largest camera; beyond is an attack.
const LARGEST: u32 = 16_000;

/// Picture of a wish and its consent; serialized for the request's fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct NewPhoto {
    wish: WishId,
    bytes: Vec<u8>,
    agreed: Recorded,
}

/// Decodes JPEG, PNG or WebP and re-encodes it as a JPEG of at most 960 pixels an edge.
///
/// # Errors
/// Field `photo` with [`Code::NotAPicture`] for anything else.
pub async fn renewed(upload: Vec<u8>) -> Result<Vec<u8>> {
    renewed_as("photo", EDGE, upload).await
}

/// Re-encodes an upload for another field of a form, with at most `edge` pixels an edge.
pub(crate) async fn renewed_as(field: &'static str, edge: u32, upload: Vec<u8>) -> Result<Vec<u8>> {
    let renewed = tokio::task::spawn_blocking(move || renew(&upload, edge)).await;
    let renewed = renewed.map_err(|e| crate::Error::Broken(e.to_string()))?;
    renewed.map_err(|_| Refusal::field(field, Code::NotAPicture).into())
}

/// Decodes a JPEG, PNG or WebP, upright, with no edge longer than `edge` pixels.
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

/// Locks the household and the wish; the actor must review its area, the wish must be open.
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
    // The actor has looked at the picture it adds; the words wait for review or not, as before.
    run!(tx, "update wish set photo = $2, words_due = $3 where id = $1", new.wish, id, due)?;
    Ok(id)
}

/// Stores a re-encoded picture that came with a new wish.
/// It becomes public only with a review and a consent. A family that sends it with its own wish consents by that,
/// except for a minor.
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

/// Deletes the wish's picture for good; it is gone from every page at once.
async fn remove(tx: &mut Tx<'_>, wish: &WishId) -> Result<()> {
    may_change(tx, *wish).await?;
    take_away(tx, *wish).await?;
    tx.audit("wish", *wish).await
}

/// Deletes a wish's picture and ends its consent, which was given for this picture only.
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
    /// Replaces the wish's picture.
    /// Re-encodes the picture and the photo of the consent's paper first.
    ///
    /// # Errors
    /// As [`renewed`] and [`consents::record::record`]; not found outside the actor's areas; [`Code::WrongState`]
    /// unless the wish is submitted or published.
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

    /// Deletes the wish's picture.
    ///
    /// # Errors
    /// Not found outside the actor's areas; [`Code::WrongState`] unless the wish is submitted or published.
    pub async fn photo_remove(&self, by: &By, wish: WishId) -> Result<()> {
        self.write(by, "photo_remove", wish, |tx, wish| Box::pin(remove(tx, wish))).await
    }

    /// Loads the JPEG of a picture.
    /// Public while its wish shows it, otherwise for the family and the reviewers of its area.
    ///
    /// # Errors
    /// Not found for all others.
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
    fn a_large_picture_becomes_a_small_jpeg() {
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
    fn re_encoding_removes_exif_and_gps() {
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
    fn an_upload_that_is_no_picture_is_refused() {
        for wrong in [&b""[..], b"<svg/>", b"\xff\xd8\xff\xe0nonsense"] {
            assert!(renew(wrong, EDGE).is_err());
        }
    }
}
