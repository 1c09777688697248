"""The table: the only place that says who handles an action and what the person needs for it."""

from cards import actions as a
from handlers import jobs
from handlers.bulk import select
from handlers.credits import account, admin
from handlers.handler import Handler, Table
from handlers.outreach import answers, compose, invitations_page, templates
from handlers.people import candidate_card, candidates_page, notes, star_and_hide
from handlers.search import message_extension, results, search
from handlers.settings import do_not_contact, integrations, members, settings
from handlers.start import start, typeahead
from handlers.start.commands import Commands
from store.roles import May

__all__ = ["HANDLERS", "Handler", "Table"]

HANDLERS: Table = {
    # getting there
    a.OpenStart: Handler(start.open_start, needs=May.ENTER),
    a.Welcome: Handler(start.welcome, needs=May.ENTER),
    a.Cancel: Handler(start.cancel, needs=May.ENTER),
    a.OpenHelp: Handler(start.open_help, needs=May.ENTER),
    a.OpenHome: Handler(start.open_home, needs=May.ENTER),
    # who gets in
    a.AskAccess: Handler(members.ask, needs=May.ENTER),
    a.Claim: Handler(members.claim, needs=May.ENTER),
    a.AnswerAccess: Handler(members.answer, needs=May.ADMINISTER),
    a.OpenMembers: Handler(members.open_members, needs=May.ADMINISTER),
    a.OpenRoleForm: Handler(members.open_role_form, needs=May.ADMINISTER),
    a.ChangeRole: Handler(members.change_role, needs=May.ADMINISTER),
    a.OpenDefaultRole: Handler(members.open_default_role, needs=May.ADMINISTER),
    a.ChangeDefaultRole: Handler(members.change_default_role, needs=May.ADMINISTER),
    # jobs
    a.OpenJobs: Handler(jobs.open_list, needs=May.SEARCH),
    a.OpenJobFilter: Handler(jobs.open_filter, needs=May.SEARCH),
    a.FilterJobs: Handler(jobs.filter_list, needs=May.SEARCH),
    a.ChangeJob: Handler(jobs.change, needs=May.SEARCH),
    a.SelectJob: Handler(jobs.select, needs=May.SEARCH),
    a.SearchWithoutJob: Handler(jobs.without_job, needs=May.SEARCH),
    a.ClearJob: Handler(jobs.clear, needs=May.SEARCH),
    a.OpenJobForm: Handler(jobs.open_form, needs=May.SEARCH),
    a.AddJob: Handler(jobs.add, needs=May.SEARCH),
    # search
    a.SearchFor: Handler(search.search_for, needs=May.SEARCH),
    a.OpenSearchForm: Handler(search.open_form, needs=May.SEARCH),
    a.AdvancedTools: Handler(search.advanced_tools, needs=May.SEARCH),
    a.RunSearch: Handler(search.run, needs=May.SEARCH),
    a.Results: Handler(results.show, needs=May.SEARCH),
    a.SortBy: Handler(search.sort_by, needs=May.SEARCH),
    a.Choose: Handler(search.choose, needs=May.SEARCH),
    a.Loosen: Handler(search.loosen, needs=May.SEARCH),
    a.OpenBulk: Handler(select.open_form, needs=May.SEARCH),
    a.DoInBulk: Handler(select.do, needs=May.SEARCH),
    # one person
    a.View: Handler(candidate_card.view, needs=May.SEARCH),
    a.ShowPerson: Handler(candidate_card.show, needs=May.SEARCH),
    a.Step: Handler(candidate_card.step, needs=May.SEARCH),
    a.AnswerSamePerson: Handler(candidate_card.answer_same_person, needs=May.SEARCH),
    a.Star: Handler(star_and_hide.star, needs=May.SEARCH),
    a.Unstar: Handler(star_and_hide.unstar, needs=May.SEARCH),
    a.Hide: Handler(star_and_hide.hide, needs=May.SEARCH),
    a.Unhide: Handler(star_and_hide.unhide, needs=May.SEARCH),
    # contact
    a.Contact: Handler(compose.compose_one, needs=May.CONTACT),
    a.ShapeInvitation: Handler(compose.shape, needs=May.CONTACT),
    a.ReviewInvitation: Handler(compose.review, needs=May.CONTACT),
    a.EditInvitation: Handler(compose.edit, needs=May.CONTACT),
    a.SendInvitation: Handler(compose.send, needs=May.CONTACT),
    a.ShapeBulk: Handler(compose.shape, needs=May.CONTACT),
    a.ReviewBulk: Handler(compose.review, needs=May.CONTACT),
    a.EditBulk: Handler(compose.edit, needs=May.CONTACT),
    a.StepBulk: Handler(compose.step, needs=May.CONTACT),
    a.SendBulk: Handler(compose.send, needs=May.CONTACT),
    a.OpenInvitations: Handler(invitations_page.open_list, needs=May.CONTACT),
    a.CancelInvitation: Handler(invitations_page.cancel, needs=May.CONTACT),
    a.OpenReschedule: Handler(invitations_page.open_reschedule, needs=May.CONTACT),
    a.Reschedule: Handler(invitations_page.reschedule, needs=May.CONTACT),
    a.StopFollowUp: Handler(invitations_page.stop_follow_up, needs=May.CONTACT),
    a.ResumeInvitation: Handler(invitations_page.resume, needs=May.CONTACT),
    a.DecideInvitation: Handler(invitations_page.decide, needs=May.CONTACT),
    # interest
    a.ShowAnswer: Handler(answers.show, needs=May.CONTACT),
    a.OpenReply: Handler(answers.open_reply, needs=May.CONTACT),
    a.SendReply: Handler(answers.send_reply, needs=May.CONTACT),
    a.MarkInterest: Handler(answers.mark, needs=May.CONTACT),
    a.SnoozeAnswer: Handler(answers.snooze, needs=May.CONTACT),
    a.ShowPrivacyRequest: Handler(answers.show_request, needs=May.ADMINISTER),
    a.ClosePrivacyRequest: Handler(answers.close_request, needs=May.ADMINISTER),
    a.ShowMailboxFault: Handler(answers.mailbox_fault, needs=May.ADMINISTER),
    # candidates
    a.OpenCandidates: Handler(candidates_page.open_page, needs=May.SEARCH),
    a.OpenCandidateFilter: Handler(candidates_page.open_filter, needs=May.SEARCH),
    a.FilterCandidates: Handler(candidates_page.filter_page, needs=May.SEARCH),
    a.ExportCandidates: Handler(candidates_page.export_csv, needs=May.EXPORT),
    # notes
    a.OpenNoteForm: Handler(notes.open_form, needs=May.NOTE),
    a.SaveNote: Handler(notes.save, needs=May.NOTE),
    a.DeleteNote: Handler(notes.delete, needs=May.NOTE),
    a.NoteFromMessage: Handler(notes.from_message, needs=May.NOTE),
    a.SaveMessageNote: Handler(notes.save_from_message, needs=May.NOTE),
    # templates
    a.OpenTemplates: Handler(templates.open_list, needs=May.CONTACT),
    a.OpenTemplate: Handler(templates.open_one, needs=May.CONTACT),
    a.OpenTemplateForm: Handler(templates.open_form, needs=May.CONTACT),
    a.ShapeTemplate: Handler(templates.shape, needs=May.CONTACT),
    a.SaveTemplate: Handler(templates.save, needs=May.CONTACT),
    a.DuplicateTemplate: Handler(templates.duplicate, needs=May.CONTACT),
    a.ShareTemplate: Handler(templates.share, needs=May.CONTACT),
    a.DeleteTemplate: Handler(templates.delete, needs=May.CONTACT),
    # credits
    a.OpenCredits: Handler(account.open_card, needs=May.CONTACT),
    a.ExportCredits: Handler(account.export_csv, needs=May.CONTACT),
    a.OpenCreditRequest: Handler(account.open_request_form, needs=May.CONTACT),
    a.AskCredits: Handler(account.ask, needs=May.CONTACT),
    a.ShowCreditAnswer: Handler(account.show_answer, needs=May.CONTACT),
    a.CreditsLow: Handler(account.low, needs=May.ADMINISTER),
    a.ShowCreditRequest: Handler(account.show_request, needs=May.ADMINISTER),
    a.OpenGrantForm: Handler(admin.open_grant_form, needs=May.ADMINISTER),
    a.GrantCredits: Handler(admin.grant, needs=May.ADMINISTER),
    a.RefuseCredits: Handler(admin.refuse, needs=May.ADMINISTER),
    a.OpenCreditTerms: Handler(admin.open_terms, needs=May.ADMINISTER),
    a.ChangeCreditTerms: Handler(admin.change_terms, needs=May.ADMINISTER),
    a.OpenBudgetForm: Handler(admin.open_budget_form, needs=May.ADMINISTER),
    a.ChangeBudget: Handler(admin.change_budget, needs=May.ADMINISTER),
    # settings and integrations
    a.OpenSettings: Handler(settings.open_settings, needs=May.READ),
    a.OpenSenderForm: Handler(settings.open_sender, needs=May.CONTACT),
    a.SaveSender: Handler(settings.save_sender, needs=May.CONTACT),
    a.OpenIdentityForm: Handler(settings.open_identity, needs=May.ADMINISTER),
    a.SaveIdentity: Handler(settings.save_identity, needs=May.ADMINISTER),
    a.OpenLimitsForm: Handler(settings.open_limits, needs=May.ADMINISTER),
    a.SaveLimits: Handler(settings.save_limits, needs=May.ADMINISTER),
    a.OpenTimeZoneForm: Handler(settings.open_time_zone, needs=May.ADMINISTER),
    a.SaveTimeZone: Handler(settings.save_time_zone, needs=May.ADMINISTER),
    a.OpenDoNotContact: Handler(do_not_contact.open_list, needs=May.ADMINISTER),
    a.OpenDoNotContactForm: Handler(do_not_contact.open_form, needs=May.ADMINISTER),
    a.AddDoNotContact: Handler(do_not_contact.add, needs=May.ADMINISTER),
    a.RemoveDoNotContact: Handler(do_not_contact.remove, needs=May.ADMINISTER),
    a.OpenDoNotContactFilter: Handler(do_not_contact.open_filter, needs=May.ADMINISTER),
    a.FilterDoNotContact: Handler(do_not_contact.filter_list, needs=May.ADMINISTER),
    a.OpenIntegrations: Handler(integrations.open_integrations, needs=May.CONTACT),
    a.ConnectMailbox: Handler(integrations.connect, needs=May.ADMINISTER),
    a.DisconnectMailbox: Handler(integrations.disconnect, needs=May.ADMINISTER),
    a.CheckMailbox: Handler(integrations.check, needs=May.ADMINISTER),
    # while typing
    a.Suggest: Handler(typeahead.suggest, needs=May.ENTER),
    a.FindToInsert: Handler(message_extension.find, needs=May.ENTER),
}
HANDLERS[a.Command] = Handler(Commands(HANDLERS), needs=May.ENTER)
