"""The table: the only place that says who handles an action and what the person needs for it."""

from cards import actions as a
from handlers import (
    access,
    candidate,
    candidates,
    entry,
    extension,
    invitation_list,
    invitations,
    jobs,
    marks,
    notes,
    results,
    search,
    several,
    suggest,
    templates,
)
from handlers.commands import Commands
from handlers.table import Handler, Table
from store.roles import May

__all__ = ["HANDLERS", "Handler", "Table"]

HANDLERS: Table = {
    # getting there
    a.OpenStart: Handler(entry.open_start, needs=May.ENTER),
    a.Welcome: Handler(entry.welcome, needs=May.ENTER),
    a.Cancel: Handler(entry.cancel, needs=May.ENTER),
    a.OpenHelp: Handler(entry.open_help, needs=May.ENTER),
    a.OpenHome: Handler(entry.open_home, needs=May.ENTER),
    # who gets in
    a.AskAccess: Handler(access.ask, needs=May.ENTER),
    a.Claim: Handler(access.claim, needs=May.ENTER),
    a.AnswerAccess: Handler(access.answer, needs=May.ADMINISTER),
    a.OpenMembers: Handler(access.open_members, needs=May.ADMINISTER),
    a.OpenRoleForm: Handler(access.open_role_form, needs=May.ADMINISTER),
    a.ChangeRole: Handler(access.change_role, needs=May.ADMINISTER),
    a.OpenDefaultRole: Handler(access.open_default_role, needs=May.ADMINISTER),
    a.ChangeDefaultRole: Handler(access.change_default_role, needs=May.ADMINISTER),
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
    a.OpenSeveral: Handler(several.open_form, needs=May.SEARCH),
    a.DoWithSeveral: Handler(several.do, needs=May.SEARCH),
    # one person
    a.View: Handler(candidate.view, needs=May.SEARCH),
    a.ShowPerson: Handler(candidate.show, needs=May.SEARCH),
    a.Step: Handler(candidate.step, needs=May.SEARCH),
    a.AnswerSamePerson: Handler(candidate.answer_same_person, needs=May.SEARCH),
    a.Star: Handler(marks.star, needs=May.SEARCH),
    a.Unstar: Handler(marks.unstar, needs=May.SEARCH),
    a.Hide: Handler(marks.hide, needs=May.SEARCH),
    a.Unhide: Handler(marks.unhide, needs=May.SEARCH),
    # contact
    a.Contact: Handler(invitations.compose_one, needs=May.CONTACT),
    a.ShapeInvitation: Handler(invitations.shape, needs=May.CONTACT),
    a.ReviewInvitation: Handler(invitations.review, needs=May.CONTACT),
    a.EditInvitation: Handler(invitations.edit, needs=May.CONTACT),
    a.SendInvitation: Handler(invitations.send, needs=May.CONTACT),
    a.OpenInvitations: Handler(invitation_list.open_list, needs=May.CONTACT),
    a.CancelInvitation: Handler(invitation_list.cancel, needs=May.CONTACT),
    a.OpenReschedule: Handler(invitation_list.open_reschedule, needs=May.CONTACT),
    a.Reschedule: Handler(invitation_list.reschedule, needs=May.CONTACT),
    a.StopFollowUp: Handler(invitation_list.stop_follow_up, needs=May.CONTACT),
    a.ResumeInvitation: Handler(invitation_list.resume, needs=May.CONTACT),
    a.DecideInvitation: Handler(invitation_list.decide, needs=May.CONTACT),
    # candidates
    a.OpenCandidates: Handler(candidates.open_page, needs=May.SEARCH),
    a.OpenCandidateFilter: Handler(candidates.open_filter, needs=May.SEARCH),
    a.FilterCandidates: Handler(candidates.filter_page, needs=May.SEARCH),
    a.ExportCandidates: Handler(candidates.export_csv, needs=May.EXPORT),
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
    # while typing
    a.Suggest: Handler(suggest.suggest, needs=May.ENTER),
    a.FindToInsert: Handler(extension.find, needs=May.ENTER),
}
HANDLERS[a.Command] = Handler(Commands(HANDLERS), needs=May.ENTER)
