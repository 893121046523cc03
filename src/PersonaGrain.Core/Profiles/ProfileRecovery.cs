using PersonaGrain.Accounts;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Sequences;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles;

/// <summary>Puts a profile together again from what was journaled; decides nothing.</summary>
internal sealed class ProfileRecovery(CatalogModel model, SignalFolder folder, TriggerEvaluator triggers)
{
    /// <summary>Repeats an entry, each once and in the order of the journal.</summary>
    internal void Fold(ProfileState state, in JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalEntryKind.Signal:
                BeginFolding(state, entry.Received, isSignal: true);
                Fold(state, entry.Signal);
                break;
            case JournalEntryKind.Change:
                BeginFolding(state, entry.At);
                Fold(state, entry.Change);
                break;
            case JournalEntryKind.Firing or JournalEntryKind.QuietFiring:
                BeginFolding(state, entry.At);
                triggers.Fold(state, entry.Firing);
                break;
            case JournalEntryKind.Retraction or JournalEntryKind.QuietRetraction:
                BeginFolding(state, entry.At);
                triggers.Fold(state, entry.Retraction);
                break;
            case JournalEntryKind.Catalog:
                BeginFolding(state, entry.At);
                break;
            case JournalEntryKind.Note when entry.Note.IsEmpty:
                // It stands for an entry that was left out when the journal was moved.
                break;
            case JournalEntryKind.Note when model.HasAccounts:
                BeginFolding(state, entry.At);
                FoldTie(state, entry);
                break;
        }
    }

    /// <summary>Repeats what a person and an account noted of each other.</summary>
    private static void FoldTie(ProfileState state, in JournalEntry entry)
    {
        var reader = TieNote.Open(entry);
        switch (TieNote.KindOf(entry))
        {
            case TieNoteKind.Member when state.Members is { } members:
                var member = PersonaGrain.Accounts.Member.ReadTie(ref reader);
                members.Set(member);
                members.TellAgain(member.Person);
                break;
            case TieNoteKind.Child when state.Members is { } members:
                members.Set(TieNote.ReadChild(entry));
                break;
            case TieNoteKind.Truncated when state.Members is { } members:
                members.Truncate(TieNote.ReadTruncated(entry));
                break;
            case TieNoteKind.Facts:
                (state.Belongings ??= new Belongings()).Set(AccountFacts.Read(ref reader));
                break;
            case TieNoteKind.Inherited:
                (state.Belongings ??= new Belongings()).Set(InheritedTie.Read(ref reader));
                break;
            default:
                throw new FormatException($"a note of kind {(byte)TieNote.KindOf(entry)} was written by a newer version");
        }
    }

    /// <summary>Whether a signal is one that a trigger emitted: no sender's id begins as theirs do.</summary>
    internal static bool IsDerived(Signal signal) => signal.Id.StartsWith(TriggerFiring.DerivedId, StringComparison.Ordinal);

    /// <summary>
    /// Every entry was repeated. Of a snapshot from the middle of an import, which is evaluated later as of then: what was past when the signals after
    /// it came, was dealt with when they came. Of others the evaluation as of when they were live does the same.
    /// </summary>
    internal void EndFolding(ProfileState state)
    {
        if (state.Settlement == Settlement.Moved)
        {
            triggers.Settle(state);
        }
    }

    /// <summary>Forgoes the evaluation as of when the profile was last live.</summary>
    internal static void SkipPast(ProfileState state)
    {
        if (state.Settlement != Settlement.Fresh)
        {
            state.Settlement = Settlement.Moved;
        }
    }

    /// <summary>Begins to learn from history what the state does not cover.</summary>
    internal static void BeginLearning(ProfileState state)
    {
        for (var index = 0; index < state.Tallies.Length; index++)
        {
            if (state.IncompleteTallies?[index] == true)
            {
                state.Tallies[index] = default;
                state.Distinct?[index] = null;
            }
        }

        if (state.HasIncompleteTies)
        {
            state.Belongings = state.Belongings?.FactsAlone();
            state.Members?.ForgetTraits();
        }

        ComputedTraitFolder.BeginLearning(state);
        SequenceFolder.BeginLearning(state);
        foreach (ref var trigger in state.Triggers.AsSpan())
        {
            if (trigger.IsIncomplete)
            {
                trigger.Timeline?.KeepFirings();
            }
        }
    }

    /// <summary>Everything that history has was learned.</summary>
    internal static void EndLearning(ProfileState state)
    {
        state.IncompleteTallies = null;
        state.IncompleteTraits = null;
        state.IncompleteSequences = null;
        state.HasIncompleteTies = false;
        state.IsIncomplete = false;
        state.NeedsIdIndex = false;
        foreach (ref var trigger in state.Triggers.AsSpan())
        {
            trigger.IsIncomplete = false;
        }

        SkipPast(state);
    }

    private static void BeginFolding(ProfileState state, Instant at, bool isSignal = false)
    {
        if (!isSignal && state.Settlement == Settlement.Fresh && state.Signals == 0 && state.Members is not null)
        {
            // An account without signals is evaluated with its first ones, whatever else is noted of it before.
            state.AsOf = Instant.Max(state.AsOf, at);
            return;
        }

        state.AsOf = state.Settlement == Settlement.Fresh ? at : Instant.Max(state.AsOf, at);
        state.WakeAt = state.AsOf;
        if (state.Settlement != Settlement.Moved)
        {
            state.Settlement = Settlement.Recovered;
        }
    }

    private void Fold(ProfileState state, Signal signal)
    {
        Span<ulong> touched = stackalloc ulong[model.TouchWords];
        if (IsDerived(signal))
        {
            folder.FoldDerived(state, signal, touched, effects: null);
            return;
        }

        if (model.RemembersIdOf(signal))
        {
            state.HasForgottenIds |= state.Ids.Count == IdRing.Capacity;
            state.Ids.Add(MessageFingerprint.Of(signal.Id));
        }

        folder.Fold(state, signal, touched, effects: null);
    }

    private void Fold(ProfileState state, in MembershipChange change)
    {
        var isKnown = model.SegmentIndex.TryGetValue(change.Segment, out var index);
        var entry = isKnown ? state.Segments[index] : state.FormerSegments?.GetValueOrDefault(change.Segment) ?? default;
        if (change.Version <= entry.Version)
        {
            return;
        }

        entry = new SegmentEntry
        {
            Member = change.Entered,
            Since = change.At.Ticks,
            Version = change.Version,
            Score = change.Score ?? double.NaN,
        };
        if (isKnown)
        {
            state.Segments[index] = entry;
        }
        else
        {
            (state.FormerSegments ??= [])[change.Segment] = entry;
        }
    }
}
