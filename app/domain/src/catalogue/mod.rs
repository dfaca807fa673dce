//! The built-in picture catalogue: everyday items that families can wish for, each with a pictogram.
//!
//! Costs are rough shop prices in yuan, which tell a donor the scale of a promise.

pub mod items;

use serde::{Deserialize, Serialize};

/// A category of the catalogue; also a filter of the feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 学习.
    #[default]
    Study,
    /// 厨房.
    Kitchen,
    /// 床上用品.
    Bedding,
    /// 衣物.
    Clothing,
    /// 家居.
    Home,
    /// 母婴.
    Baby,
    /// 出行与健康.
    Mobility,
}

crate::text_enum!(Category {
    Study = "study", Kitchen = "kitchen", Bedding = "bedding", Clothing = "clothing", Home = "home", Baby = "baby",
    Mobility = "mobility",
});

/// An item of the built-in catalogue.
#[derive(Debug, PartialEq)]
pub struct Item {
    /// Item id; never reused.
    pub id: i64,
    /// Its key; also names its pictogram and its phrase (`item-school-bag`).
    pub key: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Its category.
    pub category: Category,
    /// Sizes to choose from; empty if it has none.
    pub sizes: &'static [&'static str],
    /// Whether a used one needs a signed safety check before it is stocked.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
    /// Approximate price of one unit, in yuan.
    pub cost: i64,
}

impl Item {
    /// Name and size in one line: 书包 · 1–3 年级.
    #[must_use]
    pub fn title(&self, size: &str) -> String {
        if size.is_empty() { self.zh.to_owned() } else { format!("{} · {size}", self.zh) }
    }
}

/// Looks an item up by its id.
#[must_use]
pub fn find(id: i64) -> Option<&'static Item> {
    usize::try_from(id).ok().and_then(|n| ITEMS.get(n.checked_sub(1)?))
}

/// Looks an item up by its key.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.key == key)
}

/// Name and size in one line, of an item of the catalogue or a root area's own, whose name the caller has.
#[must_use]
pub fn title_of(item: i64, own_name: &str, size: &str) -> String {
    match find(item) {
        Some(item) => item.title(size),
        None if size.is_empty() => own_name.to_owned(),
        None => format!("{own_name} · {size}"),
    }
}

/// Key of an item's pictogram; of one outside the catalogue the given one.
#[must_use]
pub fn key_of(item: i64, own_key: &str) -> String {
    find(item).map_or(own_key, |item| item.key).to_owned()
}

/// What stands for an item in an address: the key of one of the catalogue, the number of a root area's own.
#[must_use]
pub fn handle_of(item: i64) -> String {
    find(item).map_or_else(|| item.to_string(), |item| item.key.to_owned())
}

/// Body heights in centimetres for children, letters for adults (GB/T 1335).
const CLOTHES: &[&str] = &["100", "110", "120", "130", "140", "150", "160", "S", "M", "L", "XL", "XXL"];
/// French shoe sizes, as used in Chinese shops.
const SHOES: &[&str] =
    &["26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44"];
/// Classes of school.
const GRADES: &[&str] = &["学前", "1–3 年级", "4–6 年级", "初中以上"];
/// Beds for one and for two.
const BEDS: &[&str] = &["单人", "双人"];
/// Children and adults.
const AGES: &[&str] = &["儿童", "成人"];
/// Lenses of reading glasses, in hundredths of a dioptre.
const LENSES: &[&str] = &["100 度", "150 度", "200 度", "250 度", "300 度"];

/// An item that is neither electrical nor perishable.
const fn item(
    id: i64,
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    category: Category,
    sizes: &'static [&'static str],
    cost: i64,
) -> Item {
    Item { id, key, zh, en, category, sizes, electrical: false, perishable: false, cost }
}

impl Item {
    const fn electrical(self) -> Self {
        Item { electrical: true, ..self }
    }

    const fn perishable(self) -> Self {
        Item { perishable: true, ..self }
    }
}

