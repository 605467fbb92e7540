"""The table of reactions: for each type of fact and of entry, the reactions to it in the same transaction.

This is the one place to register a reaction. `ledger/streams/envelope.py` runs it: a fact's reactions when facts are
appended (`ledger/accounts/commands.py`), an entry's when it is appended to a record (`ledger/streams/records.py`). A
type without a row is an error; an empty row means that there is no reaction. Only an import
(`ledger/importing/writing.py`) writes facts without this table: the consequences of its facts lie in the past, and it
keeps the registry itself.

To add one: write `async def name(happened) -> None` beside the data it changes, and add it to the rows of its types. A
reaction runs once for a command, and its argument has all the facts or entries of its types.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from ledger import directives, exposures
from ledger.accounts import commands, registry, reviews
from ledger.accounts import reactions as account_reactions
from ledger.cases import similar
from ledger.followers import cleanups, reactions
from ledger.networks import networks, roster_watch
from ledger.people import audited, people, sessions
from ledger.reactions import corrected_cases, decided_cases
from ledger.reports import reports
from ledger.rumours import rumours
from ledger.runs import rows
from ledger.sanctions import bulk
from ledger.screening import rescreens
from ledger.streams.envelope import Reaction, Rows
from ledger.streams.records import Happened
from models import directives as d
from models import exposures as e
from models import followers as cl
from models import networks as n
from models import runs as run
from models.accounts import certifications
from models.accounts import exemptions as x
from models.accounts import facts as f
from models.cases import cases as c
from models.cases import corrections as co
from models.events import webhooks as w
from models.people import people as p
from models.reports import reports as r
from models.rumours import rumours as ru
from models.sanctions import bulk as b
from models.screening import lexicon as lx
from models.screening import rescreens as rs

FACTS: Final[Rows] = {
    f.AccountRegistered: (registry.update_registry,),
    f.RegistrationHeld: (reviews.open_cases,),
    f.HoldLifted: (),
    f.RegistrationRejected: (registry.update_registry,),
    f.RejectionLifted: (registry.update_registry,),
    f.NameChanged: (),
    f.ProfileChanged: (),
    f.ProfileChangeHeld: (reviews.open_cases,),
    f.ProfileChangeRejected: (),
    f.ProfileRestored: (),
    f.ImpersonationFound: (account_reactions.open_two_person_cases,),
    f.ImpersonationLifted: (commands.lessen_inherited,),
    f.FindingDismissed: (),
    f.HolderChanged: (registry.update_registry,),
    f.CertificationGranted: (),
    f.CertificationRevoked: (),
    f.MonetizationGranted: (),
    f.MonetizationWithheld: (),
    f.MonetizationCancelled: (account_reactions.open_two_person_cases,),
    f.ViolationRecorded: (account_reactions.open_two_person_cases,),
    f.BanImposed: (account_reactions.open_two_person_cases,),
    f.BanShortened: (commands.lessen_inherited,),
    f.MeasureImposed: (account_reactions.open_two_person_cases, account_reactions.clean_up),
    f.MeasureShortened: (commands.lessen_inherited,),
    f.WithholdingLifted: (commands.lessen_inherited,),
    f.Overturned: (
        registry.update_registry,
        account_reactions.end_opened,
        account_reactions.withdraw_exposures,
        commands.lessen_inherited,
    ),
    f.AccountClosed: (registry.update_registry, account_reactions.open_two_person_cases),
    f.ConsequenceWithdrawn: (registry.update_registry, commands.lessen_inherited),
    f.AccountReopened: (registry.update_registry, commands.lessen_inherited),
    f.NetworkSigned: (),
    f.NetworkLeft: (),
    f.NetworkRestricted: (),
    f.NetworkLifted: (),
    f.HolderRestricted: (),
    f.HolderLifted: (),
}
"""Reactions by the type of a fact."""

ORIGINS: Final[Mapping[str, Callable[[Happened[d.DirectiveBody, d.Directive], str], Awaitable[None]]]] = {
    ru.KIND: rumours.note_order,
    cl.KIND: cleanups.note_order,
}
"""Handler of the record that gave an order (`origin` in the order's terms), by the kind of that record."""


async def tell_origin(happened: Happened[d.DirectiveBody, d.Directive]) -> None:
    """React to news about an order: update the record that gave it."""
    origin = happened.state.terms.origin
    if origin is not None:
        await ORIGINS[origin.kind](happened, origin.id)


ENTRIES: Final[Mapping[str, Rows]] = {
    b.KIND: {
        b.Drafted: (),
        b.Started: (bulk.keep_accounts,),
        b.Finished: (),
        b.CancellationStarted: (),
        b.Cancelled: (),
        b.ReversalStarted: (bulk.mark_reversal,),
        b.ReversalCancellationStarted: (),
        b.ReversalCancelled: (),
        b.Reverted: (),
    },
    c.KIND: {
        c.Opened: (similar.keep_traits,),
        c.EvidenceAdded: (),
        c.Claimed: (),
        c.Released: (),
        c.Assigned: (),
        c.Noted: (),
        c.Proposed: (exposures.draw_up,),
        c.Decided: (decided_cases.carry_out, exposures.draw_up),
        c.Deferred: (),
        c.TakenBack: (),
        co.CorrectionProposed: (exposures.draw_up,),
        co.Corrected: (corrected_cases.carry_out, exposures.draw_up_again),
        co.CorrectionDropped: (),
        c.Reminded: (),
        c.Escalated: (),
        c.Withdrawn: (),
    },
    certifications.KIND: {
        certifications.Expiring: (),
    },
    cl.KIND: {
        cl.Opened: (),
        cl.Ordered: (reactions.give_order,),
        cl.NothingTainted: (cleanups.close_case,),
        cl.Answered: (),
        cl.Refused: (),
        cl.TakenOver: (cleanups.close_case,),
        cl.KeptAway: (cleanups.close_case,),
        cl.Verified: (cleanups.close_case,),
        cl.Escalated: (cleanups.open_case,),
        cl.Settled: (reactions.call_off,),
        cl.Stopped: (reactions.call_off,),
        cl.RestoreOrdered: (reactions.call_off, reactions.give_order),
        cl.Restored: (cleanups.close_case,),
    },
    d.KIND: {
        d.Issued: (),
        d.SentAgain: (),
        d.Acknowledged: (directives.close_case, tell_origin),
        d.Escalated: (directives.open_case, tell_origin),
        d.Withdrawn: (directives.close_case, tell_origin),
    },
    x.KIND: {
        x.Granted: (),
        x.Revoked: (),
    },
    e.KIND: {
        e.DrawnUp: (),
        e.Published: (),
        e.Withheld: (),
        e.Withdrawn: (),
        e.Overturned: (),
    },
    lx.KIND: {
        lx.Imported: (rescreens.begin_after_change,),
        lx.Retired: (rescreens.begin_after_change,),
        lx.Switched: (rescreens.begin_after_change,),
        lx.PresetChosen: (rescreens.begin_after_change,),
    },
    n.KIND: {
        n.NetworkRegistered: (),
        n.RosterChanged: (),
        n.NetworkSanctioned: (networks.mark_roster, networks.release_expelled),
        n.SanctionLifted: (networks.mark_roster,),
        n.SanctionEnded: (),
        n.NetworkEscalated: (roster_watch.open_case,),
    },
    p.KIND: {
        p.Added: (people.require_unique, people.project, audited.audit),
        p.Changed: (
            people.project,
            people.announce_keys,
            sessions.announce_sessions,
            people.free_cases,
            audited.audit,
        ),
        p.AliasAdded: (
            people.require_unique,
            people.project,
            people.announce_keys,
            sessions.announce_sessions,
            audited.audit,
        ),
        p.IdentityLinked: (people.require_unique, people.project, audited.audit),
        p.IdentityUnlinked: (people.project, audited.audit),
        p.Deactivated: (people.project, people.end_keys, people.free_cases, sessions.end_sessions, audited.audit),
        p.Reactivated: (people.project, audited.audit),
    },
    r.KIND: {
        r.Requested: (),
        r.Built: (),
        r.Reconciled: (reports.close_case,),
        r.Mismatched: (),
        r.Retried: (),
        r.Released: (),
        r.Delivered: (),
        r.DeliveryFailed: (),
        r.Escalated: (reports.open_case,),
        r.Acknowledged: (reports.close_case,),
        r.Rejected: (),
        r.Amended: (reports.close_case,),
    },
    rs.KIND: {
        rs.Started: (rescreens.replace_others,),
        rs.Progressed: (),
        rs.Finished: (),
        rs.Stopped: (),
    },
    run.KIND: {
        run.Created: (),
        run.Started: (),
        run.Finished: (),
        run.Cancelled: (rows.cancel_waiting,),
    },
    ru.KIND: {
        ru.Opened: (rumours.keep_contents, rumours.arrange),
        ru.ContentsFound: (rumours.keep_contents, rumours.arrange),
        ru.TermsAdded: (rumours.arrange,),
        ru.InformationVerified: (rumours.arrange, rumours.close_case),
        ru.Ordered: (rumours.give_order,),
        ru.Answered: (rumours.arrange,),
        ru.CalledOff: (rumours.call_off, rumours.arrange),
        ru.Escalated: (rumours.arrange, rumours.open_case),
        ru.Closed: (rumours.arrange, rumours.close_case),
        ru.Corrected: (rumours.arrange, rumours.close_case, rumours.clear_accused),
        ru.Reopened: (rumours.label_again, rumours.arrange),
        ru.ViolationsRecorded: (rumours.arrange,),
        ru.ViolationsOverturned: (),
    },
    w.KIND: {
        w.SubscriptionCreated: (),
        w.SubscriptionChanged: (),
        w.SecretRotated: (),
        w.SubscriptionPaused: (),
        w.SubscriptionResumed: (),
        w.ReplayAsked: (),
        w.SubscriptionDeleted: (),
    },
}
"""Reactions by the kind of record and the type of an entry. Several reactions to one type run in this order."""

REFUSING: Final[frozenset[Reaction[Any]]] = frozenset(
    {
        decided_cases.carry_out,
        corrected_cases.carry_out,
        exposures.draw_up,
        exposures.draw_up_again,
        people.require_unique,
    }
)
"""Reactions that may refuse: then nothing is entered, and nothing of what they did is left."""
