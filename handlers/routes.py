"""Every handler. Its signature names its action (`action: Star`); the action declares the required permission."""

from handlers import jobs
from handlers.bulk import select
from handlers.credits import account, admin
from handlers.handler import Table, table
from handlers.outreach import answers, compose, invitations_page, opt_outs, templates
from handlers.people import candidate_card, candidates_page, notes, star_and_hide
from handlers.search import message_extension, results, search
from handlers.settings import do_not_contact, integrations, members, sending_holds, settings
from handlers.start import start, typeahead
from handlers.start.commands import Commands

HANDLERS: Table = table(
    # first steps
    start.open_start,
    start.welcome,
    start.open_help,
    start.open_home,
    # access
    members.ask,
    members.claim,
    members.answer,
    members.open_members,
    members.open_role_form,
    members.change_role,
    members.open_default_role,
    members.change_default_role,
    # jobs
    jobs.open_list,
    jobs.open_filter,
    jobs.filter_list,
    jobs.change,
    jobs.select,
    jobs.without_job,
    jobs.clear,
    jobs.use_for,
    jobs.open_form,
    jobs.add,
    # search
    search.search_for,
    search.open_form,
    search.advanced_tools,
    search.run,
    results.show,
    search.sort_by,
    search.answer_question,
    search.place_as_words,
    search.drop_filter,
    select.open_form,
    select.do,
    # one person
    candidate_card.view,
    candidate_card.show,
    candidate_card.step,
    candidate_card.answer_same_person,
    star_and_hide.star,
    star_and_hide.unstar,
    star_and_hide.hide,
    star_and_hide.unhide,
    # contact
    compose.compose_one,
    compose.shape,
    compose.review,
    compose.edit,
    compose.step,
    compose.send,
    invitations_page.open_list,
    invitations_page.cancel,
    invitations_page.open_reschedule,
    invitations_page.reschedule,
    invitations_page.stop_follow_up,
    invitations_page.resume,
    invitations_page.decide,
    # interest
    answers.show,
    answers.open_reply,
    answers.send_reply,
    answers.mark,
    answers.snooze,
    opt_outs.never_contact,
    opt_outs.keep,
    opt_outs.open_take_back,
    opt_outs.take_back,
    answers.show_request,
    answers.close_request,
    answers.mailbox_fault,
    # candidates
    candidates_page.open_page,
    candidates_page.open_filter,
    candidates_page.filter_page,
    candidates_page.export_csv,
    # notes
    notes.open_form,
    notes.save,
    notes.delete,
    notes.from_message,
    notes.save_from_message,
    # templates
    templates.open_list,
    templates.open_one,
    templates.open_form,
    templates.shape,
    templates.save,
    templates.duplicate,
    templates.share,
    templates.delete,
    # credits
    account.open_card,
    account.export_csv,
    account.open_request_form,
    account.ask,
    account.show_answer,
    account.low,
    account.show_request,
    admin.open_grant_form,
    admin.grant,
    admin.refuse,
    admin.open_terms,
    admin.change_terms,
    admin.open_budget_form,
    admin.change_budget,
    # settings and integrations
    settings.open_settings,
    settings.open_sender,
    settings.save_sender,
    settings.open_identity,
    settings.save_identity,
    settings.open_limits,
    settings.save_limits,
    settings.open_time_zone,
    settings.save_time_zone,
    do_not_contact.open_list,
    do_not_contact.open_form,
    do_not_contact.add,
    do_not_contact.remove,
    do_not_contact.open_filter,
    do_not_contact.filter_list,
    integrations.open_integrations,
    integrations.connect,
    integrations.disconnect,
    integrations.check,
    sending_holds.show,
    sending_holds.resume,
    # suggestions while typing
    typeahead.suggest,
    message_extension.find,
)
HANDLERS.update(table(Commands(HANDLERS), start.Redraw(HANDLERS)))
