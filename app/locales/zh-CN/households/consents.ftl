# Consents: who agreed to what, and taking it back.

consents-of = 同意书：{ $name }
consents-standing = 现在同意了什么
consents-ended = 收回的和不同意的
consents-ended-note = 收回的同意马上失效，相关内容已经不再公开。
consents-grown-ups = 大人自己许愿，不用另外同意；不想让人知道，随时可以收回。孩子的要监护人同意，每张照片都要单独同意。
consents-family = 全家
consents-visit-photos = 走访时拍照
consents-other-person = 家里一个人
consents-wish = { $n } 号心愿
consents-account = 家庭账号
consents-as = { $name }（{ $relation }）
consents-given = 已同意
consents-missing = 还没有
consents-taken-back = 已收回
consents-refused = 不同意
consents-staff-issued = 新办登录时点的
consents-staff-issued-note = 标着“新办登录时点的”，是网格员做卡、给开通码、去掉数字密码或改手机号以后 7 天内，用新办的登录点的。如果不是家里人点的，可以收回，也请告诉社区。
consents-receipts = 新办登录时确认收到的
consents-receipt = 确认收到

consent-kind-file = 建家庭档案
consent-kind-story = 公开心愿里提到他
consent-kind-photo = 公开一张照片
consent-kind-visit-photos = 走访时拍照，放进档案
consent-kind-voice = 保留录音
consent-how-paper = 签了字
consent-how-spoken = 口头说的
consent-how-screen = 手机上点的
consent-relation-self = 本人
consent-relation-parent = 父亲或母亲
consent-relation-grandparent = 祖父母、外祖父母
consent-relation-guardian = 其他监护人

consents-says-file = 社区给我家建一份档案，只记帮忙用得着的事。我们随时可以看、请人改，也可以要求删掉。
consents-says-story = 公开的心愿里可以写{ $name }的年龄、性别和几句话；不写姓名、学校和住址。随时可以收回，收回后马上不再显示。
consents-says-photo = 这个心愿（{ $title }）旁边可以放这一张照片，谁都看得到。随时可以收回，收回后马上删掉。
consents-says-visit-photos = 来走访时可以拍照。照片只放在我家的档案里，不公开。随时可以收回，收回后马上删掉。
consents-says-voice = { $name }说的话可以录下来，只给社区工作人员听。随时可以收回，收回后马上删掉。

consents-new = 记一份同意
consents-new-do = 记下这份同意
consents-said-no = 问过了，家人不同意
consents-said-no-do = 记下：不同意
consents-who-refused = 谁说的
consents-refused-at = 哪天问的
consents-refused-why = 为什么
consents-no-means-file = 一年内不再问。这家的年龄、性别、话和照片都不公开；档案没有人同意，请和家人商量停用或删除。
consents-no-means-story = 一年内不再问。心愿照样公开，只写几口之家，不写年龄、性别和话。
consents-no-means-photo = 照片马上删掉，心愿旁边用图画。
consents-no-means-visit-photos = 走访时不拍照，拍过的马上删掉。
consents-no-means-voice = 录音马上删掉。
consents-no-means-child = 心愿照样公开，只写几口之家。网格员一年内不再问，您随时可以改。
consents-read-out = 请把上面的话念给家人听，听清楚再记。
consents-who = 谁同意的
consents-another-person = 家庭成员以外的人
consents-given-by = 那个人是谁
consents-given-by-hint = 选了“家庭成员以外的人”才填
consents-relation = 和这个人是什么关系
consents-how = 怎么同意的
consents-spoken-hint = 要有一位见证人
consents-paper-hint = 要拍下签字的纸
consents-witness = 见证人
consents-witness-hint = 口头同意时，谁在旁边听到
consents-paper = 签字的纸（照片）
consents-paper-closed = 有一张签字的照片。打开档案后才能看。
consents-note = 备注
consents-note-hint = 家人看得到
consents-at = 记录时间
consents-for-wish = 心愿
consents-withdrawn-at = 收回时间
consents-reason = 为什么收回
consents-withdraw = 家人收回了同意
consents-withdraw-do = 收回同意
consents-ends-file = 收回后，这家的年龄、性别、话和照片都不再公开，照片和录音会删掉。心愿还在，只写几口之家。删除档案要另外办理。
consents-ends-story = 收回后，年龄、性别、写的话马上不再显示，照片和录音会删掉。心愿还在，只写几口之家。
consents-ends-photo = 收回后，照片马上删掉，心愿旁边换成图画。
consents-ends-visit-photos = 收回后，走访时拍的照片马上删掉，以后不再拍。
consents-ends-voice = 收回后，录音马上删掉。

