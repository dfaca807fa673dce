//! The package of an XLSX file, measured before it is parsed: what it unpacks to, and what the parser copies of it.

use std::io::{Cursor, Read};

use domain::{Code, Error, Result};

use super::read::MOST_COLUMNS;

/// Largest unpacked size in bytes; more than 20,000 rows of goods need.
const MOST_UNPACKED: u64 = 24 * 1024 * 1024;
/// Parts of the package; genuine workbooks have fewer.
const MOST_PARTS: usize = 500;
/// Bytes of the cell formats in memory: the parser copies font name and number format into each.
const MOST_FORMATS: usize = 64 * 1024 * 1024;
/// Bytes of a cell format besides its texts.
const FORMAT: usize = 500;
/// Shared strings that a tag `sst` may declare; more than a sheet has cells.
const MOST_STRINGS: usize = 1_250_000;
/// Tags `sheet`; the parser copies the address of its part for each.
const MOST_SHEETS: usize = 1_000;
/// Longest address of a part, with its tag.
const LONGEST_LINK: usize = 4 * 1024;

/// What of a sheet is hidden.
#[derive(Clone, Debug, Default)]
pub(super) struct Unseen {
    /// Numbers of its rows, from 1.
    pub rows: Vec<usize>,
    /// Numbers of its columns, from 1.
    pub columns: Vec<usize>,
}

/// Unpacks every part to nowhere, because declared sizes cannot be trusted, and measures it. Returns what is hidden of
/// each sheet in the workbook's order: the parser does not tell it.
///
/// # Errors
/// [`Code::TooLarge`] by its unpacked size, or by what the parser would copy; [`Code::NotASheet`] if it is no package;
/// [`Code::FormulasUnread`] for formulas without a stored result, which would be read as nothing.
pub(super) fn must_fit(bytes: &[u8]) -> Result<Vec<Unseen>> {
    let unreadable = Error::Conflict(Code::NotASheet);
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable.clone())?;
    if package.len() > MOST_PARTS {
        return Err(unreadable);
    }
    let (mut left, mut sheets, mut text) = (MOST_UNPACKED, 0, Vec::new());
    let mut hidden = Hidden::default();
    for part in 0..package.len() {
        let part = package.by_index(part).map_err(|_| unreadable.clone())?;
        let name = part.name().map_err(|_| unreadable.clone())?.to_lowercase();
        text.clear();
        let unpacked = part.take(left + 1).read_to_end(&mut text).map_err(|_| unreadable.clone())?;
        left = left.checked_sub(unpacked as u64).ok_or(Error::Conflict(Code::TooLarge))?;
        sheets += must_copy_little(&text)?;
        hidden.note(&name, &text);
    }
    if sheets > MOST_SHEETS { Err(Error::Conflict(Code::TooLarge)) } else { Ok(hidden.of_sheets()) }
}

/// What tells which rows and columns of which sheet are hidden.
#[derive(Default)]
struct Hidden {
    /// Ids of the links to the sheets' parts, in the workbook's order.
    sheets: Vec<String>,
    /// Links by id, with the end of the address that each leads to.
    links: Vec<(String, String)>,
    /// What is hidden, by the address of the sheet's part.
    parts: Vec<(String, Unseen)>,
}

impl Hidden {
    /// Reads a part if it tells of sheets or their rows.
    fn note(&mut self, name: &str, part: &[u8]) {
        if name.contains("worksheets/") && name.ends_with(".xml") {
            let unseen = Unseen { rows: hidden_rows(part), columns: hidden_columns(part) };
            self.parts.push((name.to_owned(), unseen));
        } else if name.ends_with("workbook.xml") {
            let ids = tags(part, b"sheet").map(|tag| attribute(tag, ":id=").unwrap_or_default().to_owned());
            self.sheets = ids.take(MOST_SHEETS).collect();
        } else if name.ends_with("workbook.xml.rels") {
            let links = tags(part, b"Relationship")
                .filter_map(|tag| Some((attribute(tag, " Id=")?.to_owned(), end_of(attribute(tag, " Target=")?))));
            self.links = links.take(MOST_SHEETS).collect();
        }
    }

    fn of_sheets(self) -> Vec<Unseen> {
        let unseen_of = |sheet: &String| {
            let (_, end) = self.links.iter().find(|(id, _)| id == sheet)?;
            self.parts.iter().find(|(part, _)| part.ends_with(end.as_str())).map(|(_, unseen)| unseen.clone())
        };
        self.sheets.iter().map(|sheet| unseen_of(sheet).unwrap_or_default()).collect()
    }
}

