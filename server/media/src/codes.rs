//! Decodes barcodes and QR codes in photos, for phones whose browser cannot.

use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, Reader, common::HybridBinarizer};

use crate::{Error, pictures::decode, worker::WORKER};

/// Longest edge in pixels; a larger image is slower to decode and no easier.
const EDGE: u32 = 1600;

/// Decodes the code in a photo; `None` when none is found.
///
/// # Errors
/// See [`Error`].
pub async fn code_in(upload: Vec<u8>) -> Result<Option<String>, Error> {
    WORKER.run(move || read(&upload)).await
}

fn read(upload: &[u8]) -> Result<Option<String>, Error> {
    let picture = decode(upload, EDGE)?;
    let luma = picture.to_luma8();
    let (width, height) = luma.dimensions();
    let mut hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    // `TryHarder` also reads codes turned by 90 degrees; `AlsoInverted`, light codes on dark ground.
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

    /// Builds a photo of a code on a grey ground, optionally turned by 90 degrees.
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
    fn codes_are_decoded_upright_and_turned() {
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
    fn pictures_without_a_code_give_none_and_other_files_are_refused() {
        let mut empty = std::io::Cursor::new(Vec::new());
        GrayImage::from_pixel(300, 200, Luma([128])).write_to(&mut empty, ImageFormat::Png).expect("a picture");
        assert_eq!(read(&empty.into_inner()).expect("a picture"), None);
        for wrong in [&b""[..], b"<svg/>", b"\xff\xd8\xff\xe0nonsense"] {
            assert!(read(wrong).is_err());
        }
    }
}
