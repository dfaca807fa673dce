//! Reads a bar code or a QR code out of a photo, for phones whose browser cannot.

use domain::{Code, Error as Refusal};
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, Reader, common::HybridBinarizer};

use crate::{Error, Result, photos::picture};

/// More pixels an edge do not make a code easier to read, only slower.
const EDGE: u32 = 1600;

/// The code in a photo; `None` when none is found in it.
///
/// # Errors
/// [`Code::NotAPicture`] for what is no picture that we can read.
pub async fn code_in(upload: Vec<u8>) -> Result<Option<String>> {
    let read = tokio::task::spawn_blocking(move || read(&upload)).await;
    read.map_err(|e| Error::Broken(e.to_string()))?
}

fn read(upload: &[u8]) -> Result<Option<String>> {
    let picture = picture(upload, EDGE).map_err(|_| Refusal::field("photo", Code::NotAPicture))?;
    let luma = picture.to_luma8();
    let (width, height) = luma.dimensions();
    let mut hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    // A code that stands on its side is read as well; one in the dark, on light, too.
    hints.AlsoInverted = Some(true);
    let Ok(source) = Luma8LuminanceSource::new(luma.into_raw(), width, height) else { return Ok(None) };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let found = MultiFormatReader::default().decode_with_hints(&mut bitmap, &hints);
    Ok(found.ok().map(|result| result.getText().to_owned()))
}
