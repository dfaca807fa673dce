//! Code 128 as SVG: barcode scanners that cannot read QR codes read it.

use rxing::{BarcodeFormat, Writer, oned::Code128Writer};

/// Draws a text as SVG that fills its container; `None` for characters outside Code 128.
pub(crate) fn drawn(text: &str) -> Option<String> {
    let bars = Code128Writer {}.encode(text, &BarcodeFormat::CODE_128, 0, 1).ok()?;
    let width = bars.getWidth();
    let mut path = String::new();
    let mut x = 0;
    while x < width {
        let run = (x..width).take_while(|x| bars.get(*x, 0)).count();
        if run > 0 {
            path.push_str(&format!("M{x} 0h{run}v10h-{run}z"));
        }
        x += u32::try_from(run).unwrap_or(0).max(1);
    }
    Some(format!(
        r##"<svg class="bars" viewBox="0 0 {width} 10" preserveAspectRatio="none" shape-rendering="crispEdges" aria-hidden="true"><path d="{path}" fill="#000"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rxing::BarcodeFormat::CODE_128;

    /// Renders the SVG as the row of pixels that a scanner sees.
    fn dots(svg: &str) -> (u32, Vec<u8>) {
        let width: u32 = svg.split("viewBox=\"0 0 ").nth(1).and_then(|w| w.split(' ').next()).unwrap().parse().unwrap();
        let mut row = vec![255; width as usize];
        for bar in svg.split('M').skip(1) {
            let (x, rest) = bar.split_once(" 0h").unwrap();
            let run: usize = rest.split('v').next().unwrap().parse().unwrap();
            let x: usize = x.parse().unwrap();
            row[x..x + run].fill(0);
        }
        (width, row)
    }

    #[test]
    fn a_drawn_code_is_read_back_by_a_scanner() {
        for text in ["item:1001:XL", "item:1:~8d3f", "lot:204", "6901234567892"] {
            let (width, row) = dots(&drawn(text).unwrap());
            // Three pixels a module and forty rows: as large as on a camera picture.
            let line: Vec<u8> = row.iter().flat_map(|dot| [*dot; 3]).collect();
            let picture = line.repeat(40);
            let read = rxing::helpers::detect_in_luma(picture, width * 3, 40, Some(CODE_128)).unwrap();
            assert_eq!(read.getText(), text);
        }
        assert_eq!(drawn("书包"), None);
    }
}
