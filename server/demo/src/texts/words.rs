//! Texts of the wishes: small, concrete and without begging.
//!
//! `{who}` becomes "孩子", "老人" or "家里人" in public, and now and then a name in the family's own text; `{grade}` the
//! school year of that age.

use crate::{
    city::families::{Family, Script},
    dice::Dice,
    needs::Need,
};

/// Item, lowest and highest age it fits (-1 is the whole family), text.
pub const SENTENCES: &[(&str, i64, i64, &str)] = &[
    ("school_bag", 5, 14, "{who}这学期上{grade}，想要一个结实的书包。"),
    ("school_bag", 0, 99, "旧书包的拉链坏了，换一个轻一点的就好。"),
    ("school_bag", 0, 99, "{who}每天走路上学，书包带宽一些，背着舒服。"),
    ("school_bag", 0, 99, "颜色不挑，能放下水壶就行。"),
    ("stationery_set", 0, 99, "{who}喜欢写字，铅笔用得特别快。"),
    ("stationery_set", 0, 99, "需要铅笔、橡皮和尺子，普通的就好。"),
    ("stationery_set", 6, 99, "新学期要用，圆规和三角板也在老师的单子上。"),
    ("desk_lamp", 0, 99, "{who}晚上写作业，想要一盏亮一点的台灯。"),
    ("desk_lamp", 0, 99, "书桌在里屋，白天也要开灯，护眼的更好。"),
    ("desk_lamp", 0, 99, "旧台灯有点闪，想换一盏。"),
    ("dictionary", 7, 14, "{grade}要学查字典，家里还没有。"),
    ("dictionary", 0, 99, "想要一本字典，新旧都可以。"),
    ("dictionary", 0, 99, "{who}问的字我们也常常不认识，有本字典就方便了。"),
    ("exercise_books", 0, 9, "田字格和横线本都用得上。"),
    ("exercise_books", 0, 99, "{who}练字认真，本子用得快。"),
    ("exercise_books", 9, 99, "数学本和作文本各要几本。"),
    ("study_desk", 0, 99, "现在在饭桌上写作业，想要一张小书桌。"),
    ("study_desk", 0, 99, "折叠的也可以，家里地方不大。"),
    ("study_desk", 0, 99, "兄弟姐妹轮流用，桌面宽一点更好。"),
    ("story_books", 0, 8, "{who}爱听故事，想要几本图画书。"),
    ("story_books", 8, 99, "{who}看完了图书角的书，想读点新的。"),
    ("story_books", 0, 99, "讲动物、讲科学的都喜欢。"),
    ("story_books", 0, 99, "别人看过的书也很好。"),
    ("alarm_clock", 0, 99, "{who}想自己起床上学，要一个声音大点的闹钟。"),
    ("alarm_clock", 0, 99, "不用手机，学着自己看时间。"),
    ("ball", 0, 99, "{who}进了校篮球队，想有个自己的球练一练。"),
    ("ball", 0, 99, "院子里有篮筐，就差一个球。"),
    ("ball", 0, 99, "周末几个小伙伴可以一起打。"),
    ("art_set", 0, 99, "{who}喜欢画画，蜡笔快用完了。"),
    ("art_set", 0, 99, "想要一套水彩笔，参加社区的画展。"),
    ("art_set", 0, 9, "画得最多的是猫和房子。"),
    ("rice_cooker", -1, -1, "电饭煲用了十多年，内胆掉漆了，想换一个。"),
    ("rice_cooker", -1, -1, "刚搬来，厨房里还缺一个电饭煲。"),
    ("rice_cooker", -1, -1, "能定时的最好，下班回来就有热饭。"),
    ("rice_cooker", -1, -1, "三升到五升的都合适，用过的也行。"),
    ("kettle", -1, -1, "想喝热水方便些，有自动断电的更放心。"),
    ("kettle", -1, -1, "旧水壶不跳闸了，用着不放心。"),
    ("kettle", -1, -1, "冬天早上灌热水用，一升半就够。"),
    ("wok", -1, -1, "炒锅的把手松了，想换一口轻一点的。"),
    ("wok", -1, -1, "平底圆底都能用，家里是燃气灶。"),
    ("bowls", -1, -1, "放假时孩子们都回来，想添几副碗筷。"),
    ("bowls", -1, -1, "有几个碗缺口了，换一套素白的就好。"),
    ("thermos", 0, 99, "早上烧一壶水，能热到晚上就行。"),
    ("thermos", 0, 99, "{who}夜里要喝温水，保温壶放在床头。"),
    ("thermos", 0, 99, "出门带着方便，一升左右的。"),
    ("induction_cooker", -1, -1, "租的房子没有燃气，用电磁炉做饭。"),
    ("induction_cooker", -1, -1, "旧的显示屏坏了，普通的就可以。"),
    ("rice", -1, -1, "家里自己做饭，一袋能吃大半个月。"),
    ("rice", -1, -1, "本地米就好，不讲究牌子。"),
    ("cooking_oil", -1, -1, "菜籽油、大豆油都可以。"),
    ("cooking_oil", -1, -1, "家里自己做饭，一桶够用一阵子。"),
    ("quilt", -1, -1, "天冷了，想添一床厚一点的棉被。"),
    ("quilt", -1, -1, "孩子分床睡了，还缺一床被子。"),
    ("quilt", -1, -1, "旧棉被洗过几次，不太暖和了。"),
    ("quilt", -1, -1, "花色不挑，干净就好。"),
    ("sheets", -1, -1, "换季想添一套床单被套，纯棉的好洗。"),
    ("sheets", -1, -1, "浅色的、好洗的就行。"),
    ("pillow", -1, -1, "枕头睡扁了，想换新的。"),
    ("pillow", -1, -1, "荞麦枕也喜欢。"),
    ("blanket", 0, 99, "{who}午睡盖，薄一点、轻一点。"),
    ("blanket", 0, 99, "坐着看电视时盖腿用。"),
    ("mattress", -1, -1, "床板有点硬，想加一张薄床垫。"),
    ("mattress", -1, -1, "新搬的屋里有床，还没有床垫。"),
    ("winter_coat", 0, 17, "{who}长高了，去年的冬衣袖子短了。"),
    ("winter_coat", 18, 60, "早上出门做工冷，想要一件厚外套。"),
    ("winter_coat", 0, 99, "没有偏爱的颜色，耐脏就好。"),
    ("winter_coat", 0, 99, "带帽子的更好，骑车挡风。"),
    ("sweater", 0, 99, "开衫好穿脱。"),
    ("sweater", 0, 17, "{who}穿着去上学，素色就好。"),
    ("sweater", 0, 99, "想要一件厚一点的，早晚温差大。"),
    ("trousers", 0, 99, "{who}个子长得快，裤脚短了。"),
    ("trousers", 0, 99, "运动裤、牛仔裤都可以。"),
    ("shoes", 0, 17, "{who}每天跑步上学，鞋底磨平了。"),
    ("shoes", 0, 17, "体育课穿，轻一点的好。"),
    ("shoes", 18, 58, "上班要站一整天，鞋底软一点的好。"),
    ("shoes", 0, 99, "颜色随意，合脚最重要。"),
    ("thermal_underwear", 18, 60, "早起做工，里面穿一件暖和。"),
    ("thermal_underwear", 0, 99, "纯棉的，洗了不缩水就好。"),
    ("socks", -1, -1, "一家人都能穿，深色的耐脏。"),
    ("socks", -1, -1, "冬天想要厚一点的棉袜。"),
    ("raincoat", 0, 17, "{who}骑车上学，下雨天用得上。"),
    ("raincoat", 18, 99, "骑电动车送货穿，长一点的好。"),
    ("raincoat", 0, 99, "亮颜色的更安全。"),
    ("hat_scarf", 0, 99, "骑车时戴，能护住耳朵。"),
    ("hat_scarf", 0, 99, "{who}喜欢红色，别的颜色也行。"),
    ("fan", -1, -1, "屋子朝西，夏天想有台风扇。"),
    ("fan", -1, -1, "落地的、台式的都可以。"),
    ("fan", -1, -1, "声音小一点，晚上睡得好。"),
    ("heater", -1, -1, "浴室冷，洗澡前开一会儿就够。"),
    ("heater", -1, -1, "要带倾倒断电的，用着放心。"),
    ("washing_machine", -1, -1, "手洗被套太吃力，半自动的也很好。"),
    ("washing_machine", -1, -1, "旧的修过两次了，师傅说不值得再修。"),
    ("folding_bed", -1, -1, "孩子周末回家住，收起来不占地方。"),
    ("folding_bed", -1, -1, "夜里陪护时用。"),
    ("washbasin", -1, -1, "塑料的、搪瓷的都可以。"),
    ("washbasin", -1, -1, "洗脸洗衣分开用。"),
    ("towel", -1, -1, "一人一条，分开用干净。"),
    ("towel", -1, -1, "吸水的棉毛巾就好。"),
    ("diapers", 0, 99, "宝宝夜里用，透气一点。"),
    ("diapers", 0, 99, "牌子不挑，尺码合适就好。"),
    ("milk_powder", 0, 99, "宝宝一直吃同一个牌子，到时候和店里说。"),
    ("milk_powder", 0, 99, "日期新一点的，已经断了母乳。"),
    ("stroller", 0, 99, "推宝宝去打疫苗、买菜都方便。"),
    ("stroller", 0, 99, "用过的很好，能折叠就行。"),
    ("stroller", 0, 99, "家住三楼，轻便一点好搬。"),
    ("baby_clothes", 0, 99, "宝宝长得快，连体衣最实用。"),
    ("baby_clothes", 0, 99, "别家穿小的也很欢迎。"),
    ("wheelchair", 0, 99, "{who}想去公园晒晒太阳，走不了远路。"),
    ("wheelchair", 0, 99, "能折叠放进出租车的更好。"),
    ("walking_stick", 0, 99, "{who}买菜路上有段坡，有根拐杖稳当。"),
    ("walking_stick", 0, 99, "四脚的站得稳，高低能调最好。"),
    ("reading_glasses", 0, 99, "{who}爱看报，字太小看不清。"),
    ("reading_glasses", 0, 99, "穿针线、看药盒上的说明要用。"),
    ("elder_phone", 0, 99, "字大、声音大，能打电话就好。"),
    ("elder_phone", 0, 99, "{who}想跟外地的孩子打电话。"),
    ("elder_phone", 0, 99, "按键的用着顺手，不要太多功能。"),
    ("bicycle", 0, 17, "{who}上学的路有三公里，想骑车去。"),
    ("bicycle", 18, 99, "上班要倒两趟车，骑车更快。"),
    ("bicycle", 0, 99, "用过的修好了也一样骑。"),
];

