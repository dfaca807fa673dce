# The feed and one wish.

feed-title = 心愿
feed-intro = 附近家庭需要的东西，带到爱心超市就行。
feed-search = 找一样东西
feed-categories = 类别
feed-conditions = 条件
feed-area = 地区
feed-all-areas = 全部地区
feed-cost-up-to = { $n } 元以内
feed-empty = 现在没有等待的心愿
feed-empty-text = 都有人认领了。过几天再来看看。
feed-none-found = 没有这样的心愿
feed-none-found-text = 换个类别，或者看看别的地区。
feed-show-all = 看全部心愿

wish-left = 还差 { $n } 件
wish-none-left = 已有人认领
wish-in-stock = 超市有货
wish-claim = 认领这个心愿
wish-claim-short = 认领
wish-claim-named = 认领：{ $title }
wish-fulfilled = 这个心愿已经实现了。
wish-just-taken = 这个心愿刚刚被认领了。
wish-just-taken-similar = 这个心愿刚刚被认领了，还有 { $n } 个类似的。
wish-not-public = 这个心愿现在不对外展示。
wish-area = 地方
wish-cost = 大约
wish-wanted = 需要
wish-until = 展示到
wish-units = { $n } 件
wish-how = 认领后把东西送到爱心超市，由店员交给家人。
wish-similar = 类似的心愿
wish-photo = 照片：{ $title }