/// All items, numbered from 1 in this order, with their prices; append only, because ids are stored.
pub const ITEMS: &[Item] = &[
    item(1, "school_bag", "书包", "School bag", Category::Study, GRADES, 80),
    item(2, "stationery_set", "文具套装", "Stationery set", Category::Study, &[], 40),
    item(3, "desk_lamp", "台灯", "Desk lamp", Category::Study, &[], 70).electrical(),
    item(4, "dictionary", "字典", "Dictionary", Category::Study, &[], 45),
    item(5, "exercise_books", "练习本", "Exercise books", Category::Study, &[], 25),
    item(6, "study_desk", "书桌", "Study desk", Category::Study, &[], 260),
    item(7, "story_books", "课外书", "Story books", Category::Study, GRADES, 60),
    item(8, "alarm_clock", "闹钟", "Alarm clock", Category::Study, &[], 35),
    item(9, "ball", "篮球", "Basketball", Category::Study, &[], 60),
    item(10, "art_set", "画具", "Art set", Category::Study, &[], 50),
    item(11, "rice_cooker", "电饭煲", "Rice cooker", Category::Kitchen, &[], 160).electrical(),
    item(12, "kettle", "电热水壶", "Electric kettle", Category::Kitchen, &[], 70).electrical(),
    item(13, "wok", "炒锅", "Wok", Category::Kitchen, &[], 90),
    item(14, "bowls", "碗筷", "Bowls and chopsticks", Category::Kitchen, &[], 50),
    item(15, "thermos", "保温壶", "Thermos flask", Category::Kitchen, &[], 65),
    item(16, "induction_cooker", "电磁炉", "Induction cooker", Category::Kitchen, &[], 170).electrical(),
    item(17, "rice", "大米", "Rice, 10 kg", Category::Kitchen, &[], 60).perishable(),
    item(18, "cooking_oil", "食用油", "Cooking oil, 5 l", Category::Kitchen, &[], 70).perishable(),
    item(19, "quilt", "棉被", "Quilt", Category::Bedding, BEDS, 150),
    item(20, "sheets", "床单被套", "Bed linen", Category::Bedding, BEDS, 110),
    item(21, "pillow", "枕头", "Pillow", Category::Bedding, &[], 40),
    item(22, "blanket", "毛毯", "Blanket", Category::Bedding, &[], 90),
    item(23, "mattress", "床垫", "Mattress", Category::Bedding, BEDS, 240),
    item(24, "winter_coat", "冬衣", "Winter coat", Category::Clothing, CLOTHES, 220),
    item(25, "sweater", "毛衣", "Sweater", Category::Clothing, CLOTHES, 90),
    item(26, "trousers", "裤子", "Trousers", Category::Clothing, CLOTHES, 70),
    item(27, "shoes", "运动鞋", "Trainers", Category::Clothing, SHOES, 120),
    item(28, "thermal_underwear", "保暖内衣", "Thermal underwear", Category::Clothing, CLOTHES, 80),
    item(29, "socks", "袜子", "Socks", Category::Clothing, AGES, 20),
    item(30, "raincoat", "雨衣", "Raincoat", Category::Clothing, AGES, 40),
    item(31, "hat_scarf", "帽子围巾", "Hat and scarf", Category::Clothing, AGES, 50),
    item(32, "fan", "电风扇", "Electric fan", Category::Home, &[], 110).electrical(),
    item(33, "heater", "取暖器", "Heater", Category::Home, &[], 150).electrical(),
    item(34, "washing_machine", "洗衣机", "Washing machine", Category::Home, &[], 500).electrical(),
    item(35, "folding_bed", "折叠床", "Folding bed", Category::Home, &[], 180),
    item(36, "washbasin", "脸盆", "Wash basin", Category::Home, &[], 25),
    item(37, "towel", "毛巾", "Towel", Category::Home, &[], 25),
    item(38, "diapers", "纸尿裤", "Diapers", Category::Baby, &["S", "M", "L", "XL"], 90),
    item(39, "milk_powder", "奶粉", "Milk powder", Category::Baby, &["0–6 月", "6–12 月", "1–3 岁"], 180).perishable(),
    item(40, "stroller", "婴儿车", "Stroller", Category::Baby, &[], 260),
    item(41, "baby_clothes", "婴儿衣", "Baby clothes", Category::Baby, &["59", "66", "73", "80", "90"], 70),
    item(42, "wheelchair", "轮椅", "Wheelchair", Category::Mobility, &[], 450),
    item(43, "walking_stick", "拐杖", "Walking stick", Category::Mobility, &[], 60),
    item(44, "reading_glasses", "老花镜", "Reading glasses", Category::Mobility, LENSES, 40),
    item(45, "elder_phone", "老人手机", "Simple phone", Category::Mobility, &[], 199).electrical(),
    item(46, "bicycle", "自行车", "Bicycle", Category::Mobility, AGES, 320),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_order_and_keys_are_unique() {
        for (index, item) in ITEMS.iter().enumerate() {
            assert_eq!(item.id, index as i64 + 1, "{}", item.key);
            assert_eq!(by_key(item.key).map(|i| i.id), Some(item.id));
            assert_eq!(find(item.id), Some(item));
        }
        assert_eq!((find(0), find(-1), find(999)), (None, None, None));
    }
}
