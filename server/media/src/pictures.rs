//! Pictures decoded and re-encoded: smaller, upright, and without place, time and device.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};

use crate::{Error, jpeg, worker::WORKER};

/// Most pixels of a picture: the largest camera of a common phone. Bounds time and memory, unlike the file's size.
const PIXELS: u64 = 50_000_000;
/// Longest edge accepted, in pixels.
const LARGEST: u32 = 16_000;

/// Decodes a JPEG, PNG or WebP and re-encodes it as a JPEG with at most `edge` pixels an edge.
///
/// # Errors
/// See [`Error`].
pub async fn renew(upload: Vec<u8>, edge: u32) -> Result<Vec<u8>, Error> {
    WORKER.run(move || renew_now(&upload, edge)).await
}

fn renew_now(upload: &[u8], edge: u32) -> Result<Vec<u8>, Error> {
    let picture = decode(upload, edge)?;
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 80);
    picture.into_rgb8().write_with_encoder(encoder).map_err(|_| Error::NotAPicture)?;
    Ok(jpeg)
}

/// Draws a JPEG pixel by pixel, for invented data.
///
/// # Errors
/// Only when the encoder fails.
pub fn drawn(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 3]) -> Result<Vec<u8>, Error> {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb(color(x, y)));
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 60);
    picture.write_with_encoder(encoder).map_err(|_| Error::NotAPicture)?;
    Ok(jpeg)
}

/// Decodes a picture, upright, with no edge longer than `edge` pixels.
pub(crate) fn decode(upload: &[u8], edge: u32) -> Result<DynamicImage, Error> {
    if is_heic(upload) {
        return Err(Error::Heic);
    }
    let mut reader = ImageReader::new(Cursor::new(upload)).with_guessed_format().map_err(|_| Error::NotAPicture)?;
    if reader.format() == Some(ImageFormat::Jpeg) && !jpeg::is_complete(upload) {
        return Err(Error::NotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    let picture = (|| {
        let mut decoder = reader.into_decoder()?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > PIXELS {
            return Ok(None);
        }
        let orientation = decoder.orientation()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        if picture.width().max(picture.height()) > edge {
            picture = picture.resize(edge, edge, FilterType::Triangle);
        }
        picture.apply_orientation(orientation);
        Ok::<_, image::ImageError>(Some(picture))
    })();
    picture.ok().flatten().ok_or(Error::NotAPicture)
}

/// Whether a file begins like HEIC or HEIF (ISO/IEC 23008-12): a `ftyp` box with one of their brands.
fn is_heic(file: &[u8]) -> bool {
    const BRANDS: [&[u8]; 7] = [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"];
    file.get(4..8) == Some(b"ftyp") && file.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::GrayImage;

    const EDGE: u32 = 960;

    fn jpeg_of(width: u32, height: u32) -> Vec<u8> {
        let mut jpeg = Vec::new();
        let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
        picture.write_with_encoder(JpegEncoder::new(&mut jpeg)).expect("encoded");
        jpeg
    }

    #[test]
    fn a_large_picture_becomes_a_small_jpeg() {
        let mut png = Cursor::new(Vec::new());
        let picture = RgbImage::from_pixel(2000, 1000, image::Rgb([200, 40, 10]));
        picture.write_to(&mut png, ImageFormat::Png).expect("encoded");
        let jpeg = renew_now(&png.into_inner(), EDGE).expect("a picture");
        let picture = image::load_from_memory(&jpeg).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (960, 480));
        assert!(jpeg.len() < 60_000);
    }

    #[test]
    fn re_encoding_removes_exif_and_gps() {
        let jpeg = jpeg_of(8, 8);
        // An EXIF segment right after the start marker, as cameras write it.
        let secret = b"Exif\0\0GPS 29.98 121.15";
        let length = u16::try_from(secret.len() + 2).expect("short").to_be_bytes();
        let mut tagged = jpeg[..2].to_vec();
        tagged.extend([0xff, 0xe1]);
        tagged.extend(length);
        tagged.extend(secret);
        tagged.extend(&jpeg[2..]);
        let plain = renew_now(&tagged, EDGE).expect("a picture");
        assert!(!plain.windows(4).any(|w| w == b"Exif") && !plain.windows(3).any(|w| w == b"GPS"));
    }

    #[test]
    fn an_upload_that_is_no_picture_is_refused() {
        for wrong in [&b""[..], b"<svg/>", b"\xff\xd8\xff\xe0nonsense"] {
            assert_eq!(renew_now(wrong, EDGE), Err(Error::NotAPicture));
        }
        assert_eq!(renew_now(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", EDGE), Err(Error::Heic));
    }

    #[test]
    fn a_jpeg_that_is_cut_off_is_refused_and_one_with_an_appendix_is_not() {
        let whole = jpeg_of(200, 100);
        assert!(renew_now(&whole, EDGE).is_ok());
        for part in [whole.len() / 2, whole.len() - 2, whole.len() - 1] {
            assert_eq!(renew_now(&whole[..part], EDGE), Err(Error::NotAPicture), "{part} of {} bytes", whole.len());
        }
        let appended = [&whole[..], b"MotionPhoto_Data ftypmp42"].concat();
        assert!(renew_now(&appended, EDGE).is_ok());
    }

    #[test]
    fn more_pixels_than_a_camera_has_are_refused_before_they_are_decoded() {
        let mut png = Cursor::new(Vec::new());
        GrayImage::new(10_000, 5_001).write_to(&mut png, ImageFormat::Png).expect("encoded");
        let png = png.into_inner();
        assert!(png.len() < 1_000_000, "a small file of many pixels: {} bytes", png.len());
        assert_eq!(renew_now(&png, EDGE), Err(Error::NotAPicture));
    }
}