/// As [`SENTENCES`], in traditional characters.
pub const TRADITIONAL: &[(&str, i64, i64, &str)] = &[
    ("school_bag", 0, 99, "想要一個書包，顏色不挑，耐用就好。"),
    ("stationery_set", 0, 99, "新學期要用的鉛筆和作業簿。"),
    ("desk_lamp", 0, 99, "晚上寫作業，需要一盞亮些的檯燈。"),
    ("story_books", 0, 99, "{who}喜歡讀歷史故事，舊書也很好。"),
    ("rice_cooker", -1, -1, "電飯煲舊了，想換一個能定時的。"),
    ("kettle", -1, -1, "想換一個會自動斷電的熱水壺。"),
    ("quilt", -1, -1, "天氣轉涼，想添一床厚棉被。"),
    ("winter_coat", 0, 99, "想要一件擋風的冬衣，深色比較耐髒。"),
    ("shoes", 0, 99, "體育課穿的運動鞋，輕便就好。"),
    ("fan", -1, -1, "屋裡西曬，夏天想要一台電風扇。"),
    ("reading_glasses", 0, 99, "看報紙字太小，想要一副老花眼鏡。"),
    ("wheelchair", 0, 99, "想推出去曬太陽，可以摺疊的最好。"),
];

/// As [`SENTENCES`], in Uyghur, for the family's own text; the caseworker publishes a Chinese sentence.
const UYGHUR: &[(&str, &str)] = &[
    ("school_bag", "بالامغا مەكتەپ سومكىسى كېرەك."),
    ("quilt", "بىر يوتقان كېرەك، رەھمەت."),
    ("winter_coat", "قىشلىق كىيىم كېرەك."),
    ("shoes", "بالامغا ئاياغ كېرەك."),
];

