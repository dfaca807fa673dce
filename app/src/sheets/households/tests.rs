use domain::imports::SheetNote;

use super::*;

fn table(rows: &[&[&str]]) -> Table {
    let cell = |c: &&str| if c.is_empty() { Cell::Empty } else { Cell::Text((*c).into()) };
    rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

fn read(rows: &[&[&str]]) -> Vec<Line<HouseholdRow>> {
    households(&[table(rows)], 2026).expect("a list").lines
}

#[test]
fn rows_of_members_become_one_household() {
    let lines = read(&[
        &["柳林社区困难家庭花名册"],
        &["户主", "联系电话", "家庭住址", "姓名", "与户主关系", "身份证号", "特困"],
        &["马秀英", "１３８００００００１", "柳林巷3号", "马秀英", "户主", "650102198501011222", "是"],
        &["", "", "", "马小燕", "女儿", "650102201605011248", ""],
        &["王建国", "", "石榴路12号", "王建国", "户主", "1952-03", "否"],
    ]);
    assert_eq!(lines.len(), 2);
    let family = &lines[0].row;
    assert_eq!((family.name.as_str(), family.hardship), ("马秀英", true));
    let members: Vec<_> = family.members.iter().map(|m| (m.birth_year, m.sex, m.relation)).collect();
    assert_eq!(members, [(1985, Sex::Female, Relation::Contact), (2016, Sex::Female, Relation::Child)]);
    assert_eq!((lines[1].n, lines[1].row.members.len(), lines[1].row.members[0].birth_year), (5, 1, 1952));
    let kept = serde_json::to_string(&lines).expect("json");
    assert!(!kept.contains("650102"), "an identity card number is in {kept}");
}

#[test]
fn malformed_birth_cells_are_not_passed_on() {
    let lines = read(&[
        &["户主", "联系电话", "身份证号"],
        &["马秀英", "13800000001", "650102850101122"],
        &["王建国", "13800000002", "23.05.2017"],
        &["李春花", "13800000003", "65010219850101122"],
        &["赵铁柱", "13800000004", "2117-05-23"],
    ]);
    let kept = serde_json::to_string(&lines).expect("json");
    for part in ["650102", "23.05", "05-23"] {
        assert!(!kept.contains(part), "{part} in {kept}");
    }
    let whose: Vec<_> =
        lines.iter().flat_map(|line| line.row.left_out.iter().map(|w| (w.column, w.text.as_str()))).collect();
    let each = ["马秀英", "王建国", "李春花", "赵铁柱"].map(|name| [(Column::Birth, name); 2]);
    assert_eq!(whose, each.concat(), "what is malformed, and that it is to be completed");
}

#[test]
fn a_row_per_household_makes_the_contact_a_member() {
    let lines = read(&[&["户主姓名", "手机号", "年龄", "低保"], &["赵六", "13900000001", "41岁", "低保"]]);
    let family = &lines[0].row;
    assert_eq!((family.members.len(), family.members[0].birth_year, family.income), (1, 1985, Income::Minimum));
}

#[test]
fn rows_with_the_same_household_number_are_joined() {
    let rows: &[&[&str]] =
        &[&["户号", "姓名", "出生年份"], &["1", "甲", "1980"], &["1", "乙", "2010"], &["2", "丙", "1990"]];
    assert_eq!(read(rows).iter().map(|line| line.row.members.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn two_phones_and_land_lines_are_kept_and_do_not_refuse_a_family() {
    let lines = read(&[
        &["户主", "联系电话", "出生年份"],
        &["甲", "13911112003/13911112004", "1980"],
        &["乙", "0991-3812345", "1980"],
        &["丙", "\u{202d}139\u{a0}1111\u{2011}2005\u{202c}", "1980"],
        &["丁", "1.3911112E+10", "1980"],
        &["戊", "0991-3812345 13911112006", "1980"],
        &["己", "139 1111 2007", "1980"],
    ]);
    let phones: Vec<_> = lines.iter().map(|line| (line.row.phone.as_str(), line.row.other_phones.as_str())).collect();
    assert_eq!(phones[..3], [("13911112003", "13911112004"), ("", "0991-3812345"), ("13911112005", "")]);
    assert_eq!(
        phones[4..],
        [("13911112006", "0991-3812345"), ("13911112007", "")],
        "blanks part numbers, or stand in one"
    );
    assert!(lines[..3].iter().all(|line| line.wrong.is_empty()));
    let (lost, note) = (&lines[3].row.left_out[0], &lines[3].row.remarks);
    assert_eq!((lost.column, lost.why), (Column::Phone, Why::Unknown), "a number that lost its digits");
    assert_eq!((lines[3].wrong.len(), note.as_str()), (0, "联系电话：1.3911112E+10"), "is kept as it stands");
}

#[test]
fn hardship_is_read_in_words_and_unknown_headings_are_said() {
    let rows: &[&[&str]] = &[
        &["户主", "联系电话", "出生年份", "困难类型", "责任人"],
        &["甲", "13911112003", "1980", "大病、残疾", "李婷"],
        &["乙", "13911112004", "1980", "一般", "李婷"],
        &["丙", "13911112005", "1980", "非低保", "李婷"],
    ];
    let taken = households(&[table(rows)], 2026).expect("a list");
    assert_eq!(taken.lines.iter().map(|line| line.row.hardship).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(taken.notes.last(), Some(&SheetNote::Unknown("责任人".into())));
    assert!(taken.lines.iter().all(|line| line.wrong.is_empty()));
}

#[test]
fn a_number_that_runs_with_the_rows_is_no_household() {
    let rows: &[&[&str]] = &[
        &["编号", "户主", "联系电话", "姓名", "与户主关系", "出生年份"],
        &["1", "丁一", "13911115001", "丁一", "户主", "1980"],
        &["2", "丁一", "13911115001", "丁小一", "儿子", "2012"],
        &["3", "丁二", "13911115002", "丁二", "户主", "1970"],
        &["4", "同上", "同上", "丁小二", "女儿", "2001"],
    ];
    assert_eq!(read(rows).iter().map(|line| line.row.members.len()).collect::<Vec<_>>(), [2, 2]);
}

fn left_out(line: &Line<HouseholdRow>) -> Vec<(Column, Why, &str)> {
    line.row.left_out.iter().map(|wrong| (wrong.column, wrong.why, wrong.text.as_str())).collect()
}

#[test]
fn people_without_a_year_of_birth_are_taken_and_named() {
    let lines = read(&[
        &["户主", "电话", "姓名", "关系", "性别"],
        &["甲", "13800000001", "甲", "户主", "男"],
        &["甲", "13800000001", "小甲", "女儿", "女"],
    ]);
    let years: Vec<_> = lines[0].row.members.iter().map(|member| (member.has_year(), member.sex)).collect();
    assert_eq!(years, [(false, Sex::Male), (false, Sex::Female)]);
    assert_eq!((lines.len(), lines[0].wrong.len()), (1, 0));
    assert_eq!(left_out(&lines[0]), [(Column::Birth, Why::ToComplete, "甲、小甲")]);
    let lines = read(&[&["户主", "出生年份", "电话"], &["乙", "从前", "12"]]);
    let said = [
        (Column::Birth, Why::NotADate, "乙"),
        (Column::Phone, Why::Unknown, "12"),
        (Column::Birth, Why::ToComplete, "乙"),
    ];
    assert_eq!((left_out(&lines[0]), lines[0].wrong.len()), (said.to_vec(), 0));
    assert_eq!(lines[0].row.remarks, "电话：12", "what was left out is not lost");
}

#[test]
fn the_number_of_people_is_compared_and_remarks_are_kept() {
    let lines = read(&[
        &["户主", "姓名", "出生年份", "家庭人口", "备注"],
        &["甲", "甲", "1980", "2", "住一楼"],
        &["甲", "乙", "2010", "", "走读"],
        &["丙", "丙", "1980", "四口", ""],
        &["丁", "丁", "1980", "3人", "证号 650102198501011222"],
    ]);
    assert_eq!((lines[0].row.remarks.as_str(), left_out(&lines[0])), ("住一楼；走读", vec![]));
    assert_eq!(left_out(&lines[1]), [(Column::People, Why::NotANumber, "四口")]);
    let said = [(Column::Remarks, Why::HoldsCard, "丁"), (Column::People, Why::PeopleDiffer, "3")];
    assert_eq!((left_out(&lines[2]), lines[2].row.remarks.as_str()), (said.to_vec(), "家庭人口：3"));
    let kept = serde_json::to_string(&lines).expect("json");
    assert!(!kept.contains("650102"), "an identity card number is in {kept}");
}

#[test]
fn several_names_in_a_cell_are_people_and_a_person_twice_is_one() {
    let lines = read(&[
        &["户主", "家庭成员", "电话"],
        &["甲", "甲、乙、小甲", "13800000001"],
        &["丙", "小丙，丁", "13800000002"],
    ]);
    let names = |line: &Line<HouseholdRow>| {
        line.row.members.iter().map(|member| (member.name.clone(), member.relation)).collect::<Vec<_>>()
    };
    let (head, other) = (Relation::Contact, Relation::Other);
    assert_eq!(names(&lines[0]), [("甲".into(), head), ("乙".into(), other), ("小甲".into(), other)]);
    assert_eq!(names(&lines[1]), [("丙".into(), head), ("小丙".into(), other), ("丁".into(), other)]);
    let lines = read(&[
        &["户主", "姓名", "关系", "出生年份"],
        &["甲", "甲", "户主", "1980"],
        &["甲", "小甲", "长女", "2012"],
        &["甲", "小甲", "长女", "2012"],
        &["乙", "乙、小乙", "户主", "1980"],
    ]);
    assert_eq!((lines[0].row.members.len(), left_out(&lines[0])), (2, vec![(Column::Person, Why::Twice, "小甲")]));
    assert_eq!((lines[1].wrong[0].column, lines[1].wrong[0].why), (Column::Person, Why::Unknown));
}

#[test]
fn a_row_of_a_family_without_a_name_is_asked_about() {
    let lines = read(&[
        &["户号", "户主", "姓名", "关系", "出生年份"],
        &["1", "甲", "甲", "户主", "1980"],
        &["1", "甲", "", "儿子", "2010"],
    ]);
    assert_eq!(lines[0].wrong, [Wrong { column: Column::Person, why: Why::Required, text: String::new() }]);
    assert_eq!(lines[0].row.members.len(), 1);
}
