# The feed and one wish.

feed-title = Wishes
feed-intro = Small things that families nearby need. Choose one and bring it to the love supermarket.
feed-search = Find a thing
feed-categories = Categories
feed-conditions = Conditions
feed-area = Area
feed-all-areas = All areas
feed-cost-up-to = up to { $n } yuan
feed-empty = No wish is waiting
feed-empty-text = Every one has been claimed. Please look again in a few days.
feed-none-found = No such wish
feed-none-found-text = Try another category, or look at other areas.
feed-show-all = Show all wishes

wish-left = { $n } still wanted
wish-none-left = Claimed
wish-in-stock = In the shop
wish-claim = Claim this wish
wish-claim-short = Claim
wish-claim-named = Claim: { $title }
wish-fulfilled = This wish has been fulfilled.
wish-just-taken = This wish has just been claimed.
wish-just-taken-similar =
    { $n ->
        [one] This wish has just been claimed; there is one more like it.
       *[other] This wish has just been claimed; there are { $n } more like it.
    }
wish-not-public = This wish is not on show now.
wish-area = Place
wish-cost = Cost
wish-wanted = Wanted
wish-until = On show until
wish-units = { $n }
wish-how = Bring the goods to the love supermarket; its staff hand them to the family.
wish-similar = Similar wishes
wish-photo = Photo: { $title }
