# A family's home, its wishes, its thanks and its file; and the form of a wish, which caseworkers use too.

home-title = 我家
home-empty = 还没有心愿
home-empty-text = 家里缺什么，点一张图就行。
home-new = 许一个心愿
home-doors = 去做别的
home-household = 我的家庭档案
home-past = 以前的心愿

home-code = 取件码
home-code-for = 取件码：{ $title }
home-code-scan = 给店员扫，或者报这四个数字
home-code-show = 给店员扫码
home-ready = { $n } 件到店了，带上取件码来领
home-got-it = { $title }，拿到了吗？
home-handed-at = { $place }：{ $day } 已经发放
home-confirm = 已经拿到了
home-confirm-note = 没有拿到？请找网格员。过几天会自动确认。
home-thank = 谢谢送东西的人

home-at-draft = 草稿，还没发出去
home-at-submitted = 网格员正在看
home-at-rejected = 没有通过
home-at-withdrawn = 已经撤回
home-at-expired = 到期了，没有人认领
home-at-open = 已发布，等人认领
home-at-pledged = 有人认领了
home-at-sent = 在路上了
home-at-checking = 到店了，正在检查
home-at-ready = 到店了，可以领了
home-at-handed = 已发放，请确认
home-at-confirmed = 已经拿到了
home-of-open = { $n } 件等人认领
home-of-pledged = { $n } 件有人认领
home-of-sent = { $n } 件在路上
home-of-checking = { $n } 件正在检查
home-of-ready = { $n } 件可以领了
home-of-handed = { $n } 件请确认
home-of-confirmed = { $n } 件已拿到
home-of-join = ，

home-choose-title = 请点一样东西
home-post-title = 许一个心愿
home-post-note = 网格员看过后才发布，大家看不到您的姓名和住址
home-send = 发出心愿
home-keep = 先存着，以后再发

home-reason = 原因：{ $text }
home-seen-as = 大家看到的是
home-sent-on = 发出
home-open-until = 展示到
home-so-far = 到哪一步了
home-due = 最晚 { $day }送到
home-due-by = 最晚送到
home-withdraw-fold = 不需要了
home-withdraw-reason = 为什么不需要了？
home-withdraw = 撤回这个心愿
home-again = 再许一次

wish-form-shelves = 类别
wish-form-other = 换一样
wish-form-size = 尺码
wish-form-quantity = 几件？
wish-form-member = 给谁用？
wish-form-everybody = 全家
wish-form-words = 想说一句
wish-form-words-hint = 不要写姓名、学校和住址

home-file-phone = 手机号
home-file-address = 住址
home-file-area = 所在地
home-file-number = 家庭编号
home-file-none = 没有记
home-file-members = 家里有 { $n } 个人
home-file-born = { $year } 年生
home-file-correct = 有写错的、变了的，请告诉网格员，由网格员改。
home-file-correct-named = 有写错的、变了的，请告诉网格员{ $names }，由网格员改。
home-file-and = 、
home-file-seen = 只有您家和负责这里的工作人员能看到。认领的人看不到。

thank-title = 说声谢谢
thank-text = “{ $title }”是一位热心人送来的。想回一张卡、写一句话都可以，不写也行。
thank-card = 选一张卡
thank-words = 写一句话
thank-words-hint = 不要写姓名、学校和住址
thank-note = 网格员看过后转交
thank-send = 送出感谢
thank-skip = 这次不写
thank-waiting = 写好了，网格员看过后转交。
thank-released = 已经转交。
thank-home = 回到我家

done-wish-sent = 发出去了。网格员看过后就发布，有消息会告诉您。
done-wish-kept = 存好了。想发的时候，点“发出心愿”。
done-wish-withdrawn = 撤回了。以后需要可以再许。
done-wish-confirmed = 记下了，您家已经拿到。
done-wish-confirmed-thank = 记下了，您家已经拿到。
done-thanks-written = 谢谢您写下这些。网格员看过后转交。
