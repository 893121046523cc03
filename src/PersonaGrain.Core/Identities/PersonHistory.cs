using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>What an actor's journal says that still counts: the signals that were sent, and the firings that stand. All of it in memory, since a life is put together from it.</summary>
internal sealed class PersonHistory
{
    /// <summary>With more signals than this nobody is put together anew.</summary>
    internal const int MostSignals = 1_000_000;

    private readonly List<TakenSignal> _signals = [];
    private readonly Dictionary<(string Trigger, int Version), StandingFiring> _firings = [];

    /// <summary>The signals, in the order of the journal.</summary>
    internal IReadOnlyList<TakenSignal> Signals => _signals;

    /// <summary>The firings that were not taken back.</summary>
    internal IReadOnlyCollection<StandingFiring> Firings => _firings.Values;

    /// <summary>For each trigger the highest version that a firing of it ever had.</summary>
    internal Dictionary<string, int> FiringVersions { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether there are more signals than are put together.</summary>
    internal bool IsTooLong => _signals.Count > MostSignals;

    /// <summary>Reads the history of an actor.</summary>
    internal static async ValueTask<PersonHistory> ReadAsync(ActorId actor, IActorStorage storage, CancellationToken cancellation)
    {
        const JournalEntryKinds Kinds = JournalEntryKinds.Signals | JournalEntryKinds.AllFirings | JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons;
        var history = new PersonHistory();
        await foreach (var (_, entry) in storage.ReadAsync(actor, 0, Kinds, cancellation))
        {
            history.Add(entry);
            if (history.IsTooLong)
            {
                break;
            }
        }

        return history;
    }

    /// <summary>Takes the next entry of the journal.</summary>
    internal void Add(in JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalEntryKind.Signal when ProfileMachine.IsSent(entry.Signal):
                _signals.Add(new TakenSignal(entry.Signal, entry.Received, entry.HistoryBegan));
                break;
            case JournalEntryKind.Signal:
                // The entry of an old firing may be gone, as events are kept for so long; what it emitted tells of it.
                AddEmitted(entry.Signal);
                break;
            case JournalEntryKind.Firing or JournalEntryKind.QuietFiring:
                Add(entry.Firing, entry.IsEvent);
                break;
            case JournalEntryKind.Retraction or JournalEntryKind.QuietRetraction:
                _firings.Remove((entry.Retraction.Trigger, entry.Retraction.Version));
                break;
            case JournalEntryKind.Person:
                Part(entry.Person);
                break;
        }
    }

    private void Add(in TriggerFiring firing, bool isTold)
    {
        FiringVersions[firing.Trigger] = Math.Max(firing.Version, FiringVersions.GetValueOrDefault(firing.Trigger));
        if (firing.At != default)
        {
            _firings[(firing.Trigger, firing.Version)] = new StandingFiring(firing, isTold);
        }
    }

    private void AddEmitted(Signal signal)
    {
        if (TriggerFiring.VersionOf(signal) is { } version && !_firings.ContainsKey((signal.Type, version)))
        {
            Add(new TriggerFiring(signal.Type, signal.Time, version), isTold: true);
        }
    }

    /// <summary>Gives back what a change of the person takes out of it.</summary>
    private void Part(PersonChange change)
    {
        var origins = new PartedOrigins();
        origins.Add(0, change);
        _signals.RemoveAll(taken => origins.Covers(0, taken.Signal));
    }
}

/// <summary>A signal of a journal.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Received">When it was taken.</param>
/// <param name="HistoryBegan">When the import began that brought it; null for news.</param>
internal readonly record struct TakenSignal(Signal Signal, Instant Received, Instant? HistoryBegan)
{
    /// <summary>It as it is taken over by another journal.</summary>
    internal JournalEntry ToEntry() => JournalEntry.Observed(Signal, Received, HistoryBegan);
}

/// <summary>A firing that was not taken back.</summary>
/// <param name="Firing">The firing.</param>
/// <param name="IsTold">Whether watchers were told.</param>
internal readonly record struct StandingFiring(TriggerFiring Firing, bool IsTold);