consents-own = 我家同意了什么
consents-own-text = 同意不同意，都由您家决定。随时可以改。
consents-own-new = 同意吗？
consents-own-note = 点了就算同意，会记下日期。
consents-who-are-you = 您是哪一位
consents-agree = 我同意
consents-grown-up = 大人自己许的愿，会写年龄、性别和几句话。
consents-refuse = 不想公开
consents-refuse-do = 不要公开
consents-refuse-visit-photos = 不要拍照
consents-no-longer = 收回同意
consents-no-grown-up = 要请一位大人来同意
consents-no-grown-up-text = 档案里没有大人，请找网格员帮忙记。

consents-missing-title = 缺同意书
consents-missing-note = 点开一家，当面问过家人再记。
consents-file-unwanted = 不同意建档
consents-none-missing = 同意书都齐了
consents-none-missing-text = 缺的会列在这里。
consents-missing-stories =
    { $n ->
       *[other] { $n } 个孩子的心愿
    }
consents-missing-photos =
    { $n ->
       *[other] { $n } 张照片
    }
consents-words-due = 公开的话要重新看
consents-words-due-note = 这些心愿已经公开，但现在没有写话：同意有变化。看过再写上。
consents-open-list = 缺同意书的家庭

review-consent-missing = 没有监护人同意：公开后只写“{ $who }”，不写年龄、性别和话，也不放照片。
review-consent-refused = { $date }问过，监护人不同意：公开后只写“{ $who }”，不写年龄、性别和话，也不放照片。
review-consent-record = 记一份同意
review-consent-adult = 这个人不愿意公开：公开后只写“{ $who }”，不写年龄、性别和话。
review-children = 不要写到孩子：这家还没有这些孩子的监护人同意（{ $names }）。
review-photo-missing = 有一张照片，没有人同意公开，不会显示。
review-words-again = 公开的话要重新看
review-words-again-note = 同意有变化，现在公开的只有东西的名字。写好再显示。
review-words-do = 显示这些话

photo-of = 照片：{ $title }
photo-none = 还没有照片，大家看到的是图画。
photo-file = 照片
photo-file-hint = 只拍东西，不拍人
photo-agreed = 家人同意公开这张照片吗
photo-do = 放上这张照片
photo-remove = 删掉照片
photo-shown = 大家看得到这张照片。
photo-waits = 家人同意了，看过公开的话以后才显示。
photo-not-allowed = 没有人同意公开，现在谁也看不到。
photo-link = 照片

field-given-by = 那个人是谁
field-relation = 关系
field-how = 怎么做的
field-witness = 见证人
field-paper = 签字的纸
field-refused-by = 谁说的

done-consent-recorded = 同意记好了，家人会收到消息。
done-consent-refused = 记下了：家人不同意，一年内不再问。家人会收到消息。
done-consent-agreed = 记下了，谢谢。
done-consent-refused-own = 记下了：不公开。随时可以改。
done-consent-withdrawn = 同意已收回，相关内容已经不再公开。
done-photo-added = 照片放上了。
done-photo-removed = 照片删掉了。
done-words-read = 公开的话已经写上。