/// Folder and name of the part that a link leads to, in lower case: programs write its address from the root or not.
fn end_of(target: &str) -> String {
    let mut parts = target.rsplit('/');
    let (file, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{folder}/{file}").to_lowercase()
}

/// Tags of this name, whatever their prefix.
fn tags<'p>(part: &'p [u8], wanted: &'static [u8]) -> impl Iterator<Item = &'p [u8]> {
    part.split(|byte| *byte == b'<').filter(move |tag| {
        let name = tag.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')).next();
        name.and_then(|name| name.rsplit(|byte| *byte == b':').next()) == Some(wanted)
    })
}

/// Refuses a part of which the parser would hold much more than its size; returns its number of tags `sheet`.
///
/// Tags in comments count as well: more than the parser sees, never less.
fn must_copy_little(part: &[u8]) -> Result<usize> {
    // No program writes UTF-16, in which the tags would not be found.
    if matches!(part, [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0, b'<', ..] | [b'<', 0, ..]) {
        return Err(Error::Conflict(Code::NotASheet));
    }
    let (mut formats, mut longest, mut sheets) = (0_usize, 0, 0);
    let mut cell = Formula::default();
    for tag in part.split(|byte| *byte == b'<') {
        let name = tag.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')).next();
        match name.and_then(|name| name.rsplit(|byte| *byte == b':').next()).unwrap_or_default() {
            b"xf" => formats += 1,
            b"name" | b"numFmt" => longest = longest.max(tag.len()),
            b"sheet" => sheets += 1,
            b"c" => cell = Formula { text: tag.windows(5).any(|word| word == b"\"str\""), ..Formula::default() },
            b"f" => cell.written = true,
            b"v" => cell.stored |= tag.split(|byte| *byte == b'>').nth(1).is_some_and(|value| !value.is_empty()),
            b"" if closes_cell(tag) && cell.is_unread() => return Err(Error::Conflict(Code::FormulasUnread)),
            b"Relationship" if tag.len() > LONGEST_LINK => return Err(Error::Conflict(Code::TooLarge)),
            // The parser reserves memory for as many strings as the tag says; one takes four bytes and more.
            b"sst" if declared(tag) > MOST_STRINGS.min(part.len() / 4) => return Err(Error::Conflict(Code::TooLarge)),
            _ => {}
        }
    }
    let copied = formats.saturating_mul(2 * longest + FORMAT);
    if copied > MOST_FORMATS { Err(Error::Conflict(Code::TooLarge)) } else { Ok(sheets) }
}

/// The numbers of the hidden rows of a sheet, from 1; the first thousand.
fn hidden_rows(part: &[u8]) -> Vec<usize> {
    let (mut at, mut hidden) = (0, Vec::new());
    for tag in tags(part, b"row") {
        at = attribute(tag, " r=").and_then(|n| n.parse().ok()).unwrap_or(at + 1);
        if matches!(attribute(tag, " hidden="), Some("1" | "true")) && hidden.len() < 1_000 {
            hidden.push(at);
        }
    }
    hidden
}

/// The numbers of the hidden columns of a sheet, from 1, of those that are read.
fn hidden_columns(part: &[u8]) -> Vec<usize> {
    let number = |tag: &[u8], name: &str| -> Option<usize> { attribute(tag, name)?.parse().ok() };
    let hidden = tags(part, b"col").filter(|tag| matches!(attribute(tag, " hidden="), Some("1" | "true")));
    let spans = hidden.filter_map(|tag| Some((number(tag, " min=")?, number(tag, " max=")?)));
    spans.take(MOST_COLUMNS).flat_map(|(first, last)| first..=last.min(MOST_COLUMNS)).collect()
}

/// The value of an attribute of a tag, without its quotes.
fn attribute<'t>(tag: &'t [u8], name: &str) -> Option<&'t str> {
    let tag = std::str::from_utf8(tag).ok()?.split('>').next()?;
    let (_, rest) = tag.split_once(name)?;
    let quote = rest.chars().next()?;
    rest.get(1..)?.split(quote).next()
}

/// What the tags of a cell say about its formula.
#[derive(Default)]
struct Formula {
    /// The result is a text, which may be empty.
    text: bool,
    /// There is a formula.
    written: bool,
    /// Its result is stored.
    stored: bool,
}

impl Formula {
    /// Whether its result was never computed, as in files that programs write without opening them.
    fn is_unread(&self) -> bool {
        self.written && !self.stored && !self.text
    }
}

/// Whether a tag ends a cell: `/c>`, also with a prefix.
fn closes_cell(tag: &[u8]) -> bool {
    let name = tag.strip_prefix(b"/").and_then(|rest| rest.split(|byte| *byte == b'>').next());
    name.and_then(|name| name.rsplit(|byte| *byte == b':').next()) == Some(b"c")
}

