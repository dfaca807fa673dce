//! Invented names.
//! How a family forms its names is rolled once, only to get plausible names; it is not stored, and says nothing about
//! any person.

use domain::households::Sex;

use crate::dice::Dice;

/// How a family forms its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Surname and given name in characters.
    Plain,
    /// As `Plain`, from other lists.
    North,
    /// Given name, middle dot, the father's given name.
    Dotted,
    /// As `Dotted`, from other lists.
    Steppe,
    /// As on a passport, in Latin letters, some with an apostrophe.
    Latin,
}

// Surnames that form no word together with the one-character given names below.
const SURNAMES: &str = "王 李 张 刘 陈 杨 赵 吴 周 徐 孙 朱 胡 郭 罗 郑 梁 谢 宋 唐 许 邓 冯 韩 曹 曾 彭 萧 蔡 潘 田 董 袁 \
    余 叶 蒋 杜 苏 魏 程 吕 沈 任 姚 卢 傅 钟 姜 崔 谭 廖 范 汪 陆 贾 夏 韦 邹 熊 孟 秦 阎 薛 侯 雷 龙 段 郝 邵 史 \
    顾 尹 黎 贺 龚 欧阳 诸葛 上官 司徒";
const NORTH_SURNAMES: &str = "马 丁 哈 沙 撒 穆 杨 李 虎 喇 拜 者 纳 回 苏 妥";
const ELDERS_F: &str =
    "桂英 秀兰 玉珍 凤英 淑珍 素芬 金花 腊梅 菊香 巧云 翠娥 惠珍 月仙 银凤 彩琴 水莲 阿娣 美玉 雪珍 兰芝";
const ELDERS_M: &str =
    "国强 建国 德福 永昌 长根 水生 根宝 金山 传贵 学文 志远 耀祖 茂林 关荣 守义 福全 炳生 土根 连发 阿毛";
const ADULTS_F: &str =
    "海燕 春梅 丽娟 晓红 雪琴 艳芳 小玲 冬梅 红霞 秋菊 慧敏 美华 玉洁 佳慧 莉萍 亚男 文婷 彩虹 淑敏 芳 静 霞 娟";
const ADULTS_M: &str = "建军 海涛 卫东 文斌 立新 晓东 国庆 学军 长河 小勇 光明 德林 宏伟 永刚 春生 海波 磊 斌 嵘 钧";
const CHILDREN_F: &str =
    "子涵 梓萱 诗雨 可馨 欣怡 雨桐 若曦 思琪 语嫣 佳宁 一诺 依依 沐瑶 心悦 乐瑶 知夏 小满 书瑶 念念 晴雪";
const CHILDREN_M: &str =
    "子轩 浩宇 宇航 俊毅 梓豪 嘉禾 一帆 嘉树 思远 明哲 子墨 小川 博文 乐天 承宇 皓轩 新宇 可凡 知行 小舟";
const DOTTED_F: &str = "阿依古丽 古丽娜尔 热依汗 帕提古丽 米娜瓦尔 迪丽娜尔 阿孜古丽 祖丽皮亚 茹先古丽 玛依拉 努尔古丽 再娜甫 \
    阿米娜 热娜古丽 汗克孜 其曼古丽 巴哈尔古丽 齐曼 古丽扎尔 麦尔耶姆";
const DOTTED_M: &str = "买买提 艾合买提 吐尔逊 阿卜杜拉 玉素甫 库尔班 亚森江 艾力江 热合曼 依明 图尔荪 木沙 司马义 卡德尔 帕尔哈提 \
    迪力夏提 艾尔肯 沙吾提 赛买提 阿不都热依木";
const STEPPE_F: &str =
    "阿依努尔 古丽巴哈尔 巴合提古丽 加娜尔 萨吾列 阿依达娜 沙吾列 叶克本 阿依古丽 努尔夏提 哈丽玛 库丽达娜";
const STEPPE_M: &str =
    "叶尔肯 巴合提 努尔兰 哈那提 波拉提 加尔恒 阿尔曼 木拉提 赛力克 叶尔兰 达吾列提 胡安德克 努尔波拉提 别克扎提";