const BEFORE: &[&str] = &["", "", "", "您好，", "麻烦了，", "想请大家帮个忙，"];
const AFTER: &[&str] = &["", "", "谢谢！", "谢谢大家。", "不着急。"];

/// Returns the school year for an age.
fn grade(age: i64) -> &'static str {
    const GRADES: [&str; 10] =
        ["大班", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "初一", "初二", "初三"];
    GRADES[usize::try_from(age - 5).unwrap_or(0).min(GRADES.len() - 1)]
}

fn fitting(list: &'static [(&str, i64, i64, &str)], key: &str, age: i64) -> Vec<&'static str> {
    let fits = |(of, from, to, _): &&(&str, i64, i64, &str)| *of == key && (*from..=*to).contains(&age);
    list.iter().filter(fits).map(|(.., words)| *words).collect()
}

/// Returns the family's own text, and what a caseworker publishes of it.
pub fn write(dice: &mut Dice, family: &Family, need: &Need) -> (String, String) {
    let person = need.person.map(|n| &family.people[n]);
    let age = person.map_or(-1, |p| p.age);
    let traditional = fitting(TRADITIONAL, need.item.key, age);
    let sentences = if family.script == Script::Traditional && !traditional.is_empty() {
        traditional
    } else {
        fitting(SENTENCES, need.item.key, age)
    };
    if sentences.is_empty() {
        return (String::new(), String::new());
    }
    let sentence = dice.pick(&sentences).replace("{grade}", grade(age));
    let who = match age {
        0..18 => "孩子",
        60.. => "老人",
        _ => "家里人",
    };
    let public = sentence.replace("{who}", who);
    let foreign = UYGHUR.iter().find(|(key, _)| *key == need.item.key);
    if let (Script::Uyghur, Some((_, words))) = (family.script, foreign) {
        return ((*words).to_owned(), public);
    }
    let named = person.map(|p| p.given.clone()).filter(|_| dice.chance(45));
    let own = sentence.replace("{who}", named.as_deref().unwrap_or(who));
    (format!("{}{own}{}", dice.pick(BEFORE), dice.pick(AFTER)), public)
}

/// Picks a sentence without placeholders for an age, for wishes inserted in bulk.
pub fn sentence(dice: &mut Dice, need: &Need, age: i64) -> &'static str {
    let plain: Vec<_> =
        fitting(SENTENCES, need.item.key, age).into_iter().filter(|words| !words.contains('{')).collect();
    if plain.is_empty() { "" } else { dice.pick(&plain) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::catalogue;

    use super::*;

    #[test]
    fn each_catalogue_item_has_a_text_of_fewer_than_60_characters() {
        let all = || SENTENCES.iter().chain(TRADITIONAL);
        assert!(all().map(|(.., words)| words).collect::<HashSet<_>>().len() >= 120);
        assert!(all().all(|(key, ..)| catalogue::by_key(key).is_some()));
        for item in catalogue::ITEMS {
            assert!(SENTENCES.iter().any(|(key, ..)| *key == item.key), "{}", item.key);
        }
        assert!(all().all(|(.., words)| words.chars().count() < 60));
    }
}
