using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain;

/// <summary>One profile under one catalog, played by hand; its effects are its journal.</summary>
internal sealed class Player
{
    private static readonly ProfileId Id = ProfileId.Parse("somebody");
    private int _signals;

    internal Player(CatalogDocument document)
        : this(A.Machine(document))
    {
    }

    internal Player(ProfileMachine machine)
    {
        Machine = machine;
        State = Machine.Create(default);
    }

    internal ProfileMachine Machine { get; set; }

    internal ProfileState State { get; set; }

    internal TurnEffects Effects { get; } = new();

    internal Instant Now { get; set; } = A.Start;

    internal IReadOnlyList<JournalEntry> Journal => Effects.Entries;

    internal IReadOnlyList<MembershipChange> Changes => [.. Of(JournalEntryKind.Change).Select(entry => entry.Change)];

    internal IReadOnlyList<TriggerFiring> Firings => [.. Of(JournalEntryKind.Firing).Select(entry => entry.Firing)];

    internal IReadOnlyList<TriggerRetraction> Retractions => [.. Of(JournalEntryKind.Retraction).Select(entry => entry.Retraction)];

    internal IReadOnlyList<string> Segments => [.. View().Memberships.Select(membership => membership.Segment)];

    internal ObservationVerdict Observe(string type, TimeSpan? at = null, double? value = null, params TraitChange[] traits) =>
        Observe(A.Signal($"id-{_signals++}", type, at is { } span ? Now + span : Now, value, traits));

    internal ObservationVerdict Observe(Signal signal) => Machine.Observe(State, signal, Now, Effects);

    /// <summary>One call at an instant.</summary>
    internal void Call(Instant now, params Signal[] signals)
    {
        Now = now;
        Observe(signals).ShouldAllBe(verdict => verdict == ObservationVerdict.Accepted);
    }

    /// <summary>Lets time pass up to an instant.</summary>
    internal void PassTo(Instant now)
    {
        Now = now;
        Machine.Advance(State, Now, Effects);
    }

    /// <summary>One call; what the profile can not tell from its state alone is learned.</summary>
    internal ObservationVerdict[] Observe(Signal[] signals, Intake intake = default)
    {
        var verdicts = new ObservationVerdict[signals.Length];
        Machine.Observe(State, signals, Now, intake, verdicts, Effects);
        Learn();
        return verdicts;
    }

    internal void Pass(TimeSpan span)
    {
        Now += span;
        Machine.Advance(State, Now, Effects);
    }

    internal ProfileView View()
    {
        Machine.Advance(State, Now, Effects);
        return Machine.View(Id, State, Now);
    }

    /// <summary>Moves the profile to another catalog at its time; whether history was needed for it.</summary>
    internal bool Move(ProfileMachine machine)
    {
        Machine.Advance(State, Now, Effects);
        (State, Machine) = (machine.Rebase(State, Machine), machine);
        var learns = Learn();
        machine.Reevaluate(State, Now, Cause.OfCatalog(machine.Catalog.Version), Effects);
        return learns;
    }

    /// <summary>Completes the state from the journal, where it is incomplete.</summary>
    internal bool Learn()
    {
        if (!State.IsIncomplete)
        {
            return false;
        }

        History.Learn(Machine, State, Journal, Effects);
        Machine.Advance(State, Now, Effects.CauseOfLastRetraction, Effects);
        return true;
    }

    /// <summary>The profile as its journal gives it.</summary>
    internal ProfileState Replayed()
    {
        var state = Machine.Create(default);
        foreach (var entry in Journal)
        {
            Machine.Fold(state, entry);
        }

        Complete(state);
        return state;
    }

    /// <summary>Completes a state that was replayed from the journal, where it is incomplete.</summary>
    internal void Complete(ProfileState state)
    {
        if (state.IsIncomplete)
        {
            History.Learn(Machine, state, Journal, new TurnEffects());
            Machine.Reevaluate(state, state.AsOf, Cause.Clock, new TurnEffects());
        }
    }

    internal byte[] Snapshot()
    {
        var buffer = new ArrayBufferWriter<byte>();
        Machine.WriteSnapshot(State, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private IEnumerable<JournalEntry> Of(JournalEntryKind kind) => Journal.Where(entry => entry.Kind == kind);
}