const LATIN_F: &str = "Me'ripet Nur'aniye Sen'em Mes'ude Ay'nur Zohre'gül";
const LATIN_M: &str = "Nur'eli Mes'ud Is'haq Mu'min Es'et Abliz";

fn pick(dice: &mut Dice, sex: Sex, female: &'static str, male: &'static str) -> &'static str {
    dice.word(if sex == Sex::Male { male } else { female })
}

/// Generator of one family's names.
#[derive(Clone, Debug)]
pub struct Namer {
    manner: Manner,
    /// The children's surname, or their father's given name.
    line: &'static str,
}

impl Namer {
    /// Creates the generator of a family; `mixed` where families come from many regions.
    pub fn new(dice: &mut Dice, mixed: bool) -> Namer {
        let weights: [usize; 5] = if mixed { [35, 12, 34, 18, 1] } else { [84, 5, 7, 3, 1] };
        let manners = [Manner::Plain, Manner::North, Manner::Dotted, Manner::Steppe, Manner::Latin];
        let manner = manners[dice.weighted(weights.into_iter())];
        let line = line(dice, manner);
        Namer { manner, line }
    }

    /// Returns a full name, and the given name alone, for a person of this age.
    pub fn name(&self, dice: &mut Dice, sex: Sex, age: i64, kin: Kin) -> (String, String) {
        let given = match self.manner {
            Manner::Plain | Manner::North if age >= 58 => pick(dice, sex, ELDERS_F, ELDERS_M),
            Manner::Plain | Manner::North if age >= 22 => pick(dice, sex, ADULTS_F, ADULTS_M),
            Manner::Plain | Manner::North => pick(dice, sex, CHILDREN_F, CHILDREN_M),
            Manner::Dotted => pick(dice, sex, DOTTED_F, DOTTED_M),
            Manner::Steppe => pick(dice, sex, STEPPE_F, STEPPE_M),
            Manner::Latin => pick(dice, sex, LATIN_F, LATIN_M),
        };
        let other = line(dice, self.manner);
        let (given, line) = match (self.manner, kin) {
            (Manner::Plain | Manner::North, Kin::Father) | (_, Kin::Child) => (given, self.line),
            (_, Kin::Father) => (self.line, other),
            (_, Kin::Other) => (given, other),
        };
        let full = match self.manner {
            Manner::Plain | Manner::North => format!("{line}{given}"),
            Manner::Dotted | Manner::Steppe => format!("{given}·{line}"),
            Manner::Latin => format!("{given} {line}"),
        };
        (full, given.to_owned())
    }
}

/// Relation of a person to the family name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    /// Passes the name on.
    Father,
    /// Gets the name from the father.
    Child,
    /// Has a name of their own.
    Other,
}

/// Picks a surname, or a father's given name.
fn line(dice: &mut Dice, manner: Manner) -> &'static str {
    dice.word(match manner {
        Manner::Plain => SURNAMES,
        Manner::North => NORTH_SURNAMES,
        Manner::Dotted => DOTTED_M,
        Manner::Steppe => STEPPE_M,
        Manner::Latin => LATIN_M,
    })
}

/// Returns a name for staff or donors for which `taken` is false.
pub fn person_name(dice: &mut Dice, mixed: bool, taken: impl Fn(&str) -> bool) -> String {
    loop {
        let sex = if dice.chance(55) { Sex::Female } else { Sex::Male };
        let age = dice.between(24, 57);
        let name = Namer::new(dice, mixed).name(dice, sex, age, Kin::Child).0;
        if !taken(&name) {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_several_manners_and_fit_their_field() {
        let mut dice = Dice::of(0, 0);
        let names: Vec<String> = (0..2000).map(|_| person_name(&mut dice, true, |_| false)).collect();
        assert!(names.iter().all(|name| domain::text::line(name, 2, 30).as_ref() == Ok(name)));
        assert!(names.iter().any(|name| name.contains('·')));
        assert!(names.iter().any(|name| name.contains('\'')));
        assert!(names.iter().any(|name| name.chars().count() == 2));
    }
}
