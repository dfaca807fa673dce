# What people are told. `title` is the wish; a reason that somebody gave stands below.

notice-wish-published = “{ $title }”已经发布，大家都能看到了。
notice-wish-rejected = “{ $title }”没有通过。
notice-wish-expired = “{ $title }”到期了，还没有人认领。可以再许一次。
notice-wish-claimed = 有人认领了“{ $title }”。
notice-wish-arrived = “{ $title }”到店了，带上取件码来领。
notice-wish-handed-over = “{ $title }”已经发放，请确认收到。
notice-wish-reopened = “{ $title }”的认领没有完成，已经重新开放。
notice-claim-reminder = “{ $title }”快到期了，请尽快送到。
notice-claim-lapsed = “{ $title }”过了期限，已经让给别人。
notice-claim-arrived = “{ $title }”已收到，谢谢。
notice-claim-refused = “{ $title }”没有收下，请去店里取回。
notice-claim-revoked = “{ $title }”的认领被收回，不用再送了。
notice-claim-handed-over = “{ $title }”已经交到家人手里。
notice-claim-confirmed = 家人确认收到“{ $title }”。
notice-thanks-received = 家人为“{ $title }”写了感谢。
notice-offer-accepted = 店里愿意收下“{ $title }”，请看哪天送到哪里。
notice-offer-declined = “{ $title }”这次请先不要送来，谢谢您想着大家。
notice-offer-received = “{ $title }”已经收下，谢谢。收据在这里。
notice-goods-unfit = 您送来的“{ $title }”有一些没能用上，心意我们收到了，谢谢。
notice-order-reminder = 今天可以去取订单 { $title } 了，别忘了带取件码。
notice-order-expired = 订单 { $title } 没有来取，东西放回了货架，积分退给您了。
notice-order-cancelled = 订单 { $title } 被店里取消，积分退给您了。
notice-order-collected = 订单 { $title } 已经交给您了。不是您家取的？请马上告诉网格员。
notice-review-waiting = “{ $title }”等待审核。
notice-thanks-waiting = 一份感谢等待转交：{ $title }
notice-goods-expired = “{ $title }”有东西过了保质期，已经自动下架，请去看看。
notice-transfer-sent = “{ $title }”发来一批货，到了请点收。
notice-transfer-short = 发给“{ $title }”的货没有收齐，请说清去向。

notices-title = 消息
notices-empty = 还没有消息
notices-empty-text = 心愿和认领有了进展，就会写在这里。
notices-unread = { $n } 条未读
notices-read = 全部标为已读
notices-new = 未读
notices-reason = 原因：{ $text }
