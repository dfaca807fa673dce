//! How accounts are told beyond the app: their choices, the links in mails, families that were not reached, and the
//! bots of work groups.

pub mod actions;
mod area;
pub mod area_actions;
pub mod link;
mod own;
mod unreached;
mod webhooks;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/me/messages", own::page, actions::choices)
        .act("/me/messages/stop", actions::stop, own::page)
        .act("/me/messages/mail", actions::mail, own::page)
        .act("/me/messages/mail/remove", actions::mail_remove, own::page)
        .act("/me/messages/push", actions::push, own::page)
        .act("/me/messages/push/end", actions::push_end, own::page)
        .show("/messages/stop/{token}", link::stop_page)
        .act_and_show("/messages/stop/{token}", link::stop, link::stop_page)
        .show_and_act("/messages/confirm/{token}", link::confirm_page, link::confirm)
        .show("/desk/unreached", unreached::page)
        .act("/desk/unreached/{id}", unreached::told, unreached::page)
        .show("/admin/areas/{id}/messages", area::page)
        .act("/admin/areas/{id}/bots", area_actions::add_bot, area::page)
        .act("/admin/areas/{id}/bots/remove", area_actions::remove_bot, area::page)
        .act("/admin/areas/{id}/texts", area_actions::texts, area::page)
        .show_and_act("/admin/areas/{id}/webhooks", webhooks::page, webhooks::add)
        .act("/admin/areas/{id}/webhooks/remove", webhooks::remove, webhooks::page)
}