/// Number of shared strings that a tag `sst` declares; 0 without one.
fn declared(tag: &[u8]) -> usize {
    const KEY: &[u8] = b"uniqueCount";
    let after = tag.windows(KEY.len()).position(|word| word == KEY).map_or(tag.len(), |at| at + KEY.len());
    let digits =
        tag[after..].iter().skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''));
    digits
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0_usize, |sum, digit| sum.saturating_mul(10).saturating_add(usize::from(digit - b'0')))
}

/// Packs parts by name.
#[cfg(test)]
fn packed(parts: &[(String, String)]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        package.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut package, part.as_bytes()).expect("written");
    }
    package.finish().expect("packed").into_inner()
}

/// An XLSX file of sheets with this content, which no program would write so.
#[cfg(test)]
pub(super) fn package_of(sheets: &[String]) -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link =
        |n: usize, kind: &str, to: &str| format!("<Relationship Id=\"r{n}\" Type=\"{KIND}/{kind}\" Target=\"{to}\"/>");
    let links = |links: String| format!("<Relationships>{links}</Relationships>");
    let all = || 0..sheets.len();
    let to_sheets = all().map(|n| link(n, "worksheet", &format!("worksheets/sheet{n}.xml"))).collect();
    let named: String = all().map(|n| format!("<sheet name=\"s{n}\" r:id=\"r{n}\"/>")).collect();
    let mut parts = vec![
        ("_rels/.rels".to_owned(), links(link(0, "officeDocument", "xl/workbook.xml"))),
        ("xl/_rels/workbook.xml.rels".to_owned(), links(to_sheets)),
        ("xl/workbook.xml".to_owned(), format!("<workbook><sheets>{named}</sheets></workbook>")),
    ];
    let sheet = |(n, sheet)| (format!("xl/worksheets/sheet{n}.xml"), format!("<worksheet>{sheet}</worksheet>"));
    parts.extend(sheets.iter().enumerate().map(sheet));
    packed(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, part: &str) -> Vec<u8> {
        packed(&[(name.to_owned(), part.to_owned())])
    }

    #[track_caller]
    fn refused(name: &str, part: &str) -> Code {
        let bytes = package(name, part);
        assert!(bytes.len() < 100_000, "packed size {}", bytes.len());
        must_fit(&bytes).expect_err("refused").code()
    }

    #[test]
    fn a_file_that_unpacks_to_30_mb_is_refused_before_parsing() {
        assert_eq!(refused("xl/worksheets/sheet1.xml", &" ".repeat(30 * 1024 * 1024)), Code::TooLarge);
    }

    #[test]
    fn what_the_parser_would_copy_many_times_is_refused() {
        let strings = "<sst count='1' uniqueCount=\"1000000000\"><si><t>x</t></si></sst>";
        assert_eq!(refused("xl/sharedStrings.xml", strings), Code::TooLarge);
        // 100,000 cell formats, each with a font name of 1 MB.
        let styles = format!("<fonts><font><name val='{}'/></font></fonts>", "x".repeat(1 << 20));
        let styles = styles + &"<xf fontId='0'/>".repeat(100_000);
        assert_eq!(refused("xl/styles.xml", &styles), Code::TooLarge);
        let sheets = "<x:sheet name='a' r:id='b'/>".repeat(2_000);
        assert_eq!(refused("xl/workbook.xml", &sheets), Code::TooLarge);
        let link = format!("<Relationship Target='{}'/>", "x".repeat(1 << 20));
        assert_eq!(refused("xl/_rels/workbook.xml.rels", &link), Code::TooLarge);
        assert_eq!(refused("xl/sharedStrings.xml", "<\0s\0s\0t\0>\0"), Code::NotASheet, "UTF-16");
    }

    #[test]
    fn formulas_without_a_stored_result_are_refused() {
        let sheet = "xl/worksheets/sheet1.xml";
        for cell in
            ["<c r='D3'><f>3*4</f><v /></c>", "<x:c r='D3'><x:f>3*4</x:f></x:c>", "<c><f t='shared' si='0'/></c>"]
        {
            assert_eq!(refused(sheet, cell), Code::FormulasUnread, "{cell}");
        }
        let fine = "<c><f>3*4</f><v>12</v></c><c t=\"str\"><f>A1</f><v></v></c><c><v>1</v></c><c r='A1'/>";
        must_fit(&package(sheet, fine)).expect("fits");
    }

    #[test]
    fn many_cell_formats_with_short_texts_are_read() {
        let styles = "<font><name val='微软雅黑'/></font><numFmt formatCode='yyyy\"年\"m\"月\"'/>".to_owned();
        let styles = styles + &"<xf numFmtId='0' fontId='0'/>".repeat(64_000);
        must_fit(&package("xl/styles.xml", &styles)).expect("fits");
        must_fit(&package("xl/sharedStrings.xml", "<sst uniqueCount='1'><si/></sst>")).expect("fits");
    }
}
