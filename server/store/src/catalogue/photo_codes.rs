//! Reads a bar code or a QR code out of a photo, for phones whose browser cannot.

use domain::{Code, Error as Refusal};
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, Reader, common::HybridBinarizer};

use crate::{Error, Result, wishes::media::photos::picture};

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

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, GrayImage, ImageFormat, Luma, imageops};
    use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

    /// A photo of a code on a grey table, turned as people turn their phones.
    fn photo(text: &str, format: BarcodeFormat, turned: bool) -> Vec<u8> {
        let (width, height) = if format == BarcodeFormat::QR_CODE { (300, 300) } else { (480, 160) };
        let code = MultiFormatWriter.encode(text, &format, width, height).expect("a code");
        let mut picture = GrayImage::from_pixel(900, 900, Luma([200]));
        let dot = |x, y| if code.get(x, y) { Luma([20]) } else { Luma([235]) };
        let drawn = GrayImage::from_fn(code.getWidth(), code.getHeight(), dot);
        imageops::replace(&mut picture, &drawn, 200, 300);
        let picture = DynamicImage::from(picture);
        let picture = if turned { picture.rotate90() } else { picture };
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Jpeg).expect("a photo");
        bytes.into_inner()
    }

    #[test]
    fn codes_of_shops_are_read_whichever_way_the_phone_was_held() {
        for turned in [false, true] {
            for (text, format) in [
                ("6901234567892", BarcodeFormat::EAN_13),
                ("96385074", BarcodeFormat::EAN_8),
                ("item:1:~8d3f", BarcodeFormat::QR_CODE),
                ("YY-007", BarcodeFormat::CODE_128),
            ] {
                assert_eq!(read(&photo(text, format, turned)).expect("a picture").as_deref(), Some(text), "{turned}");
            }
        }
    }

    #[test]
    fn a_picture_without_a_code_has_none_and_no_picture_is_refused() {
        let mut empty = std::io::Cursor::new(Vec::new());
        GrayImage::from_pixel(300, 200, Luma([128])).write_to(&mut empty, ImageFormat::Png).expect("a picture");
        assert_eq!(read(&empty.into_inner()).expect("a picture"), None);
        for wrong in [&b""[..], b"<svg/>", b"\xff\xd8\xff\xe0nonsense"] {
            assert!(read(wrong).is_err());
        }
    }
}
