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
    as_jpeg(&opaque(upload, edge)?)
}

/// Decodes a picture without its transparency, which a JPEG has not.
fn opaque(upload: &[u8], edge: u32) -> Result<DynamicImage, Error> {
    Ok(DynamicImage::ImageRgb8(decode(upload, edge)?.into_rgb8()))
}

/// Begins the bytes of a picture in all its forms. Older ones are a JPEG, and begin as such.
const FORMS: &[u8] = b"WBP1";

/// How a picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// What every browser and program reads.
    Jpeg,
    /// A third smaller; for browsers that say that they read it.
    Webp,
}

/// A form of a picture that pages show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// How it is encoded.
    pub coding: Coding,
    /// Longest edge in pixels.
    pub edge: u32,
}

impl Form {
    /// All forms, in the order in which they are stored: for a page, for a phone's width at half of it, and for a tile
    /// among others at three times its density. Old browsers get the first or the last.
    pub const ALL: [Form; 5] = [
        Form { coding: Coding::Jpeg, edge: 960 },
        Form { coding: Coding::Jpeg, edge: 320 },
        Form { coding: Coding::Webp, edge: 960 },
        Form { coding: Coding::Webp, edge: 640 },
        Form { coding: Coding::Webp, edge: 320 },
    ];
    /// The largest JPEG, which is for programs and for what is not shown on pages alone.
    pub const JPEG: Form = Form::ALL[0];

    /// The smallest form with at least this edge in the coding that the browser takes.
    #[must_use]
    pub fn fitting(coding: Coding, edge: u32) -> Form {
        let large = Form::ALL.into_iter().filter(|form| form.coding == coding && form.edge >= edge);
        large.min_by_key(|form| form.edge).unwrap_or(Form { coding, ..Form::JPEG })
    }
}

/// Decodes a JPEG, PNG or WebP and encodes it in all forms that pages show; [`in_form`] takes one of them.
///
/// # Errors
/// See [`Error`].
pub async fn renew_for_pages(upload: Vec<u8>) -> Result<Vec<u8>, Error> {
    WORKER.run(move || renew_for_pages_now(&upload)).await
}

fn renew_for_pages_now(upload: &[u8]) -> Result<Vec<u8>, Error> {
    let whole = opaque(upload, Form::JPEG.edge)?;
    let mut stored = FORMS.to_vec();
    let mut bytes = Vec::new();
    for form in Form::ALL {
        let is_larger = whole.width().max(whole.height()) > form.edge;
        let smaller = is_larger.then(|| whole.resize(form.edge, form.edge, FilterType::Triangle));
        let picture = smaller.as_ref().unwrap_or(&whole);
        let encoded = match form.coding {
            Coding::Jpeg => as_jpeg(picture)?,
            Coding::Webp => as_webp(picture)?,
        };
        stored.extend(u32::try_from(encoded.len()).map_err(|_| Error::NotAPicture)?.to_be_bytes());
        bytes.extend(encoded);
    }
    stored.extend(bytes);
    Ok(stored)
}

fn as_jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Error> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 80);
    picture.write_with_encoder(encoder).map_err(|_| Error::NotAPicture)?;
    Ok(jpeg)
}

fn as_webp(picture: &DynamicImage) -> Result<Vec<u8>, Error> {
    let encoder = webp::Encoder::from_rgb(picture.as_bytes(), picture.width(), picture.height());
    let encoded = encoder.encode_simple(false, 75.0).map_err(|_| Error::NotAPicture)?;
    Ok(encoded.to_vec())
}

/// Returns a form of a picture that [`renew_for_pages`] made. One that an earlier release stored is a JPEG, which it is
/// in any form.
#[must_use]
pub fn in_form(stored: &[u8], form: Form) -> &[u8] {
    let Some(rest) = stored.strip_prefix(FORMS) else { return stored };
    let Some((lengths, mut bytes)) = rest.split_at_checked(4 * Form::ALL.len()) else { return &[] };
    for (each, length) in Form::ALL.into_iter().zip(lengths.chunks_exact(4)) {
        let length = length.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte));
        let Some((encoded, later)) = bytes.split_at_checked(length) else { return &[] };
        if each == form {
            return encoded;
        }
        bytes = later;
    }
    &[]
}

/// Media type of a form.
#[must_use]
pub fn media_type(encoded: &[u8]) -> &'static str {
    if encoded.starts_with(b"RIFF") { "image/webp" } else { "image/jpeg" }
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
    fn a_picture_for_pages_decodes_in_every_form_and_an_old_one_stays_a_jpeg() {
        // Waves and noise, as a photo has them: a plain surface says nothing about encoders.
        let wave = |at: u32, by: f32| ((at as f32 / by).sin() * 90.0 + 128.0) as u8;
        let noise = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) as u8 % 12;
        let dot = |x: u32, y: u32| Rgb([wave(x, 31.0), wave(y, 17.0).saturating_add(noise(x, y)), wave(x + y, 57.0)]);
        let mut png = Cursor::new(Vec::new());
        RgbImage::from_fn(1600, 1200, dot).write_to(&mut png, ImageFormat::Png).expect("encoded");
        let stored = renew_for_pages_now(&png.into_inner()).expect("a picture");

        let mut sizes = Vec::new();
        for form in Form::ALL {
            let encoded = in_form(&stored, form);
            let (format, kind) = match form.coding {
                Coding::Webp => (ImageFormat::WebP, "image/webp"),
                Coding::Jpeg => (ImageFormat::Jpeg, "image/jpeg"),
            };
            assert_eq!(media_type(encoded), kind);
            let seen = image::load_from_memory_with_format(encoded, format).expect("it decodes").into_rgb8();
            assert_eq!((seen.width(), seen.height()), (form.edge, form.edge * 3 / 4), "{form:?}");
            // The same place has the same colour, whatever the coding.
            let (Rgb(now), Rgb(then)) = (*seen.get_pixel(form.edge / 2, form.edge / 3), dot(800, 533));
            assert!(now.iter().zip(then).all(|(now, then)| now.abs_diff(then) < 40), "{form:?}: {now:?} for {then:?}");
            sizes.push(encoded.len());
        }
        let [jpeg, small_jpeg, webp, middle, small] = sizes[..] else { panic!("{sizes:?}") };
        assert!(webp < jpeg && small < small_jpeg && middle < webp && small * 2 < webp, "{sizes:?}");
        assert_eq!(Form::fitting(Coding::Webp, 500), Form { coding: Coding::Webp, edge: 640 });
        assert_eq!(Form::fitting(Coding::Jpeg, 500), Form::JPEG);
        assert_eq!(Form::fitting(Coding::Webp, 5000), Form { coding: Coding::Webp, edge: 960 });

        let old = jpeg_of(8, 8);
        assert_eq!(in_form(&old, Form::fitting(Coding::Webp, 320)), old);
        assert_eq!(in_form(&stored[..9], Form::JPEG), b"", "a file that is cut off is no picture");
        assert_eq!(renew_for_pages_now(b"<svg/>"), Err(Error::NotAPicture));
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
