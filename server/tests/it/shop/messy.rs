//! A sheet of many rows, as shops keep them, with what a right import finds in each.

use std::collections::BTreeMap;

use domain::imports::{Column, Fate, Why};
use rust_xlsxwriter::{Format, FormatAlign, Workbook};

/// Expected outcome of each row, and its error.
pub type Expected = BTreeMap<i64, (Fate, Option<(Column, Why)>)>;

/// Builds a file of so many rows in twenty kinds of mess. Title and heading are merged cells.
/// Returns the file, the expected outcomes and the number of units.
pub fn messy(rows: usize) -> (Vec<u8>, Expected, i64) {
    use Fate::{Duplicate, Known, NewItem, NewStock, Refused, Skipped};
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "填表说明：请填第二张表").expect("written");
    let sheet = book.add_worksheet();
    let (plain, title) = (Format::new(), Format::new().set_bold().set_align(FormatAlign::Center));
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.merge_range(0, 0, 1, 8, "柳林爱心超市 2026 年物品登记表", &title).expect("merged");
    sheet.write_string(2, 0, "填表人：李婷").expect("written");
    let heads = ["序号", "物 品\n名 称", "规 格", "数量（件）*", "商品条码", "保质期至", "新旧程度", "箱 号", "备注"];
    for (column, head) in (0..).zip(heads) {
        sheet.merge_range(4, column, 5, column, head, &plain).expect("merged");
    }
    let mut expected = Expected::new();
    let mut units = 0;
    // Items that the catalogue has.
    let mut first = std::collections::BTreeSet::from(["书包", "电饭煲", "毛毯"].map(str::to_owned));
    for i in 0..rows {
        let at = u32::try_from(6 + i).expect("a row");
        let n = i64::from(at) + 1;
        let mut put = |column: u16, text: &str| {
            sheet.write_string(at, column, text).expect("written");
        };
        put(0, &(i + 1).to_string());
        let (box_, before) = (format!("A-{i}"), format!("A-{}", i.saturating_sub(1)));
        let mut newly = |name: &str, n: i64| {
            units += n;
            if first.insert(name.to_owned()) { (NewItem, None) } else { (NewStock, None) }
        };
        let fate = match i % 20 {
            // Blank but for its running number.
            0 => continue,
            1 => {
                [(1, "书　包"), (2, "1-3年级"), (3, "１２"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                newly("书包", 12)
            }
            2 => {
                [(1, "書包"), (2, "1~3 年级"), (3, "12 件"), (7, &before)].into_iter().for_each(|(c, t)| put(c, t));
                (Duplicate, None)
            }
            3 => {
                [(1, format!("杂物{i}").as_str()), (3, "1,200"), (5, "2099-03-01")]
                    .into_iter()
                    .for_each(|(c, t)| put(c, t));
                newly(&format!("杂物{i}"), 1200)
            }
            4 => {
                [(1, "挂面"), (3, "30袋"), (5, "2099/3/1"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                newly("挂面", 30)
            }
            5 => {
                [(1, "挂面"), (3, "1"), (5, "2099年3月1日"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                newly("挂面", 1)
            }
            6 => {
                [(1, "洗洁精"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                // A date cell, and the serial number of a date.
                sheet.write_number(at, 3, 5.0).expect("written");
                sheet.write_number_with_format(at, 5, 72_745.0, &day).expect("written");
                newly("洗洁精", 5)
            }
            7 => {
                [(1, "挂面"), (3, "十来个"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                (Refused, Some((Column::Quantity, Why::NotANumber)))
            }
            8 => {
                [(1, "挂面"), (3, "3"), (4, "6901234567893"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                (Refused, Some((Column::Barcode, Why::BarcodeWrong)))
            }
            9 => {
                [(1, "挂面"), (3, "3"), (5, "20200101"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                (Refused, Some((Column::Expires, Why::Expired)))
            }
            10 => {
                [(0, "合 计："), (3, "４７")].into_iter().for_each(|(c, t)| put(c, t));
                (Skipped, None)
            }
            11 => {
                [(1, "=HYPERLINK(\"x\")"), (3, "2"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                newly("=HYPERLINK(\"x\")", 2)
            }
            12 => {
                [(1, "电饭煲"), (3, "２"), (6, "八成新"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                newly("电饭煲", 2)
            }
            13 => {
                [(1, "炒锅"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                (Known, None)
            }
            14 => {
                [(1, "书包"), (2, "博士后"), (3, "1"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                (Refused, Some((Column::Size, Why::SizeUnknown)))
            }
            15 => {
                [(3, "3"), (8, "忘了名字")].into_iter().for_each(|(c, t)| put(c, t));
                (Refused, Some((Column::Name, Why::Required)))
            }
            16 => {
                let size = if i % 40 < 20 { "Ｌ" } else { "XL" };
                [(1, "雨披"), (2, size), (3, "4"), (7, &box_)].into_iter().for_each(|(c, t)| put(c, t));
                newly("雨披", 4)
            }
            17 => {
                for (column, head) in (0..).zip(heads) {
                    put(column, head);
                }
                (Skipped, None)
            }
            18 => {
                let same = format!("A-{}", i - 17);
                [(1, "书包"), (2, "1–3 年级"), (3, "13"), (7, &same)].into_iter().for_each(|(c, t)| put(c, t));
                (Refused, Some((Column::Quantity, Why::OtherRow)))
            }
            _ => {
                [(1, "毛毯"), (3, "1.0"), (5, "长期"), (6, "全新"), (7, &box_)]
                    .into_iter()
                    .for_each(|(c, t)| put(c, t));
                newly("毛毯", 1)
            }
        };
        expected.insert(n, fate);
    }
    (book.save_to_buffer().expect("saved"), expected, units)
}
